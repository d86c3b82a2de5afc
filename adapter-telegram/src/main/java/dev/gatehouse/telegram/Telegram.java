package dev.gatehouse.telegram;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.Job;
import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.Leases;
import dev.gatehouse.port.Messages;
import dev.gatehouse.port.Randomness;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The proofs that Telegram gives of who somebody is, as they are checked for one realm: by its bots, and as fresh as it wants them. Pure functions: whoever asks
 * remembers {@link Proof#id()} until {@link Proof#rememberUntil()}, on all nodes, so that a proof is taken once (L12, L13).
 */
public final class Telegram {
  /** Of the numeric id, by which all doors know the same person. */
  public static final dev.gatehouse.domain.identity.ProviderKey PROVIDER =
      new dev.gatehouse.domain.identity.ProviderKey("telegram");

  /** Of OpenID's {@code sub}, which may be somebody else's number, and at another client somebody else. */
  static dev.gatehouse.domain.identity.ProviderKey subjects(long bot) {
    return new dev.gatehouse.domain.identity.ProviderKey("telegram-sub." + bot);
  }

  private final MiniAppDoor miniApp;
  private final WidgetDoor widget;
  private final IdTokenDoor idToken;

  public Telegram(Settings settings) {
    List<BotKeys> bots = settings.bots().stream().map(BotKeys::of).toList();
    Freshness freshness = new Freshness(settings.maxAge());
    miniApp = new MiniAppDoor(bots, settings.miniAppKey().publicKey(), freshness);
    widget = new WidgetDoor(bots, freshness);
    idToken = new IdTokenDoor(settings.bots().stream().map(Bot::id).toList());
  }

  /**
   * For the core: judges proofs of the provider {@code telegram} in these realms, of the kinds {@code miniapp} (a field {@code init_data}) and {@code
   * widget} (the widget's fields).
   *
   * @throws IllegalArgumentException for a bot that stands in two realms: what it says of somebody would be good in both
   */
  public static IdentityProofs proofs(Map<RealmKey, Settings> realms) {
    return proofs(realms, OpenIds.NONE);
  }

  /** The same, and of the kind {@code id_token} (a field {@code id_token}) where a bot is a client of OpenID: of tokens that Telegram has given an app. */
  public static IdentityProofs proofs(Map<RealmKey, Settings> realms, OpenIds openIds) {
    Map<Long, RealmKey> owners = new HashMap<>();
    realms.forEach((realm, settings) -> settings
        .bots()
        .forEach(bot -> Optional.ofNullable(owners.putIfAbsent(bot.id(), realm))
            .ifPresent(other -> {
              throw new IllegalArgumentException(
                  "the bot " + bot.id() + " stands in " + other + " and in " + realm);
            })));
    return new RealmProofs(
        realms.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, realm -> new Telegram(realm.getValue()))),
        openIds);
  }

  /**
   * A Mini App's {@code initData}, as {@code Telegram.WebApp.initData} gave it: nothing decoded, nothing in another order. Of a bot whose token is known the
   * {@code hash} is checked, of the others the {@code signature}; never the one that whoever sends it would like better.
   */
  public Verdict miniApp(String initData, Instant now) {
    return judged(() -> miniApp.open(initData, now));
  }

  /** The fields of the Login Widget, all that came and as they came; a number as it was written. */
  public Verdict widget(Map<String, String> fields, Instant now) {
    return judged(() -> widget.open(fields, now));
  }

  /**
   * An OpenID id_token. Its {@code sub} is the {@link Proof#subject()}, which is not the numeric id: that is the claim {@code id}.
   *
   * @param nonce what was sent, if one was; this provider may not send it back, so the flow is bound by its state and PKCE, but a token that holds one has
   *     to be shown with it
   * @param keys all that the provider publishes now; {@link Flaw.UnknownKey} says that it may have others by now
   */
  public Verdict idToken(
      String token, Optional<String> nonce, List<ProviderKey> keys, Instant now) {
    return judged(() -> idToken.open(token, nonce, keys, now));
  }

  private static Verdict judged(Supplier<Proof> door) {
    try {
      return new Verdict.Proven(door.get());
    } catch (Flawed refused) {
      return new Verdict.Refused(refused.flaw());
    }
  }

  /**
   * The bots of a realm, and what it asks of their proofs.
   *
   * @param bots from one to 64, of different ids
   * @param maxAge how old a proof of the Mini App or the widget may be: from a second to 24 hours
   * @param miniAppKey whose signatures count for bots without a token
   */
  public record Settings(List<Bot> bots, Duration maxAge, MiniAppKey miniAppKey) {
    public static final Duration USUAL_AGE = Duration.ofMinutes(5);
    public static final Duration GREATEST_AGE = Duration.ofHours(24);
    private static final int MOST_BOTS = 64;

    public Settings {
      bots = List.copyOf(bots);
      if (bots.isEmpty() || bots.size() > MOST_BOTS) {
        throw new IllegalArgumentException(
            bots.size() + " bots; from one to " + MOST_BOTS + " are accepted");
      }
      Set<Long> seen = new HashSet<>();
      for (Bot bot : bots) {
        if (!seen.add(bot.id())) {
          throw new IllegalArgumentException("the bot " + bot.id() + " is there twice");
        }
      }
      if (maxAge.compareTo(Duration.ofSeconds(1)) < 0 || maxAge.compareTo(GREATEST_AGE) > 0) {
        throw new IllegalArgumentException(
            "proofs may be " + maxAge + " old; from a second to 24 hours is accepted");
      }
    }

    /** Five minutes, and the signatures of Telegram's production. */
    public static Settings of(Bot... bots) {
      return new Settings(List.of(bots), USUAL_AGE, MiniAppKey.PRODUCTION);
    }
  }

  /**
   * One bot whose proofs count.
   *
   * @param token without it only what Telegram signs itself can be checked: Mini App by {@code signature}, OpenID
   */
  public record Bot(long id, Optional<BotToken> token) {
    public Bot {
      if (id <= 0) {
        throw new IllegalArgumentException("the bot " + id + "; its id is positive");
      }
      if (token.filter(known -> known.botId() != id).isPresent()) {
        throw new IllegalArgumentException("the token is not of the bot " + id);
      }
    }

    public static Bot of(BotToken token) {
      return new Bot(token.botId(), Optional.of(token));
    }

    public static Bot withoutToken(long id) {
      return new Bot(id, Optional.empty());
    }
  }

  /** A bot's token: {@code <bot id>:<secret>}. Who has it is the bot. */
  public static final class BotToken {
    private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,17}):[A-Za-z0-9_-]{1,128}");

    private final String text;

    public BotToken(String text) {
      if (!SHAPE.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "a bot token of another shape; digits, a colon, and letters, digits, _ and - are accepted");
      }
      this.text = text;
    }

    public long botId() {
      return Long.parseLong(text.substring(0, text.indexOf(':')));
    }

    /** For the keys that come of it, and the address of the Bot API. */
    String reveal() {
      return text;
    }

    @Override
    public String toString() {
      return "BotToken[redacted]";
    }
  }

  /**
   * A realm's bots at Telegram's OpenID.
   *
   * @param issuer {@link #ISSUER}, or a stand-in on this machine; nothing else than a scheme, a host and maybe a port, and {@code http} on loopback only
   * @param bots whose id_tokens count that an app was given: at least one; the first is the client as which browsers are sent there
   * @param secret of that client; without one no browser is sent
   * @param writes whether people are asked to let that bot write to them (the scope {@code telegram:bot_access})
   */
  public record OpenId(URI issuer, List<Long> bots, Optional<ClientSecret> secret, boolean writes) {
    public static final URI ISSUER = URI.create(IdTokenDoor.ISSUER);
    private static final Pattern LOOPBACK =
        Pattern.compile("http://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
    private static final Pattern SECURE = Pattern.compile("https://[A-Za-z0-9.-]+(:\\d{1,5})?");
    private static final int GREATEST_PORT = 65_535;

    public OpenId {
      checked(issuer);
      bots = List.copyOf(bots);
      if (bots.isEmpty() || bots.stream().anyMatch(bot -> bot <= 0)) {
        throw new IllegalArgumentException(
            "the bots " + bots + "; at least one is expected, of a positive id");
      }
    }

    /**
     * The same, if it can be an issuer.
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    public static URI checked(URI issuer) {
      if (!SECURE.matcher(issuer.toString()).matches() && !plain(issuer)) {
        throw new IllegalArgumentException("the issuer '" + issuer
            + "' is not https:// and a host, nor http:// and a loopback host");
      }
      if (issuer.getPort() > GREATEST_PORT || issuer.getPort() == 0) {
        throw new IllegalArgumentException("the issuer '" + issuer + "' has the port "
            + issuer.getPort() + "; 1 to " + GREATEST_PORT + " are accepted");
      }
      return issuer;
    }

    /** Whether it is on loopback, without TLS. */
    public static boolean plain(URI issuer) {
      return LOOPBACK.matcher(issuer.toString()).matches();
    }

    /** Of the client. */
    long bot() {
      return bots.get(0);
    }

    URI discovery() {
      return URI.create(issuer + "/.well-known/openid-configuration");
    }
  }

  /** What Telegram knows an OpenID client by: BotFather shows it. */
  public static final class ClientSecret {
    private static final Pattern SHAPE = Pattern.compile("[!-~]{8,256}");

    private final String text;

    public ClientSecret(String text) {
      if (!SHAPE.matcher(text).matches()) {
        throw new IllegalArgumentException("a client secret of " + text.length()
            + " characters; 8 to 256 without blanks are accepted");
      }
      this.text = text;
    }

    String reveal() {
      return text;
    }

    @Override
    public String toString() {
      return "ClientSecret[redacted]";
    }
  }

  /**
   * Telegram as the provider {@code telegram} to which browsers are sent, in each realm as the client that its bot is. Discovery document and keys are kept for as
   * long as Telegram says.
   */
  public static final class OpenIds implements IdentityProviders {
    /** In no realm. */
    public static final OpenIds NONE = new OpenIds(Map.of());

    private final Map<RealmKey, OpenIdClient> realms;

    private OpenIds(Map<RealmKey, OpenIdClient> realms) {
      this.realms = Map.copyOf(realms);
    }

    /** @param client one that follows no redirects */
    public static OpenIds of(Map<RealmKey, OpenId> realms, HttpClient client) {
      return of(realms, client, Wire.PATIENCE);
    }

    /** @param patience for how long Telegram may take for an answer */
    static OpenIds of(Map<RealmKey, OpenId> realms, HttpClient client, Duration patience) {
      Map<OpenId, OpenIdClient> clients = new HashMap<>();
      Map<RealmKey, OpenIdClient> all = new HashMap<>();
      realms.forEach((realm, openId) -> all.put(
          realm, clients.computeIfAbsent(openId, one -> new OpenIdClient(one, client, patience))));
      return new OpenIds(all);
    }

    Optional<OpenIdClient> client(RealmKey realm) {
      return Optional.ofNullable(realms.get(realm));
    }

    @Override
    public List<dev.gatehouse.domain.identity.ProviderKey> at(RealmKey realm) {
      return client(realm).filter(OpenIdClient::sends).isPresent() ? List.of(PROVIDER) : List.of();
    }

    @Override
    public String address(
        RealmKey realm,
        dev.gatehouse.domain.identity.ProviderKey provider,
        Errand errand,
        Instant now) {
      return client(realm)
          .filter(any -> provider.equals(PROVIDER) && any.sends())
          .orElseThrow(
              () -> new IllegalArgumentException("there is no provider " + provider + " there"))
          .address(errand, now);
    }

    @Override
    public IdentityProofs.Verdict redeem(
        RealmKey realm,
        dev.gatehouse.domain.identity.ProviderKey provider,
        Errand errand,
        Returned returned,
        Instant now) {
      return client(realm)
          .filter(any -> provider.equals(PROVIDER) && any.sends())
          .map(client -> client.redeem(errand, returned, now))
          .orElseGet(IdentityProofs.Verdict.Unasked::new);
    }
  }

  /** The key that signs Mini App data for third parties: one of Telegram's two, or that of a stand-in. */
  public record MiniAppKey(PublicKey publicKey) {
    public static final MiniAppKey PRODUCTION =
        of("e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d");

    /** Of Telegram's test servers, where anybody is anybody: only by explicit configuration. */
    public static final MiniAppKey TEST =
        of("40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec");

    public MiniAppKey {
      if (!Set.of("Ed25519", "EdDSA").contains(publicKey.getAlgorithm())) {
        throw new IllegalArgumentException(
            "a key of " + publicKey.getAlgorithm() + "; one of Ed25519 is accepted");
      }
    }

    private static MiniAppKey of(String hex) {
      return new MiniAppKey(Ed25519.key(hex));
    }
  }

  /**
   * One key that the provider publishes. What it signs with follows from what it is, so that a token cannot choose: RSA from 2048 bits RS256, P-256 ES256,
   * Ed25519 EdDSA.
   */
  public record ProviderKey(String kid, PublicKey key) {
    private static final Pattern KID = Pattern.compile("[!-~]{1,128}");

    public ProviderKey {
      if (!KID.matcher(kid).matches()) {
        throw new IllegalArgumentException("a kid that is no name");
      }
      ProviderAlgorithm.of(key);
    }
  }

  /** How somebody came in. */
  public enum Door {
    MINI_APP,
    WIDGET,
    OPENID
  }

  /**
   * Whom Telegram names. Only the id says who it is; the rest is for show, changes when its owner likes, and is absent where it is not what it should be.
   *
   * @param id 64 bit, positive
   * @param firstName of OpenID, which knows one name only, that one
   * @param photo an {@code https} address
   * @param language a language tag, such as {@code pt-BR}
   */
  public record Person(
      long id,
      Optional<String> firstName,
      Optional<String> lastName,
      Optional<String> username,
      Optional<String> photo,
      Optional<String> language) {
    public Person {
      if (id <= 0) {
        throw new IllegalArgumentException("a person's id is positive");
      }
    }

    @Override
    public String toString() {
      return "Person[…]";
    }
  }

  /**
   * A proof that held.
   *
   * @param bot by which bot it was checked: it was shown to nobody else
   * @param subject OpenID's {@code sub}
   * @param startParam of a Mini App, as it was opened with: words of whoever made the link
   * @param signedAt when Telegram said so
   * @param rememberUntil from then on it is refused for its age
   */
  public record Proof(
      Door door,
      long bot,
      Person person,
      Optional<String> subject,
      Optional<String> startParam,
      Instant signedAt,
      ProofId id,
      Instant rememberUntil) {
    @Override
    public String toString() {
      return "Proof[" + door + ", bot " + bot + ", " + signedAt + "]";
    }
  }

  /** What a proof is remembered by: the same for every spelling in which it would be taken. */
  public record ProofId(Digest digest) {}

  /** The one answer to whatever is presented. */
  public sealed interface Verdict {
    record Proven(Proof proof) implements Verdict {}

    record Refused(Flaw flaw) implements Verdict {}

    default <R> R match(Function<Proof, R> proven, Function<Flaw, R> refused) {
      return this instanceof Proven p
          ? proven.apply(p.proof())
          : refused.apply(((Refused) this).flaw());
    }
  }

  /** Why a proof was refused: for the event and the metric, not for the caller. Nothing in it comes from what was presented but times. */
  public sealed interface Flaw {
    /** Longer than Telegram's are, or of more fields. */
    record TooLarge() implements Flaw {}

    /** Not of the shape that its kind has: encoding, a field twice, a line break, another type. */
    record Malformed() implements Flaw {}

    /** Signed by none of the bots, or not by the provider's key: changed, of another bot, of another kind, or made up. */
    record Forged() implements Flaw {}

    /** Signed, but it names no person: nobody, a bot, or an id that is none. */
    record Nobody() implements Flaw {}

    record Stale(Duration age) implements Flaw {}

    record FromTheFuture(Duration ahead) implements Flaw {}

    /** The token is for another bot, or for several. */
    record OtherAudience() implements Flaw {}

    record OtherIssuer() implements Flaw {}

    /** None of the keys has this name; the provider may have published it since. */
    record UnknownKey() implements Flaw {}

    /** Not the algorithm of the key that it names. */
    record OtherAlgorithm() implements Flaw {}

    record OtherNonce() implements Flaw {}

    /** One of few words, for a metric's label: {@code from_the_future}. */
    default String reason() {
      return getClass()
          .getSimpleName()
          .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
          .toLowerCase(Locale.ROOT);
    }
  }

  /** A bot that talks with people, for one realm, to be run: its jobs, and what takes updates that Telegram delivers by itself. Closing it lets another node go on at once. */
  public record RunningBot(TelegramUpdates updates, List<Job> jobs, AutoCloseable end)
      implements AutoCloseable {
    public RunningBot {
      jobs = List.copyOf(jobs);
    }

    @Override
    public void close() throws Exception {
      end.close();
    }
  }

  /** Nothing runs until its jobs do. */
  public static RunningBot bot(BotSettings settings, BotHouse house) {
    return BotAssembly.of(settings, house, Patience.REAL);
  }

  /**
   * A bot that talks with people.
   *
   * @param realm to which it lets them in
   * @param api the root of the Bot API: {@link #BOT_API}, a server of one's own, or a stand-in
   * @param webhook how Telegram delivers updates by itself; without it one node fetches them
   * @param site where people sign in, to be shown
   * @param loginPage what the secret of a login link is appended to, such as {@code https://id.example.com/bot-link#token=}
   */
  public record BotSettings(
      Realm realm,
      BotToken token,
      URI api,
      Optional<Webhook> webhook,
      String site,
      String loginPage) {
    public static final URI BOT_API = URI.create("https://api.telegram.org");

    public BotSettings {
      checkApi(api);
    }

    /**
     * The same, if the token may be sent there.
     *
     * @throws IllegalArgumentException for anything but {@code https}, or {@code http} to this machine, and a host, and maybe a port and a path
     */
    public static URI checkApi(URI api) {
      boolean secure = "https".equals(api.getScheme());
      boolean here = "http".equals(api.getScheme())
          && LOOPBACK.matcher(Optional.ofNullable(api.getHost()).orElse("")).matches();
      if (!(secure || here)
          || api.getHost() == null
          || api.getRawUserInfo() != null
          || api.getRawQuery() != null
          || api.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "the Bot API at something else than https:// and a host, or http:// and a loopback host");
      }
      return api;
    }

    @Override
    public String toString() {
      return "BotSettings[" + realm.key() + "]";
    }
  }

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|::1");

  /**
   * Where Telegram delivers, and by what it is known.
   *
   * @param url over {@code https}
   * @param secrets one, or two while one takes the other's place: Telegram is told the first
   */
  public record Webhook(URI url, List<WebhookSecret> secrets) {
    public Webhook {
      secrets = checked(secrets);
    }

    /**
     * The same, if Telegram may be known by them.
     *
     * @throws IllegalArgumentException for none, for more than two, and for two that are one
     */
    public static List<WebhookSecret> checked(List<WebhookSecret> secrets) {
      if (secrets.isEmpty() || secrets.size() > 2) {
        throw new IllegalArgumentException(
            secrets.size() + " secrets of the webhook; one or two are accepted");
      }
      if (secrets.stream().map(secret -> secret.digest).distinct().count() < secrets.size()) {
        throw new IllegalArgumentException(
            "the same secret of the webhook twice; two different ones are accepted");
      }
      return List.copyOf(secrets);
    }

    @Override
    public String toString() {
      return "Webhook[" + url + "]";
    }
  }

  /** By what Telegram is known at the webhook. */
  public static final class WebhookSecret {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{16,256}");

    private final String text;
    private final Digest digest;

    public WebhookSecret(String text) {
      if (!SHAPE.matcher(text).matches()) {
        throw new IllegalArgumentException("a secret of the webhook of " + text.length()
            + " characters; 16 to 256 of A-Z a-z 0-9 _ - are accepted");
      }
      this.text = text;
      this.digest = Digest.sha256(Utf8.bytes(text));
    }

    /** In constant time. */
    boolean is(String shown) {
      return digest.equals(Digest.sha256(Utf8.bytes(shown)));
    }

    String reveal() {
      return text;
    }

    @Override
    public String toString() {
      return "WebhookSecret[redacted]";
    }
  }

  /**
   * What a bot lives in.
   *
   * @param client one that follows no redirects; who logs what it does logs the token
   */
  public record BotHouse(
      Gatehouse gatehouse,
      Leases leases,
      Messages messages,
      HttpClient client,
      Clock clock,
      Randomness randomness,
      BotListener listener,
      Places places,
      OwnCommands ownCommands) {}

  /** Hears how a bot fares: must be quick and must not throw. */
  public interface BotListener {
    /** Something that whoever runs the server should know; holds no secret and nobody's name. */
    void warned(String words);

    /** @param outcome {@code ok}, the code of an error, or {@code unanswered} */
    default void asked(String method, String outcome) {}

    /** Whether it is this node that fetches updates. */
    default void leads(boolean now) {}
  }

  /** Where a network address is, for people to read. */
  @FunctionalInterface
  public interface Places {
    Places NONE = (address, reader) -> Optional.empty();

    /** Such as {@code Berlin, Germany}; empty where that is not known. */
    Optional<String> of(String address, Locale reader);
  }

  /**
   * Something of the embedder's own that somebody has asked the bot for.
   *
   * @param person who, by Telegram's word
   * @param update may come twice: whoever changes something by it remembers it
   * @param name of the command, without the slash; {@code start} for a payload that begins with {@code ref_} or {@code promo_}
   * @param argument what stands behind it, as the person wrote it
   */
  public record OwnCommand(long person, Locale locale, long update, String name, String argument) {
    @Override
    public String toString() {
      return "OwnCommand[" + name + "]";
    }
  }

  /** Commands of the embedder's own. */
  @FunctionalInterface
  public interface OwnCommands {
    OwnCommands NONE = command -> Optional.empty();

    /** The answer, as plain text; empty where that is none of them. */
    Optional<String> handle(OwnCommand command);
  }
}
