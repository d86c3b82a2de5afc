package dev.gatehouse.client;

import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.port.Outage;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes the access token out of a request and lets in who has a good one. */
final class Door {
  /** The name of the request's attribute with the {@link AccessClaims}. */
  static final String CLAIMS = "dev.gatehouse.claims";

  private static final String BEARER = "Bearer ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final GatehouseClient client;
  private final Optional<CookieTokens> cookie;

  Door(GatehouseClient client, Optional<CookieTokens> cookie) {
    this.client = client;
    this.cookie = cookie;
  }

  /** A token, and how it came. */
  private record Shown(AccessToken token, Transport came) {}

  /** Empty for who may come in: the claims are then an attribute of the request. */
  Optional<Denied> deny(HttpServletRequest request) {
    List<Shown> shown = shown(request);
    if (shown.isEmpty()) {
      return Optional.of(Denied.tokenRequired());
    }
    if (shown.size() > 1) {
      return Optional.of(Denied.twoTokens());
    }
    return shown.get(0).came() == Transport.COOKIE && foreign(request)
        ? Optional.of(Denied.foreignOrigin())
        : judge(request, shown.get(0));
  }

  private Optional<Denied> judge(HttpServletRequest request, Shown shown) {
    try {
      AccessClaims claims = client.verify(shown.token(), shown.came());
      if (claims.binding().isPresent()) {
        // bound to a key, and nobody here asks for a proof of it (RFC 9449, 7.1)
        return Optional.of(Denied.tokenRejected());
      }
      request.setAttribute(CLAIMS, claims);
      return Optional.empty();
    } catch (Refused refused) {
      return Optional.of(Denied.tokenRejected());
    } catch (Outage outage) {
      return Optional.of(Denied.unavailable(outage.retryAfter()));
    }
  }

  /** Every one: which of two counts would be a guess. */
  private List<Shown> shown(HttpServletRequest request) {
    Stream<Shown> bearer = Collections.list(request.getHeaders("Authorization")).stream()
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> new AccessToken(value.substring(BEARER.length()).strip()))
        .map(token -> new Shown(token, Transport.BEARER));
    Stream<Shown> cookies = Optional.ofNullable(request.getCookies()).stream()
        .flatMap(Arrays::stream)
        .filter(
            one -> cookie.filter(taken -> taken.name().equals(one.getName())).isPresent())
        .map(Cookie::getValue)
        .map(value -> new Shown(new AccessToken(value), Transport.COOKIE));
    return Stream.concat(bearer, cookies).toList();
  }

  /** Whether it would change something, and does not come from a page that may. */
  private boolean foreign(HttpServletRequest request) {
    if (SAFE.contains(request.getMethod())) {
      return false;
    }
    List<String> origins = Collections.list(request.getHeaders("Origin"));
    return origins.isEmpty()
        ? !"same-origin".equals(request.getHeader("Sec-Fetch-Site"))
        : origins.size() > 1
            || cookie.filter(taken -> taken.origins().contains(origins.get(0))).isEmpty();
  }
}
