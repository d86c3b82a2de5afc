package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds answers against an OpenAPI document: status, kind of content, shape; and that every answer has what all have. */
final class Conformity {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(Dialects.getOpenApi31());

  private final ObjectNode document;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  Conformity(ObjectNode document) {
    this.document = document;
  }

  void check(String method, String path, Reply reply) {
    everywhere(reply);
    String bare = path.replaceAll("\\?.*", "").replaceFirst("^/realms/[^/]+(?=/)", "");
    Optional<JsonNode> operation = operation(method, bare);
    if (operation.isEmpty() || method.equals("HEAD")) {
      if (reply.status() >= 400 && !method.equals("HEAD")) {
        problem(reply);
      }
      return;
    }
    JsonNode answer = operation.get().path("responses").path(Integer.toString(reply.status()));
    if (reply.status() == 304) {
      return;
    }
    assertThat(answer.isMissingNode())
        .as(
            "%s %s answers %d, which the document does not know: %s",
            method, bare, reply.status(), reply.text())
        .isFalse();
    if (reply.body().length == 0) {
      assertThat(answer.has("content"))
          .as(method + " " + bare + " without a body")
          .isFalse();
      return;
    }
    content(method + " " + bare, answer.path("content"), reply);
  }

  private void content(String where, JsonNode content, Reply reply) {
    String type = reply.header("Content-Type").orElse("").replaceAll(";.*", "");
    assertThat(content.has(type)).as(where + " answers " + type).isTrue();
    JsonNode schema = content.path(type).path("schema");
    if (!schema.isMissingNode()) {
      fits(where + " " + reply.status(), schema, reply);
    }
  }

  private void problem(Reply reply) {
    assertThat(reply.header("Content-Type")).contains(Problem.CONTENT_TYPE);
    fits("a problem", Json.object().put("$ref", "#/components/schemas/Problem"), reply);
    assertThat(reply.json().path("status").asInt()).isEqualTo(reply.status());
    assertThat(reply.header("X-Request-ID")).contains(reply.at("/instance"));
  }

  private void fits(String where, JsonNode schema, Reply reply) {
    Schema known = schemas.computeIfAbsent(schema.toString(), text -> {
      ObjectNode alone = ((ObjectNode) schema).deepCopy();
      alone.set("components", document.get("components"));
      return REGISTRY.getSchema(alone);
    });
    assertThat(known.validate(
            reply.json(),
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
        .as(where + ": " + reply.text())
        .isEmpty();
  }

  private static void everywhere(Reply reply) {
    assertThat(reply.header("X-Request-ID")).isPresent();
    for (String name : new String[] {
      "X-Content-Type-Options",
      "X-Frame-Options",
      "Referrer-Policy",
      "Content-Security-Policy",
      "Cross-Origin-Resource-Policy",
      "Cache-Control"
    }) {
      assertThat(reply.header(name)).as(name).isPresent();
    }
    assertThat(reply.header("Server")).isEmpty();
    if (reply.status() == 401) {
      assertThat(reply.header("WWW-Authenticate")).isPresent();
    }
    if (reply.status() == 429 || reply.status() == 423 || reply.status() == 503) {
      assertThat(reply.header("Retry-After")).isPresent();
    }
  }

  private Optional<JsonNode> operation(String method, String path) {
    for (Map.Entry<String, JsonNode> item : document.path("paths").properties()) {
      if (path.matches(item.getKey().replace(".", "\\.").replace("{id}", "[^/]+"))) {
        return Optional.of(item.getValue().path(method.toLowerCase(Locale.ROOT)))
            .filter(operation -> !operation.isMissingNode());
      }
    }
    return Optional.empty();
  }
}
