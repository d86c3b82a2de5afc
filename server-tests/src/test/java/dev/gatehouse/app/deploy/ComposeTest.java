package dev.gatehouse.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Given;
import dev.gatehouse.app.config.Key;
import dev.gatehouse.app.config.Listening;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/compose.yaml} holds together, and with what it is of: nobody runs Docker here. {@code deploy/rehearse} runs the same without. */
class ComposeTest {
  private static final String TLS = "deploy/compose.tls.yaml";
  private static final String EXAMPLE = "deploy/.env.example";
  private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:v?\\d+\\.\\d+[\\w.-]*");

  private final Compose compose = Compose.read();

  /** What {@code .env.example} gives; empty what has to be filled in. */
  static Map<String, String> example() {
    return Tree.lines(EXAMPLE).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  /** As somebody fills it in. */
  private static Map<String, String> filledIn() {
    Map<String, String> variables = new HashMap<>(example());
    variables.replaceAll((name, value) -> value.isEmpty() ? "0123456789abcdef" : value);
    variables.put(
        Key.MASTER_KEY.variable(), Base64.getEncoder().encodeToString(Fixtures.bytes(32)));
    return variables;
  }

  private Configuration configuration(String node) {
    return configuration(node, filledIn());
  }

  private Configuration configuration(String node, Map<String, String> variables) {
    Map<String, String> environment = compose.environment(node, variables);
    environment.computeIfPresent(
        Key.REALMS_FILE.variable(),
        (key, there) ->
            Tree.file(compose.mounts(node).getOrDefault(there, there)).toString());
    return Configuration.read(Given.read(environment, Optional.empty()), Mode.SERVE);
  }

  @Test
  void every_image_is_pinned() {
    assertThat(compose.images()).allMatch(PINNED.asMatchPredicate());
  }

  @Test
  void every_file_that_is_mounted_is_there_and_so_is_what_an_image_is_built_from() {
    for (String service : compose.services().keySet()) {
      assertThat(compose.mounts(service).values())
          .as(service)
          .allSatisfy(file -> assertThat(Tree.file(file)).exists());
      JsonNode dockerfile = compose.at("/services/" + service + "/build/dockerfile");
      if (!dockerfile.isMissingNode()) {
        assertThat(Tree.file(dockerfile.asText())).exists();
      }
    }
  }

  @Test
  void no_secret_has_a_value_that_works() {
    assertThat(example())
        .hasEntrySatisfying(Key.PUBLIC_URL.variable(), url -> assertThat(url).isNotEmpty())
        .allSatisfy((name, value) -> assertThat(name.equals(Key.PUBLIC_URL.variable()))
            .as(name + " has a value")
            .isEqualTo(!value.isEmpty()));
    assertThat(Compose.variables(Compose.FILE))
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(variable.how())
            .as(variable.toString())
            .isEqualTo(variable.name().equals(Key.PUBLIC_URL.variable()) ? ":-" : ":?"));
    compose
        .services()
        .forEach((name, service) -> service
            .path("environment")
            .properties()
            .forEach(entry -> assertThat(entry.getKey())
                .as("a secret of %s is a file, or a variable", name)
                .satisfiesAnyOf(
                    key -> assertThat(key).doesNotContainPattern("PASSWORD|SECRET|TOKEN|KEY"),
                    key -> assertThat(key).endsWith("_FILE"),
                    key -> assertThat(entry.getValue().asText()).matches("\\$\\{\\w+:\\?.*}"))));
  }

  @Test
  void what_is_taken_from_outside_is_in_the_example() {
    assertThat(Compose.variables(Compose.FILE))
        .extracting(Compose.Variable::name)
        .isSubsetOf(example().keySet());
    compose
        .at("/secrets")
        .forEach(secret ->
            assertThat(example()).containsKey(secret.path("environment").asText()));
    compose.services().forEach((name, service) -> {
      for (String secret : Compose.words(service.path("secrets"))) {
        assertThat(compose.at("/secrets/" + secret).isMissingNode())
            .as("the secret %s of %s", secret, name)
            .isFalse();
      }
      for (String volume : Compose.words(service.path("volumes"))) {
        String source = volume.split(":", 2)[0];
        assertThat(source.startsWith(".") || compose.at("/volumes").has(source))
            .as("the volume %s of %s", volume, name)
            .isTrue();
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"node1", "node2", "migrate"})
  void what_the_nodes_are_told_is_a_good_configuration(String service) {
    Configuration configuration = configuration(service);

    assertThat(configuration.unused()).isEmpty();
    assertThat(configuration.redis()).isPresent();
    assertThat(configuration.http().metricsToken()).isPresent();
    assertThat(configuration.database().orElseThrow().url())
        .isEqualTo("jdbc:postgresql://pgbouncer:6432/gatehouse?prepareThreshold=1");
    assertThat(configuration.database().orElseThrow().listenUrl())
        .hasValue("jdbc:postgresql://postgres:5432/gatehouse");
  }

  /** An empty one would be a mistake, so {@code .env.example} does not give it as that. */
  @ParameterizedTest
  @ValueSource(strings = {"node1", "node2", "migrate"})
  void services_are_handed_on_when_there_are_some(String service) {
    String services = Key.SERVICES.variable();
    Map<String, String> variables = filledIn();
    variables.put(services, "orders:" + "0123456789abcdef".repeat(4));

    assertThat(configuration(service).http().services()).isEmpty();
    assertThat(configuration(service, variables).http().services()).hasSize(1);
    assertThat(compose.handedOn(service))
        .containsExactlyElementsOf(
            Stream.of(Key.SERVICES, Key.SMTP_URLS, Key.MAIL_FROM, Key.MAIL_REPLY_TO)
                .map(Key::variable)
                .toList());
    assertThat(example()).doesNotContainKey(services);
    assertThat(Tree.lines(EXAMPLE)).contains("# " + services + "=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node1", "node2"})
  void mails_go_where_it_is_said(String service) {
    Map<String, String> variables = filledIn();
    variables.put(Key.SMTP_URLS.variable(), "smtp://user:password@mail.example.com:587");
    variables.put(Key.MAIL_FROM.variable(), "Gatehouse <no-reply@example.com>");

    assertThat(configuration(service).mail()).isEmpty();
    assertThat(configuration(service, variables).mail()).isPresent();
  }

  @Test
  void every_key_is_one_of_this_version() {
    List<String> keys = Arrays.stream(Key.values()).map(Key::variable).toList();
    for (String file :
        List.of(Compose.FILE, TLS, EXAMPLE, "deploy/Dockerfile", "deploy/gatehouse.service")) {
      assertThat(Pattern.compile("GATEHOUSE_[A-Z_]*[A-Z]")
              .matcher(Tree.text(file))
              .results()
              .map(found -> found.group())
              // "every GATEHOUSE_ key" of a comment is not one
              .toList())
          .as(file)
          .isSubsetOf(keys);
    }
  }

  @Test
  void the_schema_is_migrated_before_a_node_starts_and_that_after_the_database() {
    for (String node : List.of("node1", "node2")) {
      assertThat(
              compose.at("/services/" + node + "/depends_on/migrate/condition").asText())
          .isEqualTo("service_completed_successfully");
      assertThat(compose.at("/services/" + node + "/command").isMissingNode())
          .as("the image serves")
          .isTrue();
    }
    assertThat(Compose.words(compose.at("/services/migrate/command"))).containsExactly("migrate");
    assertThat(compose.at("/services/migrate/depends_on/postgres/condition").asText())
        .isEqualTo("service_healthy");
    assertThat(compose.at("/services/migrate/restart").asText()).isEqualTo("no");
    compose.services().forEach((name, service) -> {
      JsonNode needed = service.path("depends_on");
      List<String> names = needed.isArray()
          ? Compose.words(needed)
          : needed.properties().stream().map(Map.Entry::getKey).toList();
      assertThat(names).as(name).isSubsetOf(compose.services().keySet());
      needed.properties().stream()
          .filter(e -> e.getValue().path("condition").asText().equals("service_healthy"))
          .forEach(e -> assertThat(
                  compose.at("/services/" + e.getKey() + "/healthcheck/test").isArray())
              .as("%s can be seen to be healthy", e.getKey())
              .isTrue());
    });
  }

  @Test
  @DisplayName(
      "[L32] the load balancer is believed about addresses, and nobody else; it passes on nothing that clients say of theirs")
  void only_the_load_balancer_is_believed() {
    assertThat(configuration("node1").http().trustedProxies())
        .containsExactly(compose.address("loadbalancer") + "/32");
    assertThat(configuration("node1").http().forwardedHeader().field())
        .isEqualTo("X-Forwarded-For");
    assertThat(Tree.lines("deploy/haproxy/haproxy.cfg").stream().map(String::strip))
        .contains("http-request set-header X-Forwarded-For %[src]")
        .contains(
            "http-request del-header X-Forwarded- -m beg",
            "http-request del-header Forwarded",
            "http-request del-header X-Real-IP");
  }

  @Test
  void the_load_balancer_knows_every_node_and_stands_at_its_own_address() {
    Map<String, String> servers = new TreeMap<>();
    List<String> binds = Tree.lines("deploy/haproxy/haproxy.cfg").stream()
        .map(String::strip)
        .peek(line -> {
          String[] words = line.split(" ");
          if (words[0].equals("server")) {
            assertThat(servers.put(words[1], words[2])).isIn(null, words[2]);
          }
        })
        .filter(line -> line.startsWith("bind "))
        .map(line -> line.split(" ")[1])
        .toList();

    assertThat(servers)
        .containsOnly(
            Map.entry("node1", compose.address("node1") + ":8080"),
            Map.entry("node2", compose.address("node2") + ":8080"));
    String own = compose.address("loadbalancer");
    assertThat(binds).containsExactly(own + ":8080", own + ":8443");
    assertThat(compose.at("/networks/edge/ipam/config/0/subnet").asText())
        .isEqualTo(own.substring(0, own.lastIndexOf('.')) + ".0/24");
    assertThat(Compose.words(Compose.of(TLS).at("/services/loadbalancer/ports")))
        .containsExactly("80:8080", "443:8443");
    assertThat(Compose.of(TLS).at("/services/loadbalancer/environment").has("TLS"))
        .isTrue();
  }

  /** Of a file that is mounted by itself the container sees the old one when another is renamed to its name. */
  @Test
  void a_certificate_that_takes_the_place_of_another_is_seen() {
    assertThat(Compose.words(Compose.of(TLS).at("/services/loadbalancer/volumes")))
        .containsExactly("${TLS_FOLDER:?is missing}:/etc/gatehouse/tls:ro");
    assertThat(Tree.text("deploy/haproxy/haproxy.cfg"))
        .contains(" ssl crt /etc/gatehouse/tls/tls.pem ");
  }

  /** {@code deploy/rehearse} shows that it does. */
  @Test
  void what_a_stranger_sends_waits_at_the_load_balancer() {
    List<String> lines =
        Tree.lines("deploy/haproxy/haproxy.cfg").stream().map(String::strip).toList();

    assertThat(lines)
        .contains("option http-buffer-request", "timeout http-request 15s", "timeout queue 2s");
    assertThat(lines.stream().filter(line -> line.startsWith("default-server ")))
        .hasSameSizeAs(
            lines.stream().filter(line -> line.startsWith("backend ")).toList())
        .allMatch(line -> line.endsWith(" maxconn 1000"));
  }

  /** Lines about what failed are errors by the last of these; the others are let go. */
  @Test
  void the_load_balancer_writes_down_what_failed() {
    assertThat(Tree.lines("deploy/haproxy/haproxy.cfg").stream().map(String::strip))
        .contains(
            "log stdout format raw local0 warning",
            "option dontlog-normal",
            "option log-separate-errors");
  }

  @Test
  void without_tls_it_is_for_this_machine_only() {
    compose
        .services()
        .forEach((name, service) -> assertThat(Compose.words(service.path("ports")))
            .as(name)
            .allMatch(port -> port.startsWith("127.0.0.1:")));
    assertThat(URI.create(example().get(Key.PUBLIC_URL.variable())))
        .isEqualTo(configuration("node1").http().publicUrl().orElseThrow())
        .hasHost("localhost")
        .hasPort(8080);
    assertThat(Compose.words(compose.at("/services/loadbalancer/ports")))
        .containsExactly("127.0.0.1:8080:8080");
  }

  @Test
  void a_node_has_time_for_what_is_under_way() {
    long drain = Listening.of(configuration("node1"), 8080).drain().toSeconds();
    for (String node : List.of("node1", "node2")) {
      assertThat(seconds(compose.at("/services/" + node + "/stop_grace_period").asText()))
          .isGreaterThan(drain + 10);
    }
  }

  private static long seconds(String text) {
    assertThat(text).matches("\\d+s");
    return Long.parseLong(text.substring(0, text.length() - 1));
  }

  /** The driver and the nodes need these: see {@code Postgres.Settings}. */
  @Test
  void the_pooler_is_as_the_nodes_need_it() {
    List<String> lines = Tree.lines("deploy/pgbouncer/pgbouncer.ini");
    assertThat(lines)
        .contains("pool_mode = transaction", "ignore_startup_parameters = extra_float_digits")
        .anyMatch(line -> line.matches("max_prepared_statements = [1-9]\\d*"));
    assertThat(lines.stream().filter(line -> line.startsWith("gatehouse = ")))
        .singleElement()
        .asString()
        .contains("host=postgres port=5432", "statement_timeout = 10000", "lock_timeout = 2000");
  }

  @Test
  void nobody_waits_in_the_pooler_while_all_nodes_work() {
    List<String> nodes = compose.services().keySet().stream()
        .filter(name -> name.startsWith("node"))
        .toList();
    int ofNodes = nodes.stream()
        .mapToInt(node -> configuration(node).database().orElseThrow().connections()
            + Postgres.Settings.FEED_POOL_SIZE)
        .sum();
    int pool = pooler("default_pool_size");

    assertThat(pool).isGreaterThanOrEqualTo(ofNodes);
    assertThat(pooler("max_client_conn")).isGreaterThanOrEqualTo(ofNodes);
    // by the direct way nodes listen, or read what was revoked too; some are for people, for
    // migrating, and for the superuser
    assertThat(maxConnections())
        .isGreaterThanOrEqualTo(pool + nodes.size() * (1 + Postgres.Settings.FEED_POOL_SIZE) + 20);
  }

  private static int pooler(String setting) {
    return Tree.lines("deploy/pgbouncer/pgbouncer.ini").stream()
        .filter(line -> line.startsWith(setting + " = "))
        .mapToInt(line -> Integer.parseInt(line.substring(setting.length() + 3)))
        .sum();
  }

  private int maxConnections() {
    String prefix = "max_connections=";
    return Compose.words(compose.at("/services/postgres/command")).stream()
        .filter(word -> word.startsWith(prefix))
        .mapToInt(word -> Integer.parseInt(word.substring(prefix.length())))
        .sum();
  }

  @Test
  void every_network_is_there() {
    compose.services().forEach((name, service) -> {
      JsonNode networks = service.path("networks");
      List<String> names = networks.isArray()
          ? Compose.words(networks)
          : networks.properties().stream().map(Map.Entry::getKey).toList();
      assertThat(names).as(name).isNotEmpty();
      assertThat(names).as(name).allMatch(compose.at("/networks")::has);
    });
  }
}
