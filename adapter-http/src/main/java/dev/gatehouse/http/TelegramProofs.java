package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Coming in by what Telegram signed about somebody, and linking that. */
final class TelegramProofs {
  private static final int LONGEST_DATA = 8192;
  private static final Field INIT_DATA =
      Field.text("init_data", LONGEST_DATA, "Telegram.WebApp.initData of a Mini App, as it came");
  private static final Fields WIDGET = Fields.of(
          Field.number("id", 20, "of the Login Widget").needed(),
          Field.text("first_name", 1000, "of the Login Widget"),
          Field.text("last_name", 1000, "of the Login Widget"),
          Field.text("username", 1000, "of the Login Widget"),
          Field.text("photo_url", 2048, "of the Login Widget"),
          Field.number("auth_date", 20, "of the Login Widget").needed(),
          Field.text("hash", 64, "of the Login Widget").needed())
      .and(Field.number(
          "others", 2048, "whatever else the Login Widget gave: it has signed all of it"));
  private static final Field AUTH_DATA =
      Field.object("auth_data", WIDGET, "what the Login Widget gave, all of it and as it came");
  static final Field INVITATION = Field.text(
      "invite_token",
      200,
      "of an invitation; needed where the realm takes nobody else, and used up only where an account is made");

  /** What goes with signing in wherever an account may be made of it. */
  static final Fields ARRIVING = Fields.of(
      Field.text(
          "locale",
          100,
          "of the account where one is made, as BCP 47, unless Telegram says what the person reads; else as Accept-Language says"),
      Field.flag("tos_accepted", "has to be true where an account is made"),
      Field.flag("marketing_consent", "whether news may be mailed, where an account is made"),
      INVITATION,
      Field.flag("remember_me", "whether the session outlasts a short absence"),
      DeviceMarks.FIELD);

  static final Fields MINI_APP = Fields.of(INIT_DATA.needed(), Device.FIELD).and(ARRIVING);
  static final Fields WEB = WIDGET.and(ARRIVING);
  static final Fields MOBILE = Fields.of(AUTH_DATA.needed(), Device.FIELD).and(ARRIVING);
  static final Field ID_TOKEN = Field.text(
          "id_token", LONGEST_DATA, "what the provider's SDK gave the app, as it came")
      .needed();
  static final Field NONCE = Field.text(
      "nonce",
      128,
      "what POST /oauth/nonce gave; the provider was told its SHA-256, as 64 lower-case hexadecimal digits");
  static final Fields OPENID = Fields.of(ID_TOKEN, NONCE, Device.FIELD).and(ARRIVING);
  static final Fields LINK = Fields.of(INIT_DATA, AUTH_DATA, DeviceMarks.FIELD);

  private final Gatehouse gatehouse;

  TelegramProofs(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** That it is linked, or not any more. */
  record LinkedView(List<String> linkedProviders) {}

  Answer miniApp(Visit visit) {
    return enter(visit, miniApp(visit.input().needed("init_data")), view -> view);
  }

  Answer web(Visit visit) {
    return enter(visit, widget(visit.input()), view -> view);
  }

  Answer mobile(Visit visit) {
    return enter(
        visit,
        widget(visit.input().inside("auth_data").orElseThrow()),
        view -> MobileView.of(view, Linked.TELEGRAM.value()));
  }

  /** Telegram's SDK asks for it without a nonce, so that nothing need bind it: it is good once, ever (L13). */
  Answer openId(Visit visit) {
    return idToken(visit, Linked.TELEGRAM, view -> MobileView.of(view, Linked.TELEGRAM.value()));
  }

  Answer idToken(Visit visit, ProviderKey provider, Function<SignInView, Record> shape) {
    String token = visit.input().needed("id_token");
    return enter(
        visit,
        (client, arrival) -> visit
            .input()
            .text("nonce")
            .map(nonce -> gatehouse
                .signInWithIdentity()
                .handle(client, provider, token, new SecretText(nonce), arrival))
            .orElseGet(() -> gatehouse
                .signInWithIdentity()
                .handle(client, ShownProof.idToken(provider, token, Optional.empty()), arrival)),
        shape);
  }

  private Answer enter(Visit visit, ShownProof shown, Function<SignInView, Record> shape) {
    return enter(
        visit,
        (client, arrival) -> gatehouse.signInWithIdentity().handle(client, shown, arrival),
        shape);
  }

  private static Answer enter(
      Visit visit,
      BiFunction<Client, Arrival, Entered> entering,
      Function<SignInView, Record> shape) {
    Client client = Device.client(visit);
    Arrival arrival = arrival(visit);
    Entered entered = entering.apply(client, arrival);
    return Welcome.answer(
        visit,
        client,
        entered.signIn(),
        arrival.remember(),
        view -> shape.apply(view.by(Welcome.Arrival.of(entered))));
  }

  static Arrival arrival(Visit visit) {
    Input input = visit.input();
    return new Arrival(
        Language.of(visit),
        input.flag("tos_accepted"),
        input.flag("marketing_consent"),
        input.flag("remember_me"),
        input.text("invite_token").map(SecretText::new));
  }

  Answer link(Visit visit) {
    gatehouse.linkIdentity().handle(visit.client(), visit.caller(), shown(visit.input()));
    return linked(visit);
  }

  Answer unlink(Visit visit) {
    gatehouse.unlinkIdentity().handle(visit.client(), visit.caller(), Linked.TELEGRAM);
    return linked(visit);
  }

  private static Answer linked(Visit visit) {
    return Answer.ok(new LinkedView(visit.linked(visit.caller()).providers()));
  }

  /** The one proof that is there; which of two is meant would be a guess. */
  private static ShownProof shown(Input input) {
    boolean both =
        input.text("init_data").isPresent() && input.inside("auth_data").isPresent();
    return input
        .text("init_data")
        .map(TelegramProofs::miniApp)
        .or(() -> input.inside("auth_data").map(TelegramProofs::widget))
        .filter(any -> !both)
        .orElseThrow(() -> Input.rejected(List.of(new Problem.Flaw(
            "/init_data",
            both ? "two proofs" : "nothing",
            "either init_data of a Mini App or auth_data of the Login Widget"))));
  }

  private static ShownProof miniApp(String initData) {
    return new ShownProof(Linked.TELEGRAM, "miniapp", Map.of("init_data", initData));
  }

  /** What has not come stays absent: the widget has signed that it gave no such thing. */
  private static ShownProof widget(Input input) {
    Map<String, String> fields = new TreeMap<>(input.others());
    WIDGET
        .all()
        .forEach(
            field -> input.text(field.name()).ifPresent(value -> fields.put(field.name(), value)));
    return new ShownProof(Linked.TELEGRAM, "widget", fields);
  }
}
