package dev.gatehouse.telegram.simulator;

import static dev.gatehouse.telegram.simulator.Stage.MIRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Failure;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
  private final Stage stage = new Stage();
  private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private HttpServer server;

  private record Came(String secret, JsonNode update) {}

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      came.add(new Came(
          String.valueOf(exchange.getRequestHeaders().getFirst("X-Telegram-Bot-Api-Secret-Token")),
          Json.parse(body)));
      exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 200, -1);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void close() {
    stage.close();
    server.stop(0);
  }

  private void set(String more) throws Exception {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    stage.call("setWebhook", "{'url': '" + url + "'" + more + "}").result();
  }

  private Came next() throws InterruptedException {
    return Optional.ofNullable(came.poll(20, TimeUnit.SECONDS)).orElseThrow();
  }

  private void awaitNonePending() {
    long end = System.nanoTime() + Stage.PATIENCE.toNanos();
    while (stage.telegram.pending(stage.bot) > 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void updates_come_in_order_and_with_the_secret() throws Exception {
    stage.telegram.say(MIRA, stage.bot, "before");
    set(", 'secret_token': 'only-you_1'");
    stage.telegram.say(MIRA, stage.bot, "after");

    Came first = next();
    assertThat(first.secret()).isEqualTo("only-you_1");
    assertThat(first.update().path("message").path("text").asText()).isEqualTo("before");
    assertThat(next().update().path("message").path("text").asText()).isEqualTo("after");
    awaitNonePending();
  }

  @Test
  void what_is_not_taken_comes_again() throws Exception {
    refusals.set(2);
    set("");
    stage.telegram.say(MIRA, stage.bot, "listen");

    JsonNode first = next().update();
    assertThat(next().update()).isEqualTo(first);
    assertThat(next().update()).isEqualTo(first);
    awaitNonePending();
    JsonNode info = stage.call("getWebhookInfo").result();
    assertThat(info.path("last_error_message").asText())
        .isEqualTo("Wrong response from the webhook: 503");
    assertThat(info.path("pending_update_count").asInt()).isZero();
  }

  @Test
  void what_is_taken_comes_twice_where_that_is_asked_for() throws Exception {
    set("");
    stage.telegram.fail(stage.bot, Failure.of(Fault.DUPLICATES, 1).on("webhook"));
    stage.telegram.say(MIRA, stage.bot, "listen");

    assertThat(next().update()).isEqualTo(next().update());
  }

  @Test
  void after_it_is_deleted_nothing_comes_and_nothing_is_lost() throws Exception {
    set("");
    stage.call("deleteWebhook").result();
    stage.telegram.say(MIRA, stage.bot, "still here");

    assertThat(stage.updates("{}").findValuesAsText("text")).containsExactly("still here");
    assertThat(came).isEmpty();
    assertThat(stage.call("getWebhookInfo").result().path("url").asText()).isEmpty();
  }

  @Test
  void pending_updates_are_dropped_where_that_is_asked_for() throws Exception {
    stage.telegram.say(MIRA, stage.bot, "old");
    stage.call("deleteWebhook", "{'drop_pending_updates': true}").result();
    assertThat(stage.telegram.pending(stage.bot)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'url': 'http://bot.example/hook'}",
        "{'url': 'ftp://127.0.0.1/'}",
        "{'url': 'https://bot.example/', 'secret_token': 'no spaces'}"
      })
  void an_address_or_a_secret_that_telegram_does_not_take_is_refused(String given)
      throws Exception {
    assertThat(stage.call("setWebhook", given).status()).isEqualTo(400);
    assertThat(stage.updates("{}")).isEmpty();
  }
}
