package dev.gatehouse.redis;

import dev.gatehouse.redis.Address.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;

/**
 * A URL, taken apart from its ends: {@code scheme://} and login from the left up to the last {@code @}, then hosts, path and parameters. Its
 * mistakes name the part, and quote nothing: a password that is not encoded may have ended up in any of them.
 */
final class RedisUrl {
  private static final Pattern HOST = Pattern.compile("\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+");
  private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
  private static final String SENTINEL_USER = "sentinel_user";
  private static final String SENTINEL_PASSWORD = "sentinel_password";
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;
  private static final int LARGEST = 65_535;

  private final boolean tls;
  private final Kind kind;
  private final String login;
  private final String hosts;
  private final List<String> path;
  private final String query;

  private RedisUrl(String text) {
    int colon = text.indexOf("://");
    String scheme = text.substring(0, Math.max(colon, 0));
    tls = scheme.startsWith("rediss");
    kind = Arrays.stream(Kind.values())
        .filter(k -> k.scheme(tls).equals(scheme))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "begins with none of the schemes (" + text.length() + " characters)"));
    String rest = text.substring(colon + "://".length());
    int at = rest.lastIndexOf('@');
    login = rest.substring(0, Math.max(at, 0));
    String[] addressed = rest.substring(at + 1).split("\\?", 2);
    query = addressed.length == 2 ? addressed[1] : "";
    List<String> segments = Arrays.asList(addressed[0].split("/", -1));
    hosts = segments.get(0);
    path = segments.stream().skip(1).filter(segment -> !segment.isEmpty()).toList();
  }

  /** @throws IllegalArgumentException such as "names no host" */
  static Address parse(String text) {
    return new RedisUrl(text).address();
  }

  private Address address() {
    int names = kind == Kind.SENTINEL ? 1 : 0;
    int most = kind == Kind.CLUSTER ? 0 : names + 1;
    if (path.size() < names) {
      throw new IllegalArgumentException("names no master behind the sentinels");
    }
    if (path.size() > most) {
      throw new IllegalArgumentException(
          "has " + path.size() + " parts in its path, where " + most + " have a meaning");
    }
    return new Address(
        kind,
        tls,
        hosts(),
        login(),
        sentinelLogin(),
        kind == Kind.SENTINEL ? master(path.get(0)) : "",
        path.size() > names ? number(path.get(names), "a database") : 0);
  }

  private Login login() {
    if (login.isEmpty()) {
      return Login.NONE;
    }
    String[] parts = login.split(":", 2);
    return new Login(
        Optional.of(parts[0]).filter(user -> !user.isEmpty()).map(RedisUrl::decoded),
        Optional.of(parts[parts.length - 1])
            .filter(password -> parts.length == 2 && !password.isEmpty())
            .map(RedisUrl::decoded));
  }

  private Login sentinelLogin() {
    Map<String, String> parameters = parameters();
    if (!Set.of(SENTINEL_USER, SENTINEL_PASSWORD).containsAll(parameters.keySet())
        || (kind != Kind.SENTINEL && !parameters.isEmpty())) {
      throw new IllegalArgumentException("has a parameter that has no meaning");
    }
    return new Login(
        Optional.ofNullable(parameters.get(SENTINEL_USER)),
        Optional.ofNullable(parameters.get(SENTINEL_PASSWORD)));
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (!parameter.isEmpty()
          && (parts.length < 2 || parameters.put(parts[0], decoded(parts[1])) != null)) {
        throw new IllegalArgumentException("has a parameter without a value, or one twice");
      }
    }
    return parameters;
  }

  private List<HostAndPort> hosts() {
    List<HostAndPort> all = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      all.add(host(host, all.size() + 1));
    }
    if (kind == Kind.SINGLE && all.size() > 1) {
      throw new IllegalArgumentException(
          "names " + all.size() + " hosts, which only sentinels and clusters have");
    }
    return all;
  }

  private HostAndPort host(String text, int place) {
    int colon = text.lastIndexOf(':');
    boolean ported = colon > text.lastIndexOf(']');
    String name = ported ? text.substring(0, colon) : text;
    if (!HOST.matcher(name).matches()) {
      throw new IllegalArgumentException(
          name.isEmpty() ? "names no host" : "has something as host " + place + " that is none");
    }
    int standard = kind == Kind.SENTINEL ? SENTINEL_PORT : PORT;
    int port = ported ? number(text.substring(colon + 1), "a port of host " + place) : standard;
    if (port == 0) {
      throw new IllegalArgumentException("has 0 as the port of host " + place);
    }
    return new HostAndPort(name.replaceAll("[\\[\\]]", ""), port);
  }

  private static int number(String text, String what) {
    if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > LARGEST) {
      throw new IllegalArgumentException("has " + what + " that is no number up to " + LARGEST);
    }
    return Integer.parseInt(text);
  }

  private static String master(String text) {
    if (!MASTER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "has a master whose name is not of letters, digits, . _ -");
    }
    return text;
  }

  private static String decoded(String text) {
    try {
      // in a URL's login a plus sign is a plus sign
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // its message quotes the text
      throw new IllegalArgumentException("has a % that encodes nothing");
    }
  }
}
