package dev.gatehouse.client;

import dev.gatehouse.domain.token.AccessClaims;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Stands before the servlets it is mapped to: lets through who shows a good access token, and answers everybody else with a problem (RFC 9457) and a
 * challenge (RFC 6750, 3): 401 without a good token, 503 when that can not be told at the moment. What answers the preflights of pages elsewhere (Fetch,
 * 3.2) has to stand before it: they bring no token.
 */
public final class GatehouseFilter implements Filter {
  private final Door door;

  /** Takes tokens from the header {@code Authorization} only. */
  public GatehouseFilter(GatehouseClient client) {
    this.door = new Door(client, Optional.empty());
  }

  /** Takes them from a cookie too. */
  public GatehouseFilter(GatehouseClient client, CookieTokens cookie) {
    this.door = new Door(client, Optional.of(cookie));
  }

  /**
   * Who asks.
   *
   * @throws IllegalStateException when the request did not come through this filter
   */
  public static AccessClaims claims(ServletRequest request) {
    return Optional.ofNullable(request.getAttribute(Door.CLAIMS))
        .map(AccessClaims.class::cast)
        .orElseThrow(() -> new IllegalStateException(
            "the request did not come through the filter: is it mapped to this path?"));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Denied> denied = door.deny((HttpServletRequest) request);
    if (denied.isPresent()) {
      answer((HttpServletResponse) response, denied.get());
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void answer(HttpServletResponse response, Denied denied) throws IOException {
    response.setStatus(denied.status());
    denied.headers().forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(Denied.CONTENT_TYPE);
    response.getOutputStream().write(denied.json().getBytes(StandardCharsets.UTF_8));
  }
}
