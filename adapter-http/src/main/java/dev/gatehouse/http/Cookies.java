package dev.gatehouse.http;

import dev.gatehouse.domain.secret.Purpose;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names and paths of a realm's cookies at one place. The access token goes wherever the realm is, everything else no further than to the
 * routes that read it.
 */
final class Cookies {
  /** As long as browsers keep anything. */
  private static final Duration LONG = Duration.ofDays(400);

  /** As long as any ticket is good for. */
  private static final Optional<Duration> TICKET =
      Optional.of(Purpose.SECOND_FACTOR_ENROLMENT.life());

  private static final Optional<Duration> OVER = Optional.of(Duration.ZERO);

  private final String prefix;
  private final List<String> prefixes;
  private final boolean embedded;
  private final String access;
  private final String refresh;
  private final String device;
  private final String ticket;
  private final String restore;
  private final Map<FlowCookie, String> flows = new EnumMap<>(FlowCookie.class);
  private final List<String> all;

  /**
   * @param prefix what stands before the realm's routes at this place: one of the prefixes
   * @param prefixes what may stand there at all
   */
  Cookies(String namespace, String prefix, List<String> prefixes, boolean embedded) {
    this.prefix = prefix;
    this.prefixes = prefixes;
    this.embedded = embedded;
    String secured = (embedded ? "" : "__Secure-") + namespace;
    access = secured + "access_token";
    refresh = secured + "refresh_token";
    device = secured + "device";
    ticket = secured + "tfa_token";
    restore = secured + "restore_token";
    for (FlowCookie kind : FlowCookie.values()) {
      flows.put(kind, (embedded ? "" : "__Host-") + namespace + kind.suffix());
    }
    all = Stream.concat(
            Stream.of(access, refresh, device, ticket, restore), flows.values().stream())
        .toList();
  }

  String access() {
    return access;
  }

  String refresh() {
    return refresh;
  }

  String device() {
    return device;
  }

  String ticket() {
    return ticket;
  }

  String flow(FlowCookie kind) {
    return Objects.requireNonNull(flows.get(kind));
  }

  /** All of them: who sends one of these is a browser. */
  List<String> all() {
    return all;
  }

  Cookie access(String token, Optional<Duration> life) {
    return cookie(access, token, accessPath(prefix), life);
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
    return cookie(device(), marks, prefix + "/api/v1", Optional.of(LONG));
  }

  Cookie ticket(String text) {
    return cookie(ticket(), text, ticketPath(prefix), TICKET);
  }

  private static String ticketPath(String prefix) {
    return prefix + "/api/v1/2fa";
  }

  List<Cookie> noTicket() {
    return prefixes.stream()
        .map(at -> cookie(ticket(), "", ticketPath(at), OVER))
        .toList();
  }

  /** The name of the cookie that keeps an account which leaves. */
  String restore() {
    return restore;
  }

  Cookie restore(String text) {
    return cookie(restore(), text, restorePath(prefix), Optional.of(Purpose.DELETION_UNDO.life()));
  }

  Cookie noRestore() {
    return cookie(restore(), "", restorePath(prefix), OVER);
  }

  private static String restorePath(String prefix) {
    return prefix + "/api/v1/auth/me/restore";
  }

  Cookie flow(FlowCookie kind, String handle) {
    return cookie(flow(kind), handle, "/", Optional.of(kind.life()));
  }

  Cookie noFlow(FlowCookie kind) {
    return cookie(flow(kind), "", "/", OVER);
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

  /** Takes session and ticket away, where it can not be told which of them is meant. */
  List<Cookie> neither() {
    return Stream.of(signedOut(), noTicket()).flatMap(List::stream).toList();
  }

  private Cookie cookie(String name, String value, String path, Optional<Duration> life) {
    return new Cookie(name, value, path, !embedded, life);
  }
}
