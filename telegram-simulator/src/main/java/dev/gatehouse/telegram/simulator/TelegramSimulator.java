package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A Telegram of one's own, on this machine alone: its Bot API at {@code <base>/bot<token>/<method>}, its OpenID provider with {@link #base()} as issuer, and
 * at {@link #base()} itself a telephone to click on. Everything is forgotten when it is closed. Tests do through this class what people do with the telephone.
 */
public final class TelegramSimulator implements AutoCloseable {
  private final Settings settings;
  private final Web web;
  private final Cloud cloud;
  private final Chance chance;
  private final OpenId openId;
  private final KeyPair thirdParty;
  private final Proofs proofs;
  private final Website website;

  private TelegramSimulator(Settings settings, Web web) {
    this.settings = settings;
    this.web = web;
    chance = new Chance(settings.chance());
    cloud = new Cloud(settings.clock(), chance);
    openId = new OpenId(cloud, chance, settings.issuer(), web.base(), web.threads());
    thirdParty = Signatures.ED25519.pair();
    proofs = new Proofs(thirdParty.getPrivate(), chance);
    website = new Website(web.threads());
    BotApi botApi = new BotApi(cloud, new Webhooks(cloud, web.threads()));
    web.route("/bot", botApi::answer);
    web.route("/.well-known/openid-configuration", openId::discovery);
    web.route("/.well-known/jwks.json", openId::jwks);
    web.route("/token", openId::token);
    web.route("/auth", new Consent(cloud, openId)::answer);
    Phone phone = new Phone(cloud, openId, proofs, website);
    web.route("/", phone::page);
    web.route("/t.me/", phone::link);
    web.route("/phone/", phone::act);
    web.route("/site/call", website::call);
  }

  /**
   * Starts it, with {@link Person#INVENTED} and no bot.
   *
   * @throws IllegalArgumentException where the address is not of the loopback
   * @throws java.io.UncheckedIOException where the port cannot be had
   */
  public static TelegramSimulator start(Settings settings) {
    Web web = Web.open(settings.address(), settings.port());
    TelegramSimulator simulator = new TelegramSimulator(settings, web);
    Person.INVENTED.forEach(simulator::add);
    web.start();
    return simulator;
  }

  /** Root of the Bot API, issuer of the id_tokens unless another was set, and where the telephone is. */
  public URI base() {
    return web.base();
  }

  /** Where the website on the page signs people in; without that there is no website. */
  public void signInAt(URI gatehouse) {
    website.signInAt(gatehouse);
    openId.prepare();
    cloud.bell().ring();
  }

  // ---- who there is

  /** As BotFather does: with a token that nobody guesses. */
  public Bot createBot(long id, String name, String username) {
    return add(Bot.of(newToken(id), name, username));
  }

  /** A token for a bot of that id. */
  public String newToken(long id) {
    return id + ":AA" + chance.word(24);
  }

  public Bot add(Bot bot) {
    return cloud.add(bot);
  }

  public Person add(Person person) {
    return cloud.add(person);
  }

  /** The same id with other names. */
  public Person rename(Person person) {
    return cloud.rename(person);
  }

  public List<Person> people() {
    return cloud.people();
  }

  public List<Bot> bots() {
    return cloud.bots();
  }

  // ---- what people do

  /** Writes to the bot, as when a link {@code https://t.me/<bot>?start=<payload>} is opened: {@code /start <payload>}. Gives the message's number. */
  public long say(Person person, Bot bot, String text) {
    try {
      return cloud.say(person, cloud.line(bot.id()), text);
    } catch (Refusal blocked) {
      throw new IllegalStateException(blocked.words(), blocked);
    }
  }

  /** Hands the bot a telephone number, which may be somebody else's. */
  public long shareContact(Person person, Bot bot, String phone, Person whose) {
    return cloud.shareContact(person, cloud.line(bot.id()), phone, whose);
  }

  /**
   * Presses a button that has {@code callback_data}; {@link #pressed} has what comes of it.
   *
   * @return the press's id
   * @throws IllegalArgumentException where the message has no such button
   */
  public String press(Person person, Bot bot, long message, String data) {
    try {
      return cloud.press(person, cloud.line(bot.id()), message, data);
    } catch (Refusal none) {
      throw new IllegalArgumentException(none.words(), none);
    }
  }

  /** What the bot answered to a press; empty where it has not. */
  public Optional<String> pressed(Bot bot, String press, Duration patience)
      throws InterruptedException {
    Line line = cloud.line(bot.id());
    cloud.bell().await(() -> line.answered(press).isPresent(), patience);
    return cloud
        .bell()
        .look(() -> line.answered(press))
        .map(answer -> answer.path("text").asText());
  }

  /** Blocks the bot, or lets it write again. */
  public void block(Person person, Bot bot, boolean blocked) {
    boolean unused = cloud.block(person, cloud.line(bot.id()), blocked);
  }

  /** What is in the chat, in order. */
  public List<Message> chat(Person person, Bot bot) {
    return cloud
        .bell()
        .look(() ->
            cloud.line(bot.id()).chat(person).after(0).stream().map(Message::of).toList());
  }

  /**
   * What the bot has said after that message, waiting until it says something.
   *
   * @return empty where it has said nothing in that time
   */
  public List<Message> replies(Person person, Bot bot, long after, Duration patience)
      throws InterruptedException {
    Line line = cloud.line(bot.id());
    boolean unused = cloud.bell().await(() -> !saidByBot(line, person, after).isEmpty(), patience);
    return cloud.bell().look(() -> saidByBot(line, person, after));
  }

  private static List<Message> saidByBot(Line line, Person person, long after) {
    return line.chat(person).after(after).stream()
        .map(Message::of)
        .filter(Message::byBot)
        .toList();
  }

  /** Gives the bot an update of any shape, with the next {@code update_id} whatever it says: of a group, of another kind, or not as it should be. */
  public void deliver(Bot bot, String update) {
    if (!(Json.parse(update) instanceof ObjectNode raw)) {
      throw new IllegalArgumentException("an update is an object");
    }
    cloud.bell().change(() -> {
      cloud.line(bot.id()).deliver(raw);
      return raw;
    });
  }

  /** How many updates the bot has not taken. */
  public int pending(Bot bot) {
    return cloud.bell().look(() -> cloud.line(bot.id()).pending());
  }

  /** How often the bot has called a method, such as {@code getUpdates}, whatever came of it. */
  public int calls(Bot bot, String method) {
    return cloud.bell().look(() -> cloud.line(bot.id()).calls(method));
  }

  // ---- proofs

  /** What a Mini App finds in {@code Telegram.WebApp.initData}. */
  public String initData(Person person, Bot bot, Optional<String> startParam) {
    return proofs.miniApp(person, bot, startParam, settings.clock().instant());
  }

  /** As {@link #initData(Person, Bot, Optional)}, of another time. */
  public String initData(Person person, Bot bot, Optional<String> startParam, Instant at) {
    return proofs.miniApp(person, bot, startParam, at);
  }

  /** What the Login Widget sends, in its order. */
  public Map<String, String> widget(Person person, Bot bot) {
    return proofs.widget(person, bot, settings.clock().instant());
  }

  /** As {@link #widget(Person, Bot)}, of another time. */
  public Map<String, String> widget(Person person, Bot bot, Instant at) {
    return proofs.widget(person, bot, at);
  }

  /** Where the Login Widget sends the browser that has an address to go to ({@code data-auth-url}). */
  public URI widgetRedirect(Person person, Bot bot, URI authUrl) {
    return URI.create(OpenId.with(authUrl.toString(), widget(person, bot)));
  }

  /** What a native SDK gets. */
  public String idToken(Person person, Bot bot) {
    return openId.idToken(person, bot, Optional.empty());
  }

  /** Whose {@code signature} Mini App data has, in the place of Telegram's own key. */
  public PublicKey miniAppKey() {
    return thirdParty.getPublic();
  }

  // ---- OpenID

  /**
   * Does with an authorization request what somebody does with the page: logs in, and agrees.
   *
   * @param request the whole address at {@code /auth}
   * @return where the browser goes then, with {@code code} or {@code error}
   * @throws IllegalArgumentException where the provider shows an error and sends nobody back
   */
  public URI authorize(URI request, Person person) {
    return decided(request, asked -> openId.agreed(asked, person));
  }

  /** As {@link #authorize}, of somebody who changes their mind. */
  public URI deny(URI request) {
    return decided(request, OpenId::denied);
  }

  private URI decided(URI request, Function<OpenId.Asked, String> decision) {
    try {
      String query = Optional.ofNullable(request.getRawQuery()).orElse("");
      return URI.create(decision.apply(openId.judge(Request.form(query))));
    } catch (OpenId.SentBack back) {
      return URI.create(back.location());
    } catch (Refusal refused) {
      throw new IllegalArgumentException(refused.words(), refused);
    }
  }

  /** Signs id_tokens that way from now on. */
  public void signWith(Algorithm algorithm) {
    openId.keys().use(algorithm);
  }

  /** Signs with a new key; the one before stays published. */
  public void rotateKeys() {
    openId.keys().rotate();
  }

  /** Whether id_tokens have the {@code nonce} that was sent; Telegram's do not. */
  public void echoNonce(boolean echo) {
    openId.echoNonce(echo);
  }

  // ---- what goes wrong

  /** Has the next calls fail, of one bot; those of the OpenID provider are called {@code discovery}, {@code jwks} and {@code token}. */
  public void fail(Bot bot, Failure failure) {
    cloud.bell().change(() -> {
      cloud.line(bot.id()).fail(failure);
      return failure;
    });
  }

  /** Nothing goes wrong any more. */
  public void mend(Bot bot) {
    cloud.bell().change(() -> {
      cloud.line(bot.id()).mend();
      return bot;
    });
  }

  @Override
  public void close() {
    web.close();
  }

  /**
   * How it is started.
   *
   * @param address one of the loopback
   * @param port 0 picks a free one
   * @param chance fills an array with random bytes
   * @param issuer what id_tokens say; its own address unless given
   */
  public record Settings(
      InetAddress address,
      int port,
      Clock clock,
      Consumer<byte[]> chance,
      Optional<String> issuer) {
    /** On a free port of 127.0.0.1. */
    public static Settings of(Clock clock, Consumer<byte[]> chance) {
      return new Settings(InetAddress.getLoopbackAddress(), 0, clock, chance, Optional.empty());
    }

    public Settings at(int another) {
      return new Settings(address, another, clock, chance, issuer);
    }

    public Settings issuing(String another) {
      return new Settings(address, port, clock, chance, Optional.of(another));
    }
  }

  /**
   * A bot.
   *
   * @param id also its client id at the OpenID provider
   * @param token {@code <id>:<secret>}
   * @param clientSecret at the OpenID provider
   * @param allowedUrls where the provider sends people back to; where none are named, anywhere on this machine
   * @param miniApp what its menu button opens
   */
  public record Bot(
      long id,
      String name,
      String username,
      String token,
      String clientSecret,
      List<String> allowedUrls,
      Optional<String> miniApp) {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{4,31}");
    private static final Pattern TOKEN = Pattern.compile("[1-9][0-9]{0,17}:[A-Za-z0-9_-]{1,128}");

    public Bot {
      allowedUrls = List.copyOf(allowedUrls);
      if (!USERNAME.matcher(username).matches()) {
        throw new IllegalArgumentException(
            "the username '" + username + "'; 5 to 32 letters, digits and _ are accepted");
      }
      if (!TOKEN.matcher(token).matches() || !token.startsWith(id + ":")) {
        throw new IllegalArgumentException("a token that is not " + id + ":<letters and digits>");
      }
    }

    /** With what a token says: the id before the colon; its client secret comes of it too, so that there is one thing to keep. */
    public static Bot of(String token, String name, String username) {
      if (!TOKEN.matcher(token).matches()) {
        throw new IllegalArgumentException(
            "a bot token of another shape; digits, a colon, and letters, digits, _ and - are accepted");
      }
      return new Bot(
          Long.parseLong(token.substring(0, token.indexOf(':'))),
          name,
          username,
          token,
          Proofs.base64url(Proofs.sha256("client secret of " + token)),
          List.of(),
          Optional.empty());
    }

    public Bot allowing(String... urls) {
      return new Bot(id, name, username, token, clientSecret, List.of(urls), miniApp);
    }

    public Bot withMiniApp(String url) {
      return new Bot(id, name, username, token, clientSecret, allowedUrls, Optional.of(url));
    }

    boolean mayReturnTo(String redirectUri) {
      return allowedUrls.isEmpty()
          ? Markup.onThisMachine(redirectUri)
          : allowedUrls.contains(redirectUri);
    }

    @Override
    public String toString() {
      return "Bot[" + id + ", " + username + "]";
    }
  }

  /**
   * Somebody who has Telegram.
   *
   * @param id up to 52 bits
   * @param photo an {@code https} address; nothing is there
   * @param language a language tag
   */
  public record Person(
      long id,
      String firstName,
      Optional<String> lastName,
      Optional<String> username,
      Optional<String> photo,
      String language,
      Optional<String> phone) {
    /** Of several languages; one has nothing but a first name. */
    public static final List<Person> INVENTED = List.of(
        invented(5_000_000_101L, "Mira", "Okafor", "mira_okafor", "en"),
        invented(5_000_000_102L, "Тимур", "Соколов", "timur_s", "ru"),
        invented(5_000_000_103L, "ليلى", "حداد", "leila_haddad", "ar"),
        invented(5_000_000_104L, "晓雨", "陈", "chen_xiaoyu", "zh-hans"),
        of(5_000_000_105L, "Ines").speaking("pt-br"));

    /** With nothing but a first name. */
    public static Person of(long id, String firstName) {
      return new Person(
          id,
          firstName,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "en",
          Optional.empty());
    }

    private static Person invented(
        long id, String firstName, String lastName, String username, String language) {
      return new Person(
          id,
          firstName,
          Optional.of(lastName),
          Optional.of(username),
          Optional.of("https://t.me/i/userpic/320/" + username + ".svg"),
          language,
          Optional.of("+888" + id));
    }

    public Person named(String first, String last) {
      return new Person(
          id,
          first,
          Optional.of(last).filter(name -> !name.isEmpty()),
          username,
          photo,
          language,
          phone);
    }

    public Person called(String another) {
      return new Person(
          id,
          firstName,
          lastName,
          Optional.of(another).filter(name -> !name.isEmpty()),
          photo,
          language,
          phone);
    }

    public Person speaking(String another) {
      return new Person(id, firstName, lastName, username, photo, another, phone);
    }

    /** What is in every object of the Bot API that stands for a person. */
    ObjectNode named(ObjectNode into) {
      into.put("id", id).put("first_name", firstName);
      lastName.ifPresent(name -> into.put("last_name", name));
      username.ifPresent(name -> into.put("username", name));
      return into;
    }

    @Override
    public String toString() {
      return "Person[" + id + "]";
    }
  }

  /** One message of a chat, as the person sees it. */
  public record Message(long id, boolean byBot, String text, List<List<Button>> rows) {
    static Message of(JsonNode message) {
      List<List<Button>> rows = new ArrayList<>();
      for (JsonNode row : message.path("reply_markup").path("inline_keyboard")) {
        List<Button> buttons = new ArrayList<>();
        row.forEach(button -> buttons.add(Button.of(button)));
        rows.add(List.copyOf(buttons));
      }
      return new Message(
          message.path("message_id").asLong(),
          Chat.ofBot(message),
          message.path("text").asText(),
          List.copyOf(rows));
    }

    public List<Button> buttons() {
      return rows.stream().flatMap(List::stream).toList();
    }

    @Override
    public String toString() {
      return "Message[" + id + ": " + text + " " + buttons() + "]";
    }
  }

  /** A button below a message: it has one of the three. */
  public record Button(
      String text, Optional<String> data, Optional<String> url, Optional<String> webApp) {
    static Button of(JsonNode button) {
      return new Button(
          button.path("text").asText(),
          member(button, "callback_data"),
          member(button, "url"),
          member(button.path("web_app"), "url"));
    }

    private static Optional<String> member(JsonNode node, String name) {
      return Optional.of(node.path(name).asText()).filter(text -> !text.isEmpty());
    }
  }

  /** What can go wrong with a call. */
  public enum Fault {
    /** 429 with {@code retry_after}. */
    TOO_MANY_REQUESTS,
    /** 403: the person has blocked the bot. */
    BLOCKED,
    /** 409: another one polls. */
    CONFLICT,
    /** 500, as the Bot API says it. */
    SERVER_ERROR,
    /** 502 with a page of HTML, as of what stands before it. */
    BAD_GATEWAY,
    /** The connection ends, and nothing was done. */
    RESET,
    /** The connection ends, and everything was done. */
    LOST_ANSWER,
    /** What is delivered comes twice: in one answer of {@code getUpdates}, or at the webhook ({@code webhook}). */
    DUPLICATES
  }

  /**
   * What goes wrong, and how often.
   *
   * @param method which calls; all of them where it is empty
   * @param calls of how many
   * @param retryAfter in seconds, of {@link Fault#TOO_MANY_REQUESTS}
   */
  public record Failure(Fault fault, String method, int calls, int retryAfter) {
    public static Failure of(Fault fault, int calls) {
      return new Failure(fault, "", calls, 1);
    }

    public Failure on(String another) {
      return new Failure(fault, another, calls, retryAfter);
    }

    public Failure after(int seconds) {
      return new Failure(fault, method, calls, seconds);
    }

    Failure times(int left) {
      return new Failure(fault, method, left, retryAfter);
    }

    boolean concerns(String called) {
      return method.isEmpty() || method.equalsIgnoreCase(called);
    }
  }

  /** How id_tokens are signed. */
  public enum Algorithm {
    RS256("RS256", Signatures.RSA),
    ES256("ES256", Signatures.P256),
    EDDSA("EdDSA", Signatures.ED25519);

    private final String jose;
    private final Signatures signatures;

    Algorithm(String jose, Signatures signatures) {
      this.jose = jose;
      this.signatures = signatures;
    }

    String jose() {
      return jose;
    }

    Signatures signatures() {
      return signatures;
    }
  }
}
