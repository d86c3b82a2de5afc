package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.IdentityProofs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Knows a provider's words by having been told them: each is genuine as it was told, and fresh for five minutes. A token that was told without a nonce is one of a
 * provider that sends none back: it may be shown with any.
 */
public final class InMemoryIdentityProofs implements IdentityProofs {
  public static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Map<Place, Word> words = new ConcurrentHashMap<>();

  private record Place(RealmKey realm, ShownProof shown) {
    boolean like(Place other) {
      return realm.equals(other.realm)
          && shown.provider().equals(other.shown.provider())
          && shown.kind().equals(other.shown.kind());
    }
  }

  private record Word(
      ProvenIdentity person, Instant at, Optional<String> parameter, Optional<Locale> language) {}

  /** From now on that is the provider's word about the person, given at that time. */
  public ShownProof tell(RealmKey realm, ShownProof shown, ProvenIdentity person, Instant at) {
    return tell(realm, shown, person, at, Optional.empty(), Optional.empty());
  }

  /** The same, with what the provider says besides. */
  public ShownProof tell(
      RealmKey realm,
      ShownProof shown,
      ProvenIdentity person,
      Instant at,
      Optional<String> parameter,
      Optional<Locale> language) {
    words.put(new Place(realm, shown), new Word(person, at, parameter, language));
    return shown;
  }

  @Override
  public Verdict check(RealmKey realm, ShownProof shown, Instant now) {
    Place place = new Place(realm, shown);
    return Stream.of(shown, withoutNonce(shown))
        .flatMap(as -> Optional.ofNullable(words.get(new Place(realm, as)))
            .map(word -> judged(word, withoutNonce(shown), now))
            .stream())
        .findFirst()
        .orElseGet(() -> words.keySet().stream().anyMatch(place::like)
            ? new Verdict.Refused("FORGED")
            : new Verdict.Unasked());
  }

  private static ShownProof withoutNonce(ShownProof shown) {
    Map<String, String> fields = new TreeMap<>(shown.fields());
    fields.remove(ShownProof.NONCE);
    return new ShownProof(shown.provider(), shown.kind(), fields);
  }

  private static Verdict judged(Word word, ShownProof shown, Instant now) {
    Instant until = word.at().plus(FRESH);
    if (word.at().isAfter(now.plus(SKEW))) {
      return new Verdict.Refused("FROM_THE_FUTURE");
    }
    return until.isAfter(now)
        ? new Verdict.Proven(
            new Proof(word.person(), digest(shown), word.at(), until),
            word.parameter(),
            word.language())
        : new Verdict.Refused("STALE");
  }

  private static Digest digest(ShownProof shown) {
    return Digest.sha256(
        (shown.provider() + " " + shown.kind() + " " + new TreeMap<>(shown.fields()))
            .getBytes(StandardCharsets.UTF_8));
  }
}
