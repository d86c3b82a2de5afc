package dev.gatehouse.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * How to come to Redis. Of several hosts one is tried at a time, by turns, so that a try costs a time-out or two however many are gone. Nothing
 * here keeps a thread: where the master is, is asked of a sentinel whenever the last one was lost.
 */
final class Route {
  private static final Duration PATIENCE_FOR_THE_POOL = Duration.ofMillis(100);
  private static final int MOST_CONNECTIONS = 16;

  /** Once more where another node of the cluster is pointed to. */
  private static final int MOST_ATTEMPTS = 2;

  private final Address address;
  private final Duration patience;
  private final JedisClientConfig config;
  private final JedisClientConfig sentinelConfig;
  private final AtomicInteger turn = new AtomicInteger();

  /** @param patience for connecting, and again for an answer */
  Route(Address address, Duration patience) {
    this.address = address;
    this.patience = patience;
    this.config =
        address.login().as(patient(address.tls())).database(address.database()).build();
    this.sentinelConfig = address.sentinelLogin().as(patient(address.tls())).build();
  }

  private DefaultJedisClientConfig.Builder patient(boolean tls) {
    int millis = (int) patience.toMillis();
    DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(millis)
        .socketTimeoutMillis(millis)
        // it needs no round trip before the first command, and every version speaks it
        .resp2()
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    // by default the certificate has to be vouched for, and to name the host
    return tls ? config.sslOptions(SslOptions.defaults()) : config;
  }

  /** @throws RuntimeException of Jedis, when a sentinel or a node of the cluster does not answer; a single Redis is not asked yet */
  UnifiedJedis connect() {
    return switch (address.kind()) {
      case SINGLE -> to(next());
      case SENTINEL -> to(master());
      case CLUSTER ->
        RedisClusterClient.builder()
            .nodes(Set.of(next()))
            .clientConfig(config)
            .poolConfig(pool())
            .maxAttempts(MOST_ATTEMPTS)
            .maxTotalRetriesDuration(patience)
            .build();
    };
  }

  private UnifiedJedis to(HostAndPort host) {
    return RedisClient.builder()
        .hostAndPort(host)
        .clientConfig(config)
        .poolConfig(pool())
        .build();
  }

  /** A connection that hears what is published, wherever that is. */
  Subscription subscribe(String channel) {
    HostAndPort host = address.kind() == Address.Kind.SENTINEL ? master() : next();
    return Subscription.open(host, config, channel);
  }

  private HostAndPort master() {
    try (Jedis sentinel = new Jedis(next(), sentinelConfig)) {
      List<String> found = Optional.ofNullable(
              sentinel.sentinelGetMasterAddrByName(address.master()))
          .filter(parts -> parts.size() == 2)
          .orElseThrow(
              () -> new JedisDataException("NOMASTER of that name is known to the sentinel"));
      return new HostAndPort(found.get(0), Integer.parseInt(found.get(1)));
    }
  }

  private HostAndPort next() {
    return address
        .hosts()
        .get(Math.floorMod(turn.getAndIncrement(), address.hosts().size()));
  }

  private static GenericObjectPoolConfig<Connection> pool() {
    GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
    pool.setMaxTotal(MOST_CONNECTIONS);
    pool.setMaxIdle(MOST_CONNECTIONS);
    pool.setMaxWait(PATIENCE_FOR_THE_POOL);
    pool.setJmxEnabled(false);
    return pool;
  }
}
