package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the access token of a request, by the one way or the other. */
final class Credentials {
  private final Gatehouse gatehouse;

  Credentials(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** An access token, and how it came. */
  record Shown(AccessToken token, Transport transport) {}

  /** @throws Rejection 400 when the cookie came twice; the answer takes both away, so that a double of the client's own making ends with it */
  static void requireOne(Visit visit, String cookie, Supplier<List<Cookie>> gone) {
    if (visit.doubled(cookie)) {
      throw Fault.MALFORMED_REQUEST
          .because("the cookie " + cookie + " came twice, and is taken away")
          .with(gone.get());
    }
  }

  /** @throws Rejection 400 when there are two, by one way each */
  static Optional<Shown> shown(Visit visit) {
    Optional<Shown> bearer =
        visit.bearerToken().map(text -> new Shown(new AccessToken(text), Transport.BEARER));
    Optional<Shown> cookie = visit
        .cookie(visit.cookies().access())
        .map(text -> new Shown(new AccessToken(text), Transport.COOKIE));
    if (bearer.isPresent() && cookie.isPresent()) {
      throw Fault.TRANSPORT_CONFLICT.thrown();
    }
    return bearer.or(() -> cookie);
  }

  /**
   * Whose token it is.
   *
   * @throws Refused {@code TokenRejected} when it is not good, or did not come by its session's way: a stolen cookie is no bearer token
   */
  AccessClaims verify(Visit visit, Shown shown) {
    AccessClaims claims =
        gatehouse.verifyAccessToken().handle(visit.place().realm(), shown.token());
    if (claims.transport() != shown.transport()) {
      throw new Refusal.TokenRejected().thrown();
    }
    return claims;
  }

  /** @throws Rejection 401 when there is none, 400 when there are two */
  void require(Visit visit) {
    requireOne(visit, visit.cookies().access(), visit.cookies()::noAccess);
    Shown shown = shown(visit).orElseThrow(() -> Fault.TOKEN_REQUIRED.thrown());
    visit.recognised(verify(visit, shown), shown.transport());
  }
}
