package dev.gatehouse.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * How values travel. Moments are cut to the microseconds that a timestamptz holds, and bound as such, so that a statement may compare and
 * add without casts. Arrays: {@code bindArray("ids", UUID.class, list)}, likewise String, Integer, Long and Instant.
 */
final class Types {
  private Types() {}

  static Jdbi configure(Jdbi jdbi) {
    jdbi.registerArgument(new Moments());
    jdbi.registerColumnMapper(Instant.class, (rs, column, context) -> instant(rs, column));
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(UUID.class, "uuid");
    jdbi.registerArrayType(Integer.class, "int4");
    jdbi.registerArrayType(Long.class, "int8");
    jdbi.registerArrayType(Instant.class, "timestamptz", Types::bound);
    // "<" is a comparison here, no template; and no message may repeat what was bound
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(TemplateEngine.NOP)
        .setUnusedBindingAllowed(false);
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  /** The words that this version knows, to be left alone by what another version has written. */
  static List<String> names(Enum<?>[] words) {
    return Arrays.stream(words).map(Enum::name).toList();
  }

  /** A word that another version may have written, where not knowing it does no harm. */
  static <E extends Enum<E>> E word(E otherwise, String word) {
    return Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
        .filter(known -> known.name().equals(word))
        .findFirst()
        .orElse(otherwise);
  }

  /** As a timestamptz parameter. */
  static OffsetDateTime bound(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static Optional<Instant> maybeInstant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static Optional<UUID> maybeUuid(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, UUID.class));
  }

  static Optional<String> maybeString(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  static Optional<byte[]> maybeBytes(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBytes(column));
  }

  /** A text[]. */
  static List<String> strings(ResultSet row, String column) throws SQLException {
    return strings(row.getArray(column));
  }

  static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  /** Binds an Instant as a timestamptz in UTC. */
  private static final class Moments extends AbstractArgumentFactory<Instant> {
    Moments() {
      super(java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      OffsetDateTime bound = bound(value);
      return (position, statement, context) ->
          statement.setObject(position, bound, java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }
}
