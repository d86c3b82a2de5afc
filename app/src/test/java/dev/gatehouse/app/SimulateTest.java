package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in for Telegram as a newcomer meets it: one command, and everything is there. */
class SimulateTest {
  @TempDir
  Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  private String get(String url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private JsonNode json(String url) throws Exception {
    return new ObjectMapper().readTree(get(url));
  }

  @Test
  void one_command_runs_a_server_and_a_telegram_that_know_of_each_other() throws Exception {
    try (DevProcess both =
        DevProcess.begin(folder, Map.of(), "telegram", "simulate", "--port", "0")) {
      both.await(() -> both.out().lines().count() == 2);
      List<String> lines = both.out().lines().toList();
      assertThat(lines.get(0)).startsWith("ready http://127.0.0.1:");
      assertThat(lines.get(1)).startsWith("telegram http://127.0.0.1:");
      String gatehouse = lines.get(0).substring("ready ".length());
      String telegram = lines.get(1).substring("telegram ".length());

      assertThat(get(telegram + "/")).contains("Telegram, on this machine");
      assertThat(json(telegram + "/phone/state").path("gatehouse").asText()).isEqualTo(gatehouse);
      assertThat(json(gatehouse + "/readiness").isObject()).isTrue();
      assertThat(both.stop()).isZero();
    }
  }

  @Test
  void alone_it_says_what_a_server_elsewhere_is_to_be_told_and_keeps_a_token_that_it_is_given()
      throws Exception {
    String token = "7000000001:AAmade_up";
    try (DevProcess alone = DevProcess.begin(
        folder, Map.of(), "telegram", "simulate", "--alone", "--port", "0", "--token", token)) {
      alone.await(() -> alone.out().contains("GATEHOUSE_TELEGRAM_API_URL"));
      List<String> lines = alone.out().lines().toList();
      String telegram = lines.get(0).substring("ready ".length());

      assertThat(lines)
          .contains(
              "GATEHOUSE_TELEGRAM_BOT_TOKEN=" + token, "GATEHOUSE_TELEGRAM_API_URL=" + telegram);
      assertThat(json(telegram + "/bot" + token + "/getMe").path("ok").asBoolean())
          .isTrue();
      assertThat(folder.resolve("data")).as("nothing is kept").doesNotExist();
      assertThat(alone.stop()).isZero();
    }
  }
}
