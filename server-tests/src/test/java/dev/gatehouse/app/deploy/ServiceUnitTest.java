package dev.gatehouse.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code deploy/gatehouse.service}. */
class ServiceUnitTest {
  private static final long DRAIN_SECONDS = 10;

  private final Map<String, List<String>> service = section("Service");

  private static Map<String, List<String>> section(String name) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    String section = "";
    for (String line : Tree.lines("deploy/gatehouse.service")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[")) {
        section = line.substring(1, line.length() - 1);
        assertThat(section).isIn("Unit", "Service", "Install");
        continue;
      }
      assertThat(line).matches("[A-Z][A-Za-z]+=.*");
      if (section.equals(name)) {
        String[] parts = line.split("=", 2);
        settings.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(parts[1]);
      }
    }
    return settings;
  }

  @Test
  void it_is_started_again_but_not_with_a_configuration_that_is_no_good() {
    assertThat(service)
        .containsEntry("Restart", List.of("on-failure"))
        .containsEntry("RestartPreventExitStatus", List.of("2"))
        .containsEntry("RestartSec", List.of("5"));
    assertThat(section("Unit")).containsEntry("StartLimitIntervalSec", List.of("0"));
  }

  @Test
  void it_has_time_for_what_is_under_way() {
    assertThat(Long.parseLong(service.get("TimeoutStopSec").get(0)))
        .isGreaterThan(DRAIN_SECONDS + 10);
  }

  @Test
  void its_secrets_are_read_by_nobody_else() {
    assertThat(service.get("LoadCredential"))
        .containsExactly("gatehouse.conf:/etc/gatehouse/gatehouse.conf");
    assertThat(service.get("ExecStart"))
        .containsExactly("/opt/gatehouse/gatehouse serve --config %d/gatehouse.conf");
    assertThat(service).containsEntry("DynamicUser", List.of("yes")).doesNotContainKey("User");
    assertThat(service.get("Environment"))
        .contains("GATEHOUSE_DATA_DIR=/var/lib/" + service.get("StateDirectory").get(0));
  }

  @Test
  void it_is_kept_from_everything_it_does_not_need_but_may_compile() {
    assertThat(service)
        .containsEntry("NoNewPrivileges", List.of("yes"))
        .containsEntry("CapabilityBoundingSet", List.of(""))
        .containsEntry("ProtectSystem", List.of("strict"))
        .doesNotContainKeys("MemoryDenyWriteExecute", "NoExecPaths");
  }

  /** What Java is told is the same everywhere, and measured as such. */
  @Test
  void java_is_told_the_same_as_in_the_image() {
    String image = Tree.lines("deploy/Dockerfile").stream()
        .filter(line -> line.contains("JAVA_OPTS="))
        .map(line -> line.replaceFirst(".*JAVA_OPTS=\"([^\"]*)\".*", "$1"))
        .findFirst()
        .orElseThrow();
    assertThat(service.get("Environment")).anyMatch(line -> line.contains("JAVA_OPTS=" + image));
  }
}
