package dev.gatehouse.architecture;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/threats.md} says of laws, tests and doors is so: every test it names exists, attacks the law beside it, and no law or route is left out. */
class ThreatsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LAW = Pattern.compile("\\bL\\d{2}\\b");
  private static final Pattern BORNE = Pattern.compile("\\[(L\\d{2})]");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

  /** Who wants what, what holds, by which laws, and the tests that attack it. */
  private record Guarantee(String wanted, Set<String> laws, List<Attack> attacks) {}

  private record Attack(String type, String method) {
    @Override
    public String toString() {
      return type + "#" + method;
    }
  }

  private static final Map<String, List<String>> SOURCES = sources();
  private static final List<Guarantee> GUARANTEES = guarantees();

  @Test
  void every_guarantee_names_a_test_of_each_of_its_laws() {
    assertThat(GUARANTEES).hasSizeGreaterThan(40).allSatisfy(guarantee -> {
      assertThat(guarantee.attacks()).as(guarantee.wanted()).isNotEmpty();
      Set<String> borne = guarantee.attacks().stream()
          .flatMap(attack -> laws(attack).stream())
          .collect(Collectors.toSet());
      assertThat(borne).as(guarantee.wanted()).containsAll(guarantee.laws());
    });
  }

  @Test
  void every_test_that_is_named_exists_and_attacks_a_law_of_its_row() {
    assertThat(GUARANTEES)
        .allSatisfy(guarantee -> assertThat(guarantee.attacks())
            .as(guarantee.wanted())
            .allSatisfy(attack -> {
              assertThat(declarations(attack)).as("%s", attack).isNotEmpty();
              assertThat(guarantee.laws().isEmpty()
                      || laws(attack).stream().anyMatch(guarantee.laws()::contains))
                  .as("%s bears a law of %s", attack, guarantee.laws())
                  .isTrue();
            }));
  }

  @Test
  void laws_run_in_memory_and_on_postgresql() {
    assertThat(GUARANTEES.stream()
            .flatMap(guarantee -> guarantee.attacks().stream())
            .map(Attack::type)
            .filter(type -> type.endsWith("Laws")))
        .isNotEmpty()
        .allSatisfy(type ->
            assertThat(SOURCES).containsKey(type + "Test").containsKey(type + "InMemoryTest"));
  }

  @Test
  void every_law_that_a_test_bears_has_a_guarantee_and_the_other_way_round() {
    Set<String> borne = new TreeSet<>();
    SOURCES.values().stream()
        .flatMap(List::stream)
        .forEach(source -> BORNE.matcher(source).results().forEach(m -> borne.add(m.group(1))));

    Set<String> guaranteed = new TreeSet<>();
    GUARANTEES.forEach(guarantee -> guaranteed.addAll(guarantee.laws()));
    assertThat(guaranteed).isEqualTo(borne);
  }

  @Test
  void every_route_is_behind_a_door() {
    String doors = section("## Doors", "## Attackers");
    List<String> routes = lines("docs/routes.md")
        .filter(line -> line.matches("\\| `(GET|POST|PUT|PATCH|DELETE) .*"))
        .map(line -> line.split("`")[1].replace("/api/v1", ""))
        .toList();

    assertThat(routes)
        .hasSizeGreaterThan(40)
        .allSatisfy(route -> assertThat(doors).contains("`" + route + "`"));
    assertThat(Pattern.compile("`((?:GET|POST|PUT|PATCH|DELETE) [^`]+)`")
            .matcher(doors)
            .results()
            .map(match -> match.group(1)))
        .as("doors that are there")
        .allSatisfy(door -> assertThat(routes).contains(door));
  }

  // ---- the page

  private static List<Guarantee> guarantees() {
    return Arrays.stream(section("## What holds", "## What does not hold").split("\n"))
        .filter(line -> line.startsWith("| ") && !line.startsWith("| who wants what"))
        .map(ThreatsTest::guarantee)
        .toList();
  }

  private static Guarantee guarantee(String row) {
    String[] cells = row.split(" \\| ");
    assertThat(cells).as(row).hasSize(4);
    return new Guarantee(
        cells[0],
        LAW.matcher(cells[2]).results().map(m -> m.group()).collect(Collectors.toSet()),
        NAMED
            .matcher(cells[3])
            .results()
            .map(m -> new Attack(m.group(1), m.group(2)))
            .toList());
  }

  private static String section(String from, String to) {
    String page = lines("docs/threats.md").collect(Collectors.joining("\n"));
    return page.substring(page.indexOf(from), page.indexOf(to));
  }

  private static Stream<String> lines(String document) {
    return read(ROOT.resolve(document)).lines();
  }

  // ---- the source

  private static Set<String> laws(Attack attack) {
    return declarations(attack).stream()
        .flatMap(text -> BORNE.matcher(text).results().map(m -> m.group(1)))
        .collect(Collectors.toSet());
  }

  /** The annotations of the test methods of that name, in every class of that name. */
  private static List<String> declarations(Attack attack) {
    Pattern declared = Pattern.compile("(?:void|>)\\s+" + attack.method() + "\\(");
    return SOURCES.getOrDefault(attack.type(), List.of()).stream()
        .flatMap(source -> {
          Matcher found = declared.matcher(source);
          return found.find()
              ? Stream.of(
                  source.substring(source.lastIndexOf("\n\n", found.start()), found.start()))
              : Stream.empty();
        })
        .filter(annotations -> annotations.matches("(?s).*@\\w*Test.*"))
        .toList();
  }

  private static Map<String, List<String>> sources() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\w+(Test|Laws|Contract)\\.java"))
          .collect(groupingBy(
              file -> file.getFileName().toString().replace(".java", ""),
              Collectors.mapping(ThreatsTest::read, Collectors.toList())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
