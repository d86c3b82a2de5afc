package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.Serving;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** What no client would send, in every place of every route, down to the database: the answer is a problem of the client's. */
class MalformedRequestsTest {
  private static final int ROUNDS = 200;
  /** So many clients at a time, or the long run takes longer than anybody waits. */
  private static final int CLIENTS = 4;

  private static final int THOROUGH_ROUNDS = 10_000;

  /** As often as an account may do anything. */
  private static final int FEW = 5;

  /** As JSON; what a database refuses that a server lets through is among them. */
  private static final List<String> VALUES = List.of(
      "\"\\u0000\"",
      "\"a\\u0000@example.com\"",
      "\"\\ud800\"",
      "\"\\udfff\\ud800\"",
      "\"\u202e\ud83d\ude00\"",
      "\"\ufffe\uffff\"",
      "\"\"",
      "\" \"",
      "\"%00%ff\"",
      "\"' or 1=1 --\"",
      "\"a@b\"",
      "\"" + "z".repeat(1025) + "\"",
      "null",
      "true",
      "-0.0",
      "9223372036854775808",
      "1e400",
      "1e-400",
      "9".repeat(900),
      "{}",
      "[[]]",
      "{\"\\u0000\":\"\\u0000\"}");

  /** As they stand in a URL. */
  private static final List<String> ENCODED = List.of(
      "%00", "%ff", "%c3%28", "%ed%a0%80", "%25zz", "-1", "9".repeat(30), "..%2f", "%20", "a");

  private static final String CREDENTIAL = "Authorization";

  private static final List<String> HEADERS = List.of(
      CREDENTIAL,
      "Cookie",
      "Origin",
      "X-Auth-Transport",
      "X-Request-ID",
      "User-Agent",
      "Accept-Language",
      "Content-Type",
      "traceparent");

  /** As long as a session has surely just been opened. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final Serving server = Serving.shared();
  private final JsonNode document = ServedRoutes.document(server);
  private final List<Owner> owners = Stream.generate(Owner::new).limit(CLIENTS).toList();

  @TestFactory
  @DisplayName("[L38] two hundred malformed requests a route give no 5xx on a real database")
  Stream<DynamicTest> two_hundred_a_route() {
    return eachRoute(ROUNDS);
  }

  @TestFactory
  @Tag("thorough")
  @DisplayName("[L38] ten thousand malformed requests a route give no 5xx on a real database")
  Stream<DynamicTest> ten_thousand_a_route() {
    return eachRoute(THOROUGH_ROUNDS);
  }

  private Stream<DynamicTest> eachRoute(int rounds) {
    return ServedRoutes.of(server).stream()
        .map(route -> DynamicTest.dynamicTest("[L38] " + route, () -> batter(route, rounds)));
  }

  private void batter(ServedRoutes.Route route, int rounds) {
    List<Batter> batters = IntStream.range(0, CLIENTS)
        .mapToObj(number -> new Batter(route, number))
        .toList();
    Set<Integer> seen = new TreeSet<>();
    Race.rounds(
        rounds / ROUNDS,
        part -> Race.of(CLIENTS, number -> batters.get(number).strike(ROUNDS / CLIENTS))
            .forEach(seen::addAll));
    if (batters.get(0).hasFields()) {
      assertThat(seen).as("what %s answered", route).contains(422);
    }
  }

  /** Who is signed in, at one route after the other: signing in takes long. */
  private final class Owner {
    private Optional<String> token = Optional.empty();
    private Instant since = Instant.MIN;
    private int acts;

    String token() {
      if (token.isEmpty() || since.plus(FRESH).isBefore(Instant.now())) {
        token = Optional.of(Person.named(server).signIn().access());
        since = Instant.now();
        acts = 0;
      }
      return token.orElseThrow();
    }

    /** One before may have ended the session, or is one of the few that an account may ask for. */
    void hears(int status, boolean own, boolean acted) {
      acts += acted ? 1 : 0;
      if ((own && status == 401) || status == 202 || acts == FEW) {
        token = Optional.empty();
      }
    }
  }

  /** The same requests each time. */
  private final class Batter {
    private final ServedRoutes.Route route;
    private final List<String> fields = new ArrayList<>();
    private final Random random;
    private final Owner owner;
    private int round;
    /** Whether the last one had the owner's credential. */
    private boolean own;

    Batter(ServedRoutes.Route route, int number) {
      this.route = route;
      this.owner = owners.get(number);
      this.random = new Random(31L * number + route.toString().hashCode());
      String type = route.takesJson() ? "json" : "x-www-form-urlencoded";
      JsonNode schema =
          route.operation().at("/requestBody/content/application~1" + type + "/schema");
      JsonNode known =
          schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
      known.path("properties").fieldNames().forEachRemaining(fields::add);
    }

    boolean hasFields() {
      return !fields.isEmpty();
    }

    /** Each from a network of its own, so that no limit comes before what is to judge it; the statuses that came. */
    Set<Integer> strike(int times) {
      Set<Integer> seen = new TreeSet<>();
      for (int i = 0; i < times; i++) {
        Reply reply = malformed().send();
        assertThat(reply.status())
            .as("round %d of %s: %s", round, route, reply.text())
            .isLessThan(500)
            .isNotEqualTo(429);
        seen.add(reply.status());
        if (route.signedIn()) {
          owner.hears(
              reply.status(), own, reply.status() / 100 == 2 && !route.method().equals("GET"));
        }
      }
      return seen;
    }

    private Call malformed() {
      round++;
      boolean inBody = hasFields() && round % 4 != 0;
      String path = route.path().replaceAll("\\{[a-z]+}", pick(ENCODED)) + (inBody ? "" : query());
      String header = pick(HEADERS);
      own = inBody || !header.equals(CREDENTIAL);
      // on a connection of its own: after some of it the server hangs up
      Call call = new Call(server, route.method(), path)
          .bearer(route.ticket() ? "A".repeat(43) : owner.token())
          .header("Connection", "close");
      if (route.bot()) {
        call.bot();
      }
      if (route.service()) {
        call.service();
      }
      if (route.takesJson()) {
        call.body(inBody ? body() : "{}");
      } else if (route.operation().has("requestBody")) {
        call.form(form());
      }
      return inBody ? call : call.header(header, text());
    }

    /** What is wrong is in one field or in each; the others are as good as can be. */
    private String body() {
      int wrong = random.nextInt(fields.size() + 1);
      return fields.stream()
          .map(field -> "\"" + field + "\":"
              + (wrong == fields.size() || field.equals(fields.get(wrong))
                  ? pick(VALUES)
                  : good(field)))
          .collect(Collectors.joining(",", "{", "}"));
    }

    private String form() {
      return fields.stream()
          .map(field ->
              field + "=" + pick(List.of("", "%00", "%ff", "%", "a=b", "a", "z".repeat(9000))))
          .collect(Collectors.joining("&"));
    }

    private String good(String field) {
      return switch (field) {
        case "email", "login_or_email" -> "\"" + Person.anAddress() + "\"";
        case "login" -> "\"" + Person.aLogin() + "\"";
        case "locale" -> "\"en\"";
        case "timezone" -> "\"Europe/Berlin\"";
        case "code" -> "\"000000\"";
        case "tos_accepted", "marketing_consent", "remember_me", "keep_current" -> "true";
        case "device" -> "{}";
        default -> "\"" + Person.aPassword() + "\"";
      };
    }

    private String query() {
      return "?" + pick(List.of("limit", "cursor", "to", "%00", "")) + "=" + pick(ENCODED);
    }

    private String text() {
      return pick(List.of(
          "", "\u00ff\u00fe", "Bearer ..", "=;=", "null", "a, b", "-", "de,-", "x".repeat(3000)));
    }

    private <T> T pick(List<T> some) {
      return some.get(random.nextInt(some.size()));
    }
  }
}
