package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.messages.IcuMessages;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the bot says is what the catalogue has, in every language. */
class WordsTest {
  private static final Map<String, Object> VALUES = Map.of(
      "site", "https://id.example.com",
      "minutes", 5,
      "count", 3,
      "number", 1,
      "device", "Firefox",
      "address", "192.0.2.1",
      "moment", "now",
      "place", "Berlin");

  @Test
  void the_catalogue_has_every_text_of_the_bot_and_no_other() throws IOException {
    Properties english = new Properties();
    try (InputStreamReader file = new InputStreamReader(
        IcuMessages.class.getResourceAsStream("en.properties"), StandardCharsets.UTF_8)) {
      english.load(file);
    }
    Set<String> there = english.stringPropertyNames().stream()
        .filter(key -> key.startsWith("bot."))
        .collect(Collectors.toSet());
    assertThat(Arrays.stream(Says.values()).map(Says::key))
        .containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void every_text_is_filled_in_in_every_language() {
    Words words = new Words(IcuMessages.open());
    for (String tag : new String[] {"en", "ru", "de", "fa", "zh-CN"}) {
      Locale locale = Locale.forLanguageTag(tag);
      for (Says says : Says.values()) {
        assertThat(words.say(locale, says, VALUES))
            .as(tag + " " + says)
            .isNotBlank()
            .doesNotContain("{", "}", "#");
      }
      for (Says command : Says.values()) {
        if (command.name().startsWith("COMMAND_")) {
          // https://core.telegram.org/bots/api#botcommand
          assertThat(words.say(locale, command).length()).as(tag + command).isBetween(1, 256);
        }
      }
    }
  }

  @Test
  void what_others_wrote_turns_nothing_around() {
    assertThat(Words.apart("a\u202eb\nc\u2069d")).isEqualTo("\u2068a b c d\u2069");
  }
}
