package dev.gatehouse.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads migrations and finds in them what a node of the version before could not live with, or would have to wait for (law L47): only
 * adding is allowed, except to what the same migration creates. Strict rather than clever: what it does not know is a finding.
 */
final class Migrations {
  private static final Pattern FILE = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");
  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  /** Bodies of functions and text in quotes: their words are no commands. */
  private static final Pattern TEXT =
      Pattern.compile("(\\$\\w*\\$).*?\\1|'(?:[^']|'')*'", Pattern.DOTALL);

  private static final String NAME =
      "(?:if (?:not )?exists )?(?:only )?(?:gatehouse\\.)?\"?(\\w+)\"?";
  private static final Pattern CREATE_TABLE =
      Pattern.compile("^create (?:unlogged )?table " + NAME + ".*");
  private static final Pattern CREATE_INDEX = Pattern.compile(
      "^create (?:unique )?index (concurrently )?(?:if not exists )?\\w+ on " + NAME + ".*");
  private static final Pattern ALTER_TABLE = Pattern.compile("^alter table " + NAME + " (.*)$");
  private static final Pattern INSERT = Pattern.compile("^insert into " + NAME + "\\b.*");
  private static final Pattern HARMLESS = Pattern.compile(
      "^(create (or replace )?(function|view|type|sequence)|comment on|grant|set local lock_timeout) .*");

  /** The trail may be guarded against what no version does; rows that are added are not looked at. */
  private static final Pattern GUARD =
      Pattern.compile("^create trigger \\w+ before (update|delete|update or delete) on audit .*");

  private static final String TYPE =
      "\\w+(?: (?:precision|varying|with time zone))?(?:\\(\\d+(?:, ?\\d+)?\\))?(?:\\[\\])?";

  /** A constant, or a moment that is one for the whole statement: then no row is rewritten. */
  private static final String CONSTANT =
      "(?:true|false|null|-?\\d+|''(?:::\\w+(?:\\[\\])?)?|now\\(\\))";

  private static final Pattern ADDED_COLUMN = Pattern.compile("^add column (?:if not exists )?\\w+ "
      + TYPE + "(?: default " + CONSTANT + "(?: not null)?| not null default " + CONSTANT + ")?$");
  private static final Pattern ADDED_CONSTRAINT =
      Pattern.compile("^add constraint \\w+ (?:check|foreign key) .* not valid$");
  private static final Pattern SETTING = Pattern.compile(
      "^(set \\([\\w =,.]+\\)|alter column \\w+ set default .*|validate constraint \\w+)$");

  private Migrations() {}

  /** One file. */
  record Migration(int version, String sql) {}

  /** What is wrong, where. */
  record Finding(String statement, String why) {}

  static List<Migration> packaged() {
    try (Stream<Path> files = Files.list(Path.of(folder()))) {
      return files
          .map(Migrations::read)
          .sorted(Comparator.comparingInt(Migration::version))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static URI folder() {
    try {
      return Postgres.class.getClassLoader().getResource(Schema.MIGRATIONS).toURI();
    } catch (URISyntaxException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Migration read(Path file) {
    Matcher name = FILE.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException(
          "migration " + file.getFileName() + " is not named like V2__what_it_adds.sql");
    }
    try {
      return new Migration(Integer.parseInt(name.group(1)), Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What is wrong with a migration that runs while nodes of the version before serve. */
  static List<Finding> findings(String sql) {
    List<Finding> findings = new ArrayList<>();
    Set<String> created = new HashSet<>();
    for (String statement : statements(sql)) {
      Matcher create = CREATE_TABLE.matcher(statement);
      if (create.matches()) {
        created.add(create.group(1));
      } else {
        judge(statement, created).forEach(why -> findings.add(new Finding(statement, why)));
      }
    }
    return findings;
  }

  private static List<String> judge(String statement, Set<String> created) {
    Matcher index = CREATE_INDEX.matcher(statement);
    if (index.matches()) {
      boolean waits = index.group(1) == null && !created.contains(index.group(2));
      return waits
          ? List.of("an index on a table that is in use is created concurrently")
          : List.of();
    }
    Matcher alter = ALTER_TABLE.matcher(statement);
    if (alter.matches()) {
      return created.contains(alter.group(1))
          ? List.of()
          : actions(alter.group(2))
              .filter(a -> !additive(a))
              .map(a -> "'" + a + "' does not only add")
              .toList();
    }
    Matcher insert = INSERT.matcher(statement);
    if ((insert.matches() && created.contains(insert.group(1)))
        || HARMLESS.matcher(statement).matches()
        || GUARD.matcher(statement).matches()) {
      return List.of();
    }
    return List.of("not known to only add");
  }

  private static boolean additive(String action) {
    return ADDED_COLUMN.matcher(action).matches()
        || ADDED_CONSTRAINT.matcher(action).matches()
        || SETTING.matcher(action).matches();
  }

  /** What one alter table does: commas within parentheses part nothing. */
  private static Stream<String> actions(String text) {
    return Pattern.compile(",(?![^(]*\\))").splitAsStream(text).map(String::strip);
  }

  private static List<String> statements(String sql) {
    String bare = TEXT.matcher(COMMENT.matcher(sql).replaceAll(" ")).replaceAll("''");
    return Stream.of(bare.split(";"))
        .map(s -> s.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT))
        .filter(s -> !s.isEmpty())
        .toList();
  }
}
