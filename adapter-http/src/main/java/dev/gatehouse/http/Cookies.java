package dev.gatehouse.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names and paths of a realm's cookies at one place. The access token goes wherever the realm is, everything else no further than to the
 * routes that read it.
 */
final class Cookies {
  /** As long as browsers keep anything. */
  private static final Duration LONG = Duration.ofDays(400);
  /** As long as a registration waits for its mailbox to be proven. */
  private static final Duration FLOW = Duration.ofHours(24);

  private static final Optional<Duration> OVER = Optional.of(Duration.ZERO);

  private final String namespace;
  private final String prefix;
  private final List<String> prefixes;
  private final boolean embedded;

  /**
   * @param prefix what stands before the realm's routes at this place: one of the prefixes
   * @param prefixes what may stand there at all
   */
  Cookies(String namespace, String prefix, List<String> prefixes, boolean embedded) {
    this.namespace = namespace;
    this.prefix = prefix;
    this.prefixes = prefixes;
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
    return cookie(access(), token, accessPath(prefix), life);
  }

  private static String accessPath(String prefix) {
    return prefix.isEmpty() ? "/" : prefix;
  }

  Cookie refresh(String token, Optional<Duration> life) {
    return cookie(refresh(), token, refreshPath(prefix), life);
  }

  private static String refreshPath(String prefix) {
    return prefix + "/api/v1/auth";
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
    return cookie(flow(), "", "/", OVER);
  }

  /** Takes the access token away wherever the realm may have set it: the one of {@code /} comes below the other prefix too. */
  List<Cookie> noAccess() {
    return prefixes.stream()
        .map(at -> cookie(access(), "", accessPath(at), OVER))
        .toList();
  }

  List<Cookie> noRefresh() {
    return prefixes.stream()
        .map(at -> cookie(refresh(), "", refreshPath(at), OVER))
        .toList();
  }

  /** Takes the tokens away; the mark of the device stays. */
  List<Cookie> signedOut() {
    return Stream.of(noAccess(), noRefresh()).flatMap(List::stream).toList();
  }

  private String secured(String name) {
    return (embedded ? "" : "__Secure-") + namespace + name;
  }

  private Cookie cookie(String name, String value, String path, Optional<Duration> life) {
    return new Cookie(name, value, path, !embedded, life);
  }
}
