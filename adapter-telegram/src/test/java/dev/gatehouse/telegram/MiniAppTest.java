package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.BOT;
import static dev.gatehouse.telegram.Forge.NOW;
import static dev.gatehouse.telegram.Forge.OTHER_TOKEN;
import static dev.gatehouse.telegram.Forge.TOKEN;
import static dev.gatehouse.telegram.Forge.USER;
import static dev.gatehouse.telegram.Forge.hashed;
import static dev.gatehouse.telegram.Forge.miniApp;
import static dev.gatehouse.telegram.Forge.miniAppFields;
import static dev.gatehouse.telegram.Forge.miniAppKey;
import static dev.gatehouse.telegram.Forge.proven;
import static dev.gatehouse.telegram.Forge.query;
import static dev.gatehouse.telegram.Forge.refused;
import static dev.gatehouse.telegram.Forge.thirdParty;
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
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door of Mini Apps, by hash and by signature, attacked. */
class MiniAppTest {
  private final Telegram telegram = Forge.telegram(Forge.bot());
  private final Telegram thirdParty = Forge.telegram(Bot.withoutToken(BOT));

  @Test
  void a_proof_says_who_when_by_which_bot_and_how_the_app_was_opened() {
    Proof proof = proven(telegram.miniApp(miniApp(miniAppFields()), NOW));

    assertThat(proof.door()).isEqualTo(Door.MINI_APP);
    assertThat(proof.bot()).isEqualTo(BOT);
    assertThat(proof.person())
        .isEqualTo(new Person(
            279_058_397L,
            Optional.of("Vladislav + - ? /"),
            Optional.of("Kibenko"),
            Optional.of("vdkfrost"),
            Optional.of("https://t.me/i/1.svg"),
            Optional.of("ru")));
    assertThat(proof.subject()).isEmpty();
    assertThat(proof.startParam()).contains("ref_Alice-1");
    assertThat(proof.signedAt()).isEqualTo(NOW.minusSeconds(10));
    assertThat(proof.rememberUntil()).isEqualTo(NOW.plusSeconds(290));
  }

  @Test
  void the_same_by_the_signature_where_the_bot_s_token_is_not_known() {
    Proof proof = proven(thirdParty.miniApp(thirdParty(miniAppFields(), BOT), NOW));

    assertThat(proof.bot()).isEqualTo(BOT);
    assertThat(proof.person().id()).isEqualTo(279_058_397L);
    assertThat(proof.startParam()).contains("ref_Alice-1");
  }

  @Test
  void fields_that_are_not_there_are_not_in_what_is_signed_and_unknown_ones_are() {
    Map<String, String> fewest =
        Map.of("auth_date", miniAppFields().get("auth_date"), "user", "{\"id\":7}");
    assertThat(proven(telegram.miniApp(miniApp(fewest), NOW)).person())
        .isEqualTo(new Person(
            7,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));

    Map<String, String> more = with(with(miniAppFields(), "brand_new", "1=2"), "chat", "");
    assertThat(proven(telegram.miniApp(miniApp(more), NOW)).person().id()).isEqualTo(279_058_397L);
    String added = miniApp(miniAppFields()) + "&brand_new=1";
    assertThat(refused(telegram.miniApp(added, NOW))).isEqualTo(new Flaw.Forged());
  }

  @Test
  @DisplayName("[L12] a proof is fresh for five minutes by default, to the second")
  void fresh_for_five_minutes() {
    String proof = miniApp(signedAt(0));

    proven(telegram.miniApp(proof, NOW.plusSeconds(299)));
    assertThat(refused(telegram.miniApp(proof, NOW.plusSeconds(300))))
        .isEqualTo(new Flaw.Stale(Duration.ofSeconds(300)));
    Telegram patient = new Telegram(Forge.settings(Duration.ofHours(24)));
    proven(patient.miniApp(proof, NOW.plusSeconds(86_399)));
    assertThat(refused(patient.miniApp(proof, NOW.plusSeconds(86_400))))
        .isInstanceOf(Flaw.Stale.class);
  }

  @Test
  @DisplayName("[L12] a proof from the future is refused, but for a minute's skew")
  void never_from_the_future() {
    proven(telegram.miniApp(miniApp(signedAt(60)), NOW));
    assertThat(refused(telegram.miniApp(miniApp(signedAt(61)), NOW)))
        .isEqualTo(new Flaw.FromTheFuture(Duration.ofSeconds(61)));
    assertThat(refused(
            telegram.miniApp(miniApp(with(miniAppFields(), "auth_date", "253402300799")), NOW)))
        .isInstanceOf(Flaw.FromTheFuture.class);
  }

  @ParameterizedTest
  @DisplayName("[L12] a signed text without a right time is refused")
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "+1789999990",
        "01789999990",
        "1789999990.0",
        "1789999990 ",
        "1e9",
        "None",
        "9223372036854775807",
        "99999999999999999999",
        "１７８９９９９９９０"
      })
  void no_right_time(String authDate) {
    assertThat(
            refused(telegram.miniApp(miniApp(with(miniAppFields(), "auth_date", authDate)), NOW)))
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  @DisplayName("[L12] a signed text without a time is refused")
  void no_time() {
    assertThat(refused(telegram.miniApp(miniApp(without(miniAppFields(), "auth_date")), NOW)))
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  @DisplayName("[L12] widget data is not taken at the Mini App's door, under either key")
  void widget_data_at_this_door() {
    assertThat(refused(telegram.miniApp(query(Forge.widget(widgetFields())), NOW)))
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(telegram.miniApp(query(hashed(miniAppFields(), widgetKey(TOKEN))), NOW)))
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(telegram.miniApp(query(hashed(widgetFields(), miniAppKey(TOKEN))), NOW)))
        .as("rightly signed, but it names nobody")
        .isEqualTo(new Flaw.Nobody());
  }

  @Test
  @DisplayName("[L12] another bot's proof is refused, and of several bots the proof names its own")
  void several_bots() {
    String others = query(hashed(miniAppFields(), miniAppKey(OTHER_TOKEN)));
    assertThat(refused(telegram.miniApp(others, NOW))).isEqualTo(new Flaw.Forged());

    Telegram both = Forge.telegram(Forge.bot(), Forge.otherBot());
    Proof ours = proven(both.miniApp(miniApp(miniAppFields()), NOW));
    Proof theirs = proven(both.miniApp(others, NOW));
    assertThat(ours.bot()).isEqualTo(BOT);
    assertThat(theirs.bot()).isEqualTo(42);
    assertThat(ours.id()).isNotEqualTo(theirs.id());

    assertThat(refused(thirdParty.miniApp(thirdParty(miniAppFields(), BOT + 1), NOW)))
        .isEqualTo(new Flaw.Forged());
    Telegram strangers = Forge.telegram(Bot.withoutToken(7), Bot.withoutToken(BOT));
    assertThat(proven(strangers.miniApp(thirdParty(miniAppFields(), BOT), NOW)).bot())
        .isEqualTo(BOT);
  }

  @Test
  @DisplayName("[L12] which seal is checked is not for the sender to say")
  void no_choice_of_seal() {
    assertThat(refused(telegram.miniApp(thirdParty(miniAppFields(), BOT), NOW)))
        .as("a signature, where the token is known")
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(thirdParty.miniApp(miniApp(miniAppFields()), NOW)))
        .as("a hash, where it is not")
        .isEqualTo(new Flaw.Forged());
    assertThat(refused(thirdParty.miniApp(query(hashed(miniAppFields(), new byte[32])), NOW)))
        .isEqualTo(new Flaw.Forged());
  }

  @Test
  @DisplayName("[L12] the hash in upper case, cut, or with anything around it is refused")
  void one_spelling_of_the_hash() {
    Map<String, String> good = hashed(miniAppFields(), miniAppKey(TOKEN));
    String hash = good.get("hash");
    for (String other : List.of(
        hash.toUpperCase(Locale.ROOT),
        hash.substring(2),
        hash + "00",
        " " + hash,
        hash + " ",
        "0x" + hash,
        "",
        "None",
        "é".repeat(64),
        "0".repeat(64))) {
      assertThat(refused(telegram.miniApp(query(with(good, "hash", other)), NOW)))
          .as(other)
          .isEqualTo(new Flaw.Forged());
    }
    assertThat(refused(telegram.miniApp(query(without(good, "hash")), NOW)))
        .isEqualTo(new Flaw.Forged());
  }

  @Test
  @DisplayName("[L12] a signature with padding, with spare bits, or S beyond the order is refused")
  void one_spelling_of_the_signature() {
    String good = thirdParty(miniAppFields(), BOT);
    String signature = good.substring(good.indexOf("&signature=") + 11);
    byte[] bytes = Base64.getUrlDecoder().decode(signature);

    assertThat(refused(thirdParty.miniApp(good + "%3D%3D", NOW))).isEqualTo(new Flaw.Forged());
    char last = signature.charAt(85);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    String spare =
        good.substring(0, good.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
    assertThat(refused(thirdParty.miniApp(spare, NOW))).isEqualTo(new Flaw.Forged());
    for (byte[] other : List.of(new byte[64], new byte[0], withOrderAdded(bytes))) {
      String forged = good.replace(signature, Forge.base64url(other));
      assertThat(refused(thirdParty.miniApp(forged, NOW))).isEqualTo(new Flaw.Forged());
    }
  }

  /** S + L is congruent to S: who does not look takes it. */
  private static byte[] withOrderAdded(byte[] signature) {
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] changed = signature.clone();
    byte[] littleEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      littleEndian[31 - i] = signature[32 + i];
    }
    byte[] sum = new BigInteger(1, littleEndian).add(order).toByteArray();
    for (int i = 0; i < 32; i++) {
      changed[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
    }
    return changed;
  }

  @Test
  @DisplayName("[L12] whatever is changed in a proof, it is refused")
  void every_byte_counts() {
    String good = miniApp(miniAppFields());
    for (int at = 0; at < good.length(); at++) {
      StringBuilder changed = new StringBuilder(good);
      changed.setCharAt(at, (char) (good.charAt(at) ^ 1));
      telegram
          .miniApp(changed.toString(), NOW)
          .match(
              proof -> assertThat(PercentEncoding.decode(changed.toString()))
                  .isEqualTo(PercentEncoding.decode(good)),
              flaw -> assertThat(flaw).isIn(new Flaw.Forged(), new Flaw.Malformed()));
    }
  }

  @Test
  @DisplayName("[L12] a proof written otherwise is remembered as the same")
  void one_id_for_all_spellings() {
    List<Map.Entry<String, String>> fields =
        new ArrayList<>(hashed(miniAppFields(), miniAppKey(TOKEN)).entrySet());
    Collections.reverse(fields);
    StringBuilder reversed = new StringBuilder();
    for (Map.Entry<String, String> field : fields) {
      reversed.append(reversed.isEmpty() ? "" : "&").append(field.getKey()).append('=');
      for (byte octet : field.getValue().getBytes(StandardCharsets.UTF_8)) {
        reversed.append(String.format("%%%02x", octet));
      }
    }
    String good = miniApp(miniAppFields());

    Proof first = proven(telegram.miniApp(good, NOW));
    assertThat(proven(telegram.miniApp(reversed.toString(), NOW)).id()).isEqualTo(first.id());
    assertThat(proven(telegram.miniApp(good.replace("%20", "+"), NOW)).id()).isEqualTo(first.id());

    String signed = thirdParty(miniAppFields(), BOT);
    assertThat(proven(thirdParty.miniApp(signed + "&hash=whatever", NOW)).id())
        .as("the hash is not what the signature is over")
        .isEqualTo(proven(thirdParty.miniApp(signed, NOW)).id());
  }

  @ParameterizedTest
  @DisplayName("[L12] what can be read in two ways is refused")
  @ValueSource(
      strings = {
        "&user=%7B%22id%22%3A1%7D",
        "&%75ser=%7B%22id%22%3A1%7D",
        "&auth_date=1",
        "&hash=0",
        "&",
        "&x",
        "&=x",
        "&x%3Dy=z",
        "&x%0Ay=z",
        "&x=a%0Ab",
        "&x=a%0D",
        "&x=a\nb",
        "&x=%",
        "&x=%4",
        "&x=%zz",
        "&x=%FF",
        "&x=%C0%80",
        "&x=%ED%A0%80"
      })
  void ambiguous(String added) {
    assertThat(refused(telegram.miniApp(miniApp(miniAppFields()) + added, NOW)))
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  void half_a_character_and_a_nameless_control_are_refused() {
    for (String added : List.of("&x=\ud800", "&\u0000=x", "&\ud800=x")) {
      assertThat(refused(telegram.miniApp(miniApp(miniAppFields()) + added, NOW)))
          .isEqualTo(new Flaw.Malformed());
    }
  }

  @Test
  @DisplayName("[L12] a signed value with a line break is refused")
  void a_line_break() {
    Map<String, String> two = with(miniAppFields(), "start_param", "a\nuser={\"id\":1}");
    assertThat(refused(telegram.miniApp(miniApp(two), NOW))).isEqualTo(new Flaw.Malformed());
  }

  @ParameterizedTest
  @DisplayName("[L06] a signed text that names nobody, or a bot, is refused")
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":0}",
        "{\"id\":-1}",
        "{\"id\":9223372036854775808}",
        "{\"id\":18446744073709551617}",
        "{\"id\":1.5}",
        "{\"id\":1e3}",
        "{\"id\":true}",
        "{\"id\":null}",
        "{\"id\":[7]}",
        "{\"id\":{\"id\":7}}",
        "{\"id\":\"\"}",
        "{\"id\":\"0\"}",
        "{\"id\":\"None\"}",
        "{\"id\":\"null\"}",
        "{\"id\":\"-7\"}",
        "{\"id\":\" 7\"}",
        "{\"id\":\"07\"}",
        "{\"id\":\"9223372036854775808\"}",
        "{\"ID\":7}",
        "{\"id\":7,\"is_bot\":true}",
        "{\"id\":7,\"is_bot\":\"true\"}",
        "{\"id\":7,\"is_bot\":1}"
      })
  void nobody(String user) {
    assertThat(refused(telegram.miniApp(miniApp(with(miniAppFields(), "user", user)), NOW)))
        .isEqualTo(new Flaw.Nobody());
  }

  @ParameterizedTest
  @DisplayName("[L12] a signed person that is no JSON, or two, is refused")
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "[{\"id\":7}]",
        "{\"id\":7",
        "{\"id\":7}{\"id\":8}",
        "{\"id\":7,\"id\":8}",
        "{'id':7}",
        "{\"id\":NaN}",
        "{\"id\":07}",
        "{id:7}",
        "\ufeff{\"id\":7}"
      })
  void no_json(String user) {
    assertThat(refused(telegram.miniApp(miniApp(with(miniAppFields(), "user", user)), NOW)))
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  @DisplayName("[L38] what is too long, too deep or too much is refused")
  void bounds() {
    assertThat(refused(telegram.miniApp("a=" + "x".repeat(Fields.MAX_LENGTH), NOW)))
        .isEqualTo(new Flaw.TooLarge());
    StringBuilder many = new StringBuilder("a=1");
    for (int i = 0; i < 100; i++) {
      many.append("&a").append(i).append('=');
    }
    assertThat(refused(telegram.miniApp(many.toString(), NOW))).isEqualTo(new Flaw.TooLarge());
    String deep = "{\"id\":7,\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    assertThat(refused(telegram.miniApp(miniApp(with(miniAppFields(), "user", deep)), NOW)))
        .isEqualTo(new Flaw.Malformed());
    String digits = "{\"id\":7,\"x\":" + "9".repeat(1000) + "}";
    assertThat(refused(telegram.miniApp(miniApp(with(miniAppFields(), "user", digits)), NOW)))
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  void what_is_for_show_is_left_out_when_it_is_not_what_it_should_be() {
    String odd =
        "{\"id\":7,\"first_name\":\"a\\nb\",\"last_name\":\"\\ud83c\",\"username\":\"<b>\","
            + "\"photo_url\":\"javascript:alert(1)\",\"language_code\":\"../x\"}";
    assertThat(proven(telegram.miniApp(miniApp(with(miniAppFields(), "user", odd)), NOW))
            .person())
        .isEqualTo(new Person(
            7,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    String types =
        "{\"id\":7,\"first_name\":1,\"last_name\":[],\"username\":null,\"photo_url\":{},\"language_code\":true}";
    assertThat(proven(telegram.miniApp(miniApp(with(miniAppFields(), "user", types)), NOW))
            .person())
        .isEqualTo(new Person(
            7,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    String evil = USER.replace("https:\\/\\/t.me", "https:\\/\\/t.me\\\"><script>");
    assertThat(proven(telegram.miniApp(miniApp(with(miniAppFields(), "user", evil)), NOW))
            .person()
            .photo())
        .isEmpty();
  }

  @Test
  void a_start_parameter_is_what_links_can_carry() {
    assertThat(proven(telegram.miniApp(miniApp(without(miniAppFields(), "start_param")), NOW))
            .startParam())
        .isEmpty();
    assertThat(proven(telegram.miniApp(miniApp(with(miniAppFields(), "start_param", "")), NOW))
            .startParam())
        .isEmpty();
    for (String no : List.of("a b", "<x>", "x".repeat(513))) {
      assertThat(refused(telegram.miniApp(miniApp(with(miniAppFields(), "start_param", no)), NOW)))
          .isEqualTo(new Flaw.Malformed());
    }
  }

  private static Map<String, String> signedAt(int secondsFromNow) {
    return with(
        miniAppFields(), "auth_date", String.valueOf(NOW.getEpochSecond() + secondsFromNow));
  }
}
