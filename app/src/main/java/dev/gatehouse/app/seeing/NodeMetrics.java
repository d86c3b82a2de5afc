package dev.gatehouse.app.seeing;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.redis.Redis;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** What this node measures of itself. */
public final class NodeMetrics {
  private static final double KIB = 1024;
  private static final List<Long> LAGS_MILLIS =
      List.of(10L, 25L, 50L, 100L, 200L, 400L, 500L, 750L, 1000L, 2000L, 5000L);

  private final Postgres storage;
  private final Clock clock;
  private final Map<KeyUse, Instant> activeSince = new ConcurrentHashMap<>();
  private volatile double liveSessions = Double.NaN;

  public NodeMetrics(
      MeterRegistry meters,
      Gatehouse gatehouse,
      Postgres storage,
      Passwords passwords,
      Clock clock) {
    this.storage = storage;
    this.clock = clock;
    hashing(meters, passwords);
    connections(meters, storage);
    Gauge.builder("gatehouse.revocation.fresh", gatehouse, g -> g.revocationsFresh() ? 1 : 0)
        .register(meters);
    Gauge.builder("gatehouse.sessions.live", this, m -> m.liveSessions).register(meters);
    for (KeyUse use : KeyUse.values()) {
      Gauge.builder("gatehouse.key.age.seconds", this, m -> m.age(use))
          .tag("use", use.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    machine(meters);
  }

  /** How long what other nodes revoke takes to get here; the law allows a second. */
  public static Consumer<Duration> revocationLag(MeterRegistry meters) {
    return Timer.builder("gatehouse.revocation.lag")
        .serviceLevelObjectives(
            LAGS_MILLIS.stream().map(Duration::ofMillis).toArray(Duration[]::new))
        .register(meters)::record;
  }

  /** What is seen from here of a Redis, where there is one. */
  public static void redis(MeterRegistry meters, Redis redis) {
    Gauge.builder("gatehouse.redis.up", redis, r -> r.up() ? 1 : 0).register(meters);
    FunctionCounter.builder("gatehouse.redis.lost", redis, Redis::lost).register(meters);
    FunctionCounter.builder("gatehouse.rates.counted.here", redis, Redis::takenHere)
        .register(meters);
  }

  private static void hashing(MeterRegistry meters, Passwords passwords) {
    hashing(meters, "running", passwords, Passwords::running);
    hashing(meters, "waiting", passwords, Passwords::waiting);
    hashing(meters, "memory.bytes", passwords, p -> p.inUseKib() * KIB);
  }

  /** Nobody else keeps what it measures. */
  private static void hashing(
      MeterRegistry meters, String name, Passwords passwords, ToDoubleFunction<Passwords> value) {
    Gauge.builder("gatehouse.hashing." + name, passwords, value)
        .strongReference(true)
        .register(meters);
  }

  private static void connections(MeterRegistry meters, Postgres postgres) {
    Gauge.builder("gatehouse.pool.in.use", postgres, Postgres::connectionsInUse).register(meters);
    Gauge.builder("gatehouse.pool.idle", postgres, Postgres::connectionsIdle).register(meters);
    Gauge.builder("gatehouse.pool.awaited", postgres, Postgres::connectionsAwaited)
        .register(meters);
    Gauge.builder("gatehouse.feed.pool.in.use", postgres, Postgres::feedConnectionsInUse)
        .register(meters);
    Gauge.builder("gatehouse.feed.pool.awaited", postgres, Postgres::feedConnectionsAwaited)
        .register(meters);
  }

  @SuppressWarnings("resource") // it listens as long as there is a process
  private static void machine(MeterRegistry meters) {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmGcMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
  }

  /** Reads when the keys that make things now came to do so, and about how many sessions live. */
  public void readStore() {
    liveSessions = storage.sessionsLiveEstimate();
    for (KeyEntry key : storage.keys().all()) {
      if (key.state() == KeyState.ACTIVE) {
        activeSince.put(key.use(), key.since());
      }
    }
  }

  private double age(KeyUse use) {
    return Optional.ofNullable(activeSince.get(use)).map(this::seconds).orElse(Double.NaN);
  }

  private double seconds(Instant since) {
    return Duration.between(since, clock.instant()).toMillis() / 1000.0;
  }
}
