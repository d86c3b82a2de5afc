package dev.gatehouse.app.laws;

import dev.gatehouse.app.Serving;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps cookies and sends them where their path says, from one origin. */
final class Browser {
  private final Serving server;
  private final String address = Call.elsewhere();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> paths = new LinkedHashMap<>();

  Browser(Serving server) {
    this.server = server;
  }

  Reply post(String path, Object... members) {
    return own(Call.post(server, path, members).from(address), "/api/v1/auth" + path);
  }

  Reply get(String path) {
    return own(Call.get(server, path).from(address), "/api/v1/auth" + path);
  }

  Reply signIn(Person person) {
    return post("/login", "login_or_email", person.login(), "password", person.password())
        .is(200);
  }

  /** From a page of the server's own origin. */
  private Reply own(Call call, String path) {
    return send(call.header("Origin", "https://" + Serving.HOST), path);
  }

  /** With the cookies, and no more than the call says itself of where it comes from. */
  Reply send(Call call, String path) {
    String cookies = values.entrySet().stream()
        .filter(cookie -> path.startsWith(paths.getOrDefault(cookie.getKey(), "/")))
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
    if (!cookies.isEmpty()) {
      call.header("Cookie", cookies);
    }
    Reply reply = call.send();
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

  /** The values of those whose name ends so. */
  String cookie(String name) {
    return values.entrySet().stream()
        .filter(cookie -> cookie.getKey().endsWith(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  Map<String, String> cookies() {
    return Map.copyOf(values);
  }
}
