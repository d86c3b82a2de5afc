package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table: every route there is, in the order of the documents. */
final class Routes {
  static final String AUTH = "/api/v1/auth";
  static final String SECOND_FACTOR = "/api/v1/2fa";
  static final String MOBILE = "/api/v1/mobile";
  private static final String HANDSHAKE = "/api/v1/oauth/telegram/magic-link";
  private static final String BOT_USER = "/api/v1/telegram/bot/user";
  static final String OAUTH = "/api/v1/oauth";

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
            magicLinks(),
            telegram(),
            bots(),
            providers(),
            account(),
            emails(),
            secondFactor(),
            leaving(),
            services(),
            webhook(),
            neighbours(),
            development())
        .forEach(table::addAll);
    return table;
  }

  /** Those of the mode that is configured, and the documents about them. */
  List<Route> served() {
    boolean embedded = around.settings().embedded();
    List<Route> table = all().stream()
        .filter(route -> embedded || route.access() != Access.DEVELOPMENT)
        .toList();
    Later<ObjectNode> document =
        new Later<>(() -> new OpenApi(table, around.settings()).document());
    Later<Answer> json =
        new Later<>(() -> Answer.content(Answer.JSON, document.get().toString()));
    Later<Answer> page = new Later<>(() -> Neighbourhood.docs(document.get()));
    return table.stream()
        .map(route -> switch (route.path()) {
          case "/openapi.json" -> document(route, json);
          case "/docs" -> document(route, page);
          default -> route;
        })
        .toList();
  }

  private static Route document(Route route, Later<Answer> answer) {
    return Route.of(
        route.verb(),
        route.path(),
        route.access(),
        route.summary(),
        route.reply(),
        visit -> answer.get());
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
            Refusal.InvitationRejected.class,
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
            Refusal.InvitationRejected.class,
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
                "sets a new password by what was mailed, and ends every session; says which identities are linked, to be looked at",
                Route.Reply.json(200, Recovery.ResetView.class),
                recovery::reset)
            .takes(Recovery.RESET)
            .discreet(Route.Discreet.FAILURES)
            .refuses(
                Refusal.CodeRejected.class,
                Refusal.ValueRejected.class,
                Refusal.PasswordRejected.class,
                Refusal.Throttled.class));
  }

  private List<Route> magicLinks() {
    MagicLinks links = new MagicLinks(around.gatehouse());
    return List.of(
        Route.of(
                Verb.POST,
                AUTH + "/magic-link",
                Access.PUBLIC,
                "mails a link and digits to sign in by, or to register where the realm takes who asks; the same answer for any address",
                Route.Reply.json(200, MagicLinks.AskedView.class),
                links::ask)
            .takes(MagicLinks.ASK)
            .discreet(Route.Discreet.EVERYTHING)
            .refuses(
                Refusal.InvitationRejected.class,
                Refusal.ValueRejected.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/magic-link/verify",
                Access.PUBLIC,
                "signs in by the mailed link; elsewhere than where it was asked for, once that is confirmed",
                Route.Reply.json(200, SignInView.class),
                links::verify)
            .takes(MagicLinks.VERIFY)
            .discreet(Route.Discreet.FAILURES)
            .refuses(
                Refusal.CodeRejected.class,
                Refusal.ConfirmationRequired.class,
                Refusal.CredentialsRejected.class,
                Refusal.AccountLeaving.class,
                Refusal.RegistrationDisabled.class,
                Refusal.InvitationRejected.class,
                Refusal.TermsNotAccepted.class,
                Refusal.ValueRejected.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/magic-link/verify-otp",
                Access.PUBLIC,
                "signs in by the digits of the mail, where it was asked for",
                Route.Reply.json(200, SignInView.class),
                links::verifyCode)
            .takes(MagicLinks.VERIFY_CODE)
            .discreet(Route.Discreet.FAILURES)
            .refuses(
                Refusal.CodeRejected.class,
                Refusal.CredentialsRejected.class,
                Refusal.AccountLeaving.class,
                Refusal.RegistrationDisabled.class,
                Refusal.InvitationRejected.class,
                Refusal.TermsNotAccepted.class,
                Refusal.ValueRejected.class,
                Refusal.Throttled.class));
  }

  private List<Route> telegram() {
    TelegramProofs proofs = new TelegramProofs(around.gatehouse());
    TelegramHandshakes handshakes = new TelegramHandshakes(around.gatehouse());
    Route link = linking(Route.of(
            Verb.POST,
            MOBILE + "/auth/telegram/link",
            Access.STEP_UP,
            "links who the proof names to the account: another way in",
            Route.Reply.json(200, TelegramProofs.LinkedView.class),
            proofs::link)
        .takes(TelegramProofs.LINK));
    Route unlink = Route.of(
            Verb.DELETE,
            MOBILE + "/auth/telegram/link",
            Access.STEP_UP,
            "unlinks what the account has of Telegram, but never the last way in",
            Route.Reply.json(200, TelegramProofs.LinkedView.class),
            proofs::unlink)
        .refuses(Refusal.NotFound.class, Refusal.LastWayIn.class, Refusal.Throttled.class);
    return List.of(
        entering(
            Route.of(
                Verb.POST,
                AUTH + "/telegram/miniapp",
                Access.PUBLIC,
                "signs in by what a Mini App was given, or registers where the realm is open",
                Route.Reply.json(200, SignInView.class),
                proofs::miniApp),
            TelegramProofs.MINI_APP),
        entering(
            Route.of(
                Verb.POST,
                AUTH + "/telegram/web",
                Access.PUBLIC,
                "signs in by what the Login Widget gave, or registers where the realm is open",
                Route.Reply.json(200, SignInView.class),
                proofs::web),
            TelegramProofs.WEB),
        entering(
            Route.of(
                Verb.POST,
                MOBILE + "/auth/telegram/callback",
                Access.PUBLIC,
                "the same for apps, in their envelope",
                Route.Reply.json(200, MobileView.class),
                proofs::mobile),
            TelegramProofs.MOBILE),
        entering(
            Route.of(
                Verb.POST,
                MOBILE + "/auth/telegram/oidc",
                Access.PUBLIC,
                "the same by the id_token of Telegram's SDK",
                Route.Reply.json(200, MobileView.class),
                proofs::openId),
            TelegramProofs.OPENID),
        Route.of(
                Verb.POST,
                HANDSHAKE,
                Access.PUBLIC,
                "begins to let this browser or app in by somebody's Telegram: a link and a picture that lead to the bot, and the number to type there",
                Route.Reply.json(200, TelegramHandshakes.BegunView.class),
                handshakes::begin)
            .takes(TelegramHandshakes.BEGIN)
            .refuses(Refusal.ProvidersShut.class, Refusal.Throttled.class),
        entering(
            Route.of(
                Verb.POST,
                HANDSHAKE + "/status",
                Access.PUBLIC,
                "how far that has come, for who began it; once it is confirmed it signs in",
                Route.Reply.json(200, TelegramHandshakes.HandshakeView.class),
                handshakes::status),
            TelegramHandshakes.STATUS),
        Route.of(
            Verb.GET,
            HANDSHAKE + "/{id}/status",
            Access.PUBLIC,
            "the same for the browser that began it, and signs nobody in",
            Route.Reply.json(200, TelegramHandshakes.ProgressView.class),
            handshakes::look),
        entering(
                Route.of(
                    Verb.POST,
                    AUTH + "/telegram/bot-link",
                    Access.PUBLIC,
                    "signs in by the link that the bot gave, once it is confirmed whose it is",
                    Route.Reply.json(200, SignInView.class),
                    handshakes::botLink),
                TelegramHandshakes.BOT_LINK)
            .refuses(Refusal.ConfirmationRequired.class),
        link,
        link.at(AUTH + "/telegram/link"),
        unlink,
        unlink.at(AUTH + "/telegram/link"));
  }

  private List<Route> bots() {
    TelegramBots bots = new TelegramBots(around.gatehouse());
    return List.of(
        Route.of(
                Verb.POST,
                HANDSHAKE + "/complete",
                Access.BOT_SECRET,
                "opens a handshake for the person who pressed its button, confirms it by what that person typed, or denies it",
                Route.Reply.json(200, TelegramBots.AnsweredView.class),
                bots::complete)
            .takes(TelegramBots.COMPLETE)
            .refuses(
                Refusal.NotFound.class,
                Refusal.CodeRejected.class,
                Refusal.ProvidersShut.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/telegram/generate-login-link",
                Access.BOT_SECRET,
                "gives a person a link by which to sign in, once",
                Route.Reply.json(200, TelegramBots.LinkView.class),
                bots::loginLink)
            .takes(TelegramBots.LOGIN_LINK)
            .refuses(
                Refusal.RegistrationDisabled.class,
                Refusal.ProvidersShut.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.GET,
                BOT_USER + "/{id}",
                Access.BOT_SECRET,
                "the account of the person with that id at Telegram",
                Route.Reply.json(200, TelegramBots.BotUserView.class),
                bots::show)
            .refuses(Refusal.NotFound.class, Refusal.ProvidersShut.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                BOT_USER,
                Access.BOT_SECRET,
                "makes the account of a person who has none; what there is stays as it is",
                Route.Reply.json(200, TelegramBots.BotUserView.class),
                bots::create)
            .takes(TelegramBots.CREATE)
            .refuses(
                Refusal.RegistrationDisabled.class,
                Refusal.TermsNotAccepted.class,
                Refusal.InvitationRejected.class,
                Refusal.ProvidersShut.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.PATCH,
                BOT_USER + "/{id}",
                Access.BOT_SECRET,
                "changes how Telegram shows the person, and what he reads; what is not named stays",
                Route.Reply.json(200, TelegramBots.BotUserView.class),
                bots::update)
            .takes(TelegramBots.UPDATE)
            .refuses(Refusal.NotFound.class, Refusal.ProvidersShut.class, Refusal.Throttled.class));
  }

  private List<Route> providers() {
    Providers providers = new Providers(around.gatehouse(), new TelegramProofs(around.gatehouse()));
    String one = OAUTH + "/{provider}";
    return List.of(
        Route.of(
            Verb.GET,
            OAUTH + "/providers",
            Access.PUBLIC,
            "the providers to which people are sent, as they are to be offered",
            Route.Reply.json(200, Providers.ListView.class),
            providers::list),
        beginning(Route.of(
                Verb.GET,
                one + "/login",
                Access.PUBLIC,
                "where to send the browser to sign in, for pages that go on by themselves",
                Route.Reply.json(200, Providers.SentView.class),
                providers::begin)
            .asks(Providers.REDIRECT_URI, Providers.REDIRECT, Providers.TERMS, Providers.REMEMBER)
            .acting()),
        entering(
            Route.of(
                Verb.POST,
                one + "/login/callback",
                Access.PUBLIC,
                "signs in who came back from there, in the browser or app that began it; or registers where the realm is open",
                Route.Reply.json(200, SignInView.class),
                providers::finish),
            Providers.SIGN_IN),
        Route.of(
                Verb.POST,
                OAUTH + "/nonce",
                Access.PUBLIC,
                "a nonce whose SHA-256 an app has a provider's SDK put into the id_token that it asks for",
                Route.Reply.json(200, Providers.NonceView.class),
                providers::nonce)
            .takes(Providers.NONCE)
            .refuses(Refusal.ProvidersShut.class, Refusal.Throttled.class),
        entering(
            Route.of(
                Verb.POST,
                one + "/token",
                Access.PUBLIC,
                "signs in by an id_token that a provider's SDK gave an app, and the nonce that it was asked for with; or registers where the realm is open",
                Route.Reply.json(200, SignInView.class),
                providers::token),
            Providers.TOKEN),
        beginning(Route.of(
                Verb.GET,
                one + "/start",
                Access.PUBLIC,
                "sends the browser to the provider to sign in; no script is needed. Where another site has sent it here, and somebody is signed in or about to be, it is sent to a page of ours first, which asks",
                Route.Reply.redirect(),
                providers::start)
            .asks(Providers.REDIRECT, Providers.TERMS, Providers.REMEMBER)
            .acting()),
        Route.of(
                Verb.GET,
                one + "/callback",
                Access.PUBLIC,
                "where the provider sends that browser back: signs it in, or links for the account that is signed in and began that, and sends it on, with error=CODE where it is refused and with due where more is; a browser that did not begin it is sent nowhere",
                Route.Reply.redirect().signingIn(),
                providers::back)
            .asks(Providers.CODE, Providers.STATE, Providers.ISSUER, Providers.ERROR)
            .acting()
            .refuses(
                Refusal.IdentityRejected.class,
                Refusal.ProvidersShut.class,
                Refusal.Throttled.class),
        beginning(Route.of(
                Verb.GET,
                one + "/authorize",
                Access.STEP_UP,
                "where to send the browser to link another way in",
                Route.Reply.json(200, Providers.SentView.class),
                providers::beginLink)
            .asks(Providers.REDIRECT_URI, Providers.REDIRECT)
            .acting()),
        linking(Route.of(
                Verb.POST,
                one + "/callback",
                Access.STEP_UP,
                "links who came back from there to the account that began it, in the same browser or app",
                Route.Reply.json(200, TelegramProofs.LinkedView.class),
                providers::link)
            .takes(Providers.LINK)),
        Route.of(
                Verb.DELETE,
                one,
                Access.STEP_UP,
                "unlinks what the account has of the provider, but never the last way in",
                Route.Reply.json(200, TelegramProofs.LinkedView.class),
                providers::unlink)
            .refuses(Refusal.NotFound.class, Refusal.LastWayIn.class, Refusal.Throttled.class));
  }

  private static Route beginning(Route route) {
    return route.refuses(
        Refusal.ProvidersShut.class,
        Refusal.NotFound.class,
        Refusal.ValueRejected.class,
        Refusal.Throttled.class);
  }

  /** By a provider's word, to an account or to a new one. */
  private static Route entering(Route route, Fields fields) {
    return route
        .takes(fields)
        .refuses(
            Refusal.IdentityRejected.class,
            Refusal.CredentialsRejected.class,
            Refusal.AccountLeaving.class,
            Refusal.ProvidersShut.class,
            Refusal.RegistrationDisabled.class,
            Refusal.TermsNotAccepted.class,
            Refusal.InvitationRejected.class,
            Refusal.Throttled.class);
  }

  private static Route linking(Route route) {
    return route.refuses(
        Refusal.IdentityRejected.class,
        Refusal.IdentityTaken.class,
        Refusal.ProvidersShut.class,
        Refusal.Throttled.class);
  }

  private List<Route> emails() {
    Emails emails = new Emails(around.gatehouse());
    return List.of(
        Route.of(
                Verb.POST,
                AUTH + "/email",
                Access.STEP_UP,
                "mails a code to the address that the account is to have; the same answer for any address",
                Route.Reply.json(200, Emails.AskedView.class),
                emails::change)
            .takes(Emails.CHANGE)
            .discreet(Route.Discreet.EVERYTHING)
            .refuses(Refusal.ValueRejected.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/email/verify",
                Access.SIGNED_IN,
                "gives the account the address to which the code was mailed; both addresses are told",
                Route.Reply.json(200, Emails.ChangedView.class),
                emails::verify)
            .takes(Emails.VERIFY)
            .refuses(Refusal.CodeRejected.class, Refusal.EmailTaken.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/email/revert",
                Access.PUBLIC,
                "brings the old address back by the link that was mailed to it, ends every session and takes the password off",
                Route.Reply.json(200, Sessions.RevokedView.class),
                emails::revert)
            .takes(Emails.REVERT)
            .refuses(
                Refusal.CodeRejected.class, Refusal.EmailTaken.class, Refusal.Throttled.class));
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
                Refusal.AccountLeaving.class,
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
                "changes what the account shows, and where its owner is warned of sign-ins, which takes a step-up; what is not named stays",
                Route.Reply.json(200, UserView.class),
                me::update)
            .takes(Me.UPDATE)
            .refuses(
                Refusal.ValueRejected.class, Refusal.StepUpRequired.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/change-password",
                Access.SIGNED_IN,
                "changes the password, after a step-up where a second factor is enrolled, and ends every other session",
                Route.Reply.json(200, Sessions.RevokedView.class),
                me::changePassword)
            .takes(Me.CHANGE_PASSWORD)
            .refuses(
                Refusal.StepUpRequired.class,
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

  private List<Route> secondFactor() {
    SecondFactor factor = new SecondFactor(around.gatehouse());
    Route reauth = Route.of(
            Verb.POST,
            AUTH + "/reauth",
            Access.SIGNED_IN,
            "recognises the owner anew, for what needs a step-up; the session stays what it is",
            Route.Reply.json(200, SteppingUp.SteppedUpView.class),
            new SteppingUp(around.gatehouse())::reauth)
        .takes(SteppingUp.REAUTH)
        .refuses(
            Refusal.CredentialsRejected.class,
            Refusal.SecondFactorRejected.class,
            Refusal.StepUpRequired.class,
            Refusal.SecondFactorLocked.class,
            Refusal.LockedOut.class,
            Refusal.Throttled.class);
    return List.of(
        reauth,
        reauth.at(SECOND_FACTOR + "/reauth"),
        Route.of(
                Verb.POST,
                SECOND_FACTOR + "/setup",
                Access.ENROLLING,
                "begins to enrol an authenticator; it counts once a code of it was shown",
                Route.Reply.json(200, SecondFactor.SetUpView.class),
                factor::setUp)
            .refuses(
                Refusal.CodeRejected.class, Refusal.NotPermitted.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                SECOND_FACTOR + "/verify",
                Access.ENROLLING,
                "enrols the authenticator that was begun; who came with a ticket is signed in",
                Route.Reply.json(200, EnrolledView.class),
                factor::verify)
            .takes(SecondFactor.VERIFY)
            .refuses(
                Refusal.CodeRejected.class,
                Refusal.SecondFactorRejected.class,
                Refusal.CredentialsRejected.class,
                Refusal.AccountLeaving.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                SECOND_FACTOR + "/complete",
                Access.TICKET,
                "completes a sign-in for which a second factor was due",
                Route.Reply.json(200, SignInView.class),
                factor::complete)
            .takes(SecondFactor.COMPLETE)
            .refuses(
                Refusal.CodeRejected.class,
                Refusal.CredentialsRejected.class,
                Refusal.AccountLeaving.class,
                Refusal.SecondFactorLocked.class,
                Refusal.LockedOut.class),
        Route.of(
                Verb.POST,
                SECOND_FACTOR + "/validate",
                Access.SIGNED_IN,
                "whether a code of the authenticator is right; it is counted, and spent if it is",
                Route.Reply.json(200, SecondFactor.ValidView.class),
                factor::validate)
            .takes(SecondFactor.VALIDATE)
            .refuses(
                Refusal.NotFound.class, Refusal.SecondFactorLocked.class, Refusal.LockedOut.class),
        Route.of(
                Verb.DELETE,
                SECOND_FACTOR + "/disable",
                Access.STEP_UP,
                "removes the second factor",
                Route.Reply.json(200, SecondFactor.DoneView.class),
                factor::disable)
            .takes(SecondFactor.DISABLE)
            .refuses(
                Refusal.NotFound.class,
                Refusal.NotPermitted.class,
                Refusal.CredentialsRejected.class,
                Refusal.SecondFactorRejected.class,
                Refusal.SecondFactorLocked.class,
                Refusal.LockedOut.class,
                Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                SECOND_FACTOR + "/recovery-codes",
                Access.STEP_UP,
                "makes a new set of recovery codes; those of before are void",
                Route.Reply.json(200, SecondFactor.CodesView.class),
                factor::renew)
            .refuses(Refusal.NotFound.class, Refusal.Throttled.class),
        Route.of(
            Verb.GET,
            SECOND_FACTOR + "/status",
            Access.SIGNED_IN,
            "what is enrolled",
            Route.Reply.json(200, SecondFactor.StatusView.class),
            factor::status));
  }

  private List<Route> leaving() {
    Leaving leaving = new Leaving(around.gatehouse());
    return List.of(
        Route.of(
                Verb.DELETE,
                AUTH + "/me",
                Access.STEP_UP,
                "has the account erased after the grace period, and ends every session at once",
                Route.Reply.json(202, Leaving.ScheduledView.class),
                leaving::delete)
            .refuses(Refusal.NotPermitted.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/me/restore",
                Access.PUBLIC,
                "keeps the account after all, by what signing in to it answered",
                Route.Reply.json(200, Message.class),
                leaving::restore)
            .takes(Leaving.RESTORE)
            .refuses(
                Refusal.CodeRejected.class, Refusal.ValueRejected.class, Refusal.Throttled.class),
        Route.of(
                Verb.POST,
                AUTH + "/me/export",
                Access.STEP_UP,
                "asks for an archive of everything that is kept of the account; the owner is told by mail",
                Route.Reply.json(202, Leaving.ExportView.class),
                leaving::export)
            .refuses(Refusal.Throttled.class),
        Route.of(
                Verb.GET,
                AUTH + "/me/export/{id}",
                Access.STEP_UP,
                "the archive, made now; no secret in it",
                Route.Reply.json(200, ArchiveView.class),
                leaving::archive)
            .refuses(Refusal.NotFound.class, Refusal.Throttled.class),
        Route.of(
                Verb.PUT,
                AUTH + "/me/anti-phishing-phrase",
                Access.STEP_UP,
                "sets what every mail about the account says, or takes it away",
                Route.Reply.json(200, Leaving.PhraseView.class),
                leaving::phrase)
            .takes(Leaving.PHRASE)
            .refuses(Refusal.ValueRejected.class, Refusal.Throttled.class));
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

  private List<Route> webhook() {
    return List.of(Route.of(
            Verb.POST,
            Webhook.PATH,
            Access.WEBHOOK,
            "what Telegram delivers to the bot: an update as the Bot API has it",
            Route.Reply.nothing(),
            new Webhook(around.neighbours().telegram())::deliver)
        .faults(Fault.MALFORMED_JSON));
  }

  private List<Route> neighbours() {
    Neighbourhood beside = new Neighbourhood(around);
    Landing landing = new Landing(around.neighbours());
    ProviderPages pages = new ProviderPages(around.gatehouse(), around.neighbours());
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
        open(
            Route.MAGIC_LINK,
            "where the mailed link leads: signs in when somebody presses",
            Answer.HTML,
            landing.of(Landing.Lead.MAGIC_LINK)),
        open(
            Route.RESET,
            "where the mailed link leads: sets a new password",
            Answer.HTML,
            landing.of(Landing.Lead.RESET)),
        open(
            Route.REVERT,
            "where the link to the old address leads: takes the change back when somebody presses",
            Answer.HTML,
            landing.of(Landing.Lead.REVERT)),
        open(
            Route.BOT_LINK,
            "where the link of a bot leads: names whom it signs in, and waits for a press",
            Answer.HTML,
            landing.of(Landing.Lead.BOT_LINK)),
        open(
            Route.INVITATION,
            "where the link of an invitation leads: registers whoever is invited",
            Answer.HTML,
            landing::invitation),
        open(
                Route.SIGN_IN,
                "where a browser is sent that another site wants to sign in while somebody is signed in or about to be: asks, and does nothing",
                Answer.HTML,
                pages::ask)
            .asks(ProviderPages.PROVIDER, Providers.REDIRECT)
            .refuses(Refusal.NotFound.class),
        open(
                Route.SIGNED_IN,
                "where a browser ends that a provider has sent back and that was to go nowhere else: says whether it is signed in, and what is missing",
                Answer.HTML,
                pages::signedIn)
            .asks(ProviderPages.PROVIDER, ProviderPages.ERROR, ProviderPages.DUE)
            .refuses(Refusal.NotFound.class),
        open(
                Route.LINKED,
                "the same where it was sent to link another way in",
                Answer.HTML,
                pages::linked)
            .asks(ProviderPages.PROVIDER, ProviderPages.ERROR)
            .refuses(Refusal.NotFound.class),
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
