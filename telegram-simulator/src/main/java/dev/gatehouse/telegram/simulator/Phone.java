package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Failure;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Fault;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the telephone's page asks for, and does; as JSON, which no other site's page can send here unasked. */
final class Phone {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
  private static final Pattern LINK =
      Pattern.compile("/t\\.me/([A-Za-z0-9_]{5,32})(/[A-Za-z0-9_]+)?");
  private static final Pattern USERNAME = Pattern.compile("|[A-Za-z][A-Za-z0-9_]{3,31}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{2,8})?");
  private static final Pattern PAYLOAD = Pattern.compile("[A-Za-z0-9_-]{0,512}");
  private static final String THEME =
      "{\"bg_color\":\"#ffffff\",\"text_color\":\"#000000\",\"button_color\":\"#2481cc\"}";

  private final Cloud cloud;
  private final OpenId openId;
  private final Proofs proofs;
  private final Website website;

  Phone(Cloud cloud, OpenId openId, Proofs proofs, Website website) {
    this.cloud = cloud;
    this.openId = openId;
    this.proofs = proofs;
    this.website = website;
  }

  Answer page(Request request) {
    return switch (request.path()) {
      case "/" -> Pages.file("phone.html");
      case "/phone.css", "/phone.js", "/miniapp.js" -> Pages.file(request.path().substring(1));
      case "/miniapp" -> Pages.file("miniapp.html");
      default -> throw new Refusal(404, "there is nothing here");
    };
  }

  /** {@code /t.me/<bot>?start=…}, as {@code https://t.me/<bot>?start=…}: on the telephone. */
  Answer link(Request request) {
    Matcher link = LINK.matcher(request.path());
    if (!link.matches()) {
      throw new Refusal(404, "a bot's name is expected");
    }
    Map<String, String> to = new LinkedHashMap<>();
    to.put("bot", link.group(1));
    for (String name : new String[] {"start", "startapp"}) {
      Optional.ofNullable(request.query().get(name))
          .filter(text -> PAYLOAD.matcher(text).matches())
          .ifPresent(text -> to.put(name, text));
    }
    return Answer.redirect("/?" + Proofs.query(to));
  }

  Answer act(Request request) throws InterruptedException {
    String verb = request.path().substring("/phone/".length());
    if (!request.post()) {
      if (verb.equals("state")) {
        return state(request.query());
      }
      throw new Refusal(405, "POST is expected");
    }
    JsonNode given = request.json();
    return switch (verb) {
      case "person" -> Answer.json(200, person(given));
      case "say" -> said(given);
      case "press" -> Answer.json(200, press(given));
      case "block" -> block(given);
      case "fault" -> fault(given);
      case "keys" -> rotate();
      case "miniapp" -> Answer.json(200, miniApp(given));
      case "widget" -> Answer.json(200, widget(given));
      case "idtoken" ->
        Answer.json(
            200,
            Json.object()
                .put(
                    "id_token", openId.idToken(whose(given), line(given).bot(), Optional.empty())));
      default -> throw new Refusal(404, "there is no such act");
    };
  }

  // ---- what is seen

  /** As soon as something is other than it was, or after a while. */
  private Answer state(Map<String, String> query) throws InterruptedException {
    Bell bell = cloud.bell();
    long after = number(query, "after");
    boolean unused = bell.await(() -> bell.changes() != after, LONGEST_WAIT);
    return Answer.json(200, bell.look(() -> seen(query)));
  }

  private ObjectNode seen(Map<String, String> query) {
    ObjectNode state = Json.object().put("changes", cloud.bell().changes());
    website.gatehouse().ifPresent(url -> state.put("gatehouse", url.toString()));
    ArrayNode people = state.putArray("people");
    cloud.people().forEach(person -> people.add(shown(person)));
    ArrayNode bots = state.putArray("bots");
    cloud.bots().forEach(bot -> bots.add(shown(bot)));
    Optional<Person> person = cloud.person(number(query, "person"));
    Optional<Bot> bot = cloud.bots().stream()
        .filter(known -> known.id() == number(query, "bot"))
        .findFirst();
    if (person.isPresent() && bot.isPresent()) {
      state.set("chat", shown(cloud.line(bot.get().id()), person.get()));
    }
    return state;
  }

  private static ObjectNode shown(Line line, Person person) {
    Chat chat = line.chat(person);
    ObjectNode shown = Json.object()
        .put("started", chat.started())
        .put("blocked", chat.blocked())
        .put("hooked", line.hook().isPresent())
        .put("pending", line.pending())
        .put("failures", line.failures().stream().mapToInt(Failure::calls).sum());
    shown.set("commands", line.commands(language(person)));
    shown.putArray("messages").addAll(chat.after(0));
    return shown;
  }

  private static String language(Person person) {
    int dash = person.language().indexOf('-');
    return dash < 0 ? person.language() : person.language().substring(0, dash);
  }

  private static ObjectNode shown(Person person) {
    return person.named(Json.object()).put("language_code", person.language());
  }

  private static ObjectNode shown(Bot bot) {
    ObjectNode shown =
        Json.object().put("id", bot.id()).put("name", bot.name()).put("username", bot.username());
    bot.miniApp().ifPresent(url -> shown.put("mini_app", url));
    return shown;
  }

  // ---- what is done

  private ObjectNode person(JsonNode given) {
    String first = words(given, "first_name", 64);
    String username = given.path("username").asText();
    String language = given.path("language_code").asText("en").toLowerCase(Locale.ROOT);
    if (first.isBlank()) {
      throw new Refusal(400, "everybody has a first name");
    }
    if (!USERNAME.matcher(username).matches()) {
      throw new Refusal(
          400, "a username has 4 to 32 letters, digits and _, and begins with a letter");
    }
    if (!LANGUAGE.matcher(language).matches()) {
      throw new Refusal(400, "a language is written as in en or pt-br");
    }
    String last = words(given, "last_name", 64);
    Optional<Person> known = cloud.person(given.path("id").asLong());
    Person person = known
        .orElseGet(() -> Person.of(nextId(), first))
        .named(first.strip(), last.strip())
        .called(username)
        .speaking(language);
    return shown(known.isPresent() ? cloud.rename(person) : cloud.add(person));
  }

  private long nextId() {
    return cloud.people().stream().mapToLong(Person::id).max().orElse(5_000_000_100L) + 1;
  }

  private static String words(JsonNode given, String name, int most) {
    String text = given.path(name).asText();
    if (text.length() > most) {
      throw new Refusal(400, name + " is longer than " + most);
    }
    return text;
  }

  private Answer said(JsonNode given) {
    String text = words(given, "text", BotApi.MOST_TEXT);
    if (text.isBlank()) {
      throw new Refusal(400, "there is nothing to say");
    }
    return Answer.json(
        200, Json.object().put("message_id", cloud.say(whose(given), line(given), text)));
  }

  private ObjectNode press(JsonNode given) throws InterruptedException {
    Line line = line(given);
    String press = cloud.press(
        whose(given), line, given.path("message").asLong(), given.path("data").asText());
    boolean unused = cloud.bell().await(() -> line.answered(press).isPresent(), ANSWER_WAIT);
    ObjectNode answer = Json.object();
    cloud
        .bell()
        .look(() -> line.answered(press))
        .ifPresent(words -> answer.setAll((ObjectNode) words));
    return answer;
  }

  private Answer block(JsonNode given) {
    boolean unused =
        cloud.block(whose(given), line(given), given.path("blocked").asBoolean());
    return done();
  }

  private Answer fault(JsonNode given) {
    Line line = line(given);
    int calls = given.path("calls").asInt(1);
    if (calls < 0 || calls > 100) {
      throw new Refusal(400, "from 0 to 100 calls");
    }
    try {
      Failure failure = Failure.of(Fault.valueOf(given.path("fault").asText()), Math.max(1, calls))
          .on(given.path("method").asText());
      cloud.bell().change(() -> {
        if (calls == 0) {
          line.mend();
        } else {
          line.fail(failure);
        }
        return failure;
      });
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "there is no such fault", e);
    }
    return done();
  }

  private Answer rotate() {
    openId.keys().rotate();
    return done();
  }

  /** As Telegram opens one: what it is given stands behind the {@code #}, where the site's server does not see it. */
  private ObjectNode miniApp(JsonNode given) {
    String url = given.path("url").asText();
    if (!url.startsWith("https://") && !Markup.onThisMachine(url)) {
      throw new Refusal(400, "no address of a Mini App");
    }
    Optional<String> param = Optional.of(given.path("start_param").asText())
        .filter(text -> !text.isEmpty() && PAYLOAD.matcher(text).matches());
    Map<String, String> fragment = new LinkedHashMap<>();
    fragment.put("tgWebAppData", proofs.miniApp(whose(given), line(given).bot(), param, now()));
    fragment.put("tgWebAppVersion", "9.1");
    fragment.put("tgWebAppPlatform", "web");
    fragment.put("tgWebAppThemeParams", THEME);
    return Json.object().put("url", url + "#" + Proofs.query(fragment));
  }

  private ObjectNode widget(JsonNode given) {
    ObjectNode fields = Json.object();
    proofs.widget(whose(given), line(given).bot(), now()).forEach(fields::put);
    return fields;
  }

  private Instant now() {
    return Instant.ofEpochSecond(cloud.now());
  }

  private Person whose(JsonNode given) {
    return cloud
        .person(given.path("person").asLong())
        .orElseThrow(() -> new Refusal(404, "there is no such person"));
  }

  private Line line(JsonNode given) {
    return cloud.line(given.path("bot").asLong());
  }

  private static Answer done() {
    return Answer.json(200, Json.object());
  }

  private static long number(Map<String, String> query, String name) {
    try {
      return Long.parseLong(query.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      throw new Refusal(400, "a number is expected", e);
    }
  }
}
