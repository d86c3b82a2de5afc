package dev.gatehouse.benchmarks;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.postgres.Postgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The server over a site, taking every password for right at no cost: what signing in costs besides the hash. */
final class LightServer {
  private LightServer() {}

  /** Of {@link #main}: where the database is, and the master key. */
  static List<String> arguments(Site site) {
    return List.of(site.settings().url(), Base64.getEncoder().encodeToString(site.masterKey()));
  }

  /** As a process of its own: prints where it is, and serves until it is ended. */
  public static void main(String[] args) throws InterruptedException {
    Postgres.Settings database = Postgres.Settings.of(args[0], "postgres", "postgres");
    Gatehouse gatehouse = Site.gatehouse(
        Postgres.open(database), Base64.getDecoder().decode(args[1]), new Trusting());
    HttpServer.Settings settings = new HttpServer.Settings(
        "127.0.0.1",
        0,
        URI.create("https://id.example.com"),
        false,
        List.of(new HttpServer.RealmDoor(
            gatehouse.realm(Site.REALM), Set.of(), "gh_", Set.of(), Set.of())),
        Optional.of(Site.REALM),
        List.of("127.0.0.0/8"),
        HttpServer.ForwardedHeader.X_FORWARDED_FOR,
        Optional.empty(),
        List.of(),
        Duration.ZERO,
        Duration.ZERO);
    HttpServer server =
        HttpServer.start(gatehouse, settings, new Alone(), new SimpleMeterRegistry());
    System.out.println("ready http://127.0.0.1:" + server.port() + "/");
    Thread.currentThread().join();
  }

  private static final class Trusting implements PasswordHasher {
    private final PasswordHash stored = Site.hasher().hash(new Password(Site.PASSWORD));

    @Override
    public PasswordHash hash(Password password) {
      return stored;
    }

    @Override
    public boolean matches(Password password, Optional<PasswordHash> hash) {
      return hash.isPresent();
    }

    @Override
    public boolean outdated(PasswordHash hash) {
      return false;
    }
  }

  private static final class Alone implements HttpServer.Neighbours {
    @Override
    public List<String> unready() {
      return List.of();
    }

    @Override
    public HttpServer.Texts texts(Locale wanted) {
      return new HttpServer.Texts(Locale.ENGLISH, false, (key, values) -> key);
    }

    @Override
    public String metrics() {
      return "";
    }

    @Override
    public List<HttpServer.Letter> mailbox(Optional<String> to) {
      return List.of();
    }
  }
}
