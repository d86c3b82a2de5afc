package dev.gatehouse.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.telegram.Telegram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealmsFileTest {
  private static final URI PUBLIC = URI.create("https://id.example.com");
  private static final String ISSUER =
      "accepted: an https URL without user, query and fragment; http on loopback only";
  private static final String HOSTS =
      "accepted: host names such as id.example.com, with a port where clients name one";

  @TempDir
  Path folder;

  private RealmsConfig read(String json) throws IOException {
    return read(json, Mode.DEV, Map.of());
  }

  private RealmsConfig read(String json, Mode mode, Map<String, String> more) throws IOException {
    Path file = Files.writeString(folder.resolve("realms.json"), json);
    Path none = Files.writeString(folder.resolve("gatehouse.conf"), "");
    Map<String, String> environment = new HashMap<>(more);
    environment.put("GATEHOUSE_REALMS_FILE", file.toString());
    return Configuration.read(Given.read(environment, Optional.of(none)), mode).realms();
  }

  private List<String> mistakes(String json) {
    return catchThrowableOfType(Misconfigured.class, () -> read(json)).mistakes().stream()
        .map(mistake -> mistake.where().replaceFirst(".*: ", ""))
        .toList();
  }

  /** What is said of realms in production at {@link #PUBLIC}. */
  private List<String> said(String json) {
    Map<String, String> production = Map.of(
        "GATEHOUSE_PUBLIC_URL",
        PUBLIC.toString(),
        "GATEHOUSE_DATABASE_URL",
        "postgresql://a:b@c/d",
        "GATEHOUSE_MASTER_KEY",
        ConfigurationTest.KEY);
    return catchThrowableOfType(Misconfigured.class, () -> read(json, Mode.SERVE, production))
        .mistakes()
        .stream()
        .map(mistake -> mistake.toString().replaceFirst(".*?realms.json: ", ""))
        .toList();
  }

  @Test
  void realms_are_read_as_they_are_written() throws IOException {
    RealmsConfig config = read("""
        {"realms": [
          {"key": "shop", "default": true, "origins": ["https://shop.example.com"]},
          {"key": "crew", "kind": "staff", "hosts": ["crew.example.com:8443"], "audience": "crew"},
          {"key": "hands", "kind": "staff", "staff_by_providers": true, "deletion_grace": "P7D"}
        ]}""");

    assertThat(config.fallback()).contains(new RealmKey("shop"));
    RealmConfig shop = config.realms().get(0);
    assertThat(shop.registration()).isEqualTo(RegistrationMode.OPEN);
    assertThat(shop.realm(PUBLIC, true).issuer()).isEqualTo("https://id.example.com");
    RealmConfig crew = config.realms().get(1);
    assertThat(crew.registration()).isEqualTo(RegistrationMode.CLOSED);
    Realm realm = crew.realm(PUBLIC, false);
    assertThat(realm.kind()).isEqualTo(RealmKind.STAFF);
    assertThat(realm.issuer()).isEqualTo("https://id.example.com/realms/crew");
    assertThat(realm.audience()).isEqualTo("crew");
    assertThat(realm.secondFactorRequired()).isTrue();
    assertThat(crew.hosts()).containsExactly("crew.example.com:8443");
    assertThat(realm.opensToProviders()).isFalse();
    Realm hands = config.realms().get(2).realm(PUBLIC, false);
    assertThat(hands.opensToProviders()).isTrue();
    assertThat(hands.accounts().grace()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void every_mistake_in_the_file_is_told_with_its_place() {
    assertThat(mistakes("""
            {"realms": [
              {"key": "Shop!", "kind": "customers", "registraton": "open"},
              {"hosts": "crew.example.com"},
              {"key": "a", "origins": ["nowhere", 5], "default": true, "hosts": ["x"]},
              {"key": "a", "default": true, "hosts": ["x"], "issuer": "ftp://x"}
            ]}"""))
        .containsExactlyInAnyOrder(
            "realms[0].key",
            "realms[0].kind",
            "realms[0].registraton",
            "realms[1].hosts",
            "realms[1].key",
            "realms[2].origins[0]",
            "realms[2].origins[1]",
            "realms[3].issuer",
            "default",
            "key",
            "hosts");
  }

  @Test
  void an_origin_that_no_browser_writes_so_is_a_mistake() {
    assertThat(mistakes("""
            {"realms": [{"key": "a", "origins": ["https://Shop.example.com", "https://b.example:443", "http://localhost:3000", "http://b.example", "capacitor://localhost"],
              "bearer_origins": ["https://c.example/", "capacitor://localhost", "http://c.example"]}]}"""))
        .containsExactlyInAnyOrder(
            "realms[0].origins[0]",
            "realms[0].origins[1]",
            "realms[0].origins[3]",
            "realms[0].origins[4]",
            "realms[0].bearer_origins[0]",
            "realms[0].bearer_origins[2]");
  }

  @Test
  @DisplayName(
      "[L16] no host leads to two realms, with or without the port that goes without saying")
  void no_host_leads_to_two_realms() {
    assertThat(said("""
            {"realms": [
              {"key": "a", "hosts": ["x.example.com", "y.example.com:8443", "z.example.com", "Z.example.com:443"]},
              {"key": "b", "hosts": ["X.example.com:443", "y.example.com"]}
            ]}"""))
        .containsExactly(
            "hosts is 'z.example.com' for a, and for a already; accepted: of each realm one of its own",
            "hosts is 'x.example.com' for b, and for a already; accepted: of each realm one of its own");
  }

  @Test
  @DisplayName("[L16] no two realms issue in one name, said or not; they may have one audience")
  void no_two_realms_issue_in_one_name() throws IOException {
    assertThat(said("""
            {"realms": [
              {"key": "a", "default": true},
              {"key": "b", "issuer": "https://id.example.com", "audience": "b"},
              {"key": "c", "issuer": "https://one.example.com"},
              {"key": "d", "issuer": "https://one.example.com", "audience": "d"}
            ]}"""))
        .containsExactly(
            "issuer is 'https://id.example.com' for b, and for a already; accepted: of each realm one of its own",
            "issuer is 'https://one.example.com' for d, and for c already; accepted: of each realm one of its own");
    assertThat(read("""
            {"realms": [{"key": "a", "audience": "api"}, {"key": "b", "audience": "api"}]}""").realms()).hasSize(2);
  }

  @Test
  void what_could_not_start_or_means_something_else_is_a_mistake() {
    assertThat(said("""
            {"realm": [], "realms": [
              {"key": "a", "audience": "", "issuer": "https://a.example?q#z", "default": "yes"},
              {"key": "b", "audience": " ", "issuer": "http://b.example", "default": 1, "staff_by_providers": "true"},
              {"key": "c", "issuer": "https://u@c.example", "hosts": ["user@x.example.com", "x.example.com:", ""]}
            ]}"""))
        .containsExactlyInAnyOrder(
            "realm is no member of the file; accepted: realms",
            "realms[0].audience is \"\"; accepted: a name or URL of who accepts the tokens",
            "realms[0].issuer is \"https://a.example?q#z\"; " + ISSUER,
            "realms[0].default is \"yes\"; accepted: true or false, without quotes",
            "realms[1].audience is \" \"; accepted: a name or URL of who accepts the tokens",
            "realms[1].issuer is \"http://b.example\"; " + ISSUER,
            "realms[1].default is 1; accepted: true or false, without quotes",
            "realms[1].staff_by_providers is \"true\"; accepted: true or false, without quotes",
            "realms[2].issuer is \"https://u@c.example\"; " + ISSUER,
            "realms[2].hosts[0] is \"user@x.example.com\"; " + HOSTS,
            "realms[2].hosts[1] is \"x.example.com:\"; " + HOSTS,
            "realms[2].hosts[2] is \"\"; " + HOSTS);
  }

  @Test
  void an_issuer_may_be_plain_on_loopback() throws IOException {
    assertThat(read("{\"realms\": [{\"key\": \"a\", \"issuer\": \"http://localhost:8080/a\"}]}")
            .realms())
        .hasSize(1);
  }

  @Test
  void a_file_that_is_no_json_or_has_no_realms_is_a_mistake() {
    assertThat(mistakes("{\"realms\": [}")).contains("line 1");
    assertThat(mistakes("{\"realms\": []}")).contains("realms");
    assertThat(mistakes("{\"realms\": [], \"realms\": []}")).contains("line 1");
  }

  @Test
  @DisplayName(
      "[L40] a realm has bots of its own, and what is wrong with them is told without their secrets")
  void realms_have_bots() throws IOException {
    RealmsConfig config = read("""
        {"realms": [
          {"key": "shop", "telegram": {"bots": [{"token": "42:TOKEN"}, {"id": 7}], "username": "ShopBot",
            "secrets": ["0123456789abcdef0123456789abcdef"], "max_age": "PT1H", "mini_app_key": "test",
            "client_secret": "a-client-secret"}},
          {"key": "crew", "kind": "staff"}
        ]}""");

    TelegramConfig shop = config.realms().get(0).telegram().orElseThrow();
    assertThat(config.realms().get(1).telegram()).isEmpty();
    assertThat(config.telegram()).containsOnlyKeys(new RealmKey("shop"));
    assertThat(shop.proofs().bots()).extracting(bot -> bot.id()).containsExactly(42L, 7L);
    assertThat(config.openIds(Telegram.OpenId.ISSUER).values())
        .singleElement()
        .satisfies(openId -> {
          assertThat(openId.bots()).containsExactly(42L);
          assertThat(openId.secret()).isEqualTo(shop.clientSecret());
          assertThat(openId.writes()).as("what is run elsewhere talks there").isFalse();
        });
    assertThat(shop.clientSecret()).isPresent();
    assertThat(shop.proofs().maxAge()).hasHours(1);
    assertThat(shop.proofs().miniAppKey()).isEqualTo(Telegram.MiniAppKey.TEST);
    assertThat(shop.door().username()).contains("ShopBot");
    assertThat(shop.door().secrets()).hasSize(1);

    List<String> said = said("""
        {"realms": [
          {"key": "shop", "telegram": {"bots": [{"token": "HIDDEN"}, {"id": "7"}, {"token": "42:T", "id": 7}],
            "username": "@x", "secrets": ["HIDDEN"], "max_age": "P2D", "mini_app_key": "both", "client_secret": "HIDDEN",
            "other": 1}},
          {"key": "crew", "telegram": {"bots": []}},
          {"key": "club", "telegram": "42:HIDDEN"},
          {"key": "twin", "telegram": {"bots": [{"id": 7}, {"id": 7}]}}
        ]}""");
    assertThat(said).hasSize(12).noneMatch(text -> text.contains("HIDDEN"));
    assertThat(said.toString())
        .contains(
            "realms[0].telegram.bots[0].token",
            "realms[0].telegram.bots[1]",
            "realms[0].telegram.bots[2]",
            "realms[0].telegram.username",
            "realms[0].telegram.secrets[0]",
            "realms[0].telegram.max_age",
            "realms[0].telegram.mini_app_key",
            "realms[0].telegram.client_secret",
            "realms[0].telegram.other",
            "realms[1].telegram",
            "realms[2].telegram",
            "realms[3].telegram");
  }

  @Test
  @DisplayName(
      "[L13] another's bot, which is named by its id alone, is none whose id_tokens are taken; one as which we are known at Telegram is ours")
  void id_tokens_are_of_bots_of_our_own() throws IOException {
    Map<String, List<Long>> taken = Map.of(
        "\"bots\": [{\"id\": 7}]", List.of(),
        "\"bots\": [{\"id\": 7}, {\"token\": \"42:TOKEN\"}]", List.of(42L),
        "\"bots\": [{\"id\": 7}, {\"token\": \"42:TOKEN\"}, {\"id\": 8}], \"client_secret\": \"a-client-secret\"",
            List.of(7L, 42L),
        "\"bots\": [{\"token\": \"42:TOKEN\"}, {\"token\": \"43:TOKEN\"}, {\"id\": 7}]",
            List.of(42L, 43L));
    for (Map.Entry<String, List<Long>> each : taken.entrySet()) {
      RealmsConfig config = read("{\"realms\": [{\"key\": \"shop\", \"telegram\": {BOTS}}]}"
          .replace("BOTS", each.getKey()));
      assertThat(config.openIds(Telegram.OpenId.ISSUER).values().stream()
              .flatMap(openId -> openId.bots().stream()))
          .as(each.getKey())
          .containsExactlyElementsOf(each.getValue());
      assertThat(config.telegram()).hasSize(1);
    }
  }

  @Test
  void an_issuer_is_refused_where_no_bot_is_known_there() {
    String json = "{\"realms\": [{\"key\": \"shop\", \"telegram\": {\"bots\": [{\"id\": 7}]}}]}";
    Map<String, String> issuer =
        Map.of("GATEHOUSE_TELEGRAM_OIDC_ISSUER", "https://telegram.example.com");
    assertThat(catchThrowableOfType(Misconfigured.class, () -> read(json, Mode.DEV, issuer))
            .mistakes())
        .singleElement()
        .asString()
        .contains("GATEHOUSE_TELEGRAM_OIDC_ISSUER", "no realm has a bot of its own there");
  }

  @Test
  @DisplayName(
      "a name of a bot that talks with nobody is refused: what is begun there, nobody confirms")
  void links_lead_to_a_bot_that_talks() throws IOException {
    String realm =
        "{\"realms\": [{\"key\": \"shop\", \"telegram\": {\"bots\": [BOTS], \"username\": \"ShopBot\"MORE}}]}";
    String id = realm.replace("BOTS", "{\"id\": 7}");
    assertThat(said(id.replace("MORE", "")))
        .singleElement()
        .asString()
        .startsWith("realms[0].telegram.username")
        .contains("token", "secret", "no username");
    for (String good : List.of(
        id.replace("MORE", ", \"secrets\": [\"0123456789abcdef0123456789abcdef\"]"),
        realm.replace("BOTS", "{\"id\": 7}, {\"token\": \"42:TOKEN\"}").replace("MORE", ""))) {
      assertThat(read(good).telegram()).hasSize(1);
    }
  }

  @Test
  @DisplayName("[L06] [L16] what a bot says of somebody is good in one realm: no bot stands in two")
  void no_bot_is_of_two_realms() throws IOException {
    for (String others : List.of(
        "{\"id\": 42}",
        "{\"token\": \"42:HIDDEN_TOO\"}",
        "{\"id\": 7}, {\"token\": \"42:HIDDEN\"}")) {
      assertThat(said("""
          {"realms": [
            {"key": "shop", "telegram": {"bots": [{"id": 8}, {"token": "42:HIDDEN"}]}},
            {"key": "club", "telegram": {"bots": [OTHERS], "secrets": ["0123456789abcdef0123456789abcdef"]}}
          ]}""".replace("OTHERS", others)))
          .singleElement()
          .asString()
          .contains("42", "shop", "club", "of each realm bots of its own")
          .doesNotContain("HIDDEN");
    }
    Map<String, String> bot = Map.of("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:HIDDEN");
    assertThat(catchThrowableOfType(Misconfigured.class, () -> read("""
                    {"realms": [
                      {"key": "shop", "default": true},
                      {"key": "club", "telegram": {"bots": [{"id": 42}]}}
                    ]}""", Mode.DEV, bot))
            .mistakes())
        .singleElement()
        .asString()
        .contains("42", "shop", "club")
        .doesNotContain("HIDDEN");
  }

  @Test
  void no_bot_is_of_a_realm_that_nobody_comes_in_to_by_one() throws IOException {
    String crew =
        "{\"realms\": [{\"key\": \"crew\", \"kind\": \"staff\", \"default\": true MORE}]}";
    String bots = ", \"telegram\": {\"bots\": [{\"id\": 7}]}";
    assertThat(said(crew.replace("MORE", bots)))
        .containsExactly(
            "realms[0].telegram is there, and staff come in by no provider; accepted: \"staff_by_providers\": true beside it, or no telegram");
    Map<String, String> bot = Map.of("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:HIDDEN");
    assertThat(catchThrowableOfType(
                Misconfigured.class, () -> read(crew.replace("MORE", ""), Mode.DEV, bot))
            .mistakes())
        .singleElement()
        .satisfies(
            mistake -> assertThat(mistake.where()).startsWith("GATEHOUSE_TELEGRAM_BOT_TOKEN"));
    String opened = crew.replace("MORE", ", \"staff_by_providers\": true MORE");
    assertThat(read(opened.replace("MORE", bots)).telegram()).hasSize(1);
    assertThat(read(opened.replace("MORE", ""), Mode.DEV, bot).telegram()).hasSize(1);
  }

  @Test
  void a_webhook_is_of_a_bot_that_is_run_here() throws IOException {
    Map<String, String> webhook = Map.of("GATEHOUSE_TELEGRAM_WEBHOOK_SECRET", "s".repeat(16));
    String two =
        "{\"realms\": [{\"key\": \"shop\"DEFAULT, \"telegram\": {\"bots\": [BOT]}}, {\"key\": \"club\"ELSE}]}";
    String first = two.replace("DEFAULT", ", \"default\": true").replace("ELSE", "");
    String second = two.replace("DEFAULT", "").replace("ELSE", ", \"default\": true");
    String token = "{\"token\": \"42:TOKEN\"}";
    Map<String, String> refused = Map.of(
        two.replace("DEFAULT", "").replace("ELSE", "").replace("BOT", token),
        "default",
        second.replace("BOT", token),
        "club",
        first.replace("BOT", "{\"id\": 7}"),
        "no token");
    refused.forEach((json, because) -> assertThat(
            catchThrowableOfType(Misconfigured.class, () -> read(json, Mode.DEV, webhook))
                .mistakes())
        .singleElement()
        .asString()
        .startsWith("GATEHOUSE_TELEGRAM_WEBHOOK_SECRET")
        .contains(because)
        .doesNotContain("sss"));
    assertThat(read(first.replace("BOT", "{\"id\": 7}, " + token), Mode.DEV, webhook)
            .telegram())
        .hasSize(1);
  }

  @Test
  void a_bot_for_one_realm_has_to_have_one() throws IOException {
    Map<String, String> bot = Map.of("GATEHOUSE_TELEGRAM_BOT_TOKEN", "42:TOKEN");
    String two = "{\"realms\": [{\"key\": \"shop\"}, {\"key\": \"club\"DEFAULT}]}";

    assertThat(
            read(two.replace("DEFAULT", ", \"default\": true"), Mode.DEV, bot).telegram())
        .containsOnlyKeys(new RealmKey("club"));
    assertThat(read("{\"realms\": [{\"key\": \"shop\"}]}", Mode.DEV, bot).telegram())
        .containsOnlyKeys(new RealmKey("shop"));
    for (String json : List.of(
        two.replace("DEFAULT", ""),
        two.replace("DEFAULT", ", \"default\": true, \"telegram\": {\"bots\": [{\"id\": 7}]}"))) {
      assertThat(catchThrowableOfType(Misconfigured.class, () -> read(json, Mode.DEV, bot))
              .mistakes())
          .singleElement()
          .satisfies(
              mistake -> assertThat(mistake.where()).startsWith("GATEHOUSE_TELEGRAM_BOT_TOKEN"));
    }
  }
}
