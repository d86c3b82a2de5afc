package dev.gatehouse.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps cookies and sends them where their path says, from one origin. */
final class Browser {
  private final Node node;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> paths = new LinkedHashMap<>();
  private String origin;

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
    String cookies = values.entrySet().stream()
        .filter(cookie -> path.startsWith(paths.getOrDefault(cookie.getKey(), "/")))
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
    if (!cookies.isEmpty()) {
      call.header("Cookie", cookies);
    }
    Reply reply = call.header("Origin", origin).send();
    reply.cookies().forEach(this::keep);
    return reply;
  }

  private void keep(String cookie) {
    String name = cookie.substring(0, cookie.indexOf('='));
    if (cookie.contains("Max-Age=0")) {
      values.remove(name);
      return;
    }
    values.put(name, cookie.substring(name.length() + 1).replaceAll(";.*", ""));
    paths.put(name, cookie.replaceFirst(".*; Path=([^;]+).*", "$1"));
  }

  String cookie(String name) {
    return values.getOrDefault(name, "");
  }

  void put(String name, String value) {
    values.put(name, value);
    paths.put(name, "/");
  }
}
