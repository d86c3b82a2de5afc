package dev.gatehouse.telegram.simulator;

import static dev.gatehouse.telegram.simulator.Stage.INES;
import static dev.gatehouse.telegram.simulator.Stage.MIRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProofsTest {
  private final Stage stage = new Stage();
  private final Bot bot = stage.bot;

  @AfterEach
  void close() {
    stage.close();
  }

  static Stream<Named<JsonNode>> genuineMiniApps() {
    return Vectors.of("telegram-initdata.json")
        .filter(vector -> vector.getPayload().path("check").asText().equals("hmac")
            && vector.getPayload().path("hmac_matches").asBoolean());
  }

  @ParameterizedTest
  @MethodSource("genuineMiniApps")
  void what_telegram_signed_for_a_mini_app_we_sign_the_same(JsonNode vector) {
    Map<String, String> fields = Request.form(vector.path("init_data").asText());
    String hash = String.valueOf(fields.remove("hash"));

    assertThat(Proofs.hash(
            Proofs.hmac(Proofs.bytes("WebAppData"), vector.path("bot_token").asText()), fields))
        .isEqualTo(hash);
  }

  static Stream<Named<JsonNode>> genuineWidgets() {
    return Vectors.of("telegram-widget.json")
        .filter(vector -> vector.getPayload().path("hash_matches").asBoolean());
  }

  @ParameterizedTest
  @MethodSource("genuineWidgets")
  void what_telegram_signed_for_the_widget_we_sign_the_same(JsonNode vector) {
    Map<String, String> fields = new LinkedHashMap<>();
    vector
        .path("data")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    String hash = String.valueOf(fields.remove("hash"));

    assertThat(Proofs.hash(Proofs.sha256(vector.path("bot_token").asText()), fields))
        .isEqualTo(hash);
  }

  @Test
  void mini_app_data_has_both_seals() throws Exception {
    Map<String, String> fields =
        Request.form(stage.telegram.initData(MIRA, bot, Optional.of("ref_1")));
    Map<String, String> unsealed = new TreeMap<>(fields);
    String hash = unsealed.remove("hash");

    assertThat(Proofs.hash(Proofs.hmac(Proofs.bytes("WebAppData"), bot.token()), unsealed))
        .isEqualTo(hash);
    byte[] signature = Base64.getUrlDecoder().decode(unsealed.remove("signature"));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(stage.telegram.miniAppKey());
    verifier.update((bot.id() + ":WebAppData\n"
            + unsealed.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n")))
        .getBytes(StandardCharsets.UTF_8));
    assertThat(verifier.verify(signature)).isTrue();
    assertThat(fields).containsEntry("start_param", "ref_1");
    JsonNode user = Json.parse(fields.get("user"));
    assertThat(user.path("id").asLong()).isEqualTo(MIRA.id());
    assertThat(user.path("username").asText()).isEqualTo("mira_okafor");
  }

  @Test
  void what_a_person_does_not_have_is_absent() {
    assertThat(stage.telegram.widget(INES, bot).keySet())
        .containsExactly("id", "first_name", "auth_date", "hash");
    assertThat(Json.parse(Request.form(stage.telegram.initData(INES, bot, Optional.empty()))
                .get("user"))
            .has("username"))
        .isFalse();
  }

  @Test
  void the_widget_may_send_the_browser_on_instead() {
    URI to = stage.telegram.widgetRedirect(
        MIRA, bot, URI.create("https://shop.example.com/in?from=menu"));

    assertThat(to.toString()).startsWith("https://shop.example.com/in?from=menu&id=5000000101&");
    Map<String, String> fields = Request.form(to.getRawQuery());
    fields.remove("from");
    String hash = String.valueOf(fields.remove("hash"));
    assertThat(Proofs.hash(Proofs.sha256(bot.token()), fields)).isEqualTo(hash);
  }

  @Test
  void a_proof_is_of_the_time_that_is_asked_for() {
    Instant then = Instant.ofEpochSecond(1_700_000_000);
    assertThat(stage.telegram.widget(MIRA, bot, then)).containsEntry("auth_date", "1700000000");
    assertThat(stage.telegram.initData(MIRA, bot, Optional.empty(), then))
        .contains("auth_date=1700000000");
  }

  @Test
  void whoever_is_renamed_is_called_so() {
    Person renamed = stage.telegram.rename(MIRA.named("Mirabel", "").called("mirabel_o"));
    assertThat(stage.telegram.widget(renamed, bot))
        .containsEntry("first_name", "Mirabel")
        .containsEntry("username", "mirabel_o")
        .doesNotContainKey("last_name");
  }
}
