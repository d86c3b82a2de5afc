package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whatever a bot is told: an update, or one refusal. */
public final class UpdateFuzz {
  private UpdateFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      Update update = Updates.parse(text);
      if (update.id() <= 0) {
        throw new AssertionError("an update without an id");
      }
      if (update instanceof Update.Said said) {
        Command.parse(said.text()).ifPresent(Command::startPayload);
      }
    } catch (Flawed refused) {
      // the one way to say no
    }
    try {
      BotReply reply = BotReply.parse(text);
      if (reply instanceof BotReply.Done done) {
        done.reply().elements("result").forEach(Updates::read);
      }
    } catch (Flawed refused) {
      // the one way to say no
    }
    Command.parse(text).ifPresent(Command::startPayload);
  }

  static List<byte[]> seeds() {
    JsonNode file = Vectors.file("telegram-bot-updates.json");
    Stream<String> updates = StreamSupport.stream(file.get("vectors").spliterator(), false)
        .map(vector -> vector.get("update").toString());
    Stream<String> replies =
        StreamSupport.stream(file.get("error_replies").spliterator(), false).map(Object::toString);
    Stream<String> others =
        Stream.of("/start@bot auth_x", "{\"ok\":true,\"result\":[{\"update_id\":1}]}");
    return Stream.of(updates, replies, others)
        .flatMap(texts -> texts)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
