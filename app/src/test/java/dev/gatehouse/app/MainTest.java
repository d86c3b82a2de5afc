package dev.gatehouse.app;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.embedded.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir
  Path folder;

  /** Everything is configured, and nobody is at home. */
  private Map<String, String> nobodyHome() {
    return Map.of(
        "GATEHOUSE_PUBLIC_URL", "https://id.example.com",
        "GATEHOUSE_DATABASE_URL", "postgresql://gate:topsecret@127.0.0.1:1/house",
        "GATEHOUSE_DATA_DIR", folder.resolve("data").toString(),
        "GATEHOUSE_MASTER_KEY", "7k2IWZX1imBxR1WQF3a9LKXvcH3njaTtSiUYBaaWfE0=");
  }

  private int run(Map<String, String> environment, String... words) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Main.run(new Outside(environment, World.real(), out, out), words);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void without_a_word_it_says_what_there_is() {
    assertThat(run(Map.of())).isZero();
    assertThat(said())
        .contains(
            "dev", "serve", "migrate", "keys", "admin", "telegram", "config", "version", "help");
  }

  @Test
  void an_unknown_word_is_a_mistake() {
    assertThat(run(Map.of(), "server")).isEqualTo(2);
    assertThat(said()).contains("server");
  }

  @Test
  void every_command_says_how_it_is_used() {
    for (String word : List.of("--help", "-h", "help")) {
      assertThat(told(word)).contains("Usage: gatehouse [-hV] COMMAND", "migrate");
    }
    assertThat(told("serve", "--help")).contains("Usage: gatehouse serve", "--config");
    assertThat(told("help", "serve")).isEqualTo(told("serve", "-h"));
    assertThat(told("help", "keys")).contains("list", "rotate", "reseal", "compromise");
    assertThat(told("help", "keys", "rotate"))
        .contains("Usage: gatehouse keys rotate", "--use")
        .isEqualTo(told("keys", "rotate", "--help"));
    assertThat(told("admin", "disable", "--help")).contains("--id", "never its id");
    assertThat(told("help", "telegram", "simulate"))
        .contains("Usage: gatehouse telegram simulate", "--alone", "8081", "loopback");
    assertThat(told("help", "--help")).contains("Usage: gatehouse help");
  }

  @Test
  void help_for_what_is_not_there_says_what_is() {
    assertThat(run(Map.of(), "help", "keys", "turn")).isEqualTo(2);
    assertThat(said()).contains("there is no command 'turn'", "[list, rotate, reseal, compromise]");
  }

  @Test
  void the_version_is_said_either_way() {
    assertThat(told("--version"))
        .startsWith("gatehouse ")
        .isEqualTo(told("-V"))
        .isEqualTo(told("version"));
  }

  private String told(String... words) {
    said.reset();
    assertThat(run(Map.of(), words)).as(said()).isZero();
    return said();
  }

  /** Realms of which none is the default one. */
  private Map<String, String> realms(String... keys) throws Exception {
    String all = Stream.of(keys).map("{\"key\": \"%s\"}"::formatted).collect(joining(", "));
    Path file = Files.writeString(folder.resolve("realms.json"), "{\"realms\": [" + all + "]}");
    Map<String, String> environment = new HashMap<>(nobodyHome());
    environment.put("GATEHOUSE_REALMS_FILE", file.toString());
    return environment;
  }

  @Test
  @DisplayName(
      "[L16] an act on an account is in the realm that is named, the default one or the only one, or nowhere")
  void an_act_on_an_account_is_in_a_realm_that_is_meant() throws Exception {
    assertThat(run(realms("shop", "crew"), "admin", "disable", "alice")).isEqualTo(2);
    assertThat(said()).contains("--realm is needed; there are [shop, crew]");
    assertThat(run(realms("shop", "crew"), "admin", "disable", "alice", "--realm", "nowhere"))
        .isEqualTo(2);
    assertThat(said()).contains("there is no realm 'nowhere'; there are [shop, crew]");

    assertThat(run(realms("shop", "crew"), "admin", "disable", "alice", "--realm", "crew"))
        .as("it gets as far as the database")
        .isEqualTo(3);
    assertThat(run(realms("shop"), "admin", "disable", "alice")).isEqualTo(3);
  }

  @Test
  void an_account_is_named_or_given_by_its_whole_id_and_not_both() {
    String id = "018f3b1e-0000-7000-8000-00000000000A";
    String[] disable = {"admin", "disable"};
    for (String[] words : new String[][] {
      {},
      {"alice", "--id", id},
      {"--id", "1-1-1-1-1"},
      {"--id", id + "0"},
      {"--id", id.replace("-", "")},
    }) {
      assertThat(run(nobodyHome(), with(disable, words))).as(said()).isEqualTo(2);
    }
    assertThat(said()).contains("'1-1-1-1-1' is no id; 36 characters are expected");
    assertThat(run(nobodyHome(), "admin", "disable", "--id", id)).isEqualTo(3);
  }

  @Test
  @DisplayName("[L40] a line that holds nothing but a secret is not quoted")
  void a_line_that_holds_nothing_but_a_secret_is_not_quoted() throws Exception {
    String key = nobodyHome().get("GATEHOUSE_MASTER_KEY");
    Path file =
        Files.writeString(folder.resolve("leak.conf"), "GATEHOUSE_MASTER_KEY=\n" + key + "\n");

    for (String[] words : new String[][] {{"config", "check"}, {"serve"}, {"migrate"}}) {
      assertThat(run(Map.of(), with(words, "--config", file.toString()))).isEqualTo(2);
    }
    assertThat(said())
        .contains("leak.conf:2 is no setting", "GATEHOUSE_MASTER_KEY (leak.conf:1) is empty")
        .doesNotContain(key.substring(0, 8));
  }

  private static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void serving_without_what_it_needs_ends_with_2_and_names_all_of_it() {
    assertThat(run(Map.of(), "serve")).isEqualTo(2);
    assertThat(said())
        .contains("GATEHOUSE_PUBLIC_URL", "GATEHOUSE_DATABASE_URL", "GATEHOUSE_MASTER_KEY");
  }

  @Test
  @DisplayName(
      "[L40] a database that is not there ends every command with 3, and its password is not said")
  void a_database_that_is_not_there_ends_every_command_with_3() {
    assertThat(run(nobodyHome(), "migrate")).isEqualTo(3);
    assertThat(run(nobodyHome(), "serve")).isEqualTo(3);
    assertThat(run(nobodyHome(), "admin", "unlock", "alice")).isEqualTo(3);
    assertThat(run(nobodyHome(), "keys", "rotate")).isEqualTo(3);
    assertThat(said()).contains("Connection refused").doesNotContain("topsecret");
  }

  @Test
  void a_second_server_on_a_data_folder_ends_with_2_and_leaves_the_ready_file_of_the_first()
      throws Exception {
    try (DataFolder first = DataFolder.open(folder.resolve("data"))) {
      Path ready = Files.writeString(first.path().resolve("ready"), "ready\n");

      assertThat(run(nobodyHome(), "serve")).isEqualTo(2);
      assertThat(said()).contains("GATEHOUSE_DATA_DIR", "another gatehouse uses now");
      assertThat(ready).exists();
    }
  }

  @Test
  void a_port_that_is_taken_ends_with_2_before_anything_is_made() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = Map.of(
          "GATEHOUSE_HTTP_PORT", Integer.toString(taken.getLocalPort()),
          "GATEHOUSE_DATA_DIR", folder.resolve("data").toString());

      assertThat(run(environment, "dev")).isEqualTo(2);
      assertThat(said()).contains("GATEHOUSE_HTTP_PORT is " + taken.getLocalPort());
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_stand_in_for_telegram_listens_on_this_machine_only() {
    for (String host : new String[] {"0.0.0.0", "192.0.2.1", "::"}) {
      assertThat(run(Map.of(), "telegram", "simulate", "--host", host)).isEqualTo(2);
      assertThat(run(Map.of(), "telegram", "simulate", "--alone", "--host", host))
          .isEqualTo(2);
    }
    assertThat(said()).contains("192.0.2.1 can be reached from elsewhere", "a loopback address");
  }

  @Test
  void a_stand_in_whose_port_is_taken_ends_with_2_before_anything_is_made() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Map<String, String> environment =
          Map.of("GATEHOUSE_DATA_DIR", folder.resolve("data").toString());

      assertThat(run(environment, "telegram", "simulate", "--port", port)).isEqualTo(2);
      assertThat(said()).contains("--port is " + port, "0 finds one");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_host_that_is_not_of_this_machine_is_named() {
    Map<String, String> environment = new HashMap<>(nobodyHome());
    environment.put("GATEHOUSE_HTTP_HOST", "192.0.2.1");

    assertThat(run(environment, "serve")).isEqualTo(2);
    assertThat(said()).contains("GATEHOUSE_HTTP_HOST is 192.0.2.1");
  }

  @Test
  void checking_the_configuration_touches_nothing() {
    assertThat(run(nobodyHome(), "config", "check")).isZero();
    assertThat(said()).contains("the configuration is good").doesNotContain("topsecret");
    assertThat(run(
            Map.of("GATEHOUSE_DATA_DIR", folder.resolve("data").toString()),
            "config",
            "check",
            "--dev"))
        .isZero();
    assertThat(folder).isEmptyDirectory();
  }
}
