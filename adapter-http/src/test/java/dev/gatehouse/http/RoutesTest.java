package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.router.ParsedEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table is what is routed, what is documented and what is let in. */
class RoutesTest {
  private static Node production;
  private static Node embedded;

  @BeforeAll
  static void start() {
    production = Node.production();
    embedded = Node.embedded();
  }

  @AfterAll
  static void stop() {
    production.close();
    embedded.close();
  }

  @Test
  @DisplayName("[L49] Javalin's routes are those of the table, each with its access class")
  void javalin_routes_what_the_table_says() {
    for (Node node : List.of(production, embedded)) {
      Set<String> real = new TreeSet<>();
      Javalin javalin = Javalin.create(
          (JavalinConfig config) -> new Assembly(node.surroundings()).configure(config));
      for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
        if (parsed.endpoint.method.isHttpMethod()) {
          assertThat(real.add(parsed.endpoint.method + " " + parsed.endpoint.path))
              .isTrue();
        }
      }
      assertThat(real).isEqualTo(expected(new Routes(node.surroundings()).served()));
      assertThat(javalin.unsafe.internalRouter.allWsHandlers()).isEmpty();
    }
    assertThat(new Routes(embedded.surroundings()).served())
        .hasSameSizeAs(new Routes(embedded.surroundings()).all());
  }

  private static Set<String> expected(List<Route> table) {
    return table.stream()
        .peek(route -> assertThat(Objects.requireNonNull(route.access())).isNotNull())
        .flatMap(route -> route.paths().stream()
            .flatMap(path -> route.verb() == Verb.GET
                ? Stream.of("GET " + path, "HEAD " + path)
                : Stream.of(route.verb() + " " + path)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @DisplayName("[L49] every route for who is signed in refuses whoever is not, below each prefix")
  void who_is_not_signed_in_is_refused() {
    List<String> tried = new ArrayList<>();
    for (Route route : new Routes(production.surroundings()).served()) {
      for (String path : route.paths()) {
        String real = path.replace("{id}", "0")
            .replace("{provider}", "messenger")
            .replace("{realm}", production.house.realm().key().value());
        Reply reply = production.call(route.verb().name(), real).send();
        if (route.access().signedIn()) {
          reply.is(401, "TOKEN_REQUIRED");
          production
              .call(route.verb().name(), real)
              .bearer("gtr_nonsense")
              .send()
              .is(401, "TOKEN_REJECTED");
          tried.add(real);
        } else if (route.access() == Access.OPERATIONS) {
          reply.is(401, "TOKEN_REQUIRED");
        } else if (route.access() == Access.SERVICE) {
          reply.is(401, "SERVICE_REQUIRED");
        } else if (route.access() == Access.BOT_SECRET) {
          reply.is(401, "BOT_SECRET_REQUIRED");
          production
              .call(route.verb().name(), real)
              .header(Guards.BOT_SECRET, Node.BOT_SECRET + "x")
              .send()
              .is(401, "BOT_SECRET_REQUIRED");
        } else if (route.access() == Access.WEBHOOK) {
          reply.is(401, "WEBHOOK_SECRET_REQUIRED");
        }
      }
    }
    assertThat(tried).hasSizeGreaterThan(16);
  }

  @Test
  void unsafe_routes_belong_to_a_realm_and_bodies_are_described() {
    for (Route route : new Routes(embedded.surroundings()).all()) {
      assertThat(route.verb().safe() || route.ofRealm() || route.access() == Access.WEBHOOK)
          .as(route.path())
          .isTrue();
      assertThat(route.body().none() || route.verb().hasBody()).as(route.path()).isTrue();
      assertThat(route.summary()).as(route.path()).isNotBlank();
    }
  }

  @Test
  void the_served_document_has_every_route_and_every_problem_it_names() {
    for (Node node : List.of(production, embedded)) {
      JsonNode document = node.call("GET", "/openapi.json").send().is(200).json();
      assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
      List<String> documented = new ArrayList<>();
      Set<String> ids = new TreeSet<>();
      document
          .path("paths")
          .properties()
          .forEach(item -> item.getValue().properties().stream()
              .filter(op -> op.getValue().isObject())
              .forEach(op -> {
                documented.add(
                    op.getKey().toUpperCase(java.util.Locale.ROOT) + " " + item.getKey());
                assertThat(ids.add(op.getValue().path("operationId").asText()))
                    .as(item.getKey())
                    .isTrue();
              }));
      assertThat(documented)
          .containsExactlyInAnyOrderElementsOf(new Routes(node.surroundings())
              .served().stream().map(route -> route.verb() + " " + route.path()).toList());
      for (String name : refs(document.toString())) {
        assertThat(document.at("/components/schemas").has(name)).as(name).isTrue();
      }
    }
  }

  @Test
  @DisplayName("[L49] the document says of each route who may, by what, and where it is")
  void the_served_document_tells_who_may() {
    JsonNode document = production.call("GET", "/openapi.json").send().is(200).json();
    for (Route route : new Routes(production.surroundings()).served()) {
      JsonNode item = document.path("paths").path(route.path());
      JsonNode operation = item.path(route.verb().name().toLowerCase(java.util.Locale.ROOT));
      assertThat(operation.path("x-access").asText()).isEqualTo(route.access().name());
      assertThat(operation.at("/security/0/bearer").isArray())
          .isEqualTo(route.access().signedIn());
      assertThat(operation.at("/security/0/operations").isArray())
          .isEqualTo(route.access() == Access.OPERATIONS);
      assertThat(operation.at("/security/0/service").isArray())
          .isEqualTo(route.access() == Access.SERVICE);
      assertThat(operation.at("/security/0/bot").isArray())
          .isEqualTo(route.access() == Access.BOT_SECRET);
      assertThat(item.at("/servers/1/url").asText())
          .isEqualTo(route.ofRealm() ? Node.ORIGIN + "/realms/{realm}" : "");
    }
    assertThat(document.path("servers")).hasSize(1);
    assertThat(document.at("/components/securitySchemes/cookie/name").asText())
        .isEqualTo("__Secure-gh_access_token");
    assertThat(
            document.at("/paths/~1api~1v1~1auth~1login/post/parameters/0/name").asText())
        .isEqualTo("X-Auth-Transport");
  }

  private static Set<String> refs(String document) {
    return java.util.regex.Pattern.compile("#/components/schemas/(\\w+)")
        .matcher(document)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void the_document_can_be_read_as_a_page_without_asking_anybody_else() {
    Reply page = production.call("GET", "/docs").send().is(200);
    assertThat(page.text())
        .contains("/api/v1/auth/login")
        .doesNotContain("<script", "src=", "http://", "https://");
    assertThat(page.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
  }
}
