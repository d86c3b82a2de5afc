package dev.gatehouse.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A name and a secret as they come with a request (RFC 7617). RFC 6749, 2.3.1 has both encoded once more before; of the characters that {@link
 * HttpServer.Service} takes, none is changed by that, so both forms are one.
 */
final class BasicCredentials {
  private static final String SCHEME = "Basic ";

  private final String name;
  private final String secret;

  private BasicCredentials(String name, String secret) {
    this.name = name;
    this.secret = secret;
  }

  /** Those of an {@code Authorization} header; empty where it holds none. */
  static Optional<BasicCredentials> read(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] decoded =
          Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      String text = new String(decoded, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Whether they are that service's; compared to the end, so that the time tells nothing. */
  boolean of(HttpServer.Service service) {
    return service.is(name, secret);
  }

  @Override
  public String toString() {
    return "BasicCredentials[redacted]";
  }
}
