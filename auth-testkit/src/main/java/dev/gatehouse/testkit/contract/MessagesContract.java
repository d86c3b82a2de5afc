package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.port.Messages;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Messages} promises. */
public abstract class MessagesContract {
  private Messages messages;

  /** The catalogue under test; called once for each test. */
  protected abstract Messages messages();

  /** A key that it has, and that takes nothing. */
  protected abstract String key();

  @BeforeEach
  void takeTheCatalogue() {
    messages = messages();
  }

  @Test
  void each_reader_has_a_language_and_gets_texts_in_it() {
    for (String tag : new String[] {"en", "de", "ru", "de-AT", "tlh", "und"}) {
      Locale wanted = Locale.forLanguageTag(tag);
      Locale read = messages.language(wanted);
      assertThat(read.getLanguage()).as(tag).isNotEmpty();
      assertThat(messages.language(read)).as(tag).isEqualTo(read);
      assertThat(messages.text(wanted, key(), Map.of()))
          .as(tag)
          .isEqualTo(messages.text(read, key(), Map.of()))
          .isNotBlank();
    }
    assertThat(messages.text(Locale.GERMAN, key(), Map.of()))
        .isNotEqualTo(messages.text(Locale.ENGLISH, key(), Map.of()));
  }

  @Test
  void a_text_that_nobody_wrote_is_an_error() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> messages.text(Locale.ENGLISH, "no.such.text", Map.of()));
  }

  @Test
  void who_reads_from_right_to_left_is_known() {
    assertThat(messages.rightToLeft(Locale.forLanguageTag("fa-AF"))).isTrue();
    assertThat(messages.rightToLeft(Locale.GERMAN)).isFalse();
    assertThat(messages.rightToLeft(Locale.forLanguageTag("tlh"))).isFalse();
  }

  @Test
  void a_moment_says_its_zone() {
    Instant at = Instant.parse("2026-03-01T12:00:00Z");
    String here = messages.moment(Locale.ENGLISH, at, ZoneId.of("UTC"));
    String there = messages.moment(Locale.ENGLISH, at, ZoneId.of("Asia/Tokyo"));
    assertThat(here).contains("2026").isNotEqualTo(there);
  }

  @Test
  void of_a_user_agent_only_what_is_known_is_said() {
    assertThat(messages.device("Mozilla/5.0 (evil.example <b>) Firefox/130.0"))
        .hasValueSatisfying(name -> assertThat(name).contains("Firefox").doesNotContain("evil"));
    assertThat(messages.device("evil.example")).isEmpty();
  }
}
