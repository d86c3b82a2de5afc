package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.proven;
import static dev.gatehouse.telegram.Forge.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.telegram.Telegram.Bot;
import dev.gatehouse.telegram.Telegram.BotToken;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.MiniAppKey;
import dev.gatehouse.telegram.Telegram.Proof;
import dev.gatehouse.telegram.Telegram.Settings;
import dev.gatehouse.telegram.Telegram.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published proofs, real ones among them. */
class VectorsTest {
  private static final Pattern AUTH_DATE = Pattern.compile("auth_date=([0-9]+)");

  static Stream<Named<JsonNode>> miniApps() {
    return Vectors.of("telegram-initdata.json");
  }

  static Stream<Named<JsonNode>> widgets() {
    return Vectors.of("telegram-widget.json");
  }

  @DisplayName("[L12] a Mini App's data is taken when its vector says so")
  @ParameterizedTest
  @MethodSource("miniApps")
  void mini_app(JsonNode vector) {
    String initData = vector.get("init_data").asText();
    Instant fresh = signedAt(initData).plusSeconds(10);

    Verdict verdict = door(vector).miniApp(initData, fresh);

    if (vector.get("id").asText().equals("node-hmac-all-fields")) {
      assertThat(refused(verdict)).as("a bot").isEqualTo(new Flaw.Nobody());
    } else if (vector.get("expect").asText().equals("valid_if_fresh")) {
      assertThat(proven(verdict).signedAt()).isEqualTo(signedAt(initData));
      assertThat(refused(door(vector).miniApp(initData, fresh.plus(Duration.ofMinutes(5)))))
          .isInstanceOf(Flaw.Stale.class);
    } else {
      assertThat(refused(verdict)).isIn(new Flaw.Forged(), new Flaw.Malformed());
    }
  }

  @DisplayName("[L12] a widget's data is taken when its vector says so")
  @ParameterizedTest
  @MethodSource("widgets")
  void widget(JsonNode vector) {
    Map<String, String> data = fields(vector.get("data"));
    Telegram telegram = door(vector);
    Instant fresh = Instant.ofEpochSecond(Long.parseLong(data.get("auth_date"))).plusSeconds(10);

    Verdict verdict = telegram.widget(data, fresh);

    if (vector.get("expect").asText().equals("valid_if_fresh")) {
      assertThat(proven(verdict).person().id()).isEqualTo(42);
    } else {
      assertThat(refused(verdict)).isEqualTo(new Flaw.Forged());
    }
  }

  @Test
  void telegram_s_own_key_is_the_usual_one_and_another_only_by_configuration() {
    JsonNode real = vector("tma-ed25519-prod-1");
    String initData = real.get("init_data").asText();
    Bot bot = Bot.withoutToken(real.get("bot_id").asLong());
    Instant fresh = signedAt(initData).plusSeconds(10);

    Proof proof = proven(new Telegram(Settings.of(bot)).miniApp(initData, fresh));

    assertThat(proof.bot()).isEqualTo(7_342_037_359L);
    assertThat(proof.person().id()).isEqualTo(279_058_397L);
    assertThat(proof.person().firstName()).contains("Vladislav + - ? /");
    assertThat(proof.person().photo().orElseThrow()).startsWith("https://t.me/i/userpic/320/");
    Settings testServers = new Settings(List.of(bot), Settings.USUAL_AGE, MiniAppKey.TEST);
    assertThat(refused(new Telegram(testServers).miniApp(initData, fresh)))
        .isEqualTo(new Flaw.Forged());
  }

  @Test
  void whoever_brings_a_key_of_his_own_is_refused_by_the_built_in_one() {
    JsonNode own = vector("aiogram-ed25519-own-key");
    String initData = own.get("init_data").asText();

    assertThat(
            refused(new Telegram(Settings.of(Bot.withoutToken(own.get("bot_id").asLong())))
                .miniApp(initData, signedAt(initData).plusSeconds(10))))
        .isEqualTo(new Flaw.Forged());
  }

  @Test
  void the_two_keys_are_the_published_ones() {
    JsonNode keys = Vectors.file("telegram-initdata.json").get("public_keys");

    assertThat(MiniAppKey.PRODUCTION.publicKey())
        .isEqualTo(Ed25519.key(keys.get("production").asText()));
    assertThat(MiniAppKey.TEST.publicKey())
        .isEqualTo(Ed25519.key(keys.get("test").asText()));
  }

  @Test
  void names_in_other_letters_an_id_beyond_32_bits_and_a_start_parameter_come_through() {
    Proof cyrillic = proof("py-real-utf8");
    assertThat(cyrillic.person().firstName()).contains("Артём");
    assertThat(cyrillic.person().id()).isEqualTo(7_387_289_974L);
    assertThat(proof("py-real-plain").person().lastName()).as("an empty one").isEmpty();
    assertThat(proof("java-hmac-group-startparam").startParam()).contains("referral123");
    assertThat(proof("aiogram-hmac-2-plus-and-surrogates").person().lastName())
        .contains("PlaceholderLastName 🇺🇦");
  }

  private static Proof proof(String id) {
    JsonNode vector = vector(id);
    String initData = vector.get("init_data").asText();
    return proven(door(vector).miniApp(initData, signedAt(initData)));
  }

  private static JsonNode vector(String id) {
    return miniApps()
        .map(Named::getPayload)
        .filter(vector -> vector.get("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Telegram door(JsonNode vector) {
    if (vector.has("bot_token")) {
      return new Telegram(
          Settings.of(Bot.of(new BotToken(vector.get("bot_token").asText()))));
    }
    return new Telegram(new Settings(
        List.of(Bot.withoutToken(vector.get("bot_id").asLong())),
        Settings.USUAL_AGE,
        new MiniAppKey(Ed25519.key(vector.get("public_key_hex").asText()))));
  }

  private static Instant signedAt(String initData) {
    Matcher date = AUTH_DATE.matcher(initData);
    return Instant.ofEpochSecond(date.find() ? Long.parseLong(date.group(1)) : 0);
  }

  static Map<String, String> fields(JsonNode object) {
    return new ObjectMapper().convertValue(object, new TypeReference<Map<String, String>>() {});
  }

  @Test
  void no_vector_is_longer_than_what_is_read() {
    assertThat(miniApps().map(Named::getPayload))
        .allMatch(vector -> vector.get("init_data").asText().getBytes(StandardCharsets.UTF_8).length
            < Fields.MAX_LENGTH);
  }
}
