package dev.gatehouse.app.config;

import dev.gatehouse.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the server is reached.
 *
 * @param publicUrl empty in embedded mode, where it is made of host and port unless given
 * @param forwardedHeader in which header the trusted proxies say who is behind them
 * @param metricsToken what {@code /metrics} asks for
 * @param services who may follow what is revoked, and introspect tokens
 * @param answerFloor how long answers take at least that must not tell known from unknown addresses
 */
public record HttpConfig(
    String host,
    int port,
    Optional<URI> publicUrl,
    List<String> trustedProxies,
    HttpServer.ForwardedHeader forwardedHeader,
    Optional<String> metricsToken,
    List<HttpServer.Service> services,
    Duration answerFloor) {
  private static final int SHORTEST_TOKEN = 16;
  private static final int LONGEST_FLOOR_MS = 1000;

  static HttpConfig read(Reading reading, Mode mode) {
    HttpConfig config = new HttpConfig(
        reading.read(Key.HTTP_HOST, Hosts::bindable).orElse("127.0.0.1"),
        reading.read(Key.HTTP_PORT, HttpConfig::port).orElse(0),
        mode == Mode.SERVE
            ? reading.need(Key.PUBLIC_URL, HttpConfig::publicUrl)
            : reading.read(Key.PUBLIC_URL, HttpConfig::publicUrl),
        reading.read(Key.TRUSTED_PROXIES, Hosts::networks).orElse(List.of()),
        reading
            .read(Key.FORWARDED_HEADER, HttpConfig::forwarded)
            .orElse(HttpServer.ForwardedHeader.X_FORWARDED_FOR),
        reading.read(Key.METRICS_TOKEN, HttpConfig::token),
        reading.read(Key.SERVICES, ServicesConfig::parse).orElse(List.of()),
        reading.read(Key.ANSWER_FLOOR_MS, HttpConfig::millis).orElse(Duration.ZERO));
    if (mode == Mode.DEV) {
      config.insistOnLoopback(reading);
    }
    return config;
  }

  /** How the world reaches it; made of the host and that port where it is not given. */
  public URI origin(int served) {
    return publicUrl.orElseGet(() -> here(served));
  }

  /** How this machine reaches it on that port. */
  public URI here(int served) {
    String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String reachable = Set.of("0.0.0.0", "[::]").contains(written) ? "127.0.0.1" : written;
    return URI.create("http://" + reachable + ":" + served);
  }

  private void insistOnLoopback(Reading reading) {
    if (!Hosts.loopback(host)) {
      reading.mistake(new Mistake(
          reading.where(Key.HTTP_HOST), "is '" + host + "'", "with dev a loopback address only"));
    }
    publicUrl
        .filter(url -> !Hosts.loopback(url.getHost()))
        .ifPresent(url -> reading.mistake(new Mistake(
            reading.where(Key.PUBLIC_URL),
            "is '" + url + "'",
            "with dev a loopback host only, such as http://localhost:8080")));
    reading.refuse(Key.TRUSTED_PROXIES, "dev is reached directly, by nobody but this machine");
  }

  private static HttpServer.ForwardedHeader forwarded(String text) {
    return Arrays.stream(HttpServer.ForwardedHeader.values())
        .filter(header -> header.field().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("which is neither of the two"));
  }

  private static int port(String text) {
    return number(text, 65_535);
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(number(text, LONGEST_FLOOR_MS));
  }

  private static int number(String text, int most) {
    int number = Integer.parseInt(text);
    if (number < 0 || number > most) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static URI publicUrl(String text) {
    URI url = URI.create(text);
    boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
    if (url.getHost() == null
        || !bare
        || url.getRawQuery() != null
        || url.getRawFragment() != null
        || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException("which is not scheme, host and port alone");
    }
    if (!"https".equals(url.getScheme())
        && !("http".equals(url.getScheme()) && Hosts.loopback(url.getHost()))) {
      throw new IllegalArgumentException("which others on the way could read");
    }
    return url;
  }

  private static String token(String text) {
    if (text.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException("has " + text.length() + " characters");
    }
    return text;
  }

  @Override
  public String toString() {
    return "HttpConfig[" + host + ":" + port + "]";
  }
}
