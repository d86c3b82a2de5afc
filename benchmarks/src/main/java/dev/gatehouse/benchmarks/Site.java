package dev.gatehouse.benchmarks;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.SessionSecret;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.port.Storage;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.postgres.ScratchPostgres;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A durable PostgreSQL with so many accounts in it, of three sessions each. Whatever is measured refreshes sessions of its own: the first of each
 * of the {@linkplain #ACTIVE active} accounts, or the second, or the third.
 */
final class Site implements AutoCloseable {
  /** Accounts whose sessions are refreshed, the same however many there are besides. */
  static final int ACTIVE = 10_000;

  static final int SESSIONS = 3;
  static final String PASSWORD = "a spare umbrella for the lighthouse";
  static final String REALM = "main";
  static final Randomness CHANCE = new SecureRandom()::nextBytes;

  private static final long ACCOUNT_BASE = 0x0198_0000_0000_7000L;

  private final ScratchPostgres server;
  private final PGSimpleDataSource database;
  private final byte[] masterKey = CHANCE.bytes(MasterKeys.KEY_BYTES);
  private final Postgres storage;
  private final int accounts;

  /** A database of its own on that server. */
  Site(ScratchPostgres server, int accounts) {
    this.server = server;
    this.database = server.fresh();
    this.storage = Postgres.open(settings());
    this.accounts = accounts;
    // makes the keys
    gatehouse();
    populate();
  }

  Postgres.Settings settings() {
    return ScratchPostgres.settings(database);
  }

  int port() {
    return server.port();
  }

  String name() {
    return String.valueOf(database.getDatabaseName());
  }

  byte[] masterKey() {
    return masterKey.clone();
  }

  static PasswordHasher hasher() {
    return Passwords.open(Passwords.Settings.DEFAULT, CHANCE).hasher();
  }

  /** The core over this site. */
  Gatehouse gatehouse() {
    return gatehouse(storage, masterKey, hasher());
  }

  /** The core over the site that these open. */
  static Gatehouse gatehouse(Postgres storage, byte[] masterKey, PasswordHasher hasher) {
    return gatehouse(storage, masterKey, hasher, new JwtAccessTokens());
  }

  static Gatehouse gatehouse(
      Storage storage, byte[] masterKey, PasswordHasher hasher, AccessTokens tokens) {
    return Gatehouse.builder()
        .storage(storage)
        .passwordHasher(hasher)
        .commonPasswords(password -> false)
        .accessTokens(tokens)
        .masterKeys(MasterKeys.of(masterKey))
        .clock(Clock.systemUTC())
        .randomness(CHANCE)
        .realms(Realm.customer(REALM, "https://id.example.com").with(RegistrationMode.OPEN))
        .build();
  }

  /** The refresh tokens of the active accounts' sessions of that number, as the server would give them, of the first generation. */
  List<String> tokens(int session) {
    return tokens(session, 1);
  }

  /** The same of as many accounts of which each is that far from the one before. */
  List<String> tokens(int session, int stride) {
    KeyEntry key = storage.keys().all().stream()
        .filter(k -> k.use() == KeyUse.REFRESH_TOKEN && k.state() == KeyState.ACTIVE)
        .findFirst()
        .orElseThrow();
    DigestKey tag = new DigestKey(
        key.version(), MasterKeys.of(masterKey).open(key.sealed(), KeyEntry.place(key.kid())));
    RefreshCodec codec = new RefreshCodec(tag, List.of());
    return IntStream.range(0, ACTIVE)
        .map(account -> account * stride * SESSIONS + session)
        .mapToObj(number ->
            codec.write(new RefreshCodec.Claim(id(number), 0, secret(number))).reveal())
        .toList();
  }

  /** As in {@code population.sql}. */
  private static SessionId id(long number) {
    long shard = number / SESSIONS & 0xFFFF;
    return new SessionId(new UUID(ACCOUNT_BASE, 0x8000L << 48 | number << 16 | shard));
  }

  private static SessionSecret secret(long number) {
    return new SessionSecret(
        ByteBuffer.allocate(SessionSecret.BYTES).putLong(0).putLong(number).array());
  }

  private void populate() {
    String hash = hasher().hash(new Password(PASSWORD)).phc();
    sql(Scripts.read("population.sql")
        .replace(":accounts", Integer.toString(accounts))
        .replace(":sessions", Integer.toString(SESSIONS))
        .replace(":hash", hash));
    settle();
  }

  /** The address of the account of that number, once they were {@linkplain #nameMailboxes named}; six digits. */
  static String mailbox(int account) {
    return String.format(Locale.ROOT, "m%06d@example.com", account);
  }

  /** Gives every account an address. */
  void nameMailboxes() {
    sql(
        "update gatehouse.accounts set email = 'm' || lpad(substr(username, 6), 6, '0') || '@example.com'");
    settle();
  }

  /** As if somebody had registered with each of these addresses, and not proven it. */
  void register(List<String> addresses) {
    sql("""
        insert into gatehouse.candidates (id, realm, email, flow, locale, marketing, ends_at)
        select gen_random_uuid(), '%s', email, sha256(convert_to(email, 'UTF8')), 'en', false, now() + interval '1 day'
        from unnest(string_to_array('%s', ',')) as email
        """.formatted(REALM, String.join(",", addresses)));
    sql("vacuum analyze gatehouse.candidates");
  }

  /** As if nobody had asked yet. */
  void forgetLimits() {
    sql("truncate gatehouse.throttles, gatehouse.lockouts");
  }

  /** Every session as it was at first, and nothing left to be tidied up meanwhile. */
  void renew() {
    sql("update gatehouse.sessions set generation = 0 where generation > 0");
    settle();
  }

  void settle() {
    sql("vacuum analyze gatehouse.accounts");
    sql("vacuum analyze gatehouse.sessions");
    sql("checkpoint");
  }

  /** The number that a query gives. */
  long number(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sql(String text) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}
