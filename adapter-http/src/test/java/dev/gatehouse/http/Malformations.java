package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Makes requests that are malformed in one way each, from a served OpenAPI document: {@code Malformations.of(document).routes()}, and then
 * {@link #batter} for each. Knows nothing of the server but its document, so that the tests of any module can use it.
 */
public final class Malformations {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final List<String> TYPES = List.of(
      "text/plain",
      "application/xml",
      FORM,
      "application/json; charset=utf-16",
      "application/jsonp",
      ";",
      "multipart/form-data; boundary=x");
  private static final List<String> BODIES = List.of(
      " ",
      "{",
      "[]",
      "null",
      "1e999",
      "{\"a\":1}{\"b\":2}",
      "{\"a\":1e99999999",
      "\u0000",
      "[".repeat(5000),
      "{\"a\":".repeat(5000),
      "\ufeff{}");
  private static final List<String> TEXTS =
      List.of("1", "-0.0", "{}", "[[]]", "true", "\"\\udfff\"");
  private static final List<String> OTHERS =
      List.of("1", "[[]]", "\"\"", "\"x\"", "\"\\u0000\"", "\"\u202e\ud83d\ude00\"");
  private static final List<List<String>> HEADERS = List.of(
      List.of("X-Auth-Transport", "pigeon"),
      List.of("X-Auth-Transport", "cookie, bearer"),
      List.of("Origin", "null"),
      List.of("Origin", "http://"),
      List.of("Origin", "\u00ff"),
      List.of("Sec-Fetch-Site", "a, b, c"),
      List.of("X-Forwarded-For", "a, b, c"),
      List.of("Forwarded", "for=\"1.2.3.4"),
      List.of("Accept", "\""),
      List.of("User-Agent", "x".repeat(3000)),
      List.of("X-Request-ID", "a b"),
      List.of("Content-Encoding", "pigeon"),
      List.of("If-None-Match", "\""),
      List.of("Authorization", "Basic x", "Authorization", "Basic y"));

  private final JsonNode document;
  private final String accessCookie;

  private Malformations(JsonNode document) {
    this.document = document;
    this.accessCookie = document.at("/components/securitySchemes/cookie/name").asText();
    assertThat(accessCookie).as("the cookie of the document").isNotEmpty();
  }

  /** Of the document as {@code /openapi.json} answers it. */
  public static Malformations of(byte[] document) {
    try {
      return new Malformations(MAPPER.readTree(document));
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + e.getMessage(), e);
    }
  }

  /** What is malformed about a request that is good otherwise. */
  public enum Kind {
    PATH,
    QUERY,
    CREDENTIAL,
    COOKIE,
    HEADER,
    TYPE,
    NOISE,
    TEXT,
    FIELD;

    private boolean of(Route route) {
      return switch (this) {
        case COOKIE, PATH -> route.ofRealm();
        case QUERY -> !route.query().isEmpty();
        case CREDENTIAL -> route.secured();
        case TYPE, NOISE, TEXT, FIELD -> route.takesBody();
        case HEADER -> true;
      };
    }

    /** The answer that some of it have to get: else none of it got as far as to what judges it, and the mix would prove nothing. */
    private int reaches(Route route) {
      return switch (this) {
        case PATH -> 404;
        // what a provider sends back is judged by the provider
        case QUERY -> route.path().endsWith("/callback") ? 0 : 422;
        case FIELD -> 422;
        case CREDENTIAL -> 401;
        case COOKIE ->
          Set.of("SIGNED_IN", "STEP_UP", "ENROLLING").contains(route.access()) ? 400 : 0;
        case HEADER, NOISE, TEXT -> 400;
        case TYPE -> 415;
      };
    }

    /** Whether all of it has to be refused: of cookies and headers much is passed over that nobody asked for. */
    private boolean refused() {
      return this != COOKIE && this != HEADER;
    }
  }

  /**
   * One operation of the document.
   *
   * @param access the class of who may call it, such as {@code SIGNED_IN}
   */
  public record Route(
      String method, String path, String access, JsonNode operation, boolean ofRealm) {
    boolean secured() {
      return operation.has("security");
    }

    boolean takesBody() {
      return operation.has("requestBody");
    }

    JsonNode fields() {
      return operation
          .at("/requestBody/content")
          .path(mediaType())
          .path("schema")
          .path("properties");
    }

    private String mediaType() {
      return operation.at("/requestBody/content").has(FORM) ? FORM : "application/json";
    }

    private boolean form() {
      return mediaType().equals(FORM);
    }

    /** In which header its credential comes. */
    private String header() {
      return access.equals("BOT_SECRET") ? "X-Telegram-Bot-Secret" : "Authorization";
    }

    /** By what its credential is announced there. */
    private String scheme() {
      return switch (access) {
        case "SERVICE" -> "Basic ";
        case "BOT_SECRET" -> "";
        default -> "Bearer ";
      };
    }

    /** The names of its parameters behind the question mark. */
    List<String> query() {
      return operation
          .path("parameters")
          .valueStream()
          .filter(parameter -> parameter.path("in").asText().equals("query"))
          .map(parameter -> parameter.path("name").asText())
          .toList();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /**
   * What to send. The {@code Host}, and the {@code X-Forwarded-For} of a network of its own behind whatever stands there, are the sender's to add.
   *
   * @param headers names and values in turn; a name may come twice
   */
  public record Request(
      Kind kind, String method, String target, List<String> headers, byte[] body) {
    @Override
    public String toString() {
      return kind + ": " + method + " " + target;
    }
  }

  /** Every route of the document. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(item -> item.getValue().properties().stream()
            .filter(operation -> operation.getValue().isObject())
            .forEach(operation -> routes.add(new Route(
                operation.getKey().toUpperCase(Locale.ROOT),
                item.getKey(),
                operation.getValue().path("x-access").asText(),
                operation.getValue(),
                item.getValue().has("servers")))));
    assertThat(routes).as("the routes of the document").isNotEmpty();
    return routes;
  }

  /**
   * Sends malformed requests to a route, of each kind that it has as many; each has to be refused as the client's fault, and by what judges its kind.
   *
   * @param origin of the server's own pages
   * @param token a good one for the route, asked for whenever the one before is used up
   * @param send answers the status
   */
  public void batter(
      Route route, int rounds, String origin, Supplier<String> token, ToIntFunction<Request> send) {
    Random random = new Random(31L * rounds + route.toString().hashCode());
    List<Kind> kinds =
        Arrays.stream(Kind.values()).filter(kind -> kind.of(route)).toList();
    Map<Kind, Set<Integer>> seen = new EnumMap<>(Kind.class);
    String shown = route.secured() ? token.get() : "";
    for (int i = 0; i < rounds; i++) {
      Kind kind = kinds.get(i % kinds.size());
      Request request = request(route, kind, i / kinds.size(), random, origin, shown);
      int status = send.applyAsInt(request);
      assertThat(status)
          .as("round %d of %s", i, request)
          .isBetween(kind.refused() ? 400 : 200, 499)
          .isNotIn(423, 429);
      seen.computeIfAbsent(kind, k -> new TreeSet<>()).add(status);
      boolean signedOut = status == 401 && kind != Kind.CREDENTIAL;
      boolean counted =
          status < 300 && (route.access().equals("STEP_UP") || !route.method().equals("GET"));
      if (signedOut || counted) {
        // the one before has signed out, or may do only so much in an hour
        shown = route.secured() ? token.get() : "";
      }
    }
    assertThat(seen.keySet()).as("%s", route).containsExactlyElementsOf(kinds);
    seen.forEach((kind, statuses) -> {
      int expected = kind.reaches(route);
      if (expected > 0) {
        assertThat(statuses).as("%s of %s", kind, route).contains(expected);
      }
    });
  }

  private Request request(
      Route route, Kind kind, int turn, Random random, String origin, String token) {
    List<String> headers = new ArrayList<>();
    if (kind == Kind.HEADER) {
      headers.addAll(HEADERS.get(turn % HEADERS.size()));
    }
    if (kind == Kind.COOKIE) {
      headers.addAll(List.of("Origin", origin, "Cookie", cookie(random)));
    }
    if (route.secured() && !headers.contains(route.header())) {
      headers.add(route.header());
      headers.add(kind == Kind.CREDENTIAL ? credential(random, token) : route.scheme() + token);
    }
    byte[] body = new byte[0];
    if (route.takesBody()) {
      headers.add("Content-Type");
      headers.add(kind == Kind.TYPE ? otherType(route, random) : route.mediaType());
      body = body(route, kind, random);
    }
    String target = kind == Kind.PATH ? path(route, random) : real(route, "0");
    return new Request(
        kind,
        route.method(),
        kind == Kind.QUERY ? target + query(route, random) : target,
        headers,
        body);
  }

  private static String otherType(Route route, Random random) {
    String type = pick(random, TYPES);
    return type.equals(route.mediaType()) ? "application/json" : type;
  }

  private static String real(Route route, String parameter) {
    return route
        .path()
        .replace("{provider}", parameter.equals("0") ? "messenger" : parameter)
        .replaceAll("\\{[a-z]+}", parameter);
  }

  private static String path(Route route, Random random) {
    String id = pick(random, List.of("x", "%20", "..%3b", "0".repeat(36), "a".repeat(300), "%ff"));
    String realm =
        pick(random, List.of("/realms/%20", "/realms/nobody", "/realms/" + "a".repeat(300)));
    boolean byId = route.path().contains("{") && random.nextBoolean();
    return (byId ? "" : realm) + real(route, id);
  }

  private static String query(Route route, Random random) {
    String name = pick(random, route.query());
    return "?" + name + "="
        + pick(
            random,
            List.of("%25zz", "9".repeat(400), "-1", "%00", "%ff", "", "1e1", "%0a1", "1%261=1"));
  }

  private static String credential(Random random, String token) {
    return pick(
        random,
        List.of(
            "Bearer",
            "Bearer ",
            "Basic x",
            "bearer " + token.substring(1),
            "Bearer " + token + " " + token,
            "Bearer ..",
            "Bearer \u00e4",
            "Bearer " + "a".repeat(5000)));
  }

  private String cookie(Random random) {
    return pick(
        random,
        List.of(
            accessCookie + "=x",
            accessCookie + "=x; " + accessCookie + "=y",
            accessCookie.replace("access_token", "device") + "=" + "a.".repeat(500),
            accessCookie + "=; " + accessCookie + "=",
            "=;=",
            "a=\"",
            "$Version=1; x=y",
            "\u00e4=\u00e4"));
  }

  private static byte[] body(Route route, Kind kind, Random random) {
    return switch (kind) {
      case NOISE -> noise(random);
      case TEXT -> pick(random, BODIES).getBytes(StandardCharsets.UTF_8);
      case FIELD ->
        (route.form() ? malformedForm(route, random) : malformed(route, random))
            .getBytes(StandardCharsets.UTF_8);
      default ->
        (route.form() ? form(good(route, random)) : good(route, random).toString())
            .getBytes(StandardCharsets.UTF_8);
    };
  }

  private static String form(ObjectNode fields) {
    return fields.properties().stream()
        .map(field -> field.getKey() + "="
            + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** One with a value too long, a name twice, or what is not encoded as a form is. */
  private static String malformedForm(Route route, Random random) {
    ObjectNode body = good(route, random);
    String name = pick(random, body.properties().stream().map(Map.Entry::getKey).toList());
    String tooLong = "z".repeat(route.fields().path(name).path("maxLength").asInt() + 1);
    return pick(
        random,
        List.of(
            form(body.deepCopy().put(name, tooLong)),
            form(body) + "&" + name + "=x",
            form(body) + "&" + name,
            form(body) + "&x=%f",
            form(body) + "&x=%ff",
            form(body) + "&x=\u00e4",
            form(body) + "&"));
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200) + 1];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What the route takes, of somebody like nobody else; no new password is good enough, so that no guess at the present one is counted. */
  private static ObjectNode good(Route route, Random random) {
    ObjectNode body = MAPPER.createObjectNode();
    Set<String> described = new HashSet<>();
    route.fields().properties().stream()
        // another name of the same is described in the same words
        .filter(field -> described.add(field.getValue().path("description").asText()))
        .forEach(field -> {
          switch (type(field.getValue())) {
            case "boolean" -> body.put(field.getKey(), true);
            case "object" -> body.putObject(field.getKey()).putArray("a").add(1);
            default -> body.put(field.getKey(), text(field.getKey(), random));
          }
        });
    return body;
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.path(0).asText() : type.asText();
  }

  private static String text(String name, Random random) {
    String unique = "u" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    return switch (name) {
      case "email" -> unique + "@example.com";
      case "locale" -> "en";
      case "timezone" -> "Europe/Berlin";
      case "new_password" -> "x";
      default -> unique;
    };
  }

  /** A good one, and in it one value or more that its schema does not have. */
  private static String malformed(Route route, Random random) {
    ObjectNode body = good(route, random);
    List<String> names = new ArrayList<>();
    body.fieldNames().forEachRemaining(names::add);
    Set<String> spoiled = new TreeSet<>(List.of(pick(random, names)));
    names.stream().filter(name -> random.nextInt(3) == 0).forEach(spoiled::add);
    for (String name : spoiled) {
      JsonNode schema = route.fields().path(name);
      boolean text = type(schema).equals("string");
      String value = text && random.nextBoolean()
          ? "\"" + "z".repeat(schema.path("maxLength").asInt() + 1) + "\""
          : pick(random, text ? texts(schema) : OTHERS);
      body.putRawValue(name, new RawValue(value));
    }
    return body.toString();
  }

  /** What is no text, nor a whole number where that may be one. */
  private static List<String> texts(JsonNode schema) {
    boolean number = schema.path("type").toString().contains("integer");
    return TEXTS.stream().filter(text -> !number || !text.equals("1")).toList();
  }

  private static <T> T pick(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
