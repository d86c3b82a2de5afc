package dev.gatehouse.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images are built of what is there, and of nothing that must not get into them. */
class ImageTest {
  private static final String SERVER = "deploy/Dockerfile";

  /** A line of a Dockerfile, with those that continue it. */
  record Step(String word, String rest) {
    /** The arguments, in either form. */
    List<String> arguments() throws Exception {
      return rest.startsWith("[")
          ? List.of(new ObjectMapper().readValue(rest, String[].class))
          : List.of(rest.split("\\s+"));
    }
  }

  private static List<Step> steps(String dockerfile) {
    List<Step> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    for (String line : Tree.lines(dockerfile)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      boolean goesOn = line.endsWith("\\");
      step.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
      if (!goesOn) {
        String[] parts = step.toString().strip().split("\\s+", 2);
        steps.add(new Step(parts[0], parts[1]));
        step.setLength(0);
      }
    }
    return steps;
  }

  private static Stream<String> the(String word, List<Step> steps) {
    return steps.stream().filter(step -> step.word().equals(word)).map(Step::rest);
  }

  /** Whether {@code .dockerignore} keeps it out, or a folder that it is in. */
  private static boolean ignored(String file) {
    return Tree.lines(".dockerignore").stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .anyMatch(pattern -> {
          PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
          // as in Docker, two stars stand for no folder too
          PathMatcher above = FileSystems.getDefault()
              .getPathMatcher("glob:" + pattern.replaceFirst("^\\*\\*/", ""));
          for (Path path = Path.of(file); path != null; path = path.getParent()) {
            if (matcher.matches(path) || above.matches(path)) {
              return true;
            }
          }
          return false;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {SERVER, "deploy/pgbouncer/Dockerfile"})
  void what_it_copies_is_there_and_what_it_is_made_of_is_pinned(String dockerfile)
      throws Exception {
    Set<String> stages = new HashSet<>();
    for (Step step : steps(dockerfile)) {
      if (step.word().equals("FROM")) {
        String[] words = step.rest().split("\\s+");
        assertThat(
                stages.contains(words[0]) || words[0].matches("[a-z0-9./-]+:\\d+\\.\\d+[\\w.-]*"))
            .as(step.toString())
            .isTrue();
        if (words.length == 3) {
          stages.add(words[2]);
        }
      }
      if (step.word().equals("COPY") && step.rest().startsWith("--from=")) {
        assertThat(stages).contains(step.rest().substring("--from=".length()).split(" ")[0]);
      } else if (step.word().equals("COPY")) {
        List<String> words = step.arguments();
        for (String source : words.subList(0, words.size() - 1)) {
          assertThat(Tree.file(source)).exists();
          assertThat(ignored(source)).as(source + " is ignored").isFalse();
        }
      }
      assertThat(step.word())
          .isIn(
              "FROM",
              "WORKDIR",
              "COPY",
              "RUN",
              "ENV",
              "USER",
              "EXPOSE",
              "HEALTHCHECK",
              "ENTRYPOINT",
              "CMD");
    }
  }

  @Test
  void what_is_secret_or_somebodys_own_stays_outside() {
    for (String file : List.of(
        "deploy/.env",
        "gatehouse.conf",
        "deploy/gatehouse.conf",
        "data/master.key",
        ".git/config",
        "app/target/gatehouse.jar",
        "deploy/id.example.com.pem")) {
      assertThat(ignored(file)).as(file).isTrue();
    }
    assertThat(Stream.of("pom.xml", "app/pom.xml", "app/src/main", "examples/pom.xml"))
        .noneMatch(ImageTest::ignored);
    assertThat(Tree.lines(".gitignore")).contains("/deploy/.env", "*.pem");
  }

  @Test
  void it_is_no_root_and_hears_what_it_is_told() throws Exception {
    List<Step> steps = steps(SERVER);
    assertThat(the("USER", steps).reduce((a, b) -> b).orElse("root"))
        .matches("[1-9]\\d+:[1-9]\\d+");
    String entry = the("ENTRYPOINT", steps).findFirst().orElseThrow();
    assertThat(entry).isEqualTo("[\"/opt/gatehouse/gatehouse\"]");
    assertThat(the("CMD", steps)).containsExactly("[\"serve\"]");
    // the script becomes Java
    assertThat(Tree.lines("gatehouse").get(Tree.lines("gatehouse").size() - 1))
        .startsWith("exec \"$java\" ");
    assertThat(the("HEALTHCHECK", steps)).singleElement().asString().contains("/deploy/healthy");
  }

  @Test
  void what_is_run_can_be_run() {
    for (String script : List.of(
        "gatehouse",
        "deploy/healthy",
        "deploy/rehearse",
        "deploy/haproxy/let-node",
        "deploy/pgbouncer/start",
        "deploy/redis/start",
        "deploy/postgres/10-gatehouse.sh")) {
      assertThat(Files.isExecutable(Tree.file(script))).as(script).isTrue();
      assertThat(Tree.text(script)).startsWith("#!/");
    }
  }
}
