package dev.gatehouse.app.laws;

import dev.gatehouse.app.Serving;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What the database of a server holds, read past the server. */
final class Tables {
  private final Serving server;

  Tables(Serving server) {
    this.server = server;
  }

  private interface Read<R> {
    R of(ResultSet row) throws SQLException;
  }

  private <R> List<R> read(String sql, Read<R> read, Object... parameters) {
    try (Connection connection = server.database().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<R> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(read.of(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of every row, as text; nothing as {@code "null"}. */
  List<String> column(String sql, Object... parameters) {
    return read(sql, row -> String.valueOf(row.getString(1)), parameters);
  }

  String one(String sql, Object... parameters) {
    List<String> rows = column(sql, parameters);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows: " + sql);
    }
    return rows.get(0);
  }

  /** Changes what no route and no command changes. */
  int change(String sql, Object... parameters) {
    try (Connection connection = server.database().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  List<String> names() {
    return column("""
        select c.relname from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'gatehouse' and c.relkind in ('r', 'p') and not c.relispartition
        order by 1""");
  }

  /** Every row of every table, by table; but for what a server renews by itself every few seconds: which node a bot's work is with. */
  Map<String, List<String>> everything() {
    Map<String, List<String>> all = new TreeMap<>();
    names().stream()
        .filter(table -> !table.equals("leases"))
        .forEach(table ->
            all.put(table, column("select t::text from gatehouse." + table + " t order by 1")));
    return all;
  }

  /** The mails that wait to be sent, oldest first. */
  List<Mail> mails() {
    return read(
        "select id, realm, kind, sealed from gatehouse.outbox where sealed is not null and kind not like 'MESSAGE%' order by created_at, id",
        row -> {
          UUID id = row.getObject(1, UUID.class);
          RealmKey realm = new RealmKey(row.getString(2));
          byte[] body =
              server.master().open(new Sealed(row.getBytes(4)), Outbox.Item.place(id, realm));
          return Mail.fromBytes(id, realm, Mail.Kind.valueOf(row.getString(3)), body);
        });
  }

  List<Mail> mailsTo(String address) {
    return mails().stream().filter(mail -> mail.to().value().equals(address)).toList();
  }

  /** The newest code mailed to that address. */
  String codeTo(String address) {
    List<String> codes = codesTo(address);
    return codes.get(codes.size() - 1);
  }

  /** Every code mailed to that address, the newest last. */
  List<String> codesTo(String address) {
    return mailsTo(address).stream().flatMap(mail -> mail.code().stream()).toList();
  }
}
