package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.BOT;
import static dev.gatehouse.telegram.Forge.NOW;
import static dev.gatehouse.telegram.Forge.OTHER_TOKEN;
import static dev.gatehouse.telegram.Forge.TOKEN;
import static dev.gatehouse.telegram.Forge.hashed;
import static dev.gatehouse.telegram.Forge.miniAppFields;
import static dev.gatehouse.telegram.Forge.miniAppKey;
import static dev.gatehouse.telegram.Forge.proven;
import static dev.gatehouse.telegram.Forge.refused;
import static dev.gatehouse.telegram.Forge.widget;
import static dev.gatehouse.telegram.Forge.widgetFields;
import static dev.gatehouse.telegram.Forge.widgetKey;
import static dev.gatehouse.telegram.Forge.with;
import static dev.gatehouse.telegram.Forge.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.telegram.Telegram.Bot;
import dev.gatehouse.telegram.Telegram.Door;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.Person;
import dev.gatehouse.telegram.Telegram.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door of the Login Widget, attacked. */
class WidgetTest {
  private final Telegram telegram = Forge.telegram(Forge.bot());

  @Test
  void a_proof_says_who_when_and_by_which_bot() {
    Proof proof = proven(telegram.widget(widget(widgetFields()), NOW));

    assertThat(proof.door()).isEqualTo(Door.WIDGET);
    assertThat(proof.bot()).isEqualTo(BOT);
    assertThat(proof.person())
        .isEqualTo(new Person(
            279_058_397L,
            Optional.of("John"),
            Optional.empty(),
            Optional.of("username"),
            Optional.of("https://t.me/i/userpic/320/picname.jpg"),
            Optional.empty()));
    assertThat(proof.startParam()).isEmpty();
    assertThat(proof.rememberUntil()).isEqualTo(NOW.plusSeconds(290));
  }

  @Test
  @DisplayName("[L12] Mini App data is not taken at the widget's door, under either key")
  void mini_app_data_at_this_door() {
    assertThat(refused(telegram.widget(hashed(miniAppFields(), miniAppKey(TOKEN)), NOW)))
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(telegram.widget(hashed(widgetFields(), miniAppKey(TOKEN)), NOW)))
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(telegram.widget(hashed(miniAppFields(), widgetKey(TOKEN)), NOW)))
        .as("rightly signed, but it names nobody")
        .isEqualTo(new Flaw.Nobody());
  }

  @Test
  @DisplayName("[L12] stale, from the future, or without a time: refused")
  void times() {
    proven(telegram.widget(widget(at("1789999701")), NOW));
    assertThat(refused(telegram.widget(widget(at("1789999700")), NOW)))
        .isEqualTo(new Flaw.Stale(Duration.ofSeconds(300)));
    proven(telegram.widget(widget(at("1790000060")), NOW));
    assertThat(refused(telegram.widget(widget(at("1790000061")), NOW)))
        .isEqualTo(new Flaw.FromTheFuture(Duration.ofSeconds(61)));
    for (String none :
        List.of("", "0", "-5", "1e9", "None", "1790000000.5", "9223372036854775807")) {
      assertThat(refused(telegram.widget(widget(at(none)), NOW)))
          .as(none)
          .isEqualTo(new Flaw.Malformed());
    }
    assertThat(refused(telegram.widget(widget(without(widgetFields(), "auth_date")), NOW)))
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  @DisplayName("[L12] another bot's proof, an unknown token, no token: refused")
  void bots() {
    Map<String, String> others = hashed(widgetFields(), widgetKey(OTHER_TOKEN));
    assertThat(refused(telegram.widget(others, NOW))).isEqualTo(new Flaw.Forged());
    assertThat(proven(Forge.telegram(Forge.bot(), Forge.otherBot()).widget(others, NOW))
            .bot())
        .isEqualTo(42);
    assertThat(refused(Forge.telegram(Bot.withoutToken(BOT)).widget(widget(widgetFields()), NOW)))
        .isEqualTo(new Flaw.Forged());
  }

  @ParameterizedTest
  @DisplayName("[L06] a signed text with an id that is none is refused")
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "+1",
        "01",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "None",
        "null",
        "9223372036854775808",
        "99999999999999999999",
        "７"
      })
  void nobody(String id) {
    assertThat(refused(telegram.widget(widget(with(widgetFields(), "id", id)), NOW)))
        .isEqualTo(new Flaw.Nobody());
  }

  @Test
  void the_greatest_id_is_taken() {
    Map<String, String> greatest = widget(with(widgetFields(), "id", "9223372036854775807"));
    assertThat(proven(telegram.widget(greatest, NOW)).person().id()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  @DisplayName("[L12] a field changed, added, taken away or renamed: refused")
  void changed() {
    Map<String, String> good = widget(widgetFields());
    for (String name : widgetFields().keySet()) {
      assertThat(refused(telegram.widget(without(good, name), NOW))).isEqualTo(new Flaw.Forged());
      assertThat(refused(telegram.widget(with(good, name, good.get(name) + "1"), NOW)))
          .isEqualTo(new Flaw.Forged());
    }
    assertThat(refused(telegram.widget(with(good, "last_name", ""), NOW)))
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(
            telegram.widget(with(good, "hash", good.get("hash").toUpperCase(Locale.ROOT)), NOW)))
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(telegram.widget(without(good, "hash"), NOW))).isEqualTo(new Flaw.Forged());
    assertThat(refused(telegram.widget(Map.of(), NOW))).isEqualTo(new Flaw.Forged());
  }

  @Test
  @DisplayName("[L12] two fields are not made of one, nor one of two")
  void line_breaks_and_equals_signs() {
    Map<String, String> good = widget(widgetFields());
    Map<String, String> folded = with(without(good, "id"), "first_name", "John\nid=279058397");
    assertThat(refused(telegram.widget(folded, NOW))).isEqualTo(new Flaw.Malformed());
    Map<String, String> shifted = with(without(good, "id"), "id=279058397\nlast_name", "x");
    assertThat(refused(telegram.widget(shifted, NOW))).isEqualTo(new Flaw.Malformed());
    assertThat(refused(telegram.widget(with(good, "x", "\udc00"), NOW)))
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  @DisplayName("[L38] what is too much is refused")
  void bounds() {
    assertThat(refused(
            telegram.widget(with(widgetFields(), "x", "y".repeat(Fields.MAX_LENGTH)), NOW)))
        .isEqualTo(new Flaw.TooLarge());
    Map<String, String> many = widgetFields();
    for (int i = 0; i < 100; i++) {
      many.put("a" + i, "");
    }
    assertThat(refused(telegram.widget(many, NOW))).isEqualTo(new Flaw.TooLarge());
  }

  private static Map<String, String> at(String authDate) {
    return with(widgetFields(), "auth_date", authDate);
  }
}
