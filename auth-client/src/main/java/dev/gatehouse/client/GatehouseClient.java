package dev.gatehouse.client;

import dev.gatehouse.domain.credential.PasswordPolicy;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionPolicy;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.TokenPolicy;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Outage;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Verifies the access tokens of one realm in another service than Gatehouse itself (RFC 9068, 4), by the published keys and the feed of what was
 * revoked. While that feed is read, verifying asks nobody. What was revoked is refused as soon as the server has told, and never later than {@link
 * Builder#trust} after it was committed: where the last complete read is older, the server is asked for the one token, and where it does not say,
 * nothing is accepted.
 *
 * <p>All of it is thread-safe. {@link #run} has to be called: without it every verification asks the server.
 */
public final class GatehouseClient {
  /** How old the last complete read of the feed may be, unless said. */
  public static final Duration TRUST = Duration.ofSeconds(2);

  private final Realm realm;
  private final Clock clock;
  private final AccessTokens tokens = new JwtAccessTokens();
  private final PublishedKeys keys;
  private final Feed feed;
  private final Introspection introspection;

  private GatehouseClient(Builder builder, Realm realm, Server server) {
    this.realm = realm;
    this.clock = builder.clock;
    this.keys = new PublishedKeys(server, clock);
    this.feed =
        new Feed(server, clock, realm.tokens().revocationMemory(), builder.trust, keys::withdrawn);
    this.introspection = new Introspection(server);
  }

  /** Everything that is missing is named when {@link Builder#build()} is called. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * As {@link #verify(AccessToken, Transport)}, for what came in the header {@code Authorization} behind {@code Bearer} (RFC 6750, 2.1). A token that
   * belongs in a cookie is refused here: whoever shows it otherwise took it out of somebody's browser.
   */
  public AccessClaims verify(String bearer) {
    return verify(new AccessToken(bearer), Transport.BEARER);
  }

  /**
   * What a good token says. One that is {@linkplain AccessClaims#binding bound} to a key is worth nothing without a proof of that key (RFC 9449, 7),
   * which is for the caller to ask for.
   *
   * @param came how the token came, which has to be its session's way
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} whatever is wrong with it
   * @throws Outage when that can not be told at the moment: a 503, never a yes
   */
  public AccessClaims verify(AccessToken token, Transport came) {
    AccessTokens.Verified verified = tokens.verify(token, realm, this::key, clock.instant());
    // read anew, for fetching keys may have taken long; and asked first: a read that completes
    // meanwhile must not make an old look fresh
    boolean fresh = feed.fresh(clock.instant());
    boolean revoked = feed.revoked(new Revoked.OfSession(verified.claims().session()))
        || feed.revoked(new Revoked.OfKey(verified.kid()));
    if (verified.claims().transport() != came
        || revoked
        || (!fresh && !introspection.active(token))) {
      throw new Refusal.TokenRejected().thrown();
    }
    return verified.claims();
  }

  /** A key that was withdrawn is none, and nobody is asked for it. */
  private Optional<KeyEntry> key(String kid) {
    return feed.revoked(new Revoked.OfKey(kid)) ? Optional.empty() : keys.find(kid);
  }

  /** Whether verifying asks nobody at the moment: for a probe, maybe. */
  public boolean fresh() {
    return feed.fresh(clock.instant());
  }

  /** Reads on in the feed once, as {@link #run} does again and again. */
  void read() {
    feed.read();
  }

  /** Fetches the keys if that is due, as {@link #run} does again and again. */
  void refresh() {
    keys.refresh();
  }

  /**
   * Follows the feed and keeps the keys fresh from now on. What a run throws is told and does not stop the next one.
   *
   * @param executor of the embedder's, with two threads for this: one of them waits for news most of the time
   * @param failed hears what a run threw; an {@link Outage} passes by itself
   * @return ends the work when closed; the executor stays the embedder's
   */
  public Running run(ScheduledExecutorService executor, Consumer<Exception> failed) {
    List<ScheduledFuture<?>> running = List.of(
        repeat(executor, PublishedKeys.PAUSE, keys::refresh, failed),
        repeat(executor, Feed.PAUSE, feed::follow, failed));
    return () -> running.forEach(future -> future.cancel(true));
  }

  private static ScheduledFuture<?> repeat(
      ScheduledExecutorService executor,
      Duration pause,
      Runnable work,
      Consumer<Exception> failed) {
    return executor.scheduleWithFixedDelay(
        () -> attempt(work, failed), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Nothing may come out of it, not even of telling: the executor would not run it again. Being told to stop is no failure. */
  private static void attempt(Runnable work, Consumer<Exception> failed) {
    try {
      try {
        work.run();
      } catch (RuntimeException e) {
        if (!Thread.currentThread().isInterrupted()) {
          failed.accept(e);
        }
      } catch (Error e) {
        failed.accept(new IllegalStateException("following Gatehouse broke", e));
      }
    } catch (RuntimeException | Error deaf) {
      // there is nobody else to be told
    }
  }

  /** Work that is running. */
  @FunctionalInterface
  public interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes what the client has to know. */
  public static final class Builder {
    private static final Duration SHORTEST_TRUST = Duration.ofMillis(500);
    private static final Duration LONGEST_TRUST = Duration.ofSeconds(60);
    private static final Duration CONNECTING = Duration.ofSeconds(1);

    private final Map<String, Boolean> given = new LinkedHashMap<>();
    private TokenPolicy tokens = TokenPolicy.DEFAULT;
    private Duration trust = TRUST;
    private Optional<HttpClient> http = Optional.empty();
    private URI server;
    private String realm;
    private String issuer;
    private String audience;
    private String authorization;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // build() refuses to go on while one of them is missing
    private Builder() {
      Arrays.asList("server", "realm", "service", "clock").forEach(part -> given.put(part, false));
    }

    /**
     * @param origin how the server is reached, such as {@code https://id.example.com}; unencrypted on loopback only, for who sits on the way could
     *     hand out keys of his own
     */
    public Builder server(URI origin) {
      boolean encrypted = "https".equals(origin.getScheme());
      boolean here = "http".equals(origin.getScheme())
          && List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(origin.getHost()));
      if (!encrypted && !here) {
        throw new IllegalArgumentException("the server '" + origin
            + "' is not reached by https://; only on this machine it may be by http://");
      }
      server = origin;
      return has("server");
    }

    /**
     * @param key of the realm, as in its path {@code /realms/<key>}
     * @param iss what its tokens have to say as {@code iss}
     * @param aud what they have to say as {@code aud}
     */
    public Builder realm(String key, String iss, String aud) {
      realm = key;
      issuer = iss;
      audience = aud;
      return has("realm");
    }

    /** The name and secret by which the server knows this service (RFC 6749, 2.3.1): one of its {@code GATEHOUSE_SERVICES}. */
    public Builder service(String name, String secret) {
      authorization = "Basic "
          + Base64.getEncoder()
              .encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
      return has("service");
    }

    public Builder clock(Clock time) {
      clock = time;
      return has("clock");
    }

    /** The longest {@code exp - iat} that is accepted, and the clock skew: 15 minutes and 30 seconds unless said. No shorter than the server's. */
    public Builder tokens(TokenPolicy policy) {
      tokens = policy;
      return this;
    }

    /** How old the last complete read of the feed may be: 0.5 to 60 seconds, 2 unless said. No token is accepted longer than that after it was revoked. */
    public Builder trust(Duration longest) {
      if (longest.compareTo(SHORTEST_TRUST) < 0 || longest.compareTo(LONGEST_TRUST) > 0) {
        throw new IllegalArgumentException(
            "trust of " + longest + " is outside " + SHORTEST_TRUST + " to " + LONGEST_TRUST);
      }
      trust = longest;
      return this;
    }

    /** By which the server is asked; it must follow no redirect. Without one, one is made, with the threads that the JDK gives it. */
    public Builder http(HttpClient client) {
      http = Optional.of(client);
      return this;
    }

    private Builder has(String part) {
      given.put(part, true);
      return this;
    }

    /**
     * Asks nobody yet.
     *
     * @throws IllegalStateException naming everything that is missing
     */
    public GatehouseClient build() {
      List<String> missing = given.entrySet().stream()
          .filter(part -> !part.getValue())
          .map(Map.Entry::getKey)
          .toList();
      if (!missing.isEmpty()) {
        throw new IllegalStateException("missing: " + String.join(", ", missing));
      }
      return new GatehouseClient(
          this,
          verifying(),
          new Server(http.orElseGet(Builder::connecting), server, realm, authorization));
    }

    /** Of a realm elsewhere only what its tokens are matters. */
    private Realm verifying() {
      return new Realm(
          new RealmKey(realm),
          RealmKind.CUSTOMER,
          issuer,
          audience,
          RegistrationMode.CLOSED,
          SessionPolicy.CUSTOMER,
          tokens,
          PasswordPolicy.CUSTOMER,
          false);
    }

    private static HttpClient connecting() {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECTING)
          .build();
    }
  }
}
