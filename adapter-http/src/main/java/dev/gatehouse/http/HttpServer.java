package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.Outage;
import io.javalin.Javalin;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** The use cases over HTTP: one contract for browsers, apps and servers. See {@code docs/routes.md} and {@code docs/problems.md}. */
public final class HttpServer implements AutoCloseable {
  private final Javalin javalin;

  private HttpServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts listening.
   *
   * @throws IllegalArgumentException when the settings contradict themselves
   * @throws RuntimeException when the address can not be listened on
   */
  public static HttpServer start(
      Gatehouse gatehouse, Settings settings, Neighbours neighbours, MeterRegistry meters) {
    return new HttpServer(
        new Assembly(new Surroundings(gatehouse, settings, neighbours, meters)).start());
  }

  /** The port it listens on: the one of the settings, or the one found where they say 0. */
  public int port() {
    return javalin.port();
  }

  /**
   * Stops accepting, and lets requests under way finish within {@link Settings#drain()}; what is not finished by then is cut off. Closing twice is
   * no error.
   */
  @Override
  public void close() {
    Assembly.stop(javalin);
  }

  /**
   * Where and how to listen. What contradicts itself is refused with an {@link IllegalArgumentException}, and not first when the server starts.
   *
   * @param port 0 picks a free one
   * @param publicUrl the origin under which the server is reached, such as {@code https://id.example.com}: for links, and as a host that is its own
   * @param embedded development on loopback: cookies without {@code Secure}, the mailbox, a page at {@code /}
   * @param realms at least one
   * @param defaultRealm the key of the realm for requests whose host and path name none
   * @param trustedProxies networks as CIDR, such as {@code 10.0.0.0/8}, whose word about the client's address is taken
   * @param forwardedHeader which header those write; the other is never read
   * @param metricsToken the bearer token of {@code /metrics}; without one it is shut, but for this machine in embedded mode
   * @param services who may ask what was revoked and whether tokens are good; without any, nobody
   * @param drain how long requests under way may take when the server closes
   * @param floor how long answers take at least whose time could tell whether an address is known; longer than the store takes for them
   */
  public record Settings(
      String host,
      int port,
      URI publicUrl,
      boolean embedded,
      List<RealmDoor> realms,
      Optional<String> defaultRealm,
      List<String> trustedProxies,
      ForwardedHeader forwardedHeader,
      Optional<String> metricsToken,
      List<Service> services,
      Duration drain,
      Duration floor) {
    public Settings {
      realms = List.copyOf(realms);
      trustedProxies = List.copyOf(trustedProxies);
      services = List.copyOf(services);
      SettingsCheck.check(host, publicUrl, embedded, realms, defaultRealm);
      new Proxies(trustedProxies, forwardedHeader);
    }

    @Override
    public String toString() {
      return "Settings[" + host + ":" + port + ", " + publicUrl + "]";
    }
  }

  /** Another service, and a secret by which it is known; one with two of them is there twice, so that one can take the other's place. */
  public static final class Service {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._-]{32,200}");

    private final String name;
    private final Digest secret;

    /**
     * @param name 1 to 64 of {@code a-z 0-9 -}
     * @param secret 32 to 200 of {@code A-Z a-z 0-9 . _ -}, such as 64 hexadecimal digits: every way to encode them leaves them as they are
     * @throws IllegalArgumentException saying what is wrong, without the secret
     */
    public Service(String name, String secret) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("has a service whose name is not 1 to 64 of a-z 0-9 -");
      }
      if (!SECRET.matcher(secret).matches()) {
        throw new IllegalArgumentException("has a secret of '" + name + "' of " + secret.length()
            + " characters that is not 32 to 200 of A-Z a-z 0-9 . _ -");
      }
      this.name = name;
      this.secret = digest(secret);
    }

    public String name() {
      return name;
    }

    /** Whether that is its name and its secret; both are compared to the end. */
    boolean is(String shownName, String shownSecret) {
      boolean named = digest(name).equals(digest(shownName));
      boolean proven = secret.equals(digest(shownSecret));
      return named && proven;
    }

    private static Digest digest(String text) {
      return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Service that && name.equals(that.name) && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return "Service[" + name + "]";
    }
  }

  /** In which header proxies say who is behind them. A proxy writes one and passes the other as the client sent it, so only that one may be read. */
  public enum ForwardedHeader {
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** RFC 7239. */
    FORWARDED("Forwarded");

    private final String field;

    ForwardedHeader(String field) {
      this.field = field;
    }

    /** The header's name. */
    public String field() {
      return field;
    }
  }

  /**
   * How one realm is reached.
   *
   * @param hosts exact {@code Host} values, unlike those of every other realm: {@code id.example.com} or {@code id.example.com:8443}
   * @param cookieNamespace what the names of its cookies begin with, such as {@code gh_}; unlike that of every other realm on the same host
   * @param origins of pages elsewhere that may call it with cookies, as browsers write them: {@code https://shop.example.com}, host in lower-case
   *     A-labels, no port that the scheme implies
   * @param bearerOrigins of pages elsewhere that may ask for tokens in the body
   * @param telegram the bot that lets people in, if there is one
   */
  public record RealmDoor(
      Realm realm,
      Set<String> hosts,
      String cookieNamespace,
      Set<String> origins,
      Set<String> bearerOrigins,
      Optional<TelegramBot> telegram) {
    /** Without a bot. */
    public RealmDoor(
        Realm realm,
        Set<String> hosts,
        String cookieNamespace,
        Set<String> origins,
        Set<String> bearerOrigins) {
      this(realm, hosts, cookieNamespace, origins, bearerOrigins, Optional.empty());
    }

    public RealmDoor {
      hosts = SettingsCheck.hosts(hosts);
      origins = Set.copyOf(origins);
      bearerOrigins = Set.copyOf(bearerOrigins);
      origins.forEach(RealmDoor::origin);
      bearerOrigins.forEach(RealmDoor::bearerOrigin);
      cookieNamespace = SettingsCheck.namespace(cookieNamespace);
    }

    /**
     * The same in lower case, if it can be the value of {@code Host}.
     *
     * @throws IllegalArgumentException when no client would ever write it so
     */
    public static String host(String text) {
      return SettingsCheck.host(text);
    }

    /** A host without the port that the scheme of the public URL implies: two that are equal then are one. */
    public static String bare(String host, URI publicUrl) {
      return SettingsCheck.bare(host, publicUrl.getScheme());
    }

    /**
     * The same, if it can be listed.
     *
     * @throws IllegalArgumentException when no browser would ever write it so, or it is neither over TLS nor on loopback
     */
    public static String origin(String text) {
      return SettingsCheck.origin(text);
    }

    /**
     * The same, if it can be listed for bearer tokens: also of an app's own scheme, such as {@code capacitor://localhost}.
     *
     * @throws IllegalArgumentException as for {@link #origin}
     */
    public static String bearerOrigin(String text) {
      return SettingsCheck.bearerOrigin(text);
    }
  }

  /**
   * A bot of Telegram's through which people come.
   *
   * @param username for the links that lead to it: 4 to 32 of {@code A-Z a-z 0-9 _}, a letter first; without it no browser is let in by it
   * @param secrets of whatever runs it elsewhere, two at most, so that one can take the other's place; without one nothing that runs elsewhere is believed
   */
  public record TelegramBot(Optional<String> username, List<BotSecret> secrets) {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{3,31}");

    public TelegramBot {
      secrets = List.copyOf(secrets);
      username.ifPresent(TelegramBot::username);
      if (secrets.size() > 2 || Set.copyOf(secrets).size() < secrets.size()) {
        throw new IllegalArgumentException(
            "has " + secrets.size() + " secrets; two at most, and different ones, are accepted");
      }
    }

    /**
     * The same, if a bot can be called that.
     *
     * @throws IllegalArgumentException saying what is accepted
     */
    public static String username(String text) {
      if (!USERNAME.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "is no bot's name: 4 to 32 of A-Z a-z 0-9 _, a letter first, without the @");
      }
      return text;
    }

    /** Whether the secret is one of the bot's; all are compared to the end. */
    boolean knows(String shown) {
      boolean known = false;
      for (BotSecret secret : secrets) {
        known |= secret.is(shown);
      }
      return known;
    }
  }

  /** By which a bot's own program is known. Who has it is believed about who somebody is at Telegram. */
  public static final class BotSecret {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{32,200}");

    private final Digest digest;

    /**
     * @param text 32 to 200 of {@code A-Z a-z 0-9 . _ -}, such as 64 hexadecimal digits
     * @throws IllegalArgumentException saying what is wrong, without the secret
     */
    public BotSecret(String text) {
      if (!SHAPE.matcher(text).matches()) {
        throw new IllegalArgumentException("has a secret of " + text.length()
            + " characters that is not 32 to 200 of A-Z a-z 0-9 . _ -");
      }
      this.digest = Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    boolean is(String shown) {
      return digest.equals(Digest.sha256(shown.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof BotSecret that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
      return digest.hashCode();
    }

    @Override
    public String toString() {
      return "BotSecret[redacted]";
    }
  }

  /** What the composition root knows and the server shows. */
  public interface Neighbours {
    /** Why the node is not ready; empty when it is. */
    List<String> unready();

    /** What is measured, as Prometheus text. */
    String metrics();

    /** What pages say, in the nearest language there is. */
    Texts texts(Locale wanted);

    /** Embedded mode only: what was mailed, newest first, to that address if one is given. */
    List<Letter> mailbox(Optional<String> to);

    /** Who deals with what Telegram delivers; without anybody, nothing is taken. */
    default TelegramUpdates telegram() {
      return TelegramUpdates.NONE;
    }

    /** Whom to tell of a weakness: the contact in {@code security.txt} (RFC 9116). Without one, {@code security@} the public host (RFC 2142, 4). */
    default Optional<URI> securityContact() {
      return Optional.empty();
    }

    /** Where the spans of requests go: nowhere, unless said. */
    default OpenTelemetry traces() {
      return OpenTelemetry.noop();
    }

    /** A request was answered: for a log. Must be quick. */
    default void answered(Answered request) {}

    /** What was needed does not answer, and the caller was told to come again (503): for a log. Must be quick. */
    default void unavailable(String requestId, Outage outage) {}

    /** Something failed that should not have, and the caller was told 500: for a log. */
    default void unexpected(String requestId, Throwable failure) {
      System.getLogger(HttpServer.class.getName())
          .log(System.Logger.Level.ERROR, "request " + requestId, failure);
    }
  }

  /**
   * A request that was answered; no personal value in it.
   *
   * @param route the path as in the table of routes, or {@code unmatched}
   */
  public record Answered(
      String requestId, String method, String route, int status, Duration took) {}

  /**
   * What pages say to one reader.
   *
   * @param language in which that is
   * @param text of a key of the catalogue, with what stands in its braces, by name
   */
  public record Texts(
      Locale language, boolean rightToLeft, BiFunction<String, Map<String, ?>, String> text) {
    String say(PageText said, Map<String, ?> values) {
      return text.apply(said.key(), values);
    }
  }

  /** A mail as the development mailbox shows it. */
  public record Letter(
      String to,
      String subject,
      String text,
      String html,
      String purpose,
      String locale,
      Instant createdAt) {
    @Override
    public String toString() {
      return "Letter[…]";
    }
  }
}
