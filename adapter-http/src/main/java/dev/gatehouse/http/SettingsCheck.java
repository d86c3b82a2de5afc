package dev.gatehouse.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What settings have to be, said of the offending value. */
final class SettingsCheck {
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-]{1,32}");
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final String AUTHORITY =
      "(?<host>" + LABEL + "(\\." + LABEL + ")*|\\[[0-9a-f:]+])(:(?<port>[1-9]\\d{0,4}))?";

  /** As browsers write it (RFC 6454, 6.2): with anything else in the list, no page would ever match. */
  private static final Pattern ORIGIN =
      Pattern.compile("(?<scheme>[a-z][a-z0-9+.-]*)://" + AUTHORITY);

  private static final Pattern HOST = Pattern.compile(AUTHORITY);
  private static final Map<String, String> IMPLIED = Map.of("https", "443", "http", "80");
  /** A machine's own names, with or without a port: a page elsewhere can have its name resolve to this machine, but not these. */
  private static final Pattern LOOPBACK = Pattern.compile(
      "((localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?)|(0:){7}1|::1",
      Pattern.CASE_INSENSITIVE);

  private SettingsCheck() {}

  static void check(
      String host,
      URI publicUrl,
      boolean embedded,
      List<HttpServer.RealmDoor> realms,
      Optional<String> defaultRealm) {
    Set<String> keys = new TreeSet<>();
    Set<String> namespaces = new TreeSet<>();
    for (HttpServer.RealmDoor door : realms) {
      require(keys.add(key(door)), "realm '" + key(door) + "' has two doors; one is expected");
      require(
          namespaces.add(door.cookieNamespace()),
          "realm '" + key(door) + "' has the cookie namespace '" + door.cookieNamespace()
              + "' of another; one of its own is expected");
    }
    apart(realms, publicUrl);
    require(!realms.isEmpty(), "no realm is given; at least one is expected");
    defaultRealm.ifPresent(
        key -> require(keys.contains(key), "the default realm '" + key + "' is none of " + keys));
    require(
        origin(publicUrl),
        "the public URL '" + publicUrl
            + "' is no origin; such as https://id.example.com is expected");
    require(
        !embedded || loopback(host),
        "embedded mode listens on '" + host + "'; a loopback address is expected");
  }

  /** No host leads to two realms, and no two issue in one name: whoever verifies elsewhere tells realms by it. */
  private static void apart(List<HttpServer.RealmDoor> realms, URI publicUrl) {
    Set<String> hosts = new TreeSet<>();
    Set<String> issuers = new TreeSet<>();
    for (HttpServer.RealmDoor door : realms) {
      for (String host : door.hosts()) {
        require(
            hosts.add(bare(host, String.valueOf(publicUrl.getScheme()))),
            "host '" + host + "' of realm '" + key(door)
                + "' is given twice; one of its own is expected");
      }
      require(
          issuers.add(door.realm().issuer()),
          "realm '" + key(door) + "' has the issuer '" + door.realm().issuer()
              + "' of another; one of its own is expected");
    }
  }

  static boolean loopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  static String namespace(String text) {
    String plain = text.replaceFirst("^__(Secure|Host)-", "");
    require(
        NAMESPACE.matcher(plain).matches(),
        "cookie namespace '" + text + "' is not 1 to 32 of A-Z a-z 0-9 _ -");
    return plain;
  }

  static Set<String> hosts(Set<String> texts) {
    return texts.stream().map(SettingsCheck::host).collect(Collectors.toUnmodifiableSet());
  }

  /** In lower case. */
  static String host(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    require(
        Optional.of(HOST.matcher(host))
            .filter(Matcher::matches)
            .filter(SettingsCheck::port)
            .isPresent(),
        "'" + text + "' is no host; such as id.example.com or id.example.com:8443 is expected");
    return host;
  }

  /** Without the port that the scheme implies. */
  static String bare(String host, String scheme) {
    String implied = "https".equals(scheme) ? ":443" : ":80";
    return host.endsWith(implied) ? host.substring(0, host.length() - implied.length()) : host;
  }

  /** Of pages that may call with cookies: over TLS, for who sits on the way could write any other. */
  static String origin(String text) {
    require(
        written(text).filter(SettingsCheck::web).isPresent(),
        notListed(text, "https://shop.example.com"));
    return text;
  }

  /** Of pages that may have tokens: those of an app too, which have a scheme of their own. */
  static String bearerOrigin(String text) {
    require(
        written(text)
            .filter(origin -> web(origin) || !IMPLIED.containsKey(origin.group("scheme")))
            .isPresent(),
        notListed(text, "https://shop.example.com or capacitor://localhost"));
    return text;
  }

  private static String notListed(String text, String example) {
    return "'" + text + "' is no origin that can be listed; one as browsers write it, such as "
        + example + ", is expected: host in lower-case A-labels, no port that the scheme implies,"
        + " http:// on loopback only";
  }

  private static Optional<Matcher> written(String text) {
    return Optional.of(ORIGIN.matcher(text))
        .filter(Matcher::matches)
        .filter(origin -> port(origin)
            && !IMPLIED.getOrDefault(origin.group("scheme"), "").equals(origin.group("port")));
  }

  private static boolean port(Matcher matched) {
    return Optional.ofNullable(matched.group("port"))
        .map(port -> Integer.parseInt(port) <= 65_535)
        .orElse(true);
  }

  private static boolean web(Matcher origin) {
    String scheme = origin.group("scheme");
    return "https".equals(scheme) || ("http".equals(scheme) && loopback(origin.group("host")));
  }

  private static String key(HttpServer.RealmDoor door) {
    return door.realm().key().value();
  }

  private static boolean origin(URI url) {
    boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    boolean bare = Set.of("", "/").contains(Optional.ofNullable(url.getPath()).orElse(""))
        && url.getRawQuery() == null
        && url.getRawFragment() == null
        && url.getRawUserInfo() == null;
    return web && bare && url.getHost() != null;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
