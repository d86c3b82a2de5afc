package dev.gatehouse.app.embedded;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.http.HttpServer.Letter;
import dev.gatehouse.messages.IcuMessages;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.postgres.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** Where mails end in embedded mode: the newest of them, sealed as in the outbox, in a schema of their own. */
public final class DevMailbox implements MailSender {
  private static final int KEPT = 500;
  private static final String SCHEMA = """
      create schema if not exists gatehouse_dev;
      create table if not exists gatehouse_dev.mails (
        id uuid primary key,
        realm text not null,
        kind text not null,
        sealed bytea not null,
        created_at timestamptz not null
      )""";

  private final PGSimpleDataSource database = new PGSimpleDataSource();
  private final MasterKeys master;
  private final IcuMessages messages;
  private final Clock clock;
  private final Randomness randomness;

  private DevMailbox(
      Postgres.Settings settings,
      MasterKeys master,
      IcuMessages messages,
      Clock clock,
      Randomness randomness) {
    database.setUrl(settings.url());
    database.setUser(settings.user());
    database.setPassword(settings.password());
    database.setConnectTimeout(2);
    this.master = master;
    this.messages = messages;
    this.clock = clock;
    this.randomness = randomness;
  }

  /** @param messages what a mail says is read anew each time: it is what would be mailed */
  public static DevMailbox open(
      Postgres.Settings settings,
      MasterKeys master,
      IcuMessages messages,
      Clock clock,
      Randomness randomness) {
    DevMailbox mailbox = new DevMailbox(settings, master, messages, clock, randomness);
    mailbox.with(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(SCHEMA);
      }
    });
    return mailbox;
  }

  @Override
  public void send(Mail mail) {
    byte[] sealed = master
        .seal(
            mail.toBytes(),
            place(mail.id(), mail.realm()),
            randomness.bytes(MasterKeys.NONCE_BYTES))
        .bytes();
    with(connection -> {
      try (PreparedStatement insert = connection.prepareStatement(
          "insert into gatehouse_dev.mails values (?, ?, ?, ?, ?) on conflict do nothing")) {
        insert.setObject(1, mail.id());
        insert.setString(2, mail.realm().value());
        insert.setString(3, mail.kind().name());
        insert.setBytes(4, sealed);
        insert.setTimestamp(5, Timestamp.from(clock.instant()));
        insert.executeUpdate();
      }
      return forgetOldest(connection);
    });
  }

  private static int forgetOldest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          "delete from gatehouse_dev.mails where id in (select id from gatehouse_dev.mails"
              + " order by created_at desc, id desc offset " + KEPT + ")");
    }
  }

  /** Newest first, to that address if one is given. */
  public List<Letter> letters(Optional<String> to) {
    return with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(
              "select id, realm, kind, sealed, created_at from gatehouse_dev.mails"
                  + " order by created_at desc, id desc")) {
        List<Letter> letters = new ArrayList<>();
        while (rows.next()) {
          Letter letter = letter(rows);
          if (to.filter(address -> !letter.to().equalsIgnoreCase(address)).isEmpty()) {
            letters.add(letter);
          }
        }
        return letters;
      }
    });
  }

  private Letter letter(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    RealmKey realm = new RealmKey(row.getString("realm"));
    byte[] body = master.open(new Sealed(row.getBytes("sealed")), place(id, realm));
    Mail mail = Mail.fromBytes(id, realm, Mail.Kind.valueOf(row.getString("kind")), body);
    IcuMessages.Letter says = messages.letter(mail);
    return new Letter(
        mail.to().value(),
        says.subject(),
        says.text(),
        says.html(),
        mail.kind().name(),
        mail.locale().toLanguageTag(),
        row.getTimestamp("created_at").toInstant());
  }

  private static MasterKeys.Place place(UUID id, RealmKey realm) {
    return new MasterKeys.Place("mails", "sealed", id.toString(), realm.value());
  }

  /** Work on a connection of its own: mails are few. */
  private interface Work<R> {
    R on(Connection connection) throws SQLException;
  }

  private <R> R with(Work<R> work) {
    try (Connection connection = database.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new Outage("the development mailbox", Duration.ofSeconds(1), e);
    }
  }
}
