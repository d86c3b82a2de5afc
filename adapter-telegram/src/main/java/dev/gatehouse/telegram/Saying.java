package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the Bot API is to be asked for so that somebody in a chat hears something.
 *
 * @param matters whether it is tried until it is done; else once, and nobody waits for it
 */
record Saying(String method, long chat, ObjectNode parameters, boolean matters) {
  static Saying of(String method, long chat, ObjectNode parameters) {
    return new Saying(method, chat, parameters, true);
  }

  /** Takes the waiting off a button that was pressed, which ends by itself too. */
  static Saying seen(Update.Pressed pressed) {
    return new Saying(
        "answerCallbackQuery",
        pressed.from().id(),
        BotApi.parameters().put("callback_query_id", pressed.press()),
        false);
  }

  @Override
  public String toString() {
    return "Saying[" + method + "]";
  }
}
