package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Buttons below a message, as the <a href="https://core.telegram.org/bots/api#inlinekeyboardmarkup">Bot API</a> takes them; but for addresses of this machine,
 * which Telegram refuses in a button.
 */
final class Markup {
  private static final Set<String> ACTIONS = Set.of(
      "url",
      "callback_data",
      "web_app",
      "login_url",
      "switch_inline_query",
      "switch_inline_query_current_chat",
      "copy_text",
      "pay");
  private static final Set<String> OTHERS = Set.of("force_reply", "remove_keyboard", "keyboard");
  private static final Pattern ADDRESS = Pattern.compile("(https?|tg)://[!-~]+");

  private Markup() {}

  /** The buttons to show; none where the markup is of another kind, which a telephone of ours does not show. */
  static Optional<JsonNode> checked(JsonNode markup) {
    if (!(markup instanceof ObjectNode)) {
      throw new Refusal(400, "Bad Request: object expected as reply markup");
    }
    JsonNode rows = markup.path("inline_keyboard");
    if (rows.isMissingNode()) {
      if (OTHERS.stream().noneMatch(markup::has)) {
        throw new Refusal(400, "Bad Request: object expected as reply markup");
      }
      return Optional.empty();
    }
    for (JsonNode row : rows) {
      if (!row.isArray()) {
        throw new Refusal(400, "Bad Request: inline keyboard row must be an Array");
      }
      row.forEach(Markup::checkButton);
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.object().set("inline_keyboard", rows));
  }

  private static void checkButton(JsonNode button) {
    if (button.path("text").asText().isEmpty()) {
      throw new Refusal(
          400, "Bad Request: can't parse inline keyboard button: text can't be empty");
    }
    List<String> actions = ACTIONS.stream().filter(button::has).toList();
    if (actions.size() != 1) {
      throw new Refusal(
          400,
          "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
    }
    if (button.has("callback_data")) {
      int bytes = button.path("callback_data").asText().getBytes(StandardCharsets.UTF_8).length;
      if (bytes < 1 || bytes > 64) {
        throw new Refusal(400, "Bad Request: BUTTON_DATA_INVALID");
      }
    }
    if (button.has("url")) {
      checkAddress(button.path("url").asText());
    }
    if (button.has("web_app")) {
      checkWebApp(button.path("web_app").path("url").asText());
    }
    if (button.has("login_url")) {
      checkWebApp(button.path("login_url").path("url").asText());
    }
  }

  private static void checkAddress(String url) {
    if (!ADDRESS.matcher(url).matches()) {
      throw new Refusal(
          400, "Bad Request: inline keyboard button URL '" + url + "' is invalid: Wrong HTTP URL");
    }
  }

  /** Mini Apps are shown by https only; here also those of this machine. */
  private static void checkWebApp(String url) {
    if (!url.startsWith("https://") && !onThisMachine(url)) {
      throw new Refusal(
          400,
          "Bad Request: inline keyboard button Web App URL '" + url
              + "' is invalid: Only HTTPS links are allowed");
    }
    checkAddress(url);
  }

  static boolean onThisMachine(String url) {
    try {
      URI uri = URI.create(url);
      return "http".equals(uri.getScheme())
          && Set.of("localhost", "127.0.0.1", "[::1]")
              .contains(Optional.ofNullable(uri.getHost()).orElse(""));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
