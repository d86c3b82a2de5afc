package dev.gatehouse.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The headers that every answer has, whoever gives it. */
final class Headers {
  static final String REQUEST_ID = "X-Request-ID";

  private static final String HSTS = "Strict-Transport-Security";

  private final List<HttpField> security = new ArrayList<>();

  Headers(boolean embedded) {
    always("X-Content-Type-Options", "nosniff");
    always("X-Frame-Options", "DENY");
    always("Referrer-Policy", "no-referrer");
    always("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    always("Cross-Origin-Opener-Policy", "same-origin");
    always("Cross-Origin-Resource-Policy", "same-origin");
    always("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    always("Cache-Control", "no-store");
    if (!embedded) {
      always(HSTS, "max-age=31536000; includeSubDomains");
    }
  }

  /** Encoded once, as no two answers differ in it. */
  private void always(String name, String value) {
    security.add(new PreEncodedHttpField(name, value));
  }

  /** For an answer that has none of them yet: nobody has to look for another of the name. */
  void begin(HttpFields.Mutable fields, String requestId) {
    for (HttpField field : security) {
      fields.add(field);
    }
    fields.add(REQUEST_ID, requestId);
  }

  /** For one that may have them. */
  void put(HttpFields.Mutable fields, String requestId) {
    for (HttpField field : security) {
      fields.put(field);
    }
    fields.put(REQUEST_ID, requestId);
  }

  /** @throws IllegalStateException when somebody has reset the answer, which takes all of them away */
  static void check(HttpServletResponse response) {
    if (!response.containsHeader(REQUEST_ID)) {
      throw new IllegalStateException("an answer without " + REQUEST_ID);
    }
  }
}
