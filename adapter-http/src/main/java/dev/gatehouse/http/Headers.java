package dev.gatehouse.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** The headers that every answer has, whoever gives it. */
final class Headers {
  static final String REQUEST_ID = "X-Request-ID";

  private static final String HSTS = "Strict-Transport-Security";

  private final Map<String, String> security = new LinkedHashMap<>();

  Headers(boolean embedded) {
    security.put("X-Content-Type-Options", "nosniff");
    security.put("X-Frame-Options", "DENY");
    security.put("Referrer-Policy", "no-referrer");
    security.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    security.put("Cross-Origin-Opener-Policy", "same-origin");
    security.put("Cross-Origin-Resource-Policy", "same-origin");
    security.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    security.put("Cache-Control", "no-store");
    if (!embedded) {
      security.put(HSTS, "max-age=31536000; includeSubDomains");
    }
  }

  void put(HttpFields.Mutable fields, String requestId) {
    security.forEach(fields::put);
    fields.put(REQUEST_ID, requestId);
  }

  /** @throws IllegalStateException naming one that is missing */
  void check(HttpServletResponse response) {
    missing(response).ifPresent(name -> {
      throw new IllegalStateException("an answer without " + name);
    });
  }

  private Optional<String> missing(HttpServletResponse response) {
    return response.containsHeader(REQUEST_ID)
        ? security.keySet().stream()
            .filter(name -> !response.containsHeader(name))
            .findFirst()
        : Optional.of(REQUEST_ID);
  }
}
