package dev.gatehouse.laws;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Everything that stands in the tables of Gatehouse, as whoever stole them would read it. */
record Dump(List<Cell> cells) {
  private static final String TABLES = """
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'gatehouse' and c.relkind = 'r' order by 1
      """;

  /** One value: bytes as hexadecimal digits and as the text they may be, anything else as PostgreSQL prints it. */
  record Cell(String column, String text) {}

  static Dump of(DataSource database) throws SQLException {
    List<Cell> cells = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      for (String table : tables(connection)) {
        read(connection, table, cells);
      }
    }
    return new Dump(cells);
  }

  /** How many rows each table has; partitions of the audit trail together. */
  static Map<String, Long> rows(DataSource database) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : tables(connection)) {
        try (ResultSet count = statement.executeQuery("select count(*) from gatehouse." + table)) {
          count.next();
          rows.merge(table.startsWith("audit") ? "audit" : table, count.getLong(1), Long::sum);
        }
      }
    }
    return rows;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet names = statement.executeQuery(TABLES)) {
      while (names.next()) {
        tables.add(names.getString(1));
      }
    }
    return tables;
  }

  private static void read(Connection connection, String table, List<Cell> cells)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select * from gatehouse." + table)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        for (int i = 1; i <= columns; i++) {
          String column = table + "." + row.getMetaData().getColumnName(i);
          if (row.getObject(i) instanceof byte[] bytes) {
            cells.add(new Cell(column, HexFormat.of().formatHex(bytes)));
            cells.add(new Cell(column, new String(bytes, StandardCharsets.ISO_8859_1)));
          } else {
            Optional.ofNullable(row.getString(i))
                .ifPresent(text -> cells.add(new Cell(column, text)));
          }
        }
      }
    }
  }
}
