package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The <a href="https://core.telegram.org/bots/api">Bot API</a>, as far as a bot needs it that lets people sign in. */
final class BotApi {
  static final int MOST_TEXT = 4096;

  private static final Pattern PATH = Pattern.compile("/bot([^/]+)/([A-Za-z]+)");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{1,256}");
  private static final Pattern COMMAND = Pattern.compile("[a-z0-9_]{1,32}");
  private static final Pattern LANGUAGE = Pattern.compile("|[a-z]{2}");
  private static final int LONGEST_POLL_SECONDS = 50;

  private final Cloud cloud;
  private final Webhooks webhooks;
  private final Map<String, Method> methods = Map.ofEntries(
      Map.entry("getme", (line, given) -> me(line)),
      Map.entry("getupdates", this::getUpdates),
      Map.entry("sendmessage", this::sendMessage),
      Map.entry("editmessagetext", this::editMessageText),
      Map.entry("editmessagereplymarkup", this::editMessageReplyMarkup),
      Map.entry("deletemessage", this::deleteMessage),
      Map.entry("answercallbackquery", this::answerCallbackQuery),
      Map.entry("sendchataction", this::sendChatAction),
      Map.entry("setmycommands", this::setMyCommands),
      Map.entry("getmycommands", this::getMyCommands),
      Map.entry("deletemycommands", this::deleteMyCommands),
      Map.entry("setwebhook", this::setWebhook),
      Map.entry("deletewebhook", this::deleteWebhook),
      Map.entry("getwebhookinfo", this::getWebhookInfo));

  /** What a method does, which may wait. */
  @FunctionalInterface
  private interface Method {
    JsonNode call(Line line, Parameters given) throws InterruptedException;
  }

  BotApi(Cloud cloud, Webhooks webhooks) {
    this.cloud = cloud;
    this.webhooks = webhooks;
  }

  Answer answer(Request request) throws InterruptedException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return failed(404, "Not Found");
    }
    Optional<Line> found = cloud.line(path.group(1));
    if (found.isEmpty()) {
      return failed(401, "Unauthorized");
    }
    Line line = found.get();
    String name = path.group(2);
    Optional<Failure> failure = cloud.bell().change(() -> {
      line.called(name);
      return line.failing(name);
    });
    Optional<Method> method = Optional.ofNullable(methods.get(name.toLowerCase(Locale.ROOT)));
    if (method.isEmpty()) {
      return failed(404, "Not Found");
    }
    return failure.isPresent()
        ? failing(failure.get(), line, method.get(), request)
        : done(line, method.get(), request);
  }

  private static Answer failing(Failure failure, Line line, Method method, Request request)
      throws InterruptedException {
    return switch (failure.fault()) {
      case TOO_MANY_REQUESTS ->
        Answer.json(
            429,
            reply(429, "Too Many Requests: retry after " + failure.retryAfter())
                .set("parameters", Json.object().put("retry_after", failure.retryAfter())));
      case BLOCKED -> failed(403, "Forbidden: bot was blocked by the user");
      case CONFLICT -> failed(409, ANOTHER_POLLS);
      case SERVER_ERROR -> failed(500, "Internal Server Error");
      case BAD_GATEWAY ->
        Answer.of(502, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>");
      case RESET, DUPLICATES -> Answer.none();
      case LOST_ANSWER -> {
        done(line, method, request);
        yield Answer.none();
      }
    };
  }

  private static Answer done(Line line, Method method, Request request)
      throws InterruptedException {
    try {
      return Answer.json(
          200,
          Json.object().put("ok", true).set("result", method.call(line, Parameters.of(request))));
    } catch (Refusal refused) {
      return failed(refused.status(), refused.words());
    }
  }

  private static Answer failed(int code, String description) {
    return Answer.json(code, reply(code, description));
  }

  private static ObjectNode reply(int code, String description) {
    return Json.object().put("ok", false).put("error_code", code).put("description", description);
  }

  // ---- updates

  private static final String ANOTHER_POLLS =
      "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
  private static final String HOOKED =
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

  private static JsonNode me(Line line) {
    return line.named()
        .put("can_join_groups", false)
        .put("can_read_all_group_messages", false)
        .put("supports_inline_queries", false)
        .put("can_connect_to_business", false)
        .put("has_main_web_app", true);
  }

  private JsonNode getUpdates(Line line, Parameters given) throws InterruptedException {
    Bell bell = cloud.bell();
    int limit = (int) Math.max(1, Math.min(100, given.number("limit", 100)));
    long mine = bell.change(() -> {
      if (line.hook().isPresent()) {
        throw new Refusal(409, HOOKED);
      }
      line.confirm(given.number("offset", 0));
      allow(line, given);
      return line.beginPoll();
    });
    long seconds = Math.max(0, Math.min(LONGEST_POLL_SECONDS, given.number("timeout", 0)));
    bell.await(
        () -> line.waiting() || line.hook().isPresent() || !line.polls(mine),
        Duration.ofSeconds(seconds));
    return bell.change(() -> {
      if (line.hook().isPresent()) {
        throw new Refusal(409, "Conflict: terminated by setWebhook request");
      }
      if (!line.polls(mine)) {
        throw new Refusal(409, ANOTHER_POLLS);
      }
      List<ObjectNode> first = line.first(limit);
      ArrayNode updates = Json.array().addAll(first);
      return first.isEmpty() || !line.duplicating("getUpdates") ? updates : updates.addAll(first);
    });
  }

  private static void allow(Line line, Parameters given) {
    JsonNode kinds = given.list("allowed_updates");
    if (kinds.isArray()) {
      Set<String> allowed = new HashSet<>();
      kinds.forEach(kind -> allowed.add(kind.asText()));
      line.allow(allowed);
    }
  }

  private JsonNode setWebhook(Line line, Parameters given) {
    String url = given.text("url").orElse("");
    if (url.isEmpty()) {
      return deleteWebhook(line, given);
    }
    if (!url.startsWith("https://") && !Markup.onThisMachine(url)) {
      throw new Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
    }
    Optional<String> secret = given.text("secret_token").filter(text -> !text.isEmpty());
    if (secret.filter(text -> !SECRET.matcher(text).matches()).isPresent()) {
      throw new Refusal(400, "Bad Request: secret token contains unallowed characters");
    }
    Line.Hook hook = new Line.Hook(url, secret);
    cloud.bell().change(() -> {
      allow(line, given);
      dropIfAsked(line, given);
      line.hook(Optional.of(hook));
      return hook;
    });
    webhooks.serve(line, hook);
    return BooleanNode.TRUE;
  }

  private JsonNode deleteWebhook(Line line, Parameters given) {
    return cloud.bell().change(() -> {
      dropIfAsked(line, given);
      line.hook(Optional.empty());
      return BooleanNode.TRUE;
    });
  }

  private static void dropIfAsked(Line line, Parameters given) {
    if (given.isTrue("drop_pending_updates")) {
      line.forgetUpdates();
    }
  }

  private JsonNode getWebhookInfo(Line line, Parameters given) {
    return cloud.bell().look(() -> {
      ObjectNode info = Json.object()
          .put("url", line.hook().map(hook -> hook.url).orElse(""))
          .put("has_custom_certificate", false)
          .put("pending_update_count", line.pending());
      line.hook()
          .flatMap(hook -> hook.lastError)
          .ifPresent(error -> info.put("last_error_date", line.hook().orElseThrow().lastErrorDate)
              .put("last_error_message", error));
      if (!line.allowed().isEmpty()) {
        ArrayNode kinds = info.putArray("allowed_updates");
        line.allowed().forEach(kinds::add);
      }
      return info;
    });
  }

  // ---- messages

  private JsonNode sendMessage(Line line, Parameters given) {
    Words words = Words.of(given);
    return cloud.bell().change(() -> {
      Chat chat = reachable(line, given);
      ObjectNode message = chat.add(true, line.named(), words.text(), cloud.now());
      words.dress(message);
      return message.deepCopy();
    });
  }

  private JsonNode editMessageText(Line line, Parameters given) {
    Words words = Words.of(given);
    return edited(line, given, message -> {
      message.put("text", words.text());
      message.remove(List.of("entities", "reply_markup"));
      words.dress(message);
    });
  }

  private JsonNode editMessageReplyMarkup(Line line, Parameters given) {
    Optional<JsonNode> markup = Words.markup(given);
    return edited(line, given, message -> {
      message.remove("reply_markup");
      markup.ifPresent(rows -> message.set("reply_markup", rows));
    });
  }

  private JsonNode edited(Line line, Parameters given, Consumer<ObjectNode> change) {
    return cloud.bell().change(() -> {
      ObjectNode message = reachable(line, given)
          .find(given.number("message_id", 0))
          .filter(Chat::ofBot)
          .orElseThrow(() -> new Refusal(400, "Bad Request: message to edit not found"));
      ObjectNode before = message.deepCopy();
      before.remove("edit_date");
      JsonNode date = message.path("edit_date").deepCopy();
      message.remove("edit_date");
      change.accept(message);
      if (message.equals(before)) {
        if (date.isNumber()) {
          message.set("edit_date", date);
        }
        throw new Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");
      }
      message.put("edit_date", cloud.now());
      return message.deepCopy();
    });
  }

  private JsonNode deleteMessage(Line line, Parameters given) {
    return cloud.bell().change(() -> {
      if (!reachable(line, given).remove(given.number("message_id", 0))) {
        throw new Refusal(400, "Bad Request: message to delete not found");
      }
      return BooleanNode.TRUE;
    });
  }

  private JsonNode sendChatAction(Line line, Parameters given) {
    return cloud.bell().look(() -> {
      reachable(line, given);
      return BooleanNode.TRUE;
    });
  }

  private JsonNode answerCallbackQuery(Line line, Parameters given) {
    ObjectNode answer = Json.object();
    given.text("text").ifPresent(text -> answer.put("text", text));
    if (given.text("text").filter(text -> text.length() > 200).isPresent()) {
      throw new Refusal(400, "Bad Request: MESSAGE_TOO_LONG");
    }
    given.text("url").ifPresent(url -> answer.put("url", url));
    answer.put("show_alert", given.isTrue("show_alert"));
    return cloud.bell().change(() -> {
      if (!line.answer(given.text("callback_query_id").orElse(""), answer)) {
        throw new Refusal(
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid");
      }
      return BooleanNode.TRUE;
    });
  }

  /** A chat to which the bot may write. */
  private Chat reachable(Line line, Parameters given) {
    long id = given.number("chat_id", 0);
    if (cloud.person(id).isEmpty()) {
      throw new Refusal(400, "Bad Request: chat not found");
    }
    Chat chat = line.chat(id)
        .filter(Chat::open)
        .orElseThrow(
            () -> new Refusal(403, "Forbidden: bot can't initiate conversation with a user"));
    if (chat.blocked()) {
      throw new Refusal(403, "Forbidden: bot was blocked by the user");
    }
    return chat;
  }

  // ---- commands

  private JsonNode setMyCommands(Line line, Parameters given) {
    JsonNode commands = given.list("commands");
    if (!commands.isArray() || commands.size() > 100) {
      throw new Refusal(400, "Bad Request: can't parse commands: expected an Array of at most 100");
    }
    for (JsonNode command : commands) {
      if (!COMMAND.matcher(command.path("command").asText()).matches()) {
        throw new Refusal(400, "Bad Request: BOT_COMMAND_INVALID");
      }
      int length = command.path("description").asText().length();
      if (length < 1 || length > 256) {
        throw new Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
      }
    }
    return cloud.bell().change(() -> {
      line.commands(language(given), commands);
      return BooleanNode.TRUE;
    });
  }

  private JsonNode getMyCommands(Line line, Parameters given) {
    return cloud.bell().look(() -> line.exactCommands(language(given)));
  }

  private JsonNode deleteMyCommands(Line line, Parameters given) {
    return cloud.bell().change(() -> {
      line.commands(language(given), Json.array());
      return BooleanNode.TRUE;
    });
  }

  private static String language(Parameters given) {
    return given
        .text("language_code")
        .map(code -> {
          if (!LANGUAGE.matcher(code).matches()) {
            throw new Refusal(400, "Bad Request: invalid language code specified");
          }
          return code;
        })
        .orElse("");
  }
}
