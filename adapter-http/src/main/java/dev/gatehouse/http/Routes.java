package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table: every route there is, in the order of the documents. */
final class Routes {
  static final String AUTH = "/api/v1/auth";

  private final Surroundings around;

  Routes(Surroundings around) {
    this.around = around;
  }

  /** All of them, of every mode. */
  List<Route> all() {
    List<Route> table = new ArrayList<>();
    Stream.of(
            registration(),
            sessions(),
            recovery(),
            account(),
            services(),
            neighbours(),
            development())
        .forEach(table::addAll);
    return table;
  }

  /** Those of the mode that is configured, and the documents about them. */
  List<Route> served() {
    boolean embedded = around.settings().embedded();
    List<Route> table = new ArrayList<>(all().stream()
        .filter(route -> embedded || route.access() != Access.DEVELOPMENT)
        .toList());
    ObjectNode document = new OpenApi(table, around.settings()).document();
    table.replaceAll(route -> switch (route.path()) {
      case "/openapi.json" -> document(route, Answer.content(Answer.JSON, document.toString()));
      case "/docs" -> document(route, Neighbourhood.docs(document));
      default -> route;
    });
    return List.copyOf(table);
  }

  private static Route document(Route route, Answer answer) {
    return Route.of(
        route.verb(),
        route.path(),
        route.access(),
        route.summary(),
        route.reply(),
        visit -> answer);
  }

  private List<Route> registration() {
    Registration registration = new Registration(around.gatehouse());
    Route register = Route.of(
            Verb.POST,
            AUTH + "/register",
            Access.PUBLIC,
            "registers: active at once by a username alone, by a mailed code with an address",
            Route.Reply.json(201, Registration.RegisteredView.class),
            registration::register)
        .takes(Registration.REGISTER)
        .discreet(Route.Discreet.EVERYTHING)
        .refuses(
            Refusal.RegistrationDisabled.class,
            Refusal.TermsNotAccepted.class,
            Refusal.ValueRejected.class,
            Refusal.PasswordRejected.class,
            Refusal.UsernameTaken.class,
            Refusal.Throttled.class);
    Route verify = Route.of(
            Verb.POST,
            AUTH + "/verify-otp",
            Access.PUBLIC,
            "proves the mailbox by the mailed code, which makes the account and signs in",
            Route.Reply.json(200, SignInView.class),
            registration::verify)
        .takes(Registration.VERIFY)
        .discreet(Route.Discreet.EVERYTHING)
        .refuses(
            Refusal.CodeRejected.class,
            Refusal.RegistrationDisabled.class,
            Refusal.ValueRejected.class,
            Refusal.PasswordRejected.class,
            Refusal.UsernameTaken.class,
            Refusal.Throttled.class);
    Route resend = Route.of(
            Verb.POST,
            AUTH + "/resend-otp",
            Access.PUBLIC,
            "mails a new code; the same answer for any address",
            Route.Reply.json(200, Registration.ResentView.class),
            registration::resend)
        .takes(Registration.RESEND)
        .discreet(Route.Discreet.EVERYTHING)
        .refuses(
            Refusal.RegistrationDisabled.class,
            Refusal.ValueRejected.class,
            Refusal.ResendThrottled.class);
    return List.of(
        register,
        verify,
        verify.at(AUTH + "/verify-email"),
        resend,
        resend.at(AUTH + "/resend-verification"));
  }

  private List<Route> recovery() {
    Recovery recovery = new Recovery(around.gatehouse());
    return List.of(
        Route.of(
                Verb.POST,
                AUTH + "/forgot-password",
                Access.PUBLIC,
                "mails the owner of the address how to set a new password; the same answer for any address",
                Route.Reply.json(200, Recovery.ForgottenView.class),
                recovery::forgot)
            .takes(Recovery.FORGOT)
            .discreet(Route.Discreet.EVERYTHING)
            .refuses(Refusal.ValueRejected.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/reset-password",
                Access.PUBLIC,
                "sets a new password by what was mailed, and ends every session",
                Route.Reply.json(200, Sessions.RevokedView.class),
                recovery::reset)
            .takes(Recovery.RESET)
            .discreet(Route.Discreet.FAILURES)
            .refuses(
                Refusal.CodeRejected.class,
                Refusal.ValueRejected.class,
                Refusal.PasswordRejected.class,
                Refusal.Throttled.class));
  }

  private List<Route> sessions() {
    Sessions sessions = new Sessions(around.gatehouse());
    Credentials credentials = new Credentials(around.gatehouse());
    return List.of(
        Route.of(
                Verb.POST,
                AUTH + "/login",
                Access.PUBLIC,
                "signs in with a password",
                Route.Reply.json(200, SignInView.class),
                new SigningIn(around.gatehouse())::login)
            .takes(SigningIn.LOGIN)
            .discreet(Route.Discreet.FAILURES)
            .refuses(
                Refusal.CredentialsRejected.class,
                Refusal.LockedOut.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/refresh",
                Access.PUBLIC,
                "gives new tokens for the refresh token",
                Route.Reply.json(200, TokensView.class),
                sessions::refresh)
            .takes(Sessions.REFRESH)
            .refuses(Refusal.RefreshRejected.class, Refusal.Throttled.class)
            .faults(Fault.TOKEN_REQUIRED, Fault.TRANSPORT_CONFLICT),
        Route.of(
                Verb.POST,
                AUTH + "/logout",
                Access.PUBLIC,
                "ends the session whose token is shown; once more is no error",
                Route.Reply.nothing(),
                visit -> sessions.logout(visit, credentials))
            .takes(Sessions.LOGOUT)
            .refuses(Refusal.TokenRejected.class)
            .faults(Fault.TOKEN_REQUIRED, Fault.TRANSPORT_CONFLICT),
        Route.of(
                Verb.POST,
                AUTH + "/logout-all",
                Access.SIGNED_IN,
                "ends every session, or every other one",
                Route.Reply.json(200, Sessions.RevokedView.class),
                sessions::logoutAll)
            .takes(Sessions.LOGOUT_ALL),
        Route.of(
            Verb.GET,
            AUTH + "/devices",
            Access.SIGNED_IN,
            "lists the sessions, newest first",
            Route.Reply.json(200, DeviceView.Page.class),
            sessions::devices),
        Route.of(
                Verb.DELETE,
                AUTH + "/devices/{id}",
                Access.SIGNED_IN,
                "ends one session",
                Route.Reply.json(200, Sessions.RemovedView.class),
                sessions::remove)
            .refuses(Refusal.NotFound.class),
        Route.of(
            Verb.GET,
            AUTH + "/check",
            Access.SIGNED_IN,
            "for gateways: whether the token is good; asks no store while the feed of revocations is fresh",
            Route.Reply.nothing(),
            sessions::check));
  }

  private List<Route> account() {
    Me me = new Me(around.gatehouse());
    Route show = Route.of(
        Verb.GET,
        AUTH + "/me",
        Access.SIGNED_IN,
        "the account as it is now",
        Route.Reply.json(200, UserView.class),
        me::show);
    return List.of(
        show,
        show.at(AUTH + "/session"),
        Route.of(
                Verb.PATCH,
                AUTH + "/me",
                Access.SIGNED_IN,
                "changes what the account shows; what is not named stays",
                Route.Reply.json(200, UserView.class),
                me::update)
            .takes(Me.UPDATE)
            .refuses(Refusal.ValueRejected.class),
        Route.of(
                Verb.POST,
                AUTH + "/change-password",
                Access.SIGNED_IN,
                "changes the password, and ends every other session",
                Route.Reply.json(200, Sessions.RevokedView.class),
                me::changePassword)
            .takes(Me.CHANGE_PASSWORD)
            .refuses(
                Refusal.CredentialsRejected.class,
                Refusal.PasswordRejected.class,
                Refusal.LockedOut.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.GET,
                AUTH + "/security-events",
                Access.SIGNED_IN,
                "what happened to the account, newest first",
                Route.Reply.json(200, SecurityEventView.Page.class),
                me::events)
            .asks(Me.CURSOR, Me.LIMIT)
            .refuses(Refusal.ValueRejected.class));
  }

  private List<Route> services() {
    Services services = new Services(around.gatehouse());
    return List.of(
        Route.of(
                Verb.POST,
                AUTH + "/introspect",
                Access.SERVICE,
                "whether an access token of the realm is good right now, and what it says (RFC 7662)",
                Route.Reply.json(200, IntrospectionView.class),
                services::introspect)
            .takes(Services.INTROSPECT),
        Route.of(
                Verb.GET,
                "/revocations",
                Access.SERVICE,
                "which sessions of any realm ended, and which keys were withdrawn, since the cursor",
                Route.Reply.json(200, RevocationView.Page.class),
                services::revocations)
            .asks(Services.CURSOR, Services.WAIT)
            .refuses(Refusal.ValueRejected.class));
  }

  private List<Route> neighbours() {
    Neighbourhood beside = new Neighbourhood(around);
    return List.of(
        Route.of(
            Verb.GET,
            "/.well-known/jwks.json",
            Access.PUBLIC,
            "the public keys",
            Route.Reply.content(Answer.JSON).orNotModified(),
            beside::jwks),
        open(
            "/.well-known/security.txt",
            "whom to tell of a weakness",
            Answer.TEXT,
            beside::securityText),
        Route.of(
            Verb.GET,
            "/health",
            Access.PROBE,
            "whether the process answers",
            Route.Reply.json(200, Neighbourhood.Health.class),
            beside::health),
        Route.of(
                Verb.GET,
                "/readiness",
                Access.PROBE,
                "whether the node can serve, with reasons when it can not",
                Route.Reply.json(200, Neighbourhood.Health.class),
                beside::readiness)
            .faults(Fault.NOT_READY),
        Route.of(
                Verb.GET,
                "/metrics",
                Access.OPERATIONS,
                "what is measured, for Prometheus",
                Route.Reply.content(Neighbourhood.PROMETHEUS),
                beside::metrics)
            .faults(Fault.OPERATIONS_ONLY),
        open("/openapi.json", "this API as OpenAPI 3.1", Answer.JSON, Routes::unwritten),
        open("/docs", "this API as a page", Answer.HTML, Routes::unwritten));
  }

  private List<Route> development() {
    Development development = new Development(around);
    return List.of(
        Route.of(
            Verb.GET,
            "/",
            Access.DEVELOPMENT,
            "what runs, and what to try",
            Route.Reply.content(Answer.HTML),
            development::home),
        Route.of(
                Verb.GET,
                "/dev/mailbox",
                Access.DEVELOPMENT,
                "the mails sent, as a page",
                Route.Reply.content(Answer.HTML),
                development::mailbox)
            .asks(TO),
        Route.of(
                Verb.GET,
                "/dev/mailbox.json",
                Access.DEVELOPMENT,
                "the mails sent, newest first",
                Route.Reply.jsonList(HttpServer.Letter.class),
                development::mailboxJson)
            .asks(TO));
  }

  private static final Field TO = Field.text("to", 320, "only those to this address");

  private static Route open(String path, String summary, String contentType, Action action) {
    return Route.of(
        Verb.GET, path, Access.PUBLIC, summary, Route.Reply.content(contentType), action);
  }

  /** Stands in for the documents until the table they are about is known. */
  private static Answer unwritten(Visit visit) {
    throw new IllegalStateException("the table is served without its documents");
  }
}
