package dev.gatehouse.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cookie to be set (RFC 6265): always {@code HttpOnly} and {@code SameSite=Lax}. */
final class Cookie {
  private final String name;
  private final String value;
  private final String path;
  private final boolean secure;
  private final Optional<Duration> life;

  /** @param life empty for as long as the browser runs, zero to remove it */
  Cookie(String name, String value, String path, boolean secure, Optional<Duration> life) {
    this.name = name;
    this.value = value;
    this.path = path;
    this.secure = secure;
    this.life = life;
  }

  static void set(Context context, List<Cookie> cookies) {
    cookies.forEach(cookie -> context.res().addHeader("Set-Cookie", cookie.header()));
  }

  /** As the value of {@code Set-Cookie}. */
  String header() {
    String age = life.map(l -> "; Max-Age=" + Math.max(0, l.toSeconds())).orElse("");
    return name + "=" + value + "; Path=" + path + age + "; HttpOnly" + (secure ? "; Secure" : "")
        + "; SameSite=Lax";
  }

  @Override
  public String toString() {
    return "Cookie[" + name + "]";
  }
}
