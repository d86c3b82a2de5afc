package dev.gatehouse.client;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why somebody is not let in, as it is answered: a problem (RFC 9457), and a challenge where there is one (RFC 6750, 3). */
record Denied(int status, String code, String title, Map<String, String> headers) {
  static final String CONTENT_TYPE = "application/problem+json";

  static Denied tokenRequired() {
    return challenged(401, "TOKEN_REQUIRED", "A token is needed", Optional.empty());
  }

  static Denied tokenRejected() {
    return challenged(401, "TOKEN_REJECTED", "The token is not good", Optional.of("invalid_token"));
  }

  static Denied twoTokens() {
    return challenged(
        400, "TRANSPORT_CONFLICT", "Tokens by two ways", Optional.of("invalid_request"));
  }

  static Denied foreignOrigin() {
    return new Denied(403, "FOREIGN_ORIGIN", "Not from there", Map.of());
  }

  static Denied unavailable(Duration after) {
    long seconds = Math.max(1, after.plusMillis(999).toSeconds());
    return new Denied(503, "UNAVAILABLE", "Not now", Map.of("Retry-After", Long.toString(seconds)));
  }

  private static Denied challenged(int status, String code, String title, Optional<String> error) {
    String challenge = "Bearer" + error.map(e -> " error=\"" + e + "\"").orElse("");
    return new Denied(status, code, title, Map.of("WWW-Authenticate", challenge));
  }

  /** Nothing in it comes from the request. */
  String json() {
    return "{\"type\":\"urn:gatehouse:problem:"
        + code.toLowerCase(Locale.ROOT).replace('_', '-') + "\",\"title\":\"" + title
        + "\",\"status\":" + status + ",\"code\":\"" + code + "\"}";
  }
}
