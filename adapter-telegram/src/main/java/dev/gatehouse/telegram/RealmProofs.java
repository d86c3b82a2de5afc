package dev.gatehouse.telegram;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.telegram.Telegram.Person;
import dev.gatehouse.telegram.Telegram.Proof;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges what is shown of Telegram, in each realm by its own bots, and says it in the core's words. */
final class RealmProofs implements IdentityProofs {
  private static final String INIT_DATA = "init_data";

  /** Longer than any that a language has, and as long as an account's may be. */
  private static final int LONGEST_TAG = 35;

  private final Map<RealmKey, Telegram> realms;
  private final Telegram.OpenIds openIds;

  RealmProofs(Map<RealmKey, Telegram> realms, Telegram.OpenIds openIds) {
    this.realms = Map.copyOf(realms);
    this.openIds = openIds;
  }

  @Override
  public Verdict check(RealmKey realm, ShownProof shown, Instant now) {
    return Optional.of(shown)
        .filter(any -> any.provider().equals(Telegram.PROVIDER))
        .flatMap(any -> any.kind().equals(ShownProof.ID_TOKEN)
            ? openIds.client(realm).map(client -> judged(client, any, now))
            : Optional.ofNullable(realms.get(realm)).flatMap(bots -> judged(bots, any, now)))
        .orElseGet(Verdict.Unasked::new);
  }

  private static Optional<Verdict> judged(Telegram telegram, ShownProof shown, Instant now) {
    return switch (shown.kind()) {
      case "miniapp" -> Optional.of(said(telegram.miniApp(text(shown, INIT_DATA), now)));
      case "widget" -> Optional.of(said(telegram.widget(shown.fields(), now)));
      default -> Optional.empty();
    };
  }

  private static Verdict judged(OpenIdClient client, ShownProof shown, Instant now) {
    return client.judge(
        text(shown, ShownProof.ID_TOKEN),
        Optional.ofNullable(shown.fields().get(ShownProof.NONCE)),
        now);
  }

  private static String text(ShownProof shown, String name) {
    return shown.fields().getOrDefault(name, "");
  }

  private static Verdict said(Telegram.Verdict verdict) {
    return verdict.match(RealmProofs::proven, RealmProofs::refused);
  }

  static Verdict refused(Telegram.Flaw flaw) {
    return new Verdict.Refused(flaw.reason().toUpperCase(Locale.ROOT));
  }

  static Verdict proven(Proof proof) {
    return new Verdict.Proven(
        new dev.gatehouse.domain.identity.Proof(
            person(proof), proof.id().digest(), proof.signedAt(), proof.rememberUntil()),
        proof.startParam(),
        proof
            .person()
            .language()
            .map(code -> Locale.forLanguageTag(code.replace('_', '-')))
            .filter(locale ->
                !locale.getLanguage().isEmpty() && locale.toLanguageTag().length() <= LONGEST_TAG));
  }

  static ProvenIdentity person(Proof proof) {
    Person person = proof.person();
    return new ProvenIdentity(
        new Identity(Telegram.PROVIDER, Long.toString(person.id())),
        // who has a name here already keeps it, whatever a careless provider says of another
        proof.subject().flatMap(text -> subject(proof.bot(), text)),
        new ProviderProfile(name(person), person.username(), person.photo()));
  }

  private static Optional<Identity> subject(long bot, String text) {
    try {
      return Optional.of(new Identity(Telegram.subjects(bot), text));
    } catch (IllegalArgumentException noSubject) {
      return Optional.empty();
    }
  }

  private static Optional<String> name(Person person) {
    return Optional.of(Stream.of(person.firstName(), person.lastName())
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" ")))
        .filter(name -> !name.isEmpty());
  }
}
