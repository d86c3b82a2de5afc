package dev.gatehouse.laws.process;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.session.SessionPolicy;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the processes of one test have in common, as it stands on their command lines.
 *
 * @param url of the database
 * @param mailbox the file into which they deliver mails
 */
public record Setting(
    String url, String user, String password, String realmKey, Duration grace, Path mailbox) {
  /** The periodic work that a node runs. */
  public enum Work {
    ALL,
    /** All but waiting for announcements: what was revoked is found by reading at intervals. */
    DEAF,
    NONE
  }

  public static Setting of(Postgres.Settings database, Duration grace, Path mailbox) {
    return new Setting(
        database.url(),
        database.user(),
        database.password(),
        Fixtures.realm().value(),
        grace,
        mailbox);
  }

  static Setting parse(List<String> words) {
    return new Setting(
        words.get(0),
        words.get(1),
        words.get(2),
        words.get(3),
        Duration.parse(words.get(4)),
        Path.of(words.get(5)));
  }

  List<String> words() {
    return List.of(url, user, password, realmKey, grace.toString(), mailbox.toString());
  }

  public Postgres.Settings database(int connections) {
    return Postgres.Settings.of(url, user, password).withPoolSize(connections);
  }

  public Realm realm() {
    SessionPolicy usual = SessionPolicy.CUSTOMER;
    return Realm.customer(realmKey, "https://laws.example.com")
        .with(RegistrationMode.OPEN)
        .with(new SessionPolicy(
            usual.idle(), usual.idleRemembered(), usual.absolute(), grace, usual.maxLive()));
  }
}
