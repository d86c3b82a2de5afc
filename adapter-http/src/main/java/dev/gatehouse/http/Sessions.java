package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.session.ListSessions;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Refreshing, listing and ending sessions. */
final class Sessions {
  static final Fields REFRESH = Fields.of(
      Field.text("refresh_token", 1000, "the token; browsers have it as a cookie"),
      Field.text("device_id", 200, "taken, not used yet"));
  static final Fields LOGOUT = Fields.of(Field.text(
      "refresh_token", 1000, "ends its session too, also when the access token has run out"));
  static final Fields LOGOUT_ALL =
      Fields.of(Field.flag("keep_current", "whether the session that asks goes on"));

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

  private final Gatehouse gatehouse;

  Sessions(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** How many sessions ended. */
  record RevokedView(String message, int sessionsRevoked) {}

  /** The one that ended. */
  record RemovedView(String message, UUID deviceId) {}

  Answer refresh(Visit visit) {
    Credentials.requireOne(visit, visit.cookies().refresh(), visit.cookies()::noRefresh);
    Transport transport = visit.transport();
    RefreshToken token = shownRefreshToken(visit, transport)
        .orElseThrow(() -> Fault.TOKEN_REQUIRED.because("no refresh token came with the request"));
    Tokens tokens = gatehouse.rotateSession().handle(visit.client(transport), token);
    Answer answer = Answer.ok(TokensView.of(tokens, transport));
    return transport == Transport.COOKIE
        ? answer.cookies(Welcome.tokens(
            visit.cookies(), tokens, Welcome.remembered(visit.place().realm(), tokens)))
        : answer;
  }

  /** @throws Rejection 400 when it came by another way than this, or by both */
  private static Optional<RefreshToken> shownRefreshToken(Visit visit, Transport transport) {
    Optional<String> inBody = visit.input().text("refresh_token");
    Optional<String> inCookie = visit.cookie(visit.cookies().refresh());
    boolean cookie = transport == Transport.COOKIE;
    if (cookie ? inBody.isPresent() : inCookie.isPresent()) {
      throw Fault.TRANSPORT_CONFLICT.thrown();
    }
    return (cookie ? inCookie : inBody).map(RefreshToken::new);
  }

  /** Every token that is shown ends its session, also where it came twice: who has it may do that. Who has only an access token, and one that is not good, hears so, unless it is a browser that wants to forget. */
  Answer logout(Visit visit, Credentials credentials) {
    Transport transport = visit.transport();
    Optional<Credentials.Shown> access = Credentials.shown(visit);
    Optional<RefreshToken> refresh = shownRefreshToken(visit, transport);
    boolean cookie = transport == Transport.COOKIE;
    if (refresh.isEmpty() && access.isEmpty() && !cookie) {
      throw Fault.TOKEN_REQUIRED.thrown();
    }
    refresh.ifPresent(token -> gatehouse.signOut().handle(visit.client(transport), token));
    access.ifPresent(shown -> end(visit, credentials, shown, refresh.isPresent() || cookie));
    if (cookie) {
      doubles(visit, credentials);
      return Answer.empty(204).cookies(visit.cookies().signedOut());
    }
    return Answer.empty(204);
  }

  /** Which of two cookies of a name is the browser's own can not be told; signing out has to end that session at any rate. */
  private void doubles(Visit visit, Credentials credentials) {
    visit
        .doubles(visit.cookies().refresh())
        .forEach(token ->
            gatehouse.signOut().handle(visit.client(Transport.COOKIE), new RefreshToken(token)));
    visit
        .doubles(visit.cookies().access())
        .forEach(token -> end(
            visit,
            credentials,
            new Credentials.Shown(new AccessToken(token), Transport.COOKIE),
            true));
  }

  private void end(
      Visit visit, Credentials credentials, Credentials.Shown shown, boolean mayHaveRunOut) {
    AccessClaims caller;
    try {
      caller = credentials.verify(visit, shown);
    } catch (Refused notGood) {
      if (mayHaveRunOut) {
        return;
      }
      throw notGood;
    }
    gatehouse.signOut().handle(visit.client(shown.transport()), caller);
  }

  Answer logoutAll(Visit visit) {
    boolean keep = visit.input().flag("keep_current");
    int ended = gatehouse.signOutEverywhere().handle(visit.client(), visit.caller(), keep);
    Answer answer = Answer.ok(new RevokedView("signed out", ended));
    return visit.byCookie() && !keep ? answer.cookies(visit.cookies().signedOut()) : answer;
  }

  Answer devices(Visit visit) {
    List<DeviceView> devices =
        gatehouse
            .listSessions()
            .handle(visit.caller(), Optional.empty(), ListSessions.MAX_PAGE)
            .stream()
            .map(session -> DeviceView.of(session, visit.caller().session()))
            .toList();
    return Answer.ok(new DeviceView.Page(devices, devices.size()));
  }

  Answer remove(Visit visit) {
    String text = visit.path("id");
    if (!ID.matcher(text).matches()) {
      throw Fault.NOT_FOUND.thrown();
    }
    SessionId id = new SessionId(UUID.fromString(text));
    gatehouse.endSession().handle(visit.client(), visit.caller(), id);
    Answer answer = Answer.ok(new RemovedView("the session has ended", id.value()));
    return visit.byCookie() && id.equals(visit.caller().session())
        ? answer.cookies(visit.cookies().signedOut())
        : answer;
  }

  /** For gateways: whether the token is good, and whose it is. Asks no store while the feed of revocations is fresh. */
  Answer check(Visit visit) {
    return Answer.empty(204)
        .header("X-Auth-Subject", visit.caller().subject().toString())
        .header("X-Auth-Session", visit.caller().session().toString())
        .header("X-Auth-Realm", visit.caller().realm().value())
        .header("X-Auth-Acr", visit.caller().acr().value())
        .header(
            "X-Auth-Roles",
            String.join(",", visit.caller().roles().stream().sorted().toList()));
  }
}
