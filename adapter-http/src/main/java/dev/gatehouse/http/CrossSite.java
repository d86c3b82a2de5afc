package dev.gatehouse.http;

import dev.gatehouse.domain.session.Transport;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a page may do this (L19). An unsafe request that a browser sends has to come from the server's own origin or a listed one, signed in or
 * not; one with a cookie and no word of where it comes from is refused. {@code SameSite} alone would let sibling hosts in.
 */
final class CrossSite {
  private static final Pattern PAGE = Pattern.compile("([a-z]+://[^/?#]+).*");

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

  /** Whether a page of ours has sent a navigation here: those have no {@code Origin}. */
  static boolean sentFromHere(Visit visit) {
    return visit.header("Sec-Fetch-Site").filter(CrossSite::same).isPresent();
  }

  /**
   * Whether one that is neither ours nor of a listed origin has, or none; of old browsers, which say nothing, it is not known. That a page is of a listed origin its
   * address says, which no other page can make up.
   */
  static boolean sentFromElsewhere(Visit visit) {
    boolean listed = visit
        .header("Referer")
        .map(page -> PAGE.matcher(page))
        .filter(Matcher::matches)
        .filter(page -> visit.place().door().origins().contains(page.group(1)))
        .isPresent();
    return !listed && visit.header("Sec-Fetch-Site").filter(site -> !same(site)).isPresent();
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
