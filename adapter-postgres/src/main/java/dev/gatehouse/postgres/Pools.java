package dev.gatehouse.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.gatehouse.postgres.Postgres.Settings;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections as they must be: nothing is asked of the server before, between or after the statements themselves. */
final class Pools {
  /** Longer than the server itself takes to give up on a statement: only a server that is gone reaches it. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** For each step of reading the feed by the direct way, where there is another. */
  private static final Duration FEED_PATIENCE = Duration.ofMillis(500);

  private Pools() {}

  static FairPool pool(Settings settings) {
    Duration silence = settings.statementTimeout().plus(MARGIN);
    boolean pooler = settings.listenUrl().isPresent();
    HikariConfig config = config(
        source(settings, settings.url(), pooled(settings, pooler, silence)), settings.patience());
    config.setPoolName("gatehouse");
    config.setMaximumPoolSize(settings.poolSize());
    return new FairPool(config);
  }

  /**
   * For reading the feed of revocations: tokens are verified by it, which must wait neither for whoever uses up the other pool, nor for a
   * pooler that others use up. Opened when it is needed.
   */
  static FairPool feed(Settings settings) {
    HikariConfig config = settings
        .listenUrl()
        .map(url -> directFeed(settings, url))
        .orElseGet(() -> pooledFeed(settings));
    config.setPoolName("gatehouse-feed");
    config.setMaximumPoolSize(Settings.FEED_POOL_SIZE);
    config.setMinimumIdle(0);
    return new FairPool(config);
  }

  /** There is no other way, but what was read is not trusted for long, so it is of no use to wait for long. */
  private static HikariConfig pooledFeed(Settings settings) {
    Duration silence = settings.patience().multipliedBy(2);
    return config(
        source(settings, settings.url(), pooled(settings, false, silence)), settings.patience());
  }

  /** Given up soon enough for reading by the pool before what was read is too old to be trusted. */
  private static HikariConfig directFeed(Settings settings, String url) {
    Map<PGProperty, String> properties = pooled(settings, false, FEED_PATIENCE);
    // a standby lags, and would say so to nobody
    properties.put(PGProperty.TARGET_SERVER_TYPE, "primary");
    return config(configured(new Brief(), settings, url, properties), FEED_PATIENCE);
  }

  /** Gives up a server that is silent for less than a second, which properties cannot say. */
  private static final class Brief extends PGSimpleDataSource {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      connection.setNetworkTimeout(Runnable::run, (int) FEED_PATIENCE.toMillis());
      return connection;
    }
  }

  private static HikariConfig config(DataSource source, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setConnectionTimeout(patience.toMillis());
    config.setValidationTimeout(patience.toMillis());
    config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    // a database that is not there is found by the check of the schema
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /** Single connections by the direct way, for migrating, which may wait and work as long as it likes, whatever is set on the role. */
  static DataSource direct(Settings settings) {
    return source(
        settings,
        settings.listenUrl().orElse(settings.url()),
        Map.of(PGProperty.OPTIONS, TimeOuts.NONE.options()));
  }

  /** Single connections by the direct way, for LISTEN. One that cannot be had is given up, or each try would leave a thread behind. */
  static DataSource listening(Settings settings) {
    return source(
        settings,
        settings.listenUrl().orElse(settings.url()),
        Map.of(PGProperty.SOCKET_TIMEOUT, seconds(settings.statementTimeout().plus(MARGIN))));
  }

  /**
   * @param pooler whether the way leads through one
   * @param silence after which the server counts as gone
   */
  private static Map<PGProperty, String> pooled(
      Settings settings, boolean pooler, Duration silence) {
    Map<PGProperty, String> properties = new HashMap<>();
    // prepared on the server at once, and kept for as long as the connection; a pooler gives each
    // statement another one
    properties.put(PGProperty.PREPARE_THRESHOLD, pooler ? "0" : "1");
    properties.put(PGProperty.SOCKET_TIMEOUT, seconds(silence));
    if (!pooler) {
      properties.put(
          PGProperty.OPTIONS,
          TimeOuts.of(settings).options() + " -c default_transaction_isolation=read\\ committed");
    }
    return properties;
  }

  private static PGSimpleDataSource source(
      Settings settings, String url, Map<PGProperty, String> properties) {
    return configured(new PGSimpleDataSource(), settings, url, properties);
  }

  private static PGSimpleDataSource configured(
      PGSimpleDataSource source,
      Settings settings,
      String url,
      Map<PGProperty, String> properties) {
    Map<PGProperty, String> all = new HashMap<>(properties);
    all.put(PGProperty.USER, settings.user());
    all.put(PGProperty.PASSWORD, settings.password());
    all.put(PGProperty.APPLICATION_NAME, "gatehouse");
    all.put(PGProperty.ASSUME_MIN_SERVER_VERSION, "15");
    all.put(PGProperty.TCP_KEEP_ALIVE, "true");
    all.put(PGProperty.LOGIN_TIMEOUT, seconds(settings.patience()));
    // the detail of an error quotes the row
    all.put(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
    source.setUrl(url);
    Properties given =
        Optional.ofNullable(Driver.parseURL(url, new Properties())).orElseGet(Properties::new);
    int hosts = source.getServerNames().length;
    // whoever waits for a connection has time for each of them
    all.put(PGProperty.CONNECT_TIMEOUT, seconds(settings.patience().dividedBy(hosts)));
    if (hosts > 1) {
      all.put(PGProperty.TARGET_SERVER_TYPE, "primary");
    }
    all.forEach((property, value) -> {
      if (given.getProperty(property.getName()) == null) {
        source.setProperty(property, value);
      }
    });
    return source;
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, (duration.toMillis() + 999) / 1000));
  }
}
