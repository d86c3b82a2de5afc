package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/** The server of the website on the page: it hands what its page has been given to Gatehouse, and shows what that says. */
final class Website {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern PATH = Pattern.compile("/api/v1(/[A-Za-z0-9_-]+)+");

  /** Or Gatehouse would see a program, and not a browser. */
  private static final List<String> PASSED_ON = List.of("User-Agent", "Accept-Language");

  private final HttpClient client;
  private volatile Optional<URI> gatehouse = Optional.empty();

  Website(Executor threads) {
    this.client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .executor(threads)
        .build();
  }

  void signInAt(URI where) {
    gatehouse = Optional.of(where);
  }

  Optional<URI> gatehouse() {
    return gatehouse;
  }

  /** {@code {method, path, body}}: what Gatehouse answers to that, as {@code {status, body}}. With GET the body is the query. */
  Answer call(Request request) throws InterruptedException {
    if (!request.post()) {
      throw new Refusal(405, "POST is expected");
    }
    JsonNode given = request.json();
    URI base = gatehouse.orElseThrow(() -> new Refusal(404, "there is no Gatehouse to ask"));
    String path = given.path("path").asText();
    if (!PATH.matcher(path).matches()) {
      throw new Refusal(400, "no address of Gatehouse's API");
    }
    HttpRequest.Builder asked = given.path("method").asText().equals("GET")
        ? HttpRequest.newBuilder(base.resolve(path + "?" + query(given.path("body"))))
        : HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(given.path("body").toString()));
    asked.timeout(PATIENCE).header("Accept", "application/json");
    PASSED_ON.forEach(
        name -> request.header(name).ifPresent(value -> asked.setHeader(name, value)));
    try {
      return Answer.json(
          200, shown(client.send(asked.build(), HttpResponse.BodyHandlers.ofString())));
    } catch (IOException e) {
      throw new Refusal(502, "Gatehouse does not answer", e);
    }
  }

  private static String query(JsonNode body) {
    Map<String, String> fields = new LinkedHashMap<>();
    body.properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    return Proofs.query(fields);
  }

  private static ObjectNode shown(HttpResponse<String> response) {
    ObjectNode shown = Json.object().put("status", response.statusCode());
    try {
      shown.set("body", Json.parse(response.body()));
    } catch (IllegalArgumentException noJson) {
      shown.put("body", response.body());
    }
    return shown;
  }
}
