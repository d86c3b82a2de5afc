package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds answers against a served OpenAPI document: that the route may answer that status, with that kind of content, of that shape, with that
 * code; and that every answer has what all have. Knows nothing of the server but its document, so that the tests of any module can use it.
 */
public final class Conformity {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(Dialects.getOpenApi31());
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PROBLEM = "application/problem+json";
  private static final Pattern TOKENS = Pattern.compile("[^=]*(access|refresh)_token=[^;]");
  /** What is said of HTTP itself, whatever the route; no document repeats it with each. */
  private static final Set<Integer> PROTOCOL = Set.of(408, 414, 417, 426, 431, 501, 505);

  private static final List<String> EVERYWHERE = List.of(
      "X-Request-ID",
      "X-Content-Type-Options",
      "X-Frame-Options",
      "Referrer-Policy",
      "Content-Security-Policy",
      "Cross-Origin-Opener-Policy",
      "Cross-Origin-Resource-Policy",
      "Permissions-Policy",
      "Cache-Control");

  private final JsonNode document;
  private final Map<Pattern, JsonNode> paths = new ConcurrentHashMap<>();
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private Conformity(JsonNode document) {
    this.document = document;
    document
        .path("paths")
        .properties()
        .forEach(item -> paths.put(pattern(item.getKey()), item.getValue()));
    assertThat(paths).as("the paths of the document").isNotEmpty();
  }

  /** To the document as {@code /openapi.json} answers it. */
  public static Conformity to(byte[] document) {
    return new Conformity(tree(document));
  }

  /** An answer as any client reads it. */
  private record Answered(
      String where, int status, Map<String, List<String>> headers, byte[] body) {
    Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    boolean setsTokens() {
      return headers.getOrDefault("Set-Cookie", List.of()).stream()
          .anyMatch(cookie -> TOKENS.matcher(cookie).lookingAt());
    }

    JsonNode json() {
      return tree(body);
    }

    /** Without its parameters. */
    String type() {
      return header("Content-Type").orElse("").replaceAll(";.*", "");
    }

    @Override
    public String toString() {
      return where + " answers " + status + ": "
          + new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /**
   * Judges an answer.
   *
   * @param target the path that was asked for, with its query if it had one
   * @throws AssertionError saying what is not as the document has it
   */
  public void check(
      String method, String target, int status, Map<String, List<String>> headers, byte[] body) {
    assertThat(status)
        .as("the answer to %s %s, which nobody broke", method, target)
        .isNotEqualTo(500);
    judge(method, target, status, headers, body);
  }

  /** Judges the answer to what a test has broken on purpose. */
  public void checkBroken(
      String method, String target, int status, Map<String, List<String>> headers, byte[] body) {
    assertThat(status)
        .as("the answer to %s %s, which is broken", method, target)
        .isEqualTo(500);
    judge(method, target, status, headers, body);
  }

  private void judge(
      String method, String target, int status, Map<String, List<String>> headers, byte[] body) {
    Map<String, List<String>> folded = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    folded.putAll(headers);
    Answered answer = new Answered(method + " " + target, status, folded, body);
    everywhere(answer);
    String path = target
        .replaceAll("\\?.*", "")
        .replaceFirst(
            "^/realms/[^/]+(?=/api/|/\\.well-known/|/magic-link$|/reset$|/email/revert$|/invitation$|/bot-link$|/sign-in$|/signed-in$|/linked$)",
            "");
    boolean head = method.equals("HEAD");
    Optional<JsonNode> operation = operation(head ? "GET" : method, path);
    if (head) {
      assertThat(body).as("%s", answer).isEmpty();
    }
    boolean noHead =
        head && operation.filter(get -> get.path("x-no-head").asBoolean()).isPresent();
    if (noHead) {
      assertThat(status).as("%s, which does something by GET", answer).isEqualTo(405);
    }
    if (operation.isPresent() && !noHead && !PROTOCOL.contains(status)) {
      documented(operation.get(), answer, head);
    } else {
      undocumented(method, answer, head);
    }
  }

  private void documented(JsonNode operation, Answered answer, boolean head) {
    JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
    assertThat(response.isMissingNode())
        .as("%s, which the document does not know", answer)
        .isFalse();
    JsonNode content = response.path("content");
    if (answer.body().length == 0 && (head || content.isMissingNode())) {
      assertThat(answer.setsTokens() && !operation.path("x-signs-in").asBoolean())
          .as("%s with tokens in cookies", answer)
          .isFalse();
      return;
    }
    assertThat(content.has(answer.type()))
        .as("%s as '%s', and the document says %s", answer, answer.type(), content)
        .isTrue();
    JsonNode schema = content.path(answer.type()).path("schema");
    if (answer.setsTokens()) {
      assertThat(mayHoldTokens(schema, 4))
          .as("%s with tokens in cookies, and by what it answers nobody would guess", answer)
          .isTrue();
    }
    if (!schema.isMissingNode()) {
      fits(schema, answer);
    }
    if (answer.status() >= 400) {
      problem(answer);
    }
  }

  /** Itself, or in what it holds. */
  private boolean mayHoldTokens(JsonNode schema, int depth) {
    JsonNode meant = schema.has("$ref")
        ? document.at(schema.path("$ref").asText().replaceFirst("^#", ""))
        : schema;
    return meant.path("properties").has("access_token")
        || (depth > 0
            && Stream.concat(
                    meant.path("properties").valueStream(), meant.path("anyOf").valueStream())
                .anyMatch(part -> mayHoldTokens(part, depth - 1)));
  }

  /** Of a path or method that is in no document there are problems only; and {@code OPTIONS}, of which no document speaks. */
  private void undocumented(String method, Answered answer, boolean head) {
    if (method.equals("OPTIONS") && answer.status() == 204) {
      assertThat(answer.header("Allow")).as("%s", answer).isPresent();
      assertThat(answer.body()).as("%s", answer).isEmpty();
      return;
    }
    assertThat(answer.status()).as("%s, and there is no such route", answer).isGreaterThan(399);
    if (!head) {
      fits(MAPPER.createObjectNode().put("$ref", "#/components/schemas/Problem"), answer);
      problem(answer);
    }
  }

  private static void problem(Answered answer) {
    JsonNode problem = answer.json();
    assertThat(answer.type()).as("%s", answer).isEqualTo(PROBLEM);
    assertThat(problem.path("status").asInt()).as("%s", answer).isEqualTo(answer.status());
    assertThat(answer.header("X-Request-ID")).contains(problem.path("instance").asText());
    assertThat(problem.path("type").asText())
        .as("%s", answer)
        .isEqualTo("urn:gatehouse:problem:"
            + problem.path("code").asText().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (problem.has("retry_after")) {
      assertThat(answer.header("Retry-After"))
          .contains(problem.path("retry_after").asText());
    }
  }

  private void fits(JsonNode schema, Answered answer) {
    Schema known = schemas.computeIfAbsent(schema.toString(), text -> {
      ObjectNode alone = schema.deepCopy();
      alone.set("components", document.path("components"));
      return REGISTRY.getSchema(alone);
    });
    assertThat(known.validate(
            answer.json(),
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
        .as("%s", answer)
        .isEmpty();
  }

  private static void everywhere(Answered answer) {
    for (String name : EVERYWHERE) {
      assertThat(answer.header(name)).as("%s in %s", name, answer).isPresent();
    }
    assertThat(answer.header("Server")).as("%s", answer).isEmpty();
    if (answer.status() == 401) {
      assertThat(answer.header("WWW-Authenticate")).as("%s", answer).isPresent();
    }
    if (List.of(423, 429, 503).contains(answer.status())) {
      assertThat(answer.header("Retry-After")).as("%s", answer).isPresent();
    }
  }

  private Optional<JsonNode> operation(String method, String path) {
    return paths.entrySet().stream()
        .filter(item -> item.getKey().matcher(path).matches())
        .map(item -> item.getValue().path(method.toLowerCase(Locale.ROOT)))
        .filter(JsonNode::isObject)
        .findFirst();
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(template.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+"));
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + e.getMessage(), e);
    }
  }
}
