package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code gatehouse}, on machines that lack something. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("dirname", "readlink", "realpath", "sed", "head", "find", "touch");

  @TempDir
  Path folder;

  private Path bin;
  private Path launcher;

  /** A tree that is not built yet, reached through a link, with few programs on the path. */
  @BeforeEach
  void tree() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : TOOLS) {
      for (String place : new String[] {"/usr/bin/", "/bin/"}) {
        Path there = Path.of(place + tool);
        if (Files.exists(there) && !Files.exists(bin.resolve(tool))) {
          Files.createSymbolicLink(bin.resolve(tool), there);
        }
      }
    }
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.createDirectories(tree.resolve("auth-domain/src/main"));
    Files.copy(Path.of("..", "gatehouse"), tree.resolve("gatehouse"));
    launcher = Files.createSymbolicLink(folder.resolve("run"), tree.resolve("gatehouse"));
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String says(int code, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", launcher.toString(), "dev")
        .directory(folder.toFile())
        .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  @Test
  void without_java_it_says_what_to_install() throws Exception {
    assertThat(says(3, Map.of())).contains("JDK, 17 or newer");
    assertThat(says(3, Map.of("JAVA_HOME", "/nowhere"))).contains("JAVA_HOME is '/nowhere'");
  }

  @Test
  void an_old_java_is_refused() throws Exception {
    program("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

    assertThat(says(3, Map.of())).contains("Java 11", "17 or newer");
  }

  @Test
  void without_a_compiler_or_maven_it_says_what_to_install() throws Exception {
    program("java", "echo 'openjdk version \"17.0.2\" 2022-01-18' >&2");
    assertThat(says(3, Map.of())).contains("belongs to no JDK");

    program("javac", "true");
    assertThat(says(3, Map.of())).contains("there is no Maven");
  }
}
