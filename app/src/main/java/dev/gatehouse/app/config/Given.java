package dev.gatehouse.app.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What was given, and where: the environment wins over the file. Nothing is judged here but names. */
public final class Given {
  /** The file that is read where no other is named. */
  public static final Path FILE = Path.of("gatehouse.conf");

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

  private final Map<Key, Value> values = new EnumMap<>(Key.class);
  private final List<Mistake> mistakes = new ArrayList<>();

  /** A value and where it was read. */
  record Value(String text, String origin) {
    @Override
    public String toString() {
      return "Value[" + origin + "]";
    }
  }

  private Given() {}

  /** @param file its absence is a mistake if it was asked for by name */
  public static Given read(Map<String, String> environment, Optional<Path> file) {
    Given given = new Given();
    Path path = file.orElse(FILE);
    if (file.isPresent() || Files.exists(path)) {
      given.readFile(path);
    }
    new TreeMap<>(environment).forEach((name, text) -> {
      if (Key.looksLike(name)) {
        given.put(name, new Value(text, "environment"));
      }
    });
    return given;
  }

  private void readFile(Path path) {
    try {
      List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        readLine(lines.get(i).strip(), path.getFileName() + ":" + (i + 1));
      }
    } catch (IOException e) {
      mistakes.add(new Mistake(
          path.toString(),
          "cannot be read (" + e.getClass().getSimpleName() + ")",
          "a text file in UTF-8"));
    }
  }

  private void readLine(String line, String origin) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    int equals = line.indexOf('=');
    if (equals < 1) {
      mistakes.add(noSetting(origin));
      return;
    }
    String name = line.substring(0, equals).strip();
    if (Key.of(name).filter(values::containsKey).isPresent()) {
      mistakes.add(new Mistake(name + " (" + origin + ")", "is there a second time", "one line"));
      return;
    }
    put(name, new Value(line.substring(equals + 1).strip(), origin));
  }

  private void put(String name, Value value) {
    Key.of(name)
        .ifPresentOrElse(
            key -> values.put(key, value), () -> mistakes.add(unknown(name, value.origin())));
  }

  /** What does not look like a name may be a secret that got into the wrong place. */
  private static Mistake unknown(String name, String origin) {
    if (!NAME.matcher(name).matches() && !Key.looksLike(name)) {
      return noSetting(origin);
    }
    String shown = NAME.matcher(name).matches() ? name : "GATEHOUSE_…";
    return new Mistake(
        shown + " (" + origin + ")",
        "is no key of this version",
        "the keys of docs/configuration.md");
  }

  private static Mistake noSetting(String origin) {
    return new Mistake(origin, "is no setting", "KEY=value, or # and a comment");
  }

  List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  /** Whether it is set, whatever it says. */
  public boolean says(Key key) {
    return values.containsKey(key);
  }

  Optional<Value> value(Key key) {
    return Optional.ofNullable(values.get(key));
  }

  /** One line for each key: what holds, and where it was read. Secrets are not shown. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Key key : Key.values()) {
      String text = value(key)
          .map(v -> (key.secret() ? "…" : v.text()) + "  (" + v.origin() + ")")
          .or(() -> key.fallback().map(f -> f + "  (default)"))
          .orElse("-");
      lines.add(key.variable() + " = " + text);
    }
    return lines;
  }
}
