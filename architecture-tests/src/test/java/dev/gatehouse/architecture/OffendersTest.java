package dev.gatehouse.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.gatehouse.testkit.rule.GatehouseRules;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules are tested by those who break them: each offender alone has to fail its rule. */
class OffendersTest {
  private static final String OFFENDER = "dev.gatehouse.architecture.offender.";
  private static final JavaClasses OFFENDERS =
      new ClassFileImporter().importPackages(OFFENDER.substring(0, OFFENDER.length() - 1));

  @TestFactory
  Stream<DynamicTest> each_offender_in_the_domain_is_caught() {
    return caught("domain", GatehouseRules::domainTouchesOnly);
  }

  @TestFactory
  Stream<DynamicTest> each_offender_among_the_use_cases_is_caught() {
    return caught("application", GatehouseRules::applicationTouchesOnly);
  }

  @TestFactory
  Stream<DynamicTest> whoever_logs_is_caught() {
    return caught("application", Set.of("Logs", "LogsByJdk", "Prints"), GatehouseRules::noLogging);
  }

  @TestFactory
  Stream<DynamicTest> each_adapter_that_touches_what_is_not_its_own_is_caught() {
    return caught(
        "adapter",
        Set.of("KnowsUseCase", "KnowsAnotherAdapter", "UsesForeignLibrary"),
        packages -> GatehouseRules.drivenAdapterTouchesOnly(packages[0], "com.example.."));
  }

  @TestFactory
  Stream<DynamicTest> each_driving_adapter_that_touches_what_is_not_its_own_is_caught() {
    return caught(
        "driving",
        packages -> GatehouseRules.drivingAdapterTouchesOnly(packages[0], "com.example.."));
  }

  @TestFactory
  Stream<DynamicTest> each_who_asks_the_machine_for_time_or_chance_is_caught() {
    return caught("chance", GatehouseRules::noNowNoChance);
  }

  @TestFactory
  Stream<DynamicTest> each_who_opens_a_session_past_the_policy_is_caught() {
    return caught("session", GatehouseRules::onlyOpenSessionOpensSessions);
  }

  @TestFactory
  Stream<DynamicTest> each_secret_that_is_a_record_or_open_or_says_nothing_is_caught() {
    return caught(
        "secrets",
        Set.of("RecordOfASecret", "OpenSecret", "SilentSecret"),
        packages -> GatehouseRules.secretsAreNotRecords(secrets()));
  }

  private static Class<?>[] secrets() {
    return OFFENDERS.stream()
        .filter(type -> type.getPackageName().equals(OFFENDER + "secrets"))
        .map(JavaClass::reflect)
        .toArray(Class<?>[]::new);
  }

  @TestFactory
  Stream<DynamicTest> each_record_that_prints_a_secret_is_caught() {
    return caught(
        "secrets",
        Set.of("KeptPassword", "KeptBytes", "PrintsPassword"),
        GatehouseRules::recordsPrintNoSecret);
  }

  @TestFactory
  Stream<DynamicTest> each_port_that_is_no_interface_or_has_no_contract_is_caught() {
    return caught("port", packages -> GatehouseRules.portsAreInterfacesWithContract(packages[0]));
  }

  @TestFactory
  Stream<DynamicTest> each_name_that_says_nothing_is_caught() {
    return Stream.concat(
        caught("names", GatehouseRules::namesNotUsed),
        caught("util", GatehouseRules::namesNotUsed));
  }

  @Test
  void an_adapter_with_two_open_classes_or_none_is_caught() {
    assertThat(broken(GatehouseRules.oneOpenClass(OFFENDER + "adapter.."), OFFENDERS))
        .isTrue();
    assertThat(broken(GatehouseRules.oneOpenClass(OFFENDER + "names.."), OFFENDERS))
        .isTrue();
    assertThat(broken(
            GatehouseRules.oneOpenClass(OFFENDER + "adapter.."),
            OFFENDERS.that(describe("one", type -> type.getSimpleName().equals("OneOpenClass")))))
        .isFalse();
  }

  private static Stream<DynamicTest> caught(String where, Function<String[], ArchRule> rule) {
    return caught(where, Set.of(), rule);
  }

  /** Each class of the package by itself, or of these only. */
  private static Stream<DynamicTest> caught(
      String where, Set<String> only, Function<String[], ArchRule> rule) {
    List<JavaClass> offenders = OFFENDERS.stream()
        .filter(type -> type.getPackageName().equals(OFFENDER + where)
            && !type.getSimpleName().equals("package-info"))
        .filter(type -> only.isEmpty() || only.contains(type.getSimpleName()))
        .toList();
    assertThat(offenders).hasSizeGreaterThanOrEqualTo(Math.max(1, only.size()));
    return offenders.stream()
        .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
          JavaClasses alone = OFFENDERS.that(describe("the offender", other -> other.equals(type)));
          assertThat(broken(rule.apply(new String[] {OFFENDER + where + ".."}), alone))
              .as(type.getName() + " fails its rule")
              .isTrue();
        }));
  }

  private static boolean broken(ArchRule rule, JavaClasses classes) {
    try {
      return rule.evaluate(classes).hasViolation();
    } catch (AssertionError emptyRule) {
      return true;
    }
  }
}
