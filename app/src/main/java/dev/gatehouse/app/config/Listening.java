package dev.gatehouse.app.config;

import dev.gatehouse.http.HttpServer;
import java.net.URI;
import java.time.Duration;

/** What the server is told of how it is reached. A configuration is judged by it too, so that what passes is not refused at start. */
public final class Listening {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private Listening() {}

  /**
   * On that port, of which the public URL is made where none is given.
   *
   * @throws IllegalArgumentException when the configuration contradicts itself
   */
  public static HttpServer.Settings of(Configuration config, int port) {
    HttpConfig http = config.http();
    RealmsConfig realms = config.realms();
    URI publicUrl = http.origin(port);
    return new HttpServer.Settings(
        http.host(),
        port,
        publicUrl,
        config.mode() == Mode.DEV,
        realms.realms().stream().map(realm -> door(realms, realm, publicUrl)).toList(),
        realms.fallback().map(Object::toString),
        http.trustedProxies(),
        http.forwardedHeader(),
        http.metricsToken(),
        http.services(),
        DRAIN,
        http.answerFloor());
  }

  private static HttpServer.RealmDoor door(RealmsConfig realms, RealmConfig realm, URI publicUrl) {
    return new HttpServer.RealmDoor(
        realms.realm(realm, publicUrl),
        realm.hosts(),
        realm.cookieNamespace(),
        realm.origins(),
        realm.bearerOrigins(),
        realm.telegram().map(TelegramConfig::door));
  }
}
