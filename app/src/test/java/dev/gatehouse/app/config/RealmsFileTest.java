package dev.gatehouse.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealmsFileTest {
  private static final URI PUBLIC = URI.create("https://id.example.com");

  @TempDir
  Path folder;

  private RealmsConfig read(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("realms.json"), json);
    Path none = Files.writeString(folder.resolve("gatehouse.conf"), "");
    Given given = Given.read(Map.of("GATEHOUSE_REALMS_FILE", file.toString()), Optional.of(none));
    return Configuration.read(given, Mode.DEV).realms();
  }

  private List<String> mistakes(String json) {
    return catchThrowableOfType(Misconfigured.class, () -> read(json)).mistakes().stream()
        .map(mistake -> mistake.where().replaceFirst(".*: ", ""))
        .toList();
  }

  @Test
  void realms_are_read_as_they_are_written() throws IOException {
    RealmsConfig config = read("""
        {"realms": [
          {"key": "shop", "default": true, "origins": ["https://shop.example.com"]},
          {"key": "crew", "kind": "staff", "hosts": ["crew.example.com:8443"], "audience": "crew"}
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
  void a_file_that_is_no_json_or_has_no_realms_is_a_mistake() {
    assertThat(mistakes("{\"realms\": [}")).contains("line 1");
    assertThat(mistakes("{\"realms\": []}")).contains("realms");
    assertThat(mistakes("{\"realms\": [], \"realms\": []}")).contains("line 1");
  }
}
