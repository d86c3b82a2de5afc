package dev.gatehouse.postgres;

import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Conversations;
import dev.gatehouse.port.HandshakeDirectory;
import dev.gatehouse.port.History;
import dev.gatehouse.port.IdentityDirectory;
import dev.gatehouse.port.InvitationDirectory;
import dev.gatehouse.port.KeyDirectory;
import dev.gatehouse.port.Leases;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.port.OutboxQueue;
import dev.gatehouse.port.PersonalData;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Retention;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.port.SessionDirectory;
import dev.gatehouse.port.Storage;
import dev.gatehouse.port.Store;
import dev.gatehouse.port.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Everything durable, in the schema {@code gatehouse} of a PostgreSQL 15 or newer. Opening never changes the schema: that is
 * {@link #migrate}, a command of its own. An outage after opening heals by itself.
 */
public final class Postgres implements Storage, AutoCloseable {
  private final Db db;
  private final Store store;
  private final AccountDirectory accounts;
  private final SessionDirectory sessions;
  private final Refreshes refreshes;
  private final KeyDirectory keys;
  private final PgRevocations revocations;
  private final Throttle throttle;
  private final Lockouts lockouts;
  private final OutboxQueue outbox;
  private final History history;
  private final Retention retention;
  private final InvitationDirectory invitations;
  private final PersonalData personalData;
  private final IdentityDirectory identities;
  private final HandshakeDirectory handshakes;
  private final Leases leases;
  private final Conversations conversations;
  private final Optional<FairPool> pool;
  private final Optional<FairPool> feed;

  private Postgres(
      Db db, FeedWay feedWay, DataSource listen, Optional<FairPool> pool, Optional<FairPool> feed) {
    this.db = db;
    this.store = new PgStore(db);
    this.accounts = new JdbiAccountDirectory(db);
    this.sessions = new JdbiSessionDirectory(db);
    this.refreshes = new JdbiRefreshes(db);
    this.keys = new JdbiKeyDirectory(db);
    this.revocations = new PgRevocations(db, feedWay, listen);
    this.throttle = new JdbiThrottle(db);
    this.lockouts = new JdbiLockouts(db);
    this.outbox = new JdbiOutboxQueue(db);
    this.history = new JdbiHistory(db);
    this.retention = new JdbiRetention(db);
    this.invitations = new JdbiInvitationDirectory(db);
    this.personalData = new JdbiPersonalData(db);
    this.identities = new JdbiIdentityDirectory(db);
    this.handshakes = (row, collector, now) ->
        db.read(handle -> new JdbiHandshakes(handle).look(row, collector, now));
    this.leases = new JdbiLeases(db);
    this.conversations = new JdbiConversations(db);
    this.pool = pool;
    this.feed = feed;
  }

  /**
   * A pool of its own.
   *
   * @param url {@code jdbc:postgresql://...}; what it sets wins over what is set here. Of several hosts, separated by commas, the one is used
   *     that is the primary, so that another may take over
   * @param poolSize connections at most; beside them as many as {@link #FEED_POOL_SIZE} read the feed of revocations, and one listens
   * @param patience how long to wait in line, and then for a connection, before it counts as an outage, at least 250 ms
   * @param statementTimeout how long the server may work on one statement
   * @param lockTimeout how long a statement may wait for a lock
   * @param listenUrl a direct way to the database where {@code url} leads through a pooler such as pgbouncer. Then the time-outs must be set
   *     on the role or the database, as a pooler takes no settings per connection; and statements are not prepared on the server, unless
   *     {@code prepareThreshold=1} is set in the url, for a pooler that knows how to (pgbouncer 1.21 and newer with {@code
   *     max_prepared_statements}). A user and password that it names are used there instead of these
   */
  public record Settings(
      String url,
      String user,
      String password,
      int poolSize,
      Duration patience,
      Duration statementTimeout,
      Duration lockTimeout,
      Optional<String> listenUrl) {
    /** Connections at most that only read the feed of revocations. */
    public static final int FEED_POOL_SIZE = 4;

    public Settings {
      if (!url.startsWith("jdbc:postgresql:")
          || !listenUrl.map(u -> u.startsWith("jdbc:postgresql:")).orElse(true)) {
        throw new IllegalArgumentException(
            "the database URL is not of the form jdbc:postgresql://host:port/database");
      }
      if (poolSize < 1
          || patience.toMillis() < 250
          || statementTimeout.toMillis() < 1
          || lockTimeout.toMillis() < 1) {
        throw new IllegalArgumentException("pool size "
            + poolSize
            + ", patience "
            + patience
            + ", time-outs "
            + statementTimeout
            + " and "
            + lockTimeout
            + "; at least 1, PT0.25S, PT0.001S and PT0.001S are expected");
      }
    }

    /** Ten connections, two seconds for each wait, ten for a statement. */
    public static Settings of(String url, String user, String password) {
      Duration patience = Duration.ofSeconds(2);
      return new Settings(
          url, user, password, 10, patience, Duration.ofSeconds(10), patience, Optional.empty());
    }

    public Settings withPoolSize(int connections) {
      return new Settings(
          url, user, password, connections, patience, statementTimeout, lockTimeout, listenUrl);
    }

    public Settings withListenUrl(String direct) {
      return new Settings(
          url,
          user,
          password,
          poolSize,
          patience,
          statementTimeout,
          lockTimeout,
          Optional.of(direct));
    }

    @Override
    public String toString() {
      return "Settings[pool of " + poolSize + "]";
    }
  }

  /**
   * Opens with a pool of its own.
   *
   * @throws dev.gatehouse.port.Outage when the database cannot be reached
   * @throws IllegalStateException when its schema is missing or too old, or time-outs are not set that a pooler keeps from being brought along
   */
  public static Postgres open(Settings settings) {
    FairPool pool = Pools.pool(settings);
    try {
      Db db = new Db(pool);
      if (settings.listenUrl().isPresent()) {
        TimeOuts.of(settings).check(db);
      }
      Schema.check(db);
      FairPool feed = Pools.feed(settings);
      // where both ways lead through the same door, the other is of no use
      FeedWay way = new FeedWay(new Db(feed), settings.listenUrl().map(direct -> db));
      return new Postgres(db, way, Pools.listening(settings), Optional.of(pool), Optional.of(feed));
    } catch (RuntimeException failure) {
      pool.close();
      throw failure;
    }
  }

  /** Opens with the embedder's pool, which stays the embedder's to close. Its transactions must be READ COMMITTED by default. */
  public static Postgres open(DataSource pool) {
    return open(pool, pool);
  }

  /**
   * As {@link #open(DataSource)}.
   *
   * @param listen gives direct connections, one of which is kept for LISTEN, where the pool leads through a pooler such as pgbouncer
   */
  public static Postgres open(DataSource pool, DataSource listen) {
    Db db = new Db(pool::getConnection);
    Schema.check(db);
    FeedWay way = new FeedWay(db, Optional.empty());
    return new Postgres(db, way, listen, Optional.empty(), Optional.empty());
  }

  /** Brings the schema up to this version; does nothing if it is there, or newer. Any number of nodes may do so at once, while others serve. */
  public static void migrate(DataSource direct) {
    Schema.migrate(direct);
  }

  /** As {@link #migrate(DataSource)}, by the direct way where there is one. */
  public static void migrate(Settings settings) {
    Schema.migrate(Pools.direct(settings));
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public AccountDirectory accounts() {
    return accounts;
  }

  @Override
  public SessionDirectory sessions() {
    return sessions;
  }

  @Override
  public Refreshes refreshes() {
    return refreshes;
  }

  @Override
  public KeyDirectory keys() {
    return keys;
  }

  @Override
  public Revocations revocations() {
    return revocations;
  }

  @Override
  public Throttle throttle() {
    return throttle;
  }

  @Override
  public Lockouts lockouts() {
    return lockouts;
  }

  @Override
  public OutboxQueue outbox() {
    return outbox;
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public InvitationDirectory invitations() {
    return invitations;
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Conversations conversations() {
    return conversations;
  }

  @Override
  public PersonalData personalData() {
    return personalData;
  }

  @Override
  public IdentityDirectory identities() {
    return identities;
  }

  @Override
  public HandshakeDirectory handshakes() {
    return handshakes;
  }

  @Override
  public Optional<Instant> time() {
    return Optional.of(db.read(handle ->
        handle.createQuery("select clock_timestamp()").mapTo(Instant.class).one()));
  }

  /**
   * About how many sessions are not ended, those of whoever has long been away included: what the database has noted of the table for its
   * own use, and never a count. It lags behind by as much as autovacuum does.
   */
  public long sessionsLiveEstimate() {
    return db.read(handle -> handle.createQuery("""
            select round(greatest(table_of.reltuples, 0) * coalesce(noted.null_frac, 1))
            from pg_class table_of
            left join pg_stats noted
              on noted.schemaname = 'gatehouse' and noted.tablename = 'sessions' and noted.attname = 'revoked_at'
            where table_of.oid = 'gatehouse.sessions'::regclass
            """).mapTo(Long.class).one());
  }

  /** Gauge: connections of its own pool that are in use. An embedder's pool has gauges of its own. */
  public int connectionsInUse() {
    return pool.map(FairPool::inUse).orElse(0);
  }

  /** Gauge: connections of its own pool that wait for work. */
  public int connectionsIdle() {
    return pool.map(FairPool::idle).orElse(0);
  }

  /** Gauge: callers that wait for a connection of its own pool. */
  public int connectionsAwaited() {
    return pool.map(FairPool::awaited).orElse(0);
  }

  /** Gauge: connections of its own that read the feed of revocations at this moment. */
  public int feedConnectionsInUse() {
    return feed.map(FairPool::inUse).orElse(0);
  }

  /** Gauge: callers that wait for one of those. */
  public int feedConnectionsAwaited() {
    return feed.map(FairPool::awaited).orElse(0);
  }

  @Override
  public void close() {
    revocations.close();
    feed.ifPresent(FairPool::close);
    pool.ifPresent(FairPool::close);
  }
}
