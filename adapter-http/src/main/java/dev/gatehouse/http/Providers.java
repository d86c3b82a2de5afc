package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Callback;
import dev.gatehouse.application.linking.FinishProviderSignIn;
import dev.gatehouse.application.linking.LookAtProviderReturn;
import dev.gatehouse.application.linking.Outing;
import dev.gatehouse.application.linking.Sent;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Signing in, and linking, by being sent to a provider and coming back: to a page of one's own, which asks here in JSON, or by plain addresses that need no
 * script. Nothing is done for a browser that did not begin it.
 */
final class Providers {
  private static final int LONGEST_CODE = 2048;

  static final Field REDIRECT_URI = Field.text(
      "redirect_uri",
      Redirects.MOST,
      "where the provider sends the browser back, as it is registered there: a path of this host, or an address of a listed origin; else our own address for that");
  static final Field REDIRECT = Field.text(
      "redirect",
      Redirects.MOST,
      "where the page goes on: a path of this host that is not below /api, or an address of a listed origin");
  static final Field TERMS = Field.text(
      "tos_accepted",
      5,
      "true accepts the terms where an account is made; of a navigation, only where one of our own pages made it");
  static final Field REMEMBER = Field.text(
      "remember_me", 5, "true lets the session outlast a short absence; of a navigation likewise");
  static final Field CODE = Field.text("code", LONGEST_CODE, "as the browser came back with it");
  static final Field STATE = Field.text("state", 128, "as the browser came back with it");
  static final Field ISSUER =
      Field.text("iss", 200, "as the browser came back with it, where it did (RFC 9207)");
  static final Field ERROR =
      Field.text("error", 200, "why the provider gave no code (RFC 6749, 4.1.2.1)");

  private static final Fields RETURNED = Fields.of(
      CODE.needed(),
      STATE.needed(),
      ISSUER,
      Field.text("redirect_uri", Redirects.MOST, "where it came back, to be compared"),
      Field.text("flow", 200, "the handle that beginning gave; browsers have it as a cookie"));
  static final Fields SIGN_IN = RETURNED.and(Fields.of(Device.FIELD)).and(TelegramProofs.ARRIVING);
  static final Fields LINK = RETURNED.and(Fields.of(DeviceMarks.FIELD));
  static final Fields NONCE = Fields.of(DeviceMarks.FIELD);
  static final Fields TOKEN = Fields.of(
          TelegramProofs.ID_TOKEN, TelegramProofs.NONCE.needed(), Device.FIELD)
      .and(TelegramProofs.ARRIVING);

  private final Gatehouse gatehouse;
  private final TelegramProofs proofs;
  private final Credentials credentials;

  Providers(Gatehouse gatehouse, TelegramProofs proofs) {
    this.gatehouse = gatehouse;
    this.proofs = proofs;
    this.credentials = new Credentials(gatehouse);
  }

  /** A provider to which people are sent. */
  record ProviderView(String provider, String startPath) {}

  record ListView(List<ProviderView> providers) {}

  /** Where to send the browser, and with what it comes back. */
  record SentView(
      String authorizeUrl,
      SecretText state,
      @OmittedWhenEmpty Optional<FlowHandle> flow) {
    @Override
    public String toString() {
      return "SentView[…]";
    }
  }

  record NonceView(SecretText nonce) {
    @Override
    public String toString() {
      return "NonceView[…]";
    }
  }

  Answer list(Visit visit) {
    return Answer.ok(new ListView(gatehouse.listProviders().handle(visit.place().realm()).stream()
        .map(provider -> new ProviderView(provider.value(), path(visit, provider, "start")))
        .toList()));
  }

  // ---- for pages that ask in JSON

  Answer begin(Visit visit) {
    Sent sent = gatehouse.beginProviderSignIn().handle(visit.client(), outing(visit));
    return sent(visit, FlowCookie.PROVIDER, sent);
  }

  Answer finish(Visit visit) {
    Client client = Device.client(visit);
    FinishProviderSignIn.Finished finished = gatehouse
        .finishProviderSignIn()
        .handle(client, callback(visit, FlowCookie.PROVIDER), TelegramProofs.arrival(visit));
    return Flows.ended(
        visit,
        FlowCookie.PROVIDER,
        Welcome.answer(visit, client, finished.signIn(), finished.remembered(), arrival(finished)));
  }

  private static Welcome.Arrival arrival(FinishProviderSignIn.Finished finished) {
    return new Welcome.Arrival(finished.newcomer(), finished.redirect());
  }

  Answer beginLink(Visit visit) {
    Sent sent = gatehouse.beginProviderLink().handle(visit.client(), visit.caller(), outing(visit));
    return sent(visit, FlowCookie.PROVIDER_LINK, sent);
  }

  Answer link(Visit visit) {
    gatehouse
        .finishProviderLink()
        .handle(visit.client(), visit.caller(), callback(visit, FlowCookie.PROVIDER_LINK));
    return Flows.ended(visit, FlowCookie.PROVIDER_LINK, linked(visit));
  }

  Answer unlink(Visit visit) {
    gatehouse.unlinkIdentity().handle(visit.client(), visit.caller(), provider(visit));
    return linked(visit);
  }

  private static Answer linked(Visit visit) {
    return Answer.ok(new TelegramProofs.LinkedView(visit.linked(visit.caller()).providers()));
  }

  private static Answer sent(Visit visit, FlowCookie kind, Sent sent) {
    return Flows.begun(
        visit, kind, sent.flow(), shown -> Answer.ok(new SentView(sent.to(), sent.state(), shown)));
  }

  private static Callback callback(Visit visit, FlowCookie kind) {
    Input input = visit.input();
    return new Callback(
        provider(visit),
        new SecretText(input.needed("state")),
        Flows.shown(visit, kind),
        input.needed("code"),
        input.text("iss"),
        Redirects.back(visit.place(), input.text("redirect_uri"), "/redirect_uri")
            .map(to -> absolute(visit, to)));
  }

  // ---- for apps with a provider's SDK

  Answer nonce(Visit visit) {
    return Answer.ok(new NonceView(gatehouse.issueNonce().handle(visit.client())));
  }

  Answer token(Visit visit) {
    return proofs.idToken(visit, provider(visit), view -> view);
  }

  // ---- for browsers without scripts

  /**
   * Any page may send a browser here. What its reader has agreed to, only a page of ours says truly; and where there is a session, or a sign-in is under way, which this would
   * take the place of, whoever sits there is asked first.
   */
  Answer start(Visit visit) {
    Outing outing = outing(visit);
    boolean own = CrossSite.sentFromHere(visit);
    if (CrossSite.sentFromElsewhere(visit) && somethingToLose(visit)) {
      return Answer.redirect(asking(visit, outing.redirect()));
    }
    Sent sent = gatehouse
        .beginProviderSignIn()
        .handle(visit.client(Transport.COOKIE), own ? outing : consentless(outing));
    return Answer.redirect(sent.to())
        .cookie(visit.cookies().flow(FlowCookie.PROVIDER, sent.flow().text()));
  }

  /** A session's refresh token does not come here, but the mark that its sign-in has left. */
  private static boolean somethingToLose(Visit visit) {
    Cookies cookies = visit.cookies();
    return Stream.of(cookies.access(), cookies.device(), cookies.flow(FlowCookie.PROVIDER))
        .anyMatch(name -> visit.doubled(name) || visit.cookie(name).isPresent());
  }

  private static Outing consentless(Outing outing) {
    return new Outing(
        outing.provider(),
        outing.back(),
        outing.redirect(),
        new Arrival(outing.arrival().locale(), false, false, false));
  }

  private static String asking(Visit visit, Optional<String> redirect) {
    return going(visit.place().prefix() + Route.SIGN_IN + "?provider=" + provider(visit), redirect);
  }

  private static String going(String to, Optional<String> redirect) {
    return redirect
        .map(page -> to + (to.indexOf('?') < 0 ? "?" : "&") + "redirect="
            + URLEncoder.encode(page, StandardCharsets.UTF_8))
        .orElse(to);
  }

  /** Where a page of ours begins what was asked for there. */
  static String start(Visit visit, ProviderKey provider) {
    return going(path(visit, provider, "start"), redirect(visit));
  }

  /**
   * A navigation that a provider made, to sign in or to link: what it was begun for is in the state. Whoever began it here is sent on whatever comes of it, told
   * what in the address; whoever did not is told so and is sent nowhere, and neither is anybody while the provider does not answer: the same address may be
   * tried again then.
   */
  Answer back(Visit visit) {
    Client client = visit.client(Transport.COOKIE);
    Callback linking = callback(visit, visit.cookies().flow(FlowCookie.PROVIDER_LINK));
    Optional<LookAtProviderReturn.Underway> link =
        linking.flow().flatMap(any -> gatehouse.lookAtProviderLink().handle(client, linking));
    if (link.isPresent()) {
      String redirect = redirect(visit, link.get(), Route.LINKED);
      return went(visit, redirect, () -> linked(visit, client, linking, redirect))
          .cookie(visit.cookies().noFlow(FlowCookie.PROVIDER_LINK));
    }
    Callback callback = callback(visit, visit.cookies().flow(FlowCookie.PROVIDER));
    Optional<LookAtProviderReturn.Underway> underway =
        gatehouse.lookAtProviderSignIn().handle(client, callback);
    if (underway.isEmpty()) {
      // what was wrong with it is put on record there
      gatehouse.finishProviderSignIn().handle(client, callback, Arrival.PLAIN);
      throw new Refusal.IdentityRejected().thrown();
    }
    String redirect = redirect(visit, underway.get(), Route.SIGNED_IN);
    return went(visit, redirect, () -> signedIn(visit, client, callback, redirect))
        .cookie(visit.cookies().noFlow(FlowCookie.PROVIDER));
  }

  /** Where it was to go on, or else a page of ours that says what has come of it. */
  private static String redirect(Visit visit, LookAtProviderReturn.Underway underway, String page) {
    return underway
        .redirect()
        .orElseGet(() -> visit.place().prefix() + page + "?provider=" + provider(visit));
  }

  private static Answer went(Visit visit, String redirect, Supplier<Answer> way) {
    if (visit.query("error").isPresent()) {
      return failed(redirect, RefusalTable.code(Refusal.IdentityRejected.class));
    }
    try {
      return way.get();
    } catch (Refused refused) {
      return failed(redirect, refused.refusal().code());
    } catch (Rejection rejection) {
      return failed(redirect, rejection.problem().code()).cookies(rejection.cookies());
    }
  }

  /** Of who is signed in with the account that began it: that the browser is the same is not enough. */
  private Answer linked(Visit visit, Client client, Callback callback, String redirect) {
    credentials.require(visit);
    gatehouse.finishProviderLink().handle(client, visit.caller(), callback);
    return Answer.redirect(redirect);
  }

  private Answer signedIn(Visit visit, Client client, Callback callback, String redirect) {
    FinishProviderSignIn.Finished finished =
        gatehouse.finishProviderSignIn().handle(client, callback, Arrival.PLAIN);
    Answer welcome =
        Welcome.answer(visit, client, finished.signIn(), finished.remembered(), arrival(finished));
    return Answer.redirect(due(redirect, finished.signIn())).cookies(welcome.cookies());
  }

  private static String due(String redirect, SignIn signIn) {
    return signIn.match(
        in -> redirect,
        factor -> Redirects.with(redirect, "due", "second_factor"),
        enrolment -> Redirects.with(redirect, "due", "second_factor_setup"),
        leaving -> redirect);
  }

  private static Answer failed(String redirect, String code) {
    return Answer.redirect(Redirects.with(redirect, "error", code));
  }

  /** @param flow the cookie in which the handle is */
  private static Callback callback(Visit visit, String flow) {
    return new Callback(
        provider(visit),
        new SecretText(visit.query("state").orElse("")),
        visit.cookie(flow).flatMap(FlowHandle::parse),
        visit.query("code").orElse(""),
        visit.query("iss"),
        Optional.empty());
  }

  // ---- what both are about

  private static Outing outing(Visit visit) {
    ProviderKey provider = provider(visit);
    String back = Redirects.back(visit.place(), visit.query("redirect_uri"), "?redirect_uri")
        .filter(Providers::withoutFragment)
        .orElseGet(() -> path(visit, provider, "callback"));
    return new Outing(
        provider,
        absolute(visit, back),
        redirect(visit),
        new Arrival(
            Language.of(visit), said(visit, "tos_accepted"), false, said(visit, "remember_me")));
  }

  private static Optional<String> redirect(Visit visit) {
    return Redirects.page(visit.place(), visit.query("redirect"), "?redirect");
  }

  /** RFC 6749, 3.1.2. */
  private static boolean withoutFragment(String redirectUri) {
    if (redirectUri.indexOf('#') >= 0) {
      throw Input.rejected(List.of(
          Problem.Flaw.text("?redirect_uri", redirectUri, "an address without a fragment")));
    }
    return true;
  }

  private static boolean said(Visit visit, String name) {
    String word = visit.query(name).orElse("false");
    if (!word.equals("true") && !word.equals("false")) {
      throw Input.rejected(List.of(Problem.Flaw.text("?" + name, word, "true or false")));
    }
    return word.equals("true");
  }

  private static String path(Visit visit, ProviderKey provider, String what) {
    return visit.place().prefix() + Routes.OAUTH + "/" + provider + "/" + what;
  }

  /** At this host, by its own name: the flow's cookie is there. */
  private static String absolute(Visit visit, String checked) {
    return checked.startsWith("/") ? visit.place().origin() + checked : checked;
  }

  private static ProviderKey provider(Visit visit) {
    return key(visit.path("provider")).orElseThrow(() -> new Refusal.NotFound().thrown());
  }

  private static Optional<ProviderKey> key(String text) {
    try {
      return Optional.of(new ProviderKey(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
