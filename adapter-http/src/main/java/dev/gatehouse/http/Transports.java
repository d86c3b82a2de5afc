package dev.gatehouse.http;

import dev.gatehouse.domain.session.Transport;
import java.util.Optional;

/**
 * How tokens travel: in cookies for a browser, out of reach of its pages (L27), in the body for everybody else. {@code X-Auth-Transport} says it
 * explicitly, and so does a bearer token from a listed page; a page gets tokens in the body only where its origin is listed for that.
 */
final class Transports {
  private Transports() {}

  /** @throws Rejection 400 for a word that is none, 403 for a page that may not have it */
  static Transport of(Visit visit) {
    boolean browser =
        visit.header("Origin").isPresent() || visit.header("Sec-Fetch-Site").isPresent();
    Optional<String> asked = visit.header("X-Auth-Transport");
    if (asked.isEmpty()) {
      boolean bearer = !browser || (listed(visit) && visit.bearerToken().isPresent());
      return bearer ? Transport.BEARER : Transport.COOKIE;
    }
    return switch (asked.get()) {
      case "cookie" -> Transport.COOKIE;
      case "bearer" -> bearer(visit, browser);
      default ->
        throw Fault.MALFORMED_REQUEST.because("X-Auth-Transport is neither cookie nor bearer");
    };
  }

  private static Transport bearer(Visit visit, boolean browser) {
    if (browser && !listed(visit)) {
      throw Fault.TRANSPORT_NOT_ALLOWED.because(
          "pages of this origin get their tokens in cookies only");
    }
    return Transport.BEARER;
  }

  private static boolean listed(Visit visit) {
    return visit
        .header("Origin")
        .filter(visit.place().door().bearerOrigins()::contains)
        .isPresent();
  }
}
