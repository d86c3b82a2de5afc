package dev.gatehouse.app.laws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The routes that a server says it has: what they are is asked of it, so that a new one is attacked like the others. */
final class ServedRoutes {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String NOBODYS = "00000000-0000-7000-8000-000000000000";

  /** @param operation what the document says of it */
  record Route(String method, String path, JsonNode operation) {
    boolean safe() {
      return SAFE.contains(method);
    }

    boolean signedIn() {
      return Set.of("SIGNED_IN", "STEP_UP", "ENROLLING")
          .contains(operation.path("x-access").asText());
    }

    /** Whether it is for who has the ticket of a sign-in. */
    boolean ticket() {
      return operation.path("x-access").asText().equals("TICKET");
    }

    /** Whether it is for other services. */
    boolean service() {
      return operation.path("x-access").asText().equals("SERVICE");
    }

    /** Whether it is for the program of a bot. */
    boolean bot() {
      return operation.path("x-access").asText().equals("BOT_SECRET");
    }

    boolean takesJson() {
      return !operation.at("/requestBody/content/application~1json").isMissingNode();
    }

    /** Whether its success may hold tokens. */
    boolean givesTokens(JsonNode document) {
      return operation.path("x-signs-in").asBoolean()
          || holdsTokens(
              document, operation.at("/responses/200/content/application~1json/schema"), 4);
    }

    /** Itself, or in what it holds. */
    private static boolean holdsTokens(JsonNode document, JsonNode schema, int depth) {
      JsonNode meant =
          schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
      return meant.path("properties").has("access_token")
          || (depth > 0
              && Stream.concat(
                      meant.path("properties").valueStream(),
                      meant.path("anyOf").valueStream())
                  .anyMatch(part -> holdsTokens(document, part, depth - 1)));
    }

    Call call(Serving server) {
      Call call =
          new Call(server, method, path.replace("{id}", NOBODYS).replace("{provider}", "telegram"));
      return operation.has("requestBody") ? call.body("{}") : call;
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private ServedRoutes() {}

  static JsonNode document(Serving server) {
    return new Call(server, "GET", "/openapi.json").send().is(200).json();
  }

  static List<Route> of(Serving server) {
    List<Route> routes = new ArrayList<>();
    document(server)
        .path("paths")
        .properties()
        .forEach(path -> path.getValue().properties().stream()
            .filter(operation -> operation.getValue().isObject())
            .forEach(operation -> routes.add(new Route(
                operation.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                operation.getValue()))));
    return routes;
  }

  static List<Route> signedIn(Serving server) {
    List<Route> routes = of(server).stream().filter(Route::signedIn).toList();
    if (routes.size() < 8) {
      throw new AssertionError("too few signed-in routes are found: " + routes);
    }
    return routes;
  }
}
