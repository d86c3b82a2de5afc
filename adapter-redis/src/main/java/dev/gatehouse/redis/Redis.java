package dev.gatehouse.redis;

import dev.gatehouse.port.Announcements;
import dev.gatehouse.port.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Opens this module: rates counted for all nodes together, and announcements to them, on Redis 6 or newer. It only accelerates. While Redis is
 * gone, rates are counted on each node, announcements are left to the store, and nobody waits for it longer than a moment; it is used again when it is back,
 * without a restart. Sessions, secrets and lockouts are never there (L42).
 */
public final class Redis implements AutoCloseable {
  /**
   * Where Redis is. Its user needs the commands {@code eval evalsha get set publish subscribe ping}, with a Cluster also {@code cluster}, with another
   * database than 0 {@code select}; and keys and
   * channels that begin with the prefix.
   *
   * @param url {@code redis://user:password@host:6379/0}, {@code redis+sentinel://user:password@host:26379,host:26379/master/0} (with {@code
   *     ?sentinel_user=...&sentinel_password=...} where the sentinels ask for one) or {@code redis+cluster://user:password@host:6379,host:6379}; with {@code
   *     rediss} for TLS. User, password, ports and database may be left out; letters that have a meaning in a URL are percent-encoded
   * @param prefix what keys and the channel begin with: 1 to 64 letters, digits, {@code . : _ -}
   * @param patience how long to wait for a connection, and again for an answer, before Redis counts as gone: 10 ms to 10 s
   */
  public record Settings(String url, String prefix, Duration patience) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9.:_-]{1,64}");
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(10);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException saying what the URL does, such as "names no host"; it quotes nothing of it */
    public Settings {
      RedisUrl.parse(url);
      if (!PREFIX.matcher(prefix).matches()) {
        throw new IllegalArgumentException(
            "has the prefix '" + prefix + "'; 1 to 64 letters, digits, . : _ - are expected");
      }
      if (patience.compareTo(LEAST_PATIENCE) < 0 || patience.compareTo(MOST_PATIENCE) > 0) {
        throw new IllegalArgumentException("has the patience " + patience + "; " + LEAST_PATIENCE
            + " to " + MOST_PATIENCE + " are expected");
      }
    }

    /** With the prefix {@code gatehouse:} and a quarter of a second for each wait. */
    public static Settings of(String url) {
      return new Settings(url, "gatehouse:", Duration.ofMillis(250));
    }

    public Settings withPrefix(String other) {
      return new Settings(url, other, patience);
    }

    public Settings withPatience(Duration other) {
      return new Settings(url, prefix, other);
    }

    Address address() {
      return RedisUrl.parse(url);
    }

    @Override
    public String toString() {
      return "Settings[" + prefix + "]";
    }
  }

  /** Some ten megabytes. */
  private static final int MOST_BUCKETS = 50_000;

  private final Link link;
  private final JedisThrottle throttle;
  private final JedisAnnouncements announcements;

  private Redis(Settings settings, Clock clock) {
    Route route = new Route(settings.address(), settings.patience());
    String channel = settings.prefix() + "revocations";
    link = new Link(route::connect, clock);
    throttle = new JedisThrottle(link, settings.prefix(), new KnownBuckets(MOST_BUCKETS));
    announcements = new JedisAnnouncements(link, () -> route.subscribe(channel), channel);
  }

  /**
   * Opens it, whether or not Redis answers, which is tried once.
   *
   * @param clock says when a Redis that did not answer is tried again
   */
  public static Redis open(Settings settings, Clock clock) {
    Redis redis = new Redis(settings, clock);
    var unused = redis.link.ask(jedis -> jedis.ping());
    return redis;
  }

  public Throttle throttle() {
    return throttle;
  }

  /** One node's end: what this node announces, it hears itself. */
  public Announcements announcements() {
    return announcements;
  }

  /**
   * Asks whether Redis is there. To be called now and then, so that one that is back is found by nobody who has something better to do.
   *
   * @throws dev.gatehouse.port.Outage naming the reason, where it does not answer, or did not a moment ago
   */
  public void check() {
    link.check();
  }

  /** Gauge: whether Redis answered when it was last asked. */
  public boolean up() {
    return link.up();
  }

  /** Counter: how often it did not answer, or refused. */
  public long lost() {
    return link.lost();
  }

  /** Counter: how often a rate was counted on this node alone. */
  public long takenHere() {
    return throttle.takenHere();
  }

  @Override
  public void close() {
    announcements.close();
    link.close();
  }
}
