package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.redis.ScratchRedis;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/** What an operator has in production: a database, a master key, a realms file, and the program. */
final class Site {
  /** Of the public URL. The servers stand behind a proxy on this machine. */
  static final String HOST = "id.example.com";

  static final String SERVICE = "orders";
  static final String SERVICE_SECRET = "a-secret-of-the-service-of-orders";

  private final Path folder;
  private PGSimpleDataSource database;
  private final Map<String, String> environment = new HashMap<>();
  private int commands;

  Site(Path folder, PGSimpleDataSource database) {
    this.folder = folder;
    this.database = database;
    set("DATABASE_URL", url(database.getPortNumbers()[0]));
    set("MASTER_KEY", Base64.getEncoder().encodeToString(Fixtures.bytes(32)));
    set("REALMS_FILE", realms().toString());
    set("PUBLIC_URL", "https://" + HOST);
    set("TRUSTED_PROXIES", "127.0.0.1/32");
    set("HTTP_PORT", "0");
    set("SERVICES", SERVICE + ":" + SERVICE_SECRET);
  }

  private Path realms() {
    try {
      return Files.writeString(
          folder.resolve("realms.json"),
          "{\"realms\":[{\"key\":\"main\",\"registration\":\"open\",\"default\":true}]}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whose database is behind that pooler, with a direct way beside it. */
  static Site behind(Pgbouncer pooler, Path folder, PGSimpleDataSource database) {
    Site site = new Site(folder, database);
    site.set("DATABASE_URL", site.url(pooler.port()));
    site.set("DATABASE_LISTEN_URL", site.url(database.getPortNumbers()[0]));
    site.setTimeOuts();
    return site;
  }

  /** With a Redis, which stays well. */
  static Site withRedis(Path folder, PGSimpleDataSource database) {
    Site site = new Site(folder, database);
    site.set("REDIS_URL", Shared.REDIS.url());
    return site;
  }

  /** Of its database at one of these ports of this machine. */
  String url(int... ports) {
    Postgres.Settings settings = ScratchPostgres.settings(database);
    String hosts =
        IntStream.of(ports).mapToObj(port -> "localhost:" + port).collect(Collectors.joining(","));
    return "postgresql://" + settings.user() + ":" + settings.password() + "@" + hosts + "/"
        + database.getDatabaseName();
  }

  /** On the database, where connections cannot bring them along. */
  void setTimeOuts() {
    for (String name :
        List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
      sql("alter database " + database.getDatabaseName() + " set " + name + " = '"
          + (name.startsWith("lock") ? "2s" : "10s") + "'");
    }
  }

  /** From now on the database is looked at there. */
  void lookAt(PGSimpleDataSource moved) {
    database = moved;
  }

  void set(String key, String value) {
    environment.put("GATEHOUSE_" + key, value);
  }

  /** Starts a server of that name, and does not wait. */
  Program begin(String name) {
    return Program.begin(folder.resolve(name), environment, "serve");
  }

  /** The same with the memory that the handbook gives it. */
  Program beginAsDocumented(String name) {
    return Program.begin(
        List.of("-Xms32m", "-Xmx128m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError"),
        folder.resolve(name),
        environment,
        "serve");
  }

  /** Carries out a command, and gives what it said. */
  String command(String... words) {
    try (Program command = run(words)) {
      assertThat(command.exitCode()).as(command.err()).isZero();
      return command.out();
    }
  }

  /** Starts a command. */
  Program run(String... words) {
    commands++;
    return Program.begin(folder.resolve("command-" + commands), environment, words);
  }

  /** The newest code that waits to be mailed to that address. */
  String codeTo(String address) {
    MasterKeys master = MasterKeys.of(
        Base64.getDecoder().decode(environment.getOrDefault("GATEHOUSE_MASTER_KEY", "")));
    String mails =
        "select id, realm, kind, sealed from gatehouse.outbox where sealed is not null and kind not like 'MESSAGE%' order by created_at desc";
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(mails)) {
      while (rows.next()) {
        UUID id = rows.getObject(1, UUID.class);
        RealmKey realm = new RealmKey(rows.getString(2));
        byte[] body = master.open(new Sealed(rows.getBytes(4)), Outbox.Item.place(id, realm));
        Mail mail = Mail.fromBytes(id, realm, Mail.Kind.valueOf(rows.getString(3)), body);
        if (mail.to().value().equals(address)) {
          return mail.code().orElseThrow();
        }
      }
      throw new AssertionError("no mail to " + address);
    } catch (SQLException e) {
      throw new IllegalStateException(mails, e);
    }
  }

  /** The only number that the query gives, read past the program. */
  long number(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  void sql(String command) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException e) {
      throw new IllegalStateException(command, e);
    }
  }

  PGSimpleDataSource database() {
    return database;
  }

  private static final class Shared {
    static final ScratchRedis REDIS = ScratchRedis.start();
  }
}
