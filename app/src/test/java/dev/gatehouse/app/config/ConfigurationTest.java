package dev.gatehouse.app.config;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.mail.SmtpMail;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** Every mistake at once, each with its key, what is wrong and what would be accepted; nothing is silently repaired. */
class ConfigurationTest {
  static final String KEY = "7k2IWZX1imBxR1WQF3a9LKXvcH3njaTtSiUYBaaWfE0=";

  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String NEXT_SECRET = "fedcba9876543210fedcba9876543210";

  @TempDir
  Path folder;

  private Path file;

  @BeforeEach
  void empty() throws IOException {
    file = Files.createFile(folder.resolve("gatehouse.conf"));
  }

  private static Map<String, String> good() {
    Map<String, String> good = new HashMap<>();
    good.put("GATEHOUSE_PUBLIC_URL", "https://id.example.com");
    good.put("GATEHOUSE_DATABASE_URL", "postgresql://gate:s%40cret+@db:5433/house?sslmode=require");
    good.put("GATEHOUSE_MASTER_KEY", KEY);
    return good;
  }

  private static Map<String, String> withBot() {
    Map<String, String> bot = good();
    bot.put("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:TOKEN");
    return bot;
  }

  private Configuration read(Map<String, String> environment, Mode mode) {
    return Configuration.read(Given.read(environment, Optional.of(file)), mode);
  }

  private List<String> mistakes(Map<String, String> environment, Mode mode) {
    return catchThrowableOfType(Misconfigured.class, () -> read(environment, mode))
        .mistakes()
        .stream()
        .map(Mistake::toString)
        .toList();
  }

  private String mistake(String key, String value) {
    return mistake(good(), key, value);
  }

  private String mistake(Map<String, String> environment, String key, String value) {
    environment.put(key, value);
    List<String> mistakes = mistakes(environment, Mode.SERVE);
    assertThat(mistakes).hasSize(1);
    assertThat(mistakes.get(0)).startsWith(key).contains("accepted: ");
    return mistakes.get(0);
  }

  @Test
  void serving_names_everything_that_is_missing() {
    assertThat(mistakes(Map.of(), Mode.SERVE))
        .extracting(text -> text.split(" ")[0])
        .containsExactlyInAnyOrder(
            "GATEHOUSE_PUBLIC_URL", "GATEHOUSE_DATABASE_URL", "GATEHOUSE_MASTER_KEY");
  }

  @Test
  void every_mistake_is_told_at_once() throws IOException {
    Files.writeString(
        file, "GATEHOUSE_HTTP_PORT=many\nnonsense\nGATEHOUSE_HTTP_PROT=80\nGATEHOUSE_DATA_DIR=\n");
    Map<String, String> environment = new HashMap<>(Map.of(
        "GATEHOUSE_TRUSTED_PROXIES", "10.0.0.0/33",
        "GATEHOUSE_COLOUR", "blue",
        "GATEHOUSE_MASTER_KEY", "short",
        "GATEHOUSE_PUBLIC_URL", "http://id.example.com",
        "PATH", "/bin"));

    assertThat(mistakes(environment, Mode.SERVE))
        .extracting(text -> text.substring(0, text.indexOf(';')))
        .containsExactlyInAnyOrder(
            "gatehouse.conf:2 is no setting",
            "GATEHOUSE_HTTP_PROT (gatehouse.conf:3) is no key of this version",
            "GATEHOUSE_COLOUR (environment) is no key of this version",
            "GATEHOUSE_HTTP_PORT (gatehouse.conf:1) is 'many'",
            "GATEHOUSE_DATA_DIR (gatehouse.conf:4) is empty",
            "GATEHOUSE_PUBLIC_URL (environment) is 'http://id.example.com', which others on the way could read",
            "GATEHOUSE_TRUSTED_PROXIES (environment) is '10.0.0.0/33', /33 is outside /0 to /32",
            "GATEHOUSE_DATABASE_URL is missing",
            "GATEHOUSE_MASTER_KEY (environment) is not base64 (5 characters)");
  }

  @Test
  @DisplayName(
      "[L40] what does not look like a key is not quoted: it may be a secret in the wrong place")
  void what_does_not_look_like_a_key_is_not_quoted() throws IOException {
    Files.writeString(
        file, KEY + "\npostgresql://gate:topsecret@db/house?a=b\nGATEHOUSE_DATA_DIRS=x\n");
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_" + KEY, "");

    assertThat(mistakes(environment, Mode.SERVE))
        .containsExactlyInAnyOrder(
            "gatehouse.conf:1 is no setting; accepted: KEY=value, or # and a comment",
            "gatehouse.conf:2 is no setting; accepted: KEY=value, or # and a comment",
            "GATEHOUSE_DATA_DIRS (gatehouse.conf:3) is no key of this version; accepted: the keys of docs/configuration.md",
            "GATEHOUSE_… (environment) is no key of this version; accepted: the keys of docs/configuration.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1001", "5000", "0.5", "100ms"})
  @DisplayName("[L33] a floor is a second at most")
  void a_floor_is_a_second_at_most(String millis) {
    assertThat(mistake("GATEHOUSE_ANSWER_FLOOR_MS", millis)).contains("0 to 1000");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void a_floor_may_be_none_or_a_second(int millis) {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_ANSWER_FLOOR_MS", Integer.toString(millis));

    assertThat(read(environment, Mode.SERVE).http().answerFloor()).hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "ten"})
  void a_node_has_one_connection_to_a_thousand(String connections) {
    assertThat(mistake("GATEHOUSE_DATABASE_CONNECTIONS", connections)).contains("1 to 1000");
  }

  @Test
  void connections_are_as_many_as_is_said() {
    Map<String, String> environment = good();
    assertThat(connections(environment)).isEqualTo(10);

    environment.put("GATEHOUSE_DATABASE_CONNECTIONS", "25");
    assertThat(connections(environment)).isEqualTo(25);
  }

  private int connections(Map<String, String> environment) {
    return read(environment, Mode.SERVE).database().orElseThrow().settings().poolSize();
  }

  @Test
  void the_environment_wins_over_the_file_and_the_file_over_the_default() throws IOException {
    Files.writeString(
        file, "# a comment\n\nGATEHOUSE_HTTP_PORT=81\nGATEHOUSE_HTTP_HOST=10.0.0.1\n");
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_HTTP_PORT", "82");

    Configuration config = read(environment, Mode.SERVE);

    assertThat(config.http().port()).isEqualTo(82);
    assertThat(config.http().host()).isEqualTo("10.0.0.1");
    assertThat(config.dataDir()).isEqualTo(Path.of("./data"));
  }

  @Test
  void a_key_that_stands_twice_in_the_file_is_a_mistake() throws IOException {
    Files.writeString(file, "GATEHOUSE_HTTP_PORT=81\nGATEHOUSE_HTTP_PORT=81\n");

    assertThat(mistakes(good(), Mode.SERVE)).singleElement().asString().contains("second time");
  }

  @Test
  void a_file_that_was_asked_for_and_is_not_there_is_a_mistake() {
    file = folder.resolve("elsewhere.conf");

    assertThat(mistakes(good(), Mode.SERVE)).singleElement().asString().contains("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://id.example.com/",
        "https://id.example.com/path",
        "https://u@id.example.com",
        "https://id.example.com?q",
        "https://id.example.com#f",
        "//id.example.com",
        "id.example.com",
        "ftp://id.example.com",
        "http://127.0.0.1.example.com",
        "https://"
      })
  void a_public_url_that_is_no_origin_or_not_safe_is_a_mistake(String url) {
    mistake("GATEHOUSE_PUBLIC_URL", url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:8080", "http://127.0.0.1", "http://[::1]:1", "https://a.b"})
  void a_public_url_may_be_plain_on_loopback_only(String url) {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_PUBLIC_URL", url);

    assertThat(read(environment, Mode.SERVE).http().publicUrl()).contains(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=",
        "c2hvcnQ=",
        "not base64 at all",
        "0:" + KEY,
        "128:" + KEY,
        "1:" + KEY + ",1:" + KEY
      })
  @DisplayName("[L40] a weak or damaged master key is refused, and not shown")
  void a_weak_or_damaged_master_key_is_refused_and_not_shown(String key) {
    assertThat(mistake("GATEHOUSE_MASTER_KEY", key)).doesNotContain(key).doesNotContain(KEY);
  }

  @Test
  void the_master_key_may_be_a_ring() {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_MASTER_KEY", "1:" + KEY + ", 2:" + KEY.replace('a', 'b'));

    assertThat(read(environment, Mode.SERVE).master()).isPresent();
  }

  @Test
  void a_database_url_is_taken_apart_in_both_forms() {
    Map<String, String> environment = good();
    DatabaseConfig plain = read(environment, Mode.SERVE).database().orElseThrow();
    assertThat(plain.url()).isEqualTo("jdbc:postgresql://db:5433/house?sslmode=require");
    assertThat(plain.user()).isEqualTo("gate");
    assertThat(plain.password()).isEqualTo("s@cret+");

    environment.put(
        "GATEHOUSE_DATABASE_URL",
        "jdbc:postgresql://db/house?user=gate&password=p&sslmode=disable");
    environment.put("GATEHOUSE_DATABASE_LISTEN_URL", "postgresql://direct:6/house");
    DatabaseConfig jdbc = read(environment, Mode.SERVE).database().orElseThrow();
    assertThat(jdbc.url()).isEqualTo("jdbc:postgresql://db/house?sslmode=disable");
    assertThat(jdbc.password()).isEqualTo("p");
    assertThat(jdbc.listenUrl()).contains("jdbc:postgresql://direct:6/house");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://gate:p%40ss@one:5432,two:5433/house",
        "postgresql://gate:p%40ss@one,two:5433/house?targetServerType=primary",
        "jdbc:postgresql://one:5432,two:5433/house?user=gate&password=p%40ss",
      })
  void a_database_may_have_several_hosts(String url) {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_DATABASE_URL", url);
    environment.put(
        "GATEHOUSE_DATABASE_LISTEN_URL", "postgresql://direct1:6432,direct2:6433/house");
    DatabaseConfig config = read(environment, Mode.SERVE).database().orElseThrow();

    assertThat(config.password()).isEqualTo("p@ss");
    assertThat(Driver.parseURL(config.url(), new Properties()))
        .containsEntry("PGPORT", "5432,5433")
        .containsEntry("PGDBNAME", "house");
    assertThat(Driver.parseURL(config.listenUrl().orElseThrow(), new Properties()))
        .containsEntry("PGHOST", "direct1,direct2");
  }

  @Test
  void a_direct_way_keeps_the_user_and_password_that_it_names() {
    Map<String, String> environment = good();
    environment.put(
        "GATEHOUSE_DATABASE_LISTEN_URL",
        "postgresql://listener:s%40crét+%26@direct:6/house?sslmode=require");
    DatabaseConfig config = read(environment, Mode.SERVE).database().orElseThrow();

    Properties direct =
        Driver.parseURL(config.settings().listenUrl().orElseThrow(), new Properties());
    assertThat(direct)
        .containsEntry("user", "listener")
        .containsEntry("password", "s@crét+&")
        .containsEntry("sslmode", "require");
    assertThat(config.user()).isEqualTo("gate");
    assertThat(config + " " + config.settings()).doesNotContain("s@cr", "s%40cr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://listener@direct/house",
        "postgresql://direct/house?password=topsecret",
        "postgresql://listener:topsecret@direct:70000/house",
      })
  @DisplayName(
      "[L40] a direct way that names half of a user, or is none, is refused, and its password not shown")
  void a_direct_way_that_will_not_do_is_refused_and_its_password_not_shown(String url) {
    assertThat(mistake("GATEHOUSE_DATABASE_LISTEN_URL", url)).doesNotContain("topsecret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://db:5433/house",
        "postgresql://gate:topsecret@db:70000/house",
        "postgresql://gate@db/house",
        "postgresql://gate:topsecret@db",
        "mysql://gate:topsecret@db/house",
        "gate:topsecret@db",
        "postgresql://gate:top secret@db/house",
        "postgresql://gate:topsecret@one,two:70000/house",
        "postgresql://gate:topsecret@one:5432,two:/house",
        "postgresql://gate:topsecret@one,two/house?targetServerType=any",
        "postgresql://gate:topsecret@one,two/house?targetServerType=preferSecondary",
      })
  @DisplayName("[L40] a database URL that will not do is refused, and its password not shown")
  void a_database_url_that_will_not_do_is_refused_and_its_password_not_shown(String url) {
    assertThat(mistake("GATEHOUSE_DATABASE_URL", url))
        .doesNotContain("topsecret")
        .doesNotContain("top secret");
  }

  @Test
  void redis_may_be_left_out_and_is_taken_in_each_form() {
    Map<String, String> environment = good();
    assertThat(read(environment, Mode.SERVE).redis()).isEmpty();
    for (String url : List.of(
        "redis://cache:6379",
        "rediss://gate:p%40ss@cache/3",
        "redis+sentinel://h1,h2:26379/main",
        "rediss+cluster://gate:pass@h1,h2")) {
      environment.put("GATEHOUSE_REDIS_URL", url);
      assertThat(read(environment, Mode.SERVE).redis()).isPresent();
      assertThat(read(environment, Mode.SERVE).unused()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache:6379",
        "redis://gate:topsecret@",
        "redis://topsecret@cache",
        "redis://gate:topsecret",
        "redis+sentinel://gate:topsecret@cache",
        "http://gate:topsecret@cache"
      })
  @DisplayName("[L40] a Redis URL that will not do is refused, and its password not shown")
  void a_redis_url_that_will_not_do_is_refused_and_its_password_not_shown(String url) {
    assertThat(mistake("GATEHOUSE_REDIS_URL", url)).doesNotContain("topsecret");
  }

  @Test
  void services_are_read_and_a_name_may_come_twice() {
    Map<String, String> environment = good();
    environment.put(
        "GATEHOUSE_SERVICES",
        "orders:" + SECRET + ", orders:" + NEXT_SECRET + ",billing-2:" + SECRET);

    assertThat(read(environment, Mode.SERVE).http().services())
        .extracting(HttpServer.Service::name)
        .containsExactly("orders", "orders", "billing-2");
    assertThat(read(good(), Mode.SERVE).http().services()).isEmpty();
  }

  @Test
  @DisplayName("[L40] every mistake about services is told at once, and no secret")
  void every_mistake_about_services_is_told_at_once() {
    assertThat(mistake(
            "GATEHOUSE_SERVICES",
            "orders:short,Orders:" + SECRET + ",nothing,a:" + SECRET + ",a:" + SECRET + ",b:"
                + SECRET + ",b:" + NEXT_SECRET + ",b:x" + SECRET + ",c:" + SECRET + "!"))
        .contains("'orders' of 5 characters", "name is not", "of 7 characters without a colon")
        .contains("same secret of 'a' twice", "more than two secrets of 'b'", "secret of 'c'")
        .doesNotContain(SECRET, NEXT_SECRET, "short");
    for (String wrong : List.of(",", "orders", "orders:", ":" + SECRET, "orders:" + SECRET + ",")) {
      mistake("GATEHOUSE_SERVICES", wrong);
    }
  }

  @Test
  @DisplayName("[L40] what is configured is shown without its secrets")
  void what_is_configured_is_shown_without_its_secrets() {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_METRICS_TOKEN", "a token of many letters");
    environment.put("GATEHOUSE_REDIS_URL", "redis://gate:r3dis@cache");
    environment.put("GATEHOUSE_SERVICES", "orders:" + SECRET);
    Given given = Given.read(environment, Optional.of(file));
    Configuration config = Configuration.read(given, Mode.SERVE);

    assertThat(String.join("\n", given.lines())
            + config
            + config.http()
            + config.http().services()
            + config.database()
            + config.database().orElseThrow().settings()
            + config.redis())
        .contains("GATEHOUSE_PUBLIC_URL = https://id.example.com  (environment)")
        .doesNotContain(KEY, "s%40cret", "s@cret", "a token of many letters", "r3dis", SECRET);
  }

  @Test
  void what_the_server_would_refuse_at_start_is_a_mistake_before() {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_TRUSTED_PROXIES", "10.0.0.0/+8");

    assertThat(mistakes(environment, Mode.SERVE))
        .singleElement()
        .asString()
        .startsWith("the configuration would not start: '10.0.0.0/+8' is no network");
  }

  @Test
  void embedded_mode_needs_nothing_and_is_open_to_registration() {
    Configuration config = read(Map.of(), Mode.DEV);

    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.database()).isEmpty();
    assertThat(config.realms().realms())
        .singleElement()
        .satisfies(realm -> assertThat(realm.registration()).isEqualTo(RegistrationMode.OPEN));
  }

  @Test
  void serving_without_a_word_about_realms_is_closed_to_registration() {
    assertThat(read(good(), Mode.SERVE).realms().realms())
        .singleElement()
        .satisfies(realm -> assertThat(realm.registration()).isEqualTo(RegistrationMode.CLOSED));
  }

  @Test
  void embedded_mode_refuses_whatever_would_open_it_to_others() {
    assertThat(mistakes(
            Map.of(
                "GATEHOUSE_HTTP_HOST", "0.0.0.0",
                "GATEHOUSE_PUBLIC_URL", "https://id.example.com",
                "GATEHOUSE_TRUSTED_PROXIES", "127.0.0.1/32",
                "GATEHOUSE_DATABASE_URL", "postgresql://a:b@c/d",
                "GATEHOUSE_REDIS_URL", "redis://127.0.0.1",
                "GATEHOUSE_SMTP_URLS", "smtp://127.0.0.1",
                "GATEHOUSE_MASTER_KEY", KEY),
            Mode.DEV))
        .extracting(text -> text.split(" ")[0])
        .containsExactlyInAnyOrder(
            "GATEHOUSE_HTTP_HOST",
            "GATEHOUSE_PUBLIC_URL",
            "GATEHOUSE_TRUSTED_PROXIES",
            "GATEHOUSE_DATABASE_URL",
            "GATEHOUSE_REDIS_URL",
            "GATEHOUSE_SMTP_URLS",
            "GATEHOUSE_MASTER_KEY");
  }

  @Test
  @DisplayName("[L32] the proxies write one header, and which is said by its name")
  void the_header_of_the_proxies_is_one() {
    Map<String, String> environment = good();
    assertThat(read(environment, Mode.SERVE).http().forwardedHeader())
        .isEqualTo(HttpServer.ForwardedHeader.X_FORWARDED_FOR);
    environment.put("GATEHOUSE_FORWARDED_HEADER", "forwarded");
    assertThat(read(environment, Mode.SERVE).http().forwardedHeader())
        .isEqualTo(HttpServer.ForwardedHeader.FORWARDED);
    assertThat(mistake("GATEHOUSE_FORWARDED_HEADER", "X-Real-IP")).contains("'X-Real-IP'");
  }

  @Test
  @DisplayName(
      "[L40] the Bot API may be elsewhere, over TLS, and Telegram is known by a secret that is not said")
  void how_bots_are_run() {
    Map<String, String> environment = withBot();
    BotsConfig usual = read(environment, Mode.SERVE).bots();
    assertThat(usual.api()).hasToString("https://api.telegram.org");
    assertThat(usual.webhook()).isEmpty();
    environment.put("GATEHOUSE_TELEGRAM_API_URL", "http://127.0.0.1:8081");
    environment.put("GATEHOUSE_TELEGRAM_WEBHOOK_SECRET", "s".repeat(16) + ", " + "t".repeat(16));

    Configuration config = read(environment, Mode.SERVE);

    assertThat(config.bots().api()).hasToString("http://127.0.0.1:8081");
    assertThat(config.bots().webhook()).hasSize(2);
    assertThat(config.bots().toString()).doesNotContain("sss", "ttt");
    assertThat(config.unused()).isEmpty();
    assertThat(Given.read(environment, Optional.empty()).lines().toString())
        .doesNotContain("sss", "ttt");
    assertThat(mistake(withBot(), "GATEHOUSE_TELEGRAM_API_URL", "http://api.telegram.org"))
        .contains("loopback");
    for (String wrong : List.of("HIDDEN", "HIDDEN ".repeat(4), "s".repeat(16) + ",HIDDEN")) {
      assertThat(mistake(withBot(), "GATEHOUSE_TELEGRAM_WEBHOOK_SECRET", wrong))
          .contains("16 to 256")
          .doesNotContain("HIDDEN");
    }
    assertThat(mistake(
            withBot(), "GATEHOUSE_TELEGRAM_WEBHOOK_SECRET", "s".repeat(16) + "," + "s".repeat(16)))
        .contains("twice", "two different")
        .doesNotContain("sss");
  }

  @Test
  @DisplayName("what is set of bots and would do nothing is refused, with what it would need")
  void what_would_do_nothing_is_refused() {
    Map<String, String> useless = Map.of(
        "GATEHOUSE_TELEGRAM_MAX_AGE_SECONDS", "60",
        "GATEHOUSE_TELEGRAM_OIDC_ISSUER", "https://telegram.example.com",
        "GATEHOUSE_TELEGRAM_API_URL", "https://bots.example.com",
        "GATEHOUSE_TELEGRAM_WEBHOOK_SECRET", "s".repeat(16));
    useless.forEach((key, value) -> {
      assertThat(mistake(key, value)).contains("GATEHOUSE_TELEGRAM_BOT_TOKEN");
      Map<String, String> environment = withBot();
      environment.put(key, value);
      assertThat(read(environment, Mode.SERVE).realms().telegram()).hasSize(1);
    });
    Map<String, String> elsewhere = withBot();
    elsewhere.put("GATEHOUSE_TELEGRAM_BOT_SECRET", SECRET);
    assertThat(mistake(elsewhere, "GATEHOUSE_TELEGRAM_WEBHOOK_SECRET", "s".repeat(16)))
        .contains("elsewhere")
        .doesNotContain("sss", SECRET);
  }

  @Test
  @DisplayName("[L40] a bot is the default realm's, and of its token and secrets nothing is said")
  void a_bot_of_the_default_realm() {
    Map<String, String> environment = good();
    assertThat(read(environment, Mode.SERVE).realms().telegram()).isEmpty();
    environment.put("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:TOKEN");
    environment.put("GATEHOUSE_TELEGRAM_BOT_USERNAME", "GatehouseBot");
    environment.put("GATEHOUSE_TELEGRAM_BOT_SECRET", "s".repeat(32) + ", " + "t".repeat(32));
    environment.put("GATEHOUSE_TELEGRAM_MAX_AGE_SECONDS", "60");

    Configuration config = read(environment, Mode.SERVE);

    RealmConfig realm = config.realms().realms().get(0);
    TelegramConfig bots = realm.telegram().orElseThrow();
    assertThat(config.realms().telegram()).containsOnlyKeys(realm.key());
    assertThat(bots.proofs().maxAge()).isEqualTo(Duration.ofMinutes(1));
    assertThat(bots.proofs().bots()).extracting(bot -> bot.id()).containsExactly(42L);
    assertThat(bots.door().username()).contains("GatehouseBot");
    assertThat(bots.door().secrets()).hasSize(2);
    assertThat(bots + " " + realm + " " + bots.door()).doesNotContain("TOKEN", "sss", "ttt");
    assertThat(Listening.of(config, 8080).realms().get(0).telegram()).contains(bots.door());
    assertThat(Given.read(environment, Optional.empty()).lines().toString())
        .doesNotContain("42:TOKEN", "sss", "ttt");
  }

  @Test
  @DisplayName("[L40] every mistake about a bot is told at once, and no secret in it")
  void mistakes_about_a_bot() {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_TELEGRAM_BOT_TOKEN", "no token HIDDEN");
    environment.put("GATEHOUSE_TELEGRAM_BOT_USERNAME", "@bot");
    environment.put("GATEHOUSE_TELEGRAM_BOT_SECRET", "HIDDEN");
    environment.put("GATEHOUSE_TELEGRAM_MAX_AGE_SECONDS", "86401");

    List<Mistake> mistakes = catchThrowableOfType(
            Misconfigured.class, () -> read(environment, Mode.SERVE))
        .mistakes();

    assertThat(mistakes)
        .extracting(mistake -> mistake.where().replaceFirst(" .*", ""))
        .containsExactly(
            "GATEHOUSE_TELEGRAM_BOT_TOKEN",
            "GATEHOUSE_TELEGRAM_BOT_USERNAME",
            "GATEHOUSE_TELEGRAM_BOT_SECRET",
            "GATEHOUSE_TELEGRAM_MAX_AGE_SECONDS");
    assertThat(mistakes.toString()).doesNotContain("HIDDEN");
    for (String three : List.of(
        String.join(",", "s".repeat(32), "t".repeat(32), "u".repeat(32)),
        "s".repeat(32) + "," + "s".repeat(32))) {
      environment.put("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:TOKEN");
      environment.put("GATEHOUSE_TELEGRAM_BOT_USERNAME", "GatehouseBot");
      environment.put("GATEHOUSE_TELEGRAM_MAX_AGE_SECONDS", "60");
      environment.put("GATEHOUSE_TELEGRAM_BOT_SECRET", three);
      assertThat(catchThrowableOfType(Misconfigured.class, () -> read(environment, Mode.SERVE))
              .mistakes())
          .singleElement()
          .satisfies(
              mistake -> assertThat(mistake.toString()).contains("secrets").doesNotContain("sss"));
    }
    environment.remove("GATEHOUSE_TELEGRAM_BOT_TOKEN");
    environment.put("GATEHOUSE_TELEGRAM_BOT_SECRET", "s".repeat(32));
    assertThat(catchThrowableOfType(Misconfigured.class, () -> read(environment, Mode.SERVE))
            .mistakes())
        .extracting(mistake -> mistake.where().replaceFirst(" .*", ""))
        .containsExactly(
            "GATEHOUSE_TELEGRAM_BOT_USERNAME",
            "GATEHOUSE_TELEGRAM_BOT_SECRET",
            "GATEHOUSE_TELEGRAM_MAX_AGE_SECONDS");
  }

  @Test
  @DisplayName(
      "[L40] a bot is a client of Telegram's OpenID by its secret, of which nothing is said")
  void a_client_of_openid() {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:TOKEN");
    Configuration plain = read(environment, Mode.SERVE);
    assertThat(plain.telegramIssuer()).isEqualTo(URI.create("https://oauth.telegram.org"));
    assertThat(plain.realms().openIds(plain.telegramIssuer()).values())
        .singleElement()
        .satisfies(openId -> assertThat(openId.secret()).isEmpty());

    environment.put("GATEHOUSE_TELEGRAM_CLIENT_SECRET", "a-client-secret");
    environment.put("GATEHOUSE_TELEGRAM_OIDC_ISSUER", "https://telegram.example.com");
    Configuration config = read(environment, Mode.SERVE);
    assertThat(config.realms().openIds(config.telegramIssuer()).values())
        .singleElement()
        .satisfies(openId -> {
          assertThat(openId.issuer()).isEqualTo(URI.create("https://telegram.example.com"));
          assertThat(openId.bots()).containsExactly(42L);
          assertThat(openId.secret()).isPresent();
          assertThat(openId.toString()).doesNotContain("a-client-secret");
        });
    assertThat(Given.read(environment, Optional.empty()).lines().toString())
        .doesNotContain("a-client-secret")
        .contains("GATEHOUSE_TELEGRAM_OIDC_ISSUER = https://telegram.example.com");

    environment.put("GATEHOUSE_TELEGRAM_CLIENT_SECRET", "HIDDEN with blanks");
    assertThat(mistakes(environment, Mode.SERVE))
        .singleElement(as(STRING))
        .startsWith("GATEHOUSE_TELEGRAM_CLIENT_SECRET")
        .doesNotContain("HIDDEN");
  }

  @Test
  @DisplayName(
      "[L17] who speaks for Telegram is reached over TLS, or in embedded mode on this machine")
  void who_speaks_for_telegram() {
    for (String wrong : List.of(
        "http://oauth.telegram.org",
        "http://127.0.0.1:8081",
        "http://localhost",
        "https://oauth.telegram.org/",
        "https://a@oauth.telegram.org",
        "oauth.telegram.org")) {
      assertThat(mistake(withBot(), "GATEHOUSE_TELEGRAM_OIDC_ISSUER", wrong))
          .contains("'" + wrong + "'");
    }
    for (String wrong : List.of("https://t.example.com:65536", "https://t.example.com:0")) {
      assertThat(mistake(withBot(), "GATEHOUSE_TELEGRAM_OIDC_ISSUER", wrong)).contains("65535");
    }
    Map<String, String> here = new HashMap<>(Map.of("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:TOKEN"));
    here.put("GATEHOUSE_TELEGRAM_OIDC_ISSUER", "http://127.0.0.1:8081");
    assertThat(read(here, Mode.DEV).telegramIssuer())
        .isEqualTo(URI.create("http://127.0.0.1:8081"));
    here.put("GATEHOUSE_TELEGRAM_OIDC_ISSUER", "http://oauth.telegram.org");
    assertThat(mistakes(here, Mode.DEV)).hasSize(1);
  }

  @Test
  void mail_goes_to_the_servers_that_are_named_and_from_whom_is_said() {
    assertThat(read(good(), Mode.SERVE).mail()).isEmpty();
    Map<String, String> environment = good();
    environment.put(
        "GATEHOUSE_SMTP_URLS", "smtp://u:p@one.example.com, smtps://two.example.com:4650");
    environment.put("GATEHOUSE_MAIL_FROM", "Gatehouse <no-reply@example.com>");
    environment.put("GATEHOUSE_MAIL_REPLY_TO", "help@example.com");

    SmtpMail.Settings mail = read(environment, Mode.SERVE).mail().orElseThrow();
    assertThat(mail).hasToString("Settings[one.example.com:587, two.example.com:4650]");
    assertThat(mail.from()).isEqualTo("Gatehouse <no-reply@example.com>");
    assertThat(mail.replyTo()).contains("help@example.com");
  }

  @Test
  void an_operator_adds_a_language_as_a_file_and_hears_of_every_mistake_in_it(@TempDir Path folder)
      throws IOException {
    assertThat(read(good(), Mode.SERVE).messages()).isEmpty();
    Path italian = folder.resolve("it.properties");
    Files.writeString(italian, "new_device.subject=Nuovo accesso\n");
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_MESSAGES", folder.toString());
    for (Mode mode : Mode.values()) {
      Map<String, String> given =
          mode == Mode.SERVE ? environment : Map.of("GATEHOUSE_MESSAGES", folder.toString());
      assertThat(read(given, mode)
              .messages()
              .orElseThrow()
              .text(Locale.ITALIAN, "new_device.subject", Map.of()))
          .isEqualTo("Nuovo accesso");
    }

    Files.writeString(italian, "new_device.subjekt=Nuovo accesso\n");
    assertThat(mistake("GATEHOUSE_MESSAGES", folder.toString())).contains("new_device.subjekt");
    assertThat(mistake("GATEHOUSE_MESSAGES", italian.toString())).contains("is no folder");
  }

  @Test
  void mail_without_a_sender_or_to_nowhere_is_refused_and_the_password_not_shown() {
    Map<String, String> environment = good();
    environment.put("GATEHOUSE_SMTP_URLS", "smtp://localhost");
    assertThat(mistakes(environment, Mode.SERVE))
        .singleElement(as(STRING))
        .startsWith("GATEHOUSE_MAIL_FROM is missing");
    for (String wrong : List.of(
        "mail.example.com",
        "smtp://user:topsecret@mail.example.com?starttls=never",
        "smtps://user:topsecret@one.example.com,http://two.example.com")) {
      assertThat(mistake("GATEHOUSE_SMTP_URLS", wrong)).doesNotContain("topsecret");
    }
    assertThat(mistake("GATEHOUSE_MAIL_FROM", "nobody")).contains("'nobody'");
    assertThat(mistake("GATEHOUSE_MAIL_REPLY_TO", "nobody")).contains("'nobody'");
  }
}
