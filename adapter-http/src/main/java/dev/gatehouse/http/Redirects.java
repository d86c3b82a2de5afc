package dev.gatehouse.http;

import java.util.List;
import java.util.Optional;
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

  private Redirects() {}

  /** @throws Rejection 422 when it leads anywhere else */
  static Optional<String> checked(Place place, Optional<String> wanted) {
    return checked(place, wanted, "/redirect");
  }

  /**
   * The same, of another value.
   *
   * @param pointer where it stands
   */
  static Optional<String> checked(Place place, Optional<String> wanted, String pointer) {
    wanted.filter(to -> !safe(place, to)).ifPresent(to -> {
      throw Input.rejected(List.of(Problem.Flaw.text(
          pointer, to, "a path of this host, or an address of an origin listed for the realm")));
    });
    return wanted;
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
