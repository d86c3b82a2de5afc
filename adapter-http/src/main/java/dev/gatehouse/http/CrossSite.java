package dev.gatehouse.http;

import dev.gatehouse.domain.session.Transport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a page may do this (L19). An unsafe request that a browser sends has to come from the server's own origin or a listed one, signed in or
 * not; one with a cookie and no word of where it comes from is refused. {@code SameSite} alone would let sibling hosts in.
 */
final class CrossSite {
  private CrossSite() {}

  /** @throws Rejection 403 */
  static void check(Visit visit) {
    List<String> origins = visit.headers("Origin");
    Optional<String> site = visit.header("Sec-Fetch-Site");
    boolean fine = origins.isEmpty()
        ? withoutOrigin(visit, site)
        : origins.size() == 1 && from(visit, origins.get(0), site);
    if (!fine && origins.stream().anyMatch(visit.place().door().bearerOrigins()::contains)) {
      throw Fault.FOREIGN_ORIGIN.because(
          "pages of this origin say X-Auth-Transport: bearer, and send no cookies");
    }
    if (!fine) {
      throw Fault.FOREIGN_ORIGIN.because(
          "the request has to come from the server's own origin or a listed one");
    }
  }

  /**
   * Where no page has anything to do, and which is of no realm.
   *
   * @throws Rejection 403
   */
  static void checkNoPage(Visit visit) {
    if (Stream.of("Origin", "Sec-Fetch-Site", "Cookie")
        .anyMatch(name -> !visit.headers(name).isEmpty())) {
      throw Fault.FOREIGN_ORIGIN.because("no browser has anything to do here");
    }
  }

  private static boolean withoutOrigin(Visit visit, Optional<String> site) {
    return site.map(CrossSite::same).orElseGet(() -> !visit.showsCookie());
  }

  private static boolean from(Visit visit, String origin, Optional<String> site) {
    HttpServer.RealmDoor door = visit.place().door();
    if (origin.equals(visit.place().origin())) {
      return site.map(CrossSite::same).orElse(true);
    }
    return door.origins().contains(origin)
        || (door.bearerOrigins().contains(origin) && bearer(visit));
  }

  /** Such pages have nothing to do with cookies: they get none, and theirs are not taken. */
  private static boolean bearer(Visit visit) {
    return visit.transport() == Transport.BEARER && !visit.showsCookie();
  }

  private static boolean same(String site) {
    return site.equals("same-origin");
  }
}
