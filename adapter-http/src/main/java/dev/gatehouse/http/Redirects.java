package dev.gatehouse.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page may go on (L17): a path of this host, or an address of an origin that is listed for the realm, compared as it is written. Whatever a browser
 * could read in another way is refused: backslashes, quotes, blanks and controls, and a path that begins with two slashes, be they encoded.
 */
final class Redirects {
  static final int MOST = 2000;

  private static final Pattern ABSOLUTE = Pattern.compile("(https?://[^/?#]+)([/?#].*)?");
  private static final Pattern PATH = Pattern.compile("/(?!/|%2f|%5c).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN = Pattern.compile("[!#-&(-;=?-\\[\\]_a-z~]*");

  /** Letters, digits and marks that nobody has to encode, and segments of one dot or two. */
  private static final Pattern ODD = Pattern.compile(
      "%(2[def]|3[0-9b]|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9ae])|/\\.{1,2}([/;]|$)|//",
      Pattern.CASE_INSENSITIVE);

  private static final Pattern ROUTE =
      Pattern.compile("^/(realms(;[^/]*)?/[^/]*/)?api([/;]|$)", Pattern.CASE_INSENSITIVE);

  private Redirects() {}

  /**
   * Where a page goes on: not to a route of ours, which would do something in the name of that page, and as whoever wrote the address wants it.
   *
   * @param pointer where it stands
   * @throws Rejection 422 when it leads anywhere else
   */
  static Optional<String> page(Place place, Optional<String> wanted, String pointer) {
    return checked(
        wanted,
        to -> safe(place, to) && !ours(place, to),
        pointer,
        "a path of this host that is not below /api, or an address of an origin listed for the realm");
  }

  /** The same of a way back from a provider, which may be ours. */
  static Optional<String> back(Place place, Optional<String> wanted, String pointer) {
    return checked(
        wanted,
        to -> safe(place, to),
        pointer,
        "a path of this host, or an address of an origin listed for the realm");
  }

  private static Optional<String> checked(
      Optional<String> wanted, Predicate<String> fits, String pointer, String accepted) {
    wanted.filter(fits.negate()).ifPresent(to -> {
      throw Input.rejected(List.of(Problem.Flaw.text(pointer, to, accepted)));
    });
    return wanted;
  }

  /** Whether it is a route of this host's, or may become one on the way: with something encoded in its path that need not be, or with a segment that leads upwards. */
  private static boolean ours(Place place, String to) {
    Matcher absolute = ABSOLUTE.matcher(to);
    if (absolute.matches() && !absolute.group(1).equals(place.origin())) {
      return false;
    }
    String path = (absolute.matches() ? Optional.ofNullable(absolute.group(2)).orElse("") : to)
        .replaceFirst("[?#].*", "");
    return ODD.matcher(path).find() || ROUTE.matcher(path).find();
  }

  /** One that was checked, with a parameter more: both of letters, digits and {@code _}. */
  static String with(String redirect, String name, String value) {
    int hash = redirect.indexOf('#');
    String address = hash < 0 ? redirect : redirect.substring(0, hash);
    String fragment = hash < 0 ? "" : redirect.substring(hash);
    return address + (address.indexOf('?') < 0 ? "?" : "&") + name + "=" + value + fragment;
  }

  private static boolean safe(Place place, String to) {
    if (to.length() > MOST || !PLAIN.matcher(to).matches()) {
      return false;
    }
    Matcher absolute = ABSOLUTE.matcher(to);
    return absolute.matches()
        ? known(place, absolute.group(1))
        : PATH.matcher(to).matches();
  }

  private static boolean known(Place place, String origin) {
    return origin.equals(place.origin()) || place.door().origins().contains(origin);
  }
}
