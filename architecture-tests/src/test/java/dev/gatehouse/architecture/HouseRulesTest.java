package dev.gatehouse.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.gatehouse.telegram.Telegram;
import dev.gatehouse.testkit.rule.GatehouseRules;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every module keeps the rules of the house. */
class HouseRulesTest {
  @Test
  void the_classes_of_every_module_are_looked_at() {
    for (String present : new String[] {
      "dev.gatehouse.domain.session.Session",
      "dev.gatehouse.port.Store",
      "dev.gatehouse.application.Gatehouse",
      "dev.gatehouse.jwt.JwtAccessTokens",
      "dev.gatehouse.password.Passwords",
      "dev.gatehouse.postgres.Postgres",
      "dev.gatehouse.redis.Redis",
      "dev.gatehouse.mail.SmtpMail",
      "dev.gatehouse.messages.IcuMessages",
      "dev.gatehouse.telegram.Telegram",
      "dev.gatehouse.telegram.simulator.TelegramSimulator",
      "dev.gatehouse.http.HttpServer",
      "dev.gatehouse.client.GatehouseClient",
      "dev.gatehouse.app.Main",
      "dev.gatehouse.testkit.contract.StoreContract"
    }) {
      assertThat(Modules.ALL.contain(present)).as(present).isTrue();
    }
  }

  @Test
  void the_domain_touches_only_the_jdk_s_values_and_arithmetic() {
    GatehouseRules.domainTouchesOnly().check(Modules.ALL);
  }

  @Test
  void the_use_cases_touch_only_the_domain_and_the_ports() {
    GatehouseRules.applicationTouchesOnly().check(Modules.ALL);
  }

  @Test
  void each_driven_adapter_touches_only_the_ports_and_its_own_libraries() {
    GatehouseRules.drivenAdapterTouchesOnly(
            "dev.gatehouse.jwt..",
            "com.auth0.jwt..",
            "com.fasterxml.jackson..",
            "com.github.benmanes.caffeine..")
        .check(Modules.ALL);
    GatehouseRules.drivenAdapterTouchesOnly(
            "dev.gatehouse.password..",
            "de.mkammerer.argon2..",
            "com.sun.jna..",
            "org.bouncycastle..",
            "me.gosimple.nbvcxz..")
        .check(Modules.ALL);
    GatehouseRules.drivenAdapterTouchesOnly(
            "dev.gatehouse.postgres..",
            "org.jdbi..",
            "org.postgresql..",
            "com.zaxxer.hikari..",
            "org.flywaydb..")
        .check(Modules.ALL);
    GatehouseRules.drivenAdapterTouchesOnly(
            "dev.gatehouse.redis..",
            "redis.clients.jedis..",
            "org.apache.commons.pool2..",
            "com.github.benmanes.caffeine..")
        .check(Modules.ALL);
    GatehouseRules.drivenAdapterTouchesOnly(
            "dev.gatehouse.mail..", "jakarta.mail..", "org.eclipse.angus.mail..")
        .check(Modules.ALL);
    GatehouseRules.drivenAdapterTouchesOnly("dev.gatehouse.messages..", "com.ibm.icu..", "gg.jte..")
        .check(Modules.ALL);
  }

  @Test
  void
      the_telegram_adapter_touches_only_the_ports_the_use_cases_of_its_bot_and_its_own_libraries() {
    GatehouseRules.drivenAdapterTouchesOnly(
            "dev.gatehouse.telegram",
            "dev.gatehouse.application",
            "dev.gatehouse.application.telegram..",
            "dev.gatehouse.application.handshake..",
            "dev.gatehouse.application.linking..",
            "com.auth0.jwt..",
            "com.fasterxml.jackson..",
            "com.github.benmanes.caffeine..")
        .check(Modules.ALL);
    noClasses()
        .that()
        .resideInAPackage("dev.gatehouse.telegram..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("dev[.]gatehouse[.]port[.](Store|Storage|Accounts|Sessions)([$].*)?")
        .as("the bot changes nothing but by a use case")
        .check(Modules.ALL);
    GatehouseRules.noLogging("dev.gatehouse.telegram..").check(Modules.ALL);
  }

  @Test
  void each_driving_adapter_touches_only_the_use_cases_and_its_own_libraries() {
    GatehouseRules.drivingAdapterTouchesOnly(
            "dev.gatehouse.http..",
            "io.javalin..",
            "org.eclipse.jetty..",
            "jakarta.servlet..",
            "kotlin..",
            "io.opentelemetry..",
            "io.nayuki.qrcodegen..",
            "com.fasterxml.jackson..")
        .check(Modules.ALL);
  }

  @Test
  void the_client_touches_only_the_domain_the_adapter_of_tokens_and_where_it_stands() {
    GatehouseRules.drivenAdapterTouchesOnly(
            "dev.gatehouse.client..",
            "dev.gatehouse.jwt..",
            "com.fasterxml.jackson..",
            "jakarta.servlet..",
            "io.javalin.http..",
            "kotlin..")
        .check(Modules.ALL);
  }

  @Test
  void the_client_needs_neither_servlets_nor_javalin_but_in_its_doors() {
    noClasses()
        .that()
        .resideInAPackage("dev.gatehouse.client..")
        .and()
        .doNotHaveSimpleName("Door")
        .and()
        .doNotHaveSimpleName("GatehouseFilter")
        .and()
        .doNotHaveSimpleName("GatehouseHandler")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.servlet..", "io.javalin..")
        .check(Modules.ALL);
  }

  @Test
  void the_client_starts_no_thread_and_writes_no_log() {
    GatehouseRules.noLogging("dev.gatehouse.client..").check(Modules.ALL);
    noClasses()
        .that()
        .resideInAPackage("dev.gatehouse.client..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.Executors")
        .check(Modules.ALL);
  }

  @Test
  void what_stands_in_for_telegram_knows_nobody_and_is_known_to_the_command_line_alone() {
    DescribedPredicate<JavaClass> standIn =
        JavaClass.Predicates.resideInAPackage("dev.gatehouse.telegram.simulator..");
    DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage("dev.gatehouse..");
    noClasses()
        .that(standIn)
        .should()
        .dependOnClassesThat(ours.and(DescribedPredicate.not(standIn)))
        .check(Modules.ALL);
    noClasses()
        .that(DescribedPredicate.not(standIn))
        .and()
        .resideOutsideOfPackage("dev.gatehouse.app..")
        .should()
        .dependOnClassesThat(standIn)
        .check(Modules.ALL);
  }

  @Test
  void each_adapter_opens_with_one_public_class() {
    GatehouseRules.oneOpenClass("dev.gatehouse.jwt..").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.password..").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.postgres..").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.redis..").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.mail..").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.messages..").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.telegram").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.telegram.simulator..").check(Modules.ALL);
    GatehouseRules.oneOpenClass("dev.gatehouse.http..").check(Modules.ALL);
  }

  @Test
  void time_ids_and_chance_come_in_by_the_door() {
    GatehouseRules.noNowNoChance(Modules.PRODUCTION).check(without("dev.gatehouse.app.World"));
  }

  @Test
  void the_testkit_has_one_door_for_them_too() {
    GatehouseRules.noNowNoChance("dev.gatehouse.testkit..")
        // the fake of the port for chance is seeded: it says the same each time
        .check(without(
            "dev.gatehouse.testkit.fixture.Fixtures",
            "dev.gatehouse.testkit.fake.SeededRandomness"));
  }

  @Test
  void the_door_for_time_and_chance_is_one_class_of_the_composition_root() {
    assertThat(GatehouseRules.noNowNoChance("dev.gatehouse.app..")
            .evaluate(Modules.ALL)
            .getFailureReport()
            .getDetails())
        .isNotEmpty()
        .allMatch(detail -> detail.contains("dev.gatehouse.app.World"));
  }

  @Test
  void the_environment_is_read_where_the_program_begins_and_nowhere_else() {
    ArchRule rule = noClasses()
        .that()
        .resideInAnyPackage(Modules.PRODUCTION)
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class);

    rule.check(without("dev.gatehouse.app.Main"));
    assertThat(rule.evaluate(Modules.ALL).hasViolation()).isTrue();
  }

  @Test
  void nobody_knows_the_composition_root() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.gatehouse.app..")
        .check(Modules.ALL);
  }

  private static JavaClasses without(String... names) {
    List<String> left = List.of(names);
    return Modules.ALL.that(describe("not " + left, type -> !left.contains(type.getName())));
  }

  @Test
  void the_core_writes_no_log() {
    GatehouseRules.noLogging().check(Modules.ALL);
  }

  @Test
  @DisplayName("[L07] [L08] only OpenSession opens sessions")
  void only_open_session_opens_sessions() {
    GatehouseRules.onlyOpenSessionOpensSessions(Modules.PRODUCTION).check(Modules.ALL);
  }

  @Test
  void every_port_is_an_interface_with_a_contract() {
    GatehouseRules.portsAreInterfacesWithContract().check(Modules.ALL);
  }

  @Test
  void names_say_what_a_thing_does() {
    GatehouseRules.namesNotUsed("dev.gatehouse..").check(Modules.ALL);
  }

  @Test
  @DisplayName("[L40] secrets are final classes that print nothing, never records")
  void secrets_are_not_records() {
    GatehouseRules.secretsAreNotRecords().check(Modules.ALL);
    GatehouseRules.secretsAreNotRecords(
            Telegram.BotToken.class, Telegram.ClientSecret.class, Telegram.WebhookSecret.class)
        .check(Modules.ALL);
  }

  @Test
  @DisplayName("[L40] no record prints a secret")
  void no_record_prints_a_secret() {
    GatehouseRules.recordsPrintNoSecret(Modules.PRODUCTION).check(Modules.ALL);
  }
}
