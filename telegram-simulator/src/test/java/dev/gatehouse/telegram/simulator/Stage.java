package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A stand-in with one bot and two people, and whoever talks to it over sockets. */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Person MIRA = Person.INVENTED.get(0);
  static final Person INES = Person.INVENTED.get(4);

  final TelegramSimulator telegram;
  final Bot bot;
  final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Stage() {
    this(Settings.of(Clock.systemUTC(), new SecureRandom()::nextBytes));
  }

  Stage(Settings settings) {
    telegram = TelegramSimulator.start(settings);
    bot = telegram.createBot(7_000_000_001L, "House of Tea", "house_of_tea_bot");
  }

  URI at(String path) {
    return URI.create(telegram.base() + path);
  }

  private HttpRequest.Builder method(String token, String name) {
    return HttpRequest.newBuilder(at("/bot" + token + "/" + name)).timeout(PATIENCE);
  }

  /** Calls a method of the Bot API with parameters as JSON, as single quotes write them. */
  Reply call(String name, String json) throws IOException, InterruptedException {
    return send(request(name, json));
  }

  Reply call(String name) throws IOException, InterruptedException {
    return call(name, "{}");
  }

  CompletableFuture<Reply> calling(String name, String json) {
    return client.sendAsync(request(name, json), BodyHandlers.ofString()).thenApply(Reply::of);
  }

  private HttpRequest request(String name, String json) {
    return method(bot.token(), name)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json.replace('\'', '"')))
        .build();
  }

  Reply callAs(String token, String name) throws IOException, InterruptedException {
    return send(method(token, name).build());
  }

  Reply callWithForm(String name, Map<String, String> fields)
      throws IOException, InterruptedException {
    return send(method(bot.token(), name)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(Proofs.query(fields)))
        .build());
  }

  JsonNode updates(String json) throws IOException, InterruptedException {
    return call("getUpdates", json).result();
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path)).build());
  }

  Reply post(String path, String json) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json.replace('\'', '"')))
        .build());
  }

  Reply send(HttpRequest request) throws IOException, InterruptedException {
    return Reply.of(client.send(request, BodyHandlers.ofString()));
  }

  /** What was answered. */
  record Reply(int status, HttpResponse<String> response) {
    static Reply of(HttpResponse<String> response) {
      return new Reply(response.statusCode(), response);
    }

    String body() {
      return response.body();
    }

    JsonNode json() {
      return Json.parse(response.body());
    }

    JsonNode result() {
      if (!json().path("ok").asBoolean()) {
        throw new AssertionError(body());
      }
      return json().path("result");
    }

    String description() {
      return json().path("description").asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  @Override
  public void close() {
    telegram.close();
  }
}
