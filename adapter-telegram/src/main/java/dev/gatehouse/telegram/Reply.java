package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bot says to a person. Plain text: nothing in it is markup, whoever wrote it.
 *
 * @param secret whether it is not to be forwarded
 */
record Reply(String text, List<Button> buttons, boolean secret) {
  private static final int MAX_TEXT = 4096;
  private static final int MAX_DATA = 64;

  Reply {
    buttons = List.copyOf(buttons);
    text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  /**
   * A button below it.
   *
   * @param data what comes back when it is pressed: 1 to 64 bytes, and nothing that must not be changed, for a program of their own can send anything
   */
  record Button(String label, String data) {
    Button {
      if (data.isEmpty() || data.getBytes(StandardCharsets.UTF_8).length > MAX_DATA) {
        throw new IllegalArgumentException("the data of a button has 1 to " + MAX_DATA + " bytes");
      }
    }
  }

  static Reply of(String text) {
    return new Reply(text, List.of(), false);
  }

  Reply with(Button button) {
    List<Button> all = new ArrayList<>(buttons);
    all.add(button);
    return new Reply(text, all, secret);
  }

  Reply asSecret() {
    return new Reply(text, buttons, true);
  }

  /** The parameters of {@code sendMessage} and {@code editMessageText}: a button a line, and no button of before stays. */
  ObjectNode parameters(long chat) {
    ObjectNode said = BotApi.parameters().put("chat_id", chat).put("text", text);
    said.putObject("link_preview_options").put("is_disabled", true);
    ArrayNode lines = said.putObject("reply_markup").putArray("inline_keyboard");
    buttons.forEach(button -> lines
        .addArray()
        .addObject()
        .put("text", button.label())
        .put("callback_data", button.data()));
    return said;
  }

  @Override
  public String toString() {
    return "Reply[…]";
  }
}
