package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.handshake.IssueLoginLink;
import dev.gatehouse.application.handshake.OpenHandshake;
import dev.gatehouse.application.linking.KnownPerson;
import dev.gatehouse.application.linking.Vouch;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For the program that runs a bot elsewhere, which says who somebody is at Telegram: what it does there about people, and Gatehouse as its store of them. */
final class TelegramBots {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Field ID =
      Field.number("telegram_id", 20, "the person's numeric id at Telegram").needed();
  private static final Fields SHOWN = Fields.of(
      Field.text("first_name", 1000, "as Telegram shows the person"),
      Field.text("last_name", 1000, "as Telegram shows the person"),
      Field.text("username", 100, "as Telegram shows the person, without the @"),
      Field.text("photo_url", 2048, "an https address"));

  static final Fields COMPLETE = Fields.of(
          Field.text("token", 200, "behind auth_ in what started the bot").needed(),
          ID,
          Field.text(
              "match_code",
              128,
              "what the person typed, as it was typed; without it the answer says who asks to be let in"),
          Field.flag("deny", "the person refuses"))
      .and(SHOWN);
  static final Fields LOGIN_LINK = Fields.of(ID).and(SHOWN);
  static final Fields CREATE = Fields.of(
          ID,
          Field.text("locale", 100, "of the account, as BCP 47"),
          Field.flag("tos_accepted", "has to be true where an account is made"),
          Field.flag("marketing_consent", "whether news may be mailed"),
          TelegramProofs.INVITATION)
      .and(SHOWN);
  static final Fields UPDATE =
      Fields.of(Field.text("locale", 100, "of the account, as BCP 47")).and(SHOWN);

  private final Gatehouse gatehouse;

  TelegramBots(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** The browser that asks to be let in, to be shown to who is to let it. */
  record AskingView(String name, String ipAddress, String userAgent, Instant at) {
    static AskingView of(OpenHandshake.Asked asked) {
      UserAgent agent = UserAgent.of(asked.userAgent());
      return new AskingView(
          agent.client() + " on " + agent.platform(),
          asked.address(),
          asked.userAgent(),
          asked.at());
    }

    @Override
    public String toString() {
      return "AskingView[…]";
    }
  }

  /**
   * How far it has come.
   *
   * @param status {@code confirming}, {@code completed} or {@code denied}
   */
  record AnsweredView(String status, Optional<AskingView> askedFrom) {}

  /** A link by which the person signs in, once; {@code token} is the secret in it. */
  record LinkView(String loginUrl, SecretText token, Instant expiresAt) {
    @Override
    public String toString() {
      return "LinkView[…]";
    }
  }

  /** Somebody with an account, as the bot may know him: no address, no other provider. */
  record BotUserView(
      UUID id,
      long telegramId,
      Optional<String> displayName,
      Optional<String> username,
      Optional<String> photoUrl,
      String locale,
      boolean isActive,
      boolean isNewUser,
      Instant createdAt) {
    static BotUserView of(KnownPerson known) {
      ProviderProfile shown = known.identity().profile();
      return new BotUserView(
          known.account().id().value(),
          Long.parseLong(known.identity().identity().subject()),
          known.account().profile().displayName(),
          shown.username(),
          shown.picture(),
          known.account().profile().locale().toLanguageTag(),
          known.account().active(),
          known.newcomer(),
          known.account().createdAt());
    }

    @Override
    public String toString() {
      return "BotUserView[" + id + "]";
    }
  }

  /** Opens it for the person who pressed the button, and takes the one answer where there is one. The core compares. */
  Answer complete(Visit visit) {
    Input input = visit.input();
    Realm realm = visit.place().realm();
    HandshakeId id =
        HandshakeId.parse(input.needed("token")).orElseThrow(() -> new Refusal.NotFound().thrown());
    ProvenIdentity person = person(input);
    Optional<String> typed = input.text("match_code");
    boolean deny = input.flag("deny");
    gatehouse
        .vouch()
        .handle(
            visit.client(),
            person,
            typed.isPresent() && !deny ? Vouch.Reason.LET_IN : Vouch.Reason.HANDSHAKE);
    if (deny) {
      gatehouse.denyHandshake().handle(realm, id, person);
      return answered("denied", Optional.empty());
    }
    AskingView asked = AskingView.of(gatehouse.openHandshake().handle(realm, id, person));
    typed.ifPresent(code -> gatehouse.confirmHandshake().handle(realm, id, person, code));
    return answered(typed.isPresent() ? "completed" : "confirming", Optional.of(asked));
  }

  private static Answer answered(String status, Optional<AskingView> asked) {
    return Answer.ok(new AnsweredView(status, asked));
  }

  Answer loginLink(Visit visit) {
    ProvenIdentity person = person(visit.input());
    Realm realm = visit.place().realm();
    gatehouse.vouch().handle(visit.client(), person, Vouch.Reason.LOGIN_LINK);
    IssueLoginLink.Issued issued = gatehouse.issueLoginLink().handle(realm, person);
    return Answer.ok(new LinkView(
        realm.issuer() + Route.BOT_LINK + "#token=" + issued.token().reveal(),
        issued.token(),
        issued.endsAt()));
  }

  Answer show(Visit visit) {
    return Answer.ok(
        BotUserView.of(gatehouse.lookUpIdentity().handle(visit.client(), named(visit))));
  }

  Answer create(Visit visit) {
    return Answer.ok(BotUserView.of(gatehouse
        .adoptIdentity()
        .handle(visit.client(), person(visit.input()), TelegramProofs.arrival(visit))));
  }

  Answer update(Visit visit) {
    Input input = visit.input();
    return Answer.ok(BotUserView.of(gatehouse
        .refreshIdentity()
        .handle(
            visit.client(),
            named(visit),
            shown -> new ProviderProfile(
                input.has("first_name") || input.has("last_name")
                    ? name(input)
                    : shown.displayName(),
                input.has("username") ? input.text("username") : shown.username(),
                input.has("photo_url") ? input.text("photo_url") : shown.picture()),
            input.text("locale").map(Profile::locale))));
  }

  private static Identity named(Visit visit) {
    return Optional.of(visit.path("id"))
        .filter(text -> NUMBER.matcher(text).matches())
        .map(text -> new Identity(Linked.TELEGRAM, text))
        .orElseThrow(() -> Fault.NOT_FOUND.thrown());
  }

  private static ProvenIdentity person(Input input) {
    String id = input.needed("telegram_id");
    if (!NUMBER.matcher(id).matches()) {
      throw Input.rejected(
          List.of(Problem.Flaw.text("/telegram_id", id, "a positive number of at most 18 digits")));
    }
    return ProvenIdentity.of(
        new Identity(Linked.TELEGRAM, id),
        new ProviderProfile(name(input), input.text("username"), input.text("photo_url")));
  }

  private static Optional<String> name(Input input) {
    return Optional.of(Stream.of(input.text("first_name"), input.text("last_name"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" ")))
        .filter(name -> !name.isBlank());
  }
}
