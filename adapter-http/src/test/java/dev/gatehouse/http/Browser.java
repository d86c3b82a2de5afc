package dev.gatehouse.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps cookies and sends them where their path says, from one origin. */
final class Browser {
  private final Node node;
  private final Map<Key, String> values = new LinkedHashMap<>();
  private String origin;

  /** Of one name there may be several, each with a path of its own (RFC 6265, 5.3). */
  private record Key(String name, String path) {}

  Browser(Node node) {
    this.node = node;
    this.origin = node.settings.embedded() ? "http://localhost:" + node.port() : Node.ORIGIN;
  }

  /** A page of another site, in the same browser. */
  Browser from(String other) {
    origin = other;
    return this;
  }

  Reply post(String path, String... members) {
    return send(node.post(path, members), Routes.AUTH + path);
  }

  Reply get(String path) {
    return send(node.get(path), Routes.AUTH + path);
  }

  Reply send(Call call, String path) {
    return navigate(call.header("Origin", origin), path);
  }

  /** Without an origin, as for the address of another page; the call says itself from where. */
  Reply navigate(Call call, String path) {
    String cookies = values.entrySet().stream()
        .filter(cookie -> path.startsWith(cookie.getKey().path()))
        .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
    if (!cookies.isEmpty()) {
      call.header("Cookie", cookies);
    }
    Reply reply = call.send();
    reply.cookies().forEach(this::keep);
    return reply;
  }

  private void keep(String cookie) {
    Key key = new Key(
        cookie.substring(0, cookie.indexOf('=')), cookie.replaceFirst(".*; Path=([^;]+).*", "$1"));
    if (cookie.contains("Max-Age=0")) {
      values.remove(key);
    } else {
      values.put(key, cookie.substring(key.name().length() + 1).replaceAll(";.*", ""));
    }
  }

  /** The first of that name. */
  String cookie(String name) {
    return values.entrySet().stream()
        .filter(cookie -> cookie.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** As a sibling host does that tosses it for the whole domain. */
  void put(String name, String value) {
    values.put(new Key(name, "/"), value);
  }
}
