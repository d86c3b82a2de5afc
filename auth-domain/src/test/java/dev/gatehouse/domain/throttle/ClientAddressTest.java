package dev.gatehouse.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.Chance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, v4:c00002",
    "0.0.0.0, 0.0.0.0, v4:000000",
    "255.255.255.255, 255.255.255.255, v4:ffffff",
    "10.0.0.199, 10.0.0.199, v4:0a0000",
    "100.249.250.9, 100.249.250.9, v4:64f9fa",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1, v6:20010db800000000",
    "2001:DB8:AB:CD:1:2:3:4, 2001:db8:ab:cd:1:2:3:4, v6:20010db800ab00cd",
    "::, 0:0:0:0:0:0:0:0, v6:0000000000000000",
    "::1, 0:0:0:0:0:0:0:1, v6:0000000000000000",
    "1::, 1:0:0:0:0:0:0:0, v6:0001000000000000",
    "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221, v6:0064ff9b00000000",
    "::ffff:192.0.2.1, 192.0.2.1, v4:c00002",
    "::FFFF:c000:0201, 192.0.2.1, v4:c00002",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1, v4:c00002",
    "0000:0000:0000:0000:0000:ffff:192.168.100.200, 192.168.100.200, v4:c0a864",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8:0:0:0:0:0:1, v6:20010db800000000",
  })
  @DisplayName("[L32] an address literal has one canonical form and one network")
  void an_address_literal_has_one_canonical_form_and_one_network(
      String text, String canonical, String prefix) {
    ClientAddress address = new ClientAddress(text);
    assertThat(address.value()).isEqualTo(canonical);
    assertThat(address.prefix()).isEqualTo(prefix);
    assertThat(address).isEqualTo(new ClientAddress(canonical));
  }

  @Test
  @DisplayName("[L32] neighbours of one network count as one, those of the next do not")
  void neighbours_of_one_network_count_as_one() {
    assertThat(new ClientAddress("192.0.2.255").prefix())
        .isEqualTo(new ClientAddress("192.0.2.0").prefix())
        .isNotEqualTo(new ClientAddress("192.0.3.0").prefix());
    assertThat(new ClientAddress("2001:db8:0:1::").prefix())
        .isEqualTo(new ClientAddress("2001:db8:0:1:ffff:ffff:ffff:ffff").prefix())
        .isNotEqualTo(new ClientAddress("2001:db8:0:2::").prefix());
    assertThat(new ClientAddress("0.0.0.1").prefix())
        .isNotEqualTo(new ClientAddress("::1").prefix());
  }

  @Test
  @DisplayName("[L37] a host is one address of version 4, and one household of version 6")
  void a_host_is_one_address_of_version_4_and_one_household_of_version_6() {
    assertThat(new ClientAddress("192.0.2.1").host())
        .isEqualTo("192.0.2.1")
        .isEqualTo(new ClientAddress("::ffff:192.0.2.1").host())
        .isNotEqualTo(new ClientAddress("192.0.2.2").host());
    assertThat(new ClientAddress("2001:db8:0:1::7").host())
        .isEqualTo("v6:20010db800000001")
        .isEqualTo(new ClientAddress("2001:db8:0:1:ffff:ffff:ffff:ffff").host())
        .isNotEqualTo(new ClientAddress("2001:db8:0:2::7").host());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.com",
        "unknown",
        "_hidden",
        "192.0.2.1:80",
        "[2001:db8::1]",
        "[::1]:80",
        "192.0.2.1/24",
        " 192.0.2.1",
        "192.0.2.1 ",
        "192.0.2.1\n",
        "fe80::1%eth0",
        "fe80::1%1",
        "fe80::1%25eth0",
        "a.b.c.d",
        "::g",
        "dead",
        "cafe",
        "1e3",
        "-1.0.0.1",
        "+1.0.0.1",
        "\u0661.\u0662.\u0663.\u0664",
        "\uff11.1.1.1",
        "1.1.1.1,2.2.2.2"
      })
  @DisplayName("[L32] what is no literal is refused")
  void what_is_no_literal_is_refused(String text) {
    refused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010.0.0.1",
        "192.0.2.01",
        "00.0.0.0",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "1",
        "127.1",
        "192.0.513",
        "3221225985",
        "2130706433",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "256.0.0.1",
        "999.1.1.1",
        "1.2.3.256",
        "1.2.3.1000",
        "::ffff:010.0.0.1",
        "::ffff:1.2.3",
        "::ffff:256.1.1.1",
        "::1.2.3.04"
      })
  @DisplayName(
      "[L32] octal, hexadecimal, short and overflowing forms, which others read differently, are refused")
  void ambiguous_forms_are_refused(String text) {
    refused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::1", "1:2:3:4:5:6:7:",
        ":1:2:3:4:5:6:7", ".:", ":.", "1.2.3.4:", "1.2.3.4::", "::1.2.3.4:5",
            "1:2:3:4:5:6:7:1.2.3.4"
      })
  void malformed_version_6_is_refused(String text) {
    refused(text);
  }

  private static void refused(String text) {
    assertThatIllegalArgumentException()
        .as(text)
        .isThrownBy(() -> new ClientAddress(text))
        .withMessageContaining("not an IP address literal (" + text.length() + " characters)")
        .withNoCause();
  }

  @Test
  @DisplayName("[L38] a header full of colons is refused at once")
  void a_header_full_of_colons_is_refused_at_once() {
    long before = System.nanoTime();
    refused(":".repeat(60_000) + "x");
    refused("1".repeat(60_000));
    refused("f".repeat(46) + "::");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(1500);
  }

  @Test
  @DisplayName("[L38] any text is an address in canonical form or refused")
  void any_text_is_an_address_in_canonical_form_or_refused() {
    List<String> pieces = List.of(
        "0",
        "1",
        "9",
        "25",
        "255",
        "256",
        "01",
        ".",
        ".",
        ".",
        ":",
        ":",
        "::",
        "ffff",
        "F",
        "g",
        "192.0.2.1",
        "2001:db8",
        "%",
        " ",
        "/",
        "1.2.3",
        "\u0000");
    int[] good = {0};
    Chance.histories(1000, chance -> {
      StringBuilder text = new StringBuilder();
      for (int left = chance.below(16); left > 0; left--) {
        text.append(chance.of(pieces));
      }
      try {
        ClientAddress address = new ClientAddress(text.toString());
        assertThat(new ClientAddress(address.value())).isEqualTo(address);
        assertThat(address.prefix()).matches("v4:[0-9a-f]{6}|v6:[0-9a-f]{16}");
        good[0]++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("not an IP address literal");
      }
    });
    assertThat(good[0]).as("some of it is an address").isPositive();
  }

  /** In a JVM of its own, whose name server is a file that would answer. */
  @Test
  @DisplayName("[L32] no text, however much it looks like an address, is asked of a name server")
  void no_text_is_asked_of_a_name_server(@TempDir Path directory) throws Exception {
    List<String> names = List.of(
        "localhost",
        "256.0.0.1",
        "999.1.1.1",
        "1.2.3.1000",
        ".:",
        ":.",
        "010.0.0.1",
        "1.2",
        "dead");
    Path hosts = Files.writeString(
        directory.resolve("hosts"), "192.0.2.77 " + String.join(" ", names) + "\n");
    Path out = directory.resolve("out");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djdk.net.hosts.file=" + hosts,
            "-cp",
            where(ClientAddress.class) + java.io.File.pathSeparator + where(Asking.class),
            Asking.class.getName(),
            String.join(" ", names))
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(out, StandardCharsets.UTF_8).lines())
        .containsExactly("the file answers: true", "taken for addresses: []");
  }

  private static String where(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  /** What that JVM runs. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) throws IOException {
      boolean answers =
          java.net.InetAddress.getByName("localhost").getHostAddress().equals("192.0.2.77");
      List<String> taken = new java.util.ArrayList<>();
      for (String name : args[0].split(" ", -1)) {
        try {
          taken.add(new ClientAddress(name).value());
        } catch (IllegalArgumentException e) {
          // as it should be
        }
      }
      System.out.println("the file answers: " + answers);
      System.out.println("taken for addresses: " + taken);
    }
  }
}
