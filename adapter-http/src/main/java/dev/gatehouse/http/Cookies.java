package dev.gatehouse.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The names and paths of a realm's cookies at one place. The access token goes wherever the realm is, everything else no further than to the
 * routes that read it.
 */
final class Cookies {
  /** As long as browsers keep anything. */
  private static final Duration LONG = Duration.ofDays(400);
  /** As long as a registration waits for its mailbox to be proven. */
  private static final Duration FLOW = Duration.ofHours(24);

  private final String namespace;
  private final String prefix;
  private final boolean embedded;

  Cookies(String namespace, String prefix, boolean embedded) {
    this.namespace = namespace;
    this.prefix = prefix;
    this.embedded = embedded;
  }

  String access() {
    return secured("access_token");
  }

  String refresh() {
    return secured("refresh_token");
  }

  String device() {
    return secured("device");
  }

  String ticket() {
    return secured("tfa_token");
  }

  String flow() {
    return (embedded ? "" : "__Host-") + namespace + "flow";
  }

  /** All of them: who sends one of these is a browser. */
  List<String> all() {
    return List.of(access(), refresh(), device(), ticket(), flow());
  }

  Cookie access(String token, Optional<Duration> life) {
    return cookie(access(), token, prefix.isEmpty() ? "/" : prefix, life);
  }

  Cookie refresh(String token, Optional<Duration> life) {
    return cookie(refresh(), token, prefix + "/api/v1/auth", life);
  }

  Cookie device(String marks) {
    return cookie(device(), marks, prefix + "/api/v1/auth", Optional.of(LONG));
  }

  Cookie ticket(String text) {
    return cookie(ticket(), text, prefix + "/api/v1/2fa", Optional.empty());
  }

  Cookie flow(String handle) {
    return cookie(flow(), handle, "/", Optional.of(FLOW));
  }

  Cookie noFlow() {
    return cookie(flow(), "", "/", Optional.of(Duration.ZERO));
  }

  /** Takes the tokens away; the mark of the device stays. */
  List<Cookie> signedOut() {
    Optional<Duration> over = Optional.of(Duration.ZERO);
    return List.of(access("", over), refresh("", over));
  }

  private String secured(String name) {
    return (embedded ? "" : "__Secure-") + namespace + name;
  }

  private Cookie cookie(String name, String value, String path, Optional<Duration> life) {
    return new Cookie(name, value, path, !embedded, life);
  }
}
