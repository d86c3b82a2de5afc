package dev.gatehouse.http;

import io.javalin.http.Context;
import java.util.Optional;

/** What browsers are told about pages of other origins (Fetch, 3.2): the listed ones may read and send, with cookies only where they are listed for it. */
final class Cors {
  private static final String HEADERS =
      "Authorization, Content-Type, X-Auth-Transport, X-Request-ID";
  private static final String EXPOSED = "Retry-After, WWW-Authenticate, X-Request-ID";

  private Cors() {}

  static void answer(Context context, Place place) {
    context.res().addHeader("Vary", "Origin");
    Optional<String> origin = Optional.ofNullable(context.header("Origin"));
    HttpServer.RealmDoor door = place.door();
    origin.filter(text -> listed(door, text)).ifPresent(text -> {
      context.header("Access-Control-Allow-Origin", text);
      context.header("Access-Control-Expose-Headers", EXPOSED);
      if (door.origins().contains(text)) {
        context.header("Access-Control-Allow-Credentials", "true");
      }
    });
  }

  /** Answers {@code OPTIONS}; browsers ask so before they send. */
  static void preflight(Context context, String methods) {
    context.header("Allow", methods);
    if (context.res().containsHeader("Access-Control-Allow-Origin")) {
      context.header("Access-Control-Allow-Methods", methods);
      context.header("Access-Control-Allow-Headers", HEADERS);
      context.header("Access-Control-Max-Age", "600");
    }
    context.status(204);
  }

  private static boolean listed(HttpServer.RealmDoor door, String origin) {
    return door.origins().contains(origin) || door.bearerOrigins().contains(origin);
  }
}
