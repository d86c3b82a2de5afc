package dev.gatehouse.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.Serving;
import dev.gatehouse.app.seeing.EventMetrics;
import dev.gatehouse.application.linking.Vouch;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.throttle.Tier;
import dev.gatehouse.redis.ScratchRedis;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard name what a server measures, by the labels and values that it has, and Prometheus finds it. */
class WatchingTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** What Prometheus knows of whatever it asks. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");

  /** What may be drawn, and alerted to. */
  private static Measured measured;

  /** A server to which has happened what is easily done, and the events of what is not. */
  @BeforeAll
  static void measure() throws Exception {
    try (ScratchRedis redis = ScratchRedis.start();
        Serving server = Serving.withRedis(redis.url())) {
      use(server);
      redis.kill();
      System.gc();
      String text = metrics(server);
      for (long end = System.nanoTime() + 60_000_000_000L;
          !text.contains("gatehouse_jobs_failed_total") && System.nanoTime() < end;
          text = metrics(server)) {
        // the job that looks at Redis runs every other second
        Thread.onSpinWait();
      }
      measured = Measured.of(text, counted(EnumSet.allOf(EventType.class)));
    }
  }

  private static void use(Serving server) throws Exception {
    String password = "\"password\":\"a spare umbrella for the lighthouse\"";
    String mail = "\"email\":\"somebody@example.com\"";
    ask(server, "/register", "{" + mail + "," + password + ",\"tos_accepted\":true}");
    ask(server, "/verify-otp", "{" + mail + ",\"code\":\"000000\"}");
    ask(server, "/register", "{\"login\":\"somebody\"," + password + ",\"tos_accepted\":true}");
    JsonNode tokens = ask(server, "/login", "{\"login_or_email\":\"somebody\"," + password + "}");
    String shown = "{\"refresh_token\":\"" + tokens.path("refresh_token").asText() + "\"}";
    ask(server, "/refresh", shown);
    ask(server, "/logout", shown);
    for (int i = 0; i < 8; i++) {
      ask(server, "/login", "{\"login_or_email\":\"somebody\",\"password\":\"not the umbrella\"}");
    }
    get(server, "/readiness");
    get(server, "/revocations");
  }

  private static JsonNode ask(Serving server, String path, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.base().resolve("/api/v1/auth" + path))
        .header("Host", Serving.HOST)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    String answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return answer.isEmpty()
        ? new ObjectMapper().createObjectNode()
        : new ObjectMapper().readTree(answer);
  }

  private static String metrics(Serving server) throws Exception {
    return get(server, "/metrics");
  }

  private static String get(Serving server, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.base().resolve(path))
        .header("Host", Serving.HOST)
        .header("Authorization", "Bearer " + Serving.METRICS_TOKEN)
        .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** These events, counted as the server counts them. */
  private static String counted(Set<EventType> types) {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    EventMetrics events = new EventMetrics(meters);
    List<String> reasons = Stream.concat(
            Stream.of("", "LOCKED_OUT", "ATTEMPTS_USED_UP"),
            Stream.of(Tier.values(), Vouch.Reason.values())
                .flatMap(Arrays::stream)
                .map(Enum::name))
        .toList();
    for (EventType type : types) {
      for (String reason : reasons) {
        events.accept(
            Event.of(type, Instant.EPOCH, Optional.empty(), Actor.SYSTEM).because(reason));
      }
    }
    return meters.scrape();
  }

  private static List<JsonNode> alerts() {
    List<JsonNode> alerts = new ArrayList<>();
    Tree.yaml("deploy/alerts.yml")
        .path("groups")
        .forEach(group -> group.path("rules").forEach(alerts::add));
    return alerts;
  }

  private static List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    Tree.json("deploy/grafana/gatehouse.json").path("panels").forEach(panels::add);
    return panels;
  }

  private static Stream<String> drawn() {
    return panels().stream().flatMap(panel -> panel.findValuesAsText("expr").stream());
  }

  private static void isMeasured(String text, Measured measured) {
    Expression expression = Expression.parse(text);
    assertThat(expression.selectors()).as(text).isNotEmpty();
    Set<String> labels = new HashSet<>(OF_PROMETHEUS);
    for (Expression.Selector selector : expression.selectors()) {
      if (selector.metric().equals("up")) {
        continue;
      }
      assertThat(measured.metrics()).as(text).containsKey(selector.metric());
      labels.addAll(measured.metrics().get(selector.metric()).keySet());
      selector.labels().forEach((label, compared) -> {
        if (!OF_PROMETHEUS.contains(label)) {
          areValues(measured, selector.metric(), label, compared.values(), text);
        }
      });
    }
    assertThat(labels).as(text).containsAll(expression.grouping());
  }

  private static void areValues(
      Measured measured, String metric, String label, List<String> values, String text) {
    if (label.equals("status")) {
      // no request to this server fails
      assertThat(measured.metrics().get(metric)).as(text).containsKey(label);
      assertThat(values).allMatch(value -> value.matches("[1-5]xx"));
    } else {
      assertThat(measured.values(metric, label)).as("%s of %s", label, text).containsAll(values);
    }
  }

  @Test
  void every_alert_is_about_something_that_is_measured() {
    assertThat(alerts()).hasSizeGreaterThan(15).allSatisfy(alert -> {
      String expression = alert.path("expr").asText();
      isMeasured(expression, measured);
      Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
      Expression.parse(expression)
          .selectors()
          .forEach(selector -> Optional.ofNullable(measured.metrics().get(selector.metric()))
              .ifPresent(known -> labels.addAll(known.keySet())));
      assertThat(LABEL.matcher(alert.at("/annotations/summary").asText()).results())
          .allSatisfy(label -> assertThat(labels).contains(label.group(1)));
      assertThat(alert.at("/labels/severity").asText()).isIn("page", "warn");
    });
  }

  @Test
  void every_panel_draws_something_that_is_measured() {
    assertThat(drawn()).hasSizeGreaterThan(30).allSatisfy(text -> isMeasured(text, measured));
  }

  @Test
  void everything_of_ours_that_is_measured_is_drawn() {
    Set<String> drawn = drawn()
        .flatMap(text -> Expression.parse(text).selectors().stream())
        .map(Expression.Selector::metric)
        .map(WatchingTest::family)
        .collect(Collectors.toSet());

    assertThat(measured.metrics().keySet().stream()
            .filter(metric -> metric.startsWith("gatehouse_"))
            .map(WatchingTest::family))
        .isSubsetOf(drawn);
  }

  /** Of a histogram or a summary, whose samples have endings. */
  private static String family(String metric) {
    return metric.replaceFirst("_(bucket|count|sum|max)$", "");
  }

  @Test
  void every_alert_is_explained() {
    String explained = Tree.text("docs/operations.md");
    assertThat(alerts())
        .extracting(alert -> alert.path("alert").asText())
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(explained).contains("| `" + name + "` |"));
    assertThat(Pattern.compile("(?m)^\\| `([A-Z][a-z]\\w+)` \\|")
            .matcher(explained)
            .results())
        .extracting(found -> found.group(1))
        .isSubsetOf(alerts().stream().map(alert -> alert.path("alert").asText()).toList());
  }

  @Test
  void prometheus_asks_every_node_with_the_token_and_judges_these_alerts() {
    Compose compose = Compose.read();
    JsonNode config = Tree.yaml("deploy/prometheus.yml");
    JsonNode job = config.at("/scrape_configs/0");

    assertThat(job.path("job_name").asText()).isEqualTo("gatehouse");
    assertThat(Compose.words(job.at("/static_configs/0/targets")))
        .containsExactlyElementsOf(compose.services().keySet().stream()
            .filter(name -> name.startsWith("node"))
            .map(name -> name + ":8080")
            .toList());
    String secret = job.at("/authorization/credentials_file").asText().replace("/run/secrets/", "");
    assertThat(Compose.words(compose.at("/services/prometheus/secrets"))).contains(secret);
    assertThat(compose.at("/secrets/" + secret + "/environment").asText())
        .isEqualTo("GATEHOUSE_METRICS_TOKEN");
    assertThat(compose.mounts("prometheus"))
        .containsEntry(config.at("/rule_files/0").asText(), "deploy/alerts.yml")
        .containsEntry("/etc/prometheus/prometheus.yml", "deploy/prometheus.yml");
  }

  @Test
  void grafana_is_given_prometheus_and_the_dashboard() {
    Compose compose = Compose.read();
    JsonNode source =
        Tree.yaml("deploy/grafana/provisioning/datasources/prometheus.yaml").at("/datasources/0");
    JsonNode provider =
        Tree.yaml("deploy/grafana/provisioning/dashboards/gatehouse.yaml").at("/providers/0");

    assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(Tree.json("deploy/grafana/gatehouse.json").findValues("datasource"))
        .extracting(used -> used.path("uid").asText())
        .containsOnly(source.path("uid").asText());
    assertThat(compose.mounts("grafana"))
        .containsEntry("/etc/grafana/provisioning", "deploy/grafana/provisioning")
        .containsEntry(
            provider.at("/options/path").asText() + "/gatehouse.json",
            "deploy/grafana/gatehouse.json");
    assertThat(panels()).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
  }
}
