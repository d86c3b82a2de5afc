package dev.gatehouse.redis;

import java.util.List;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is.
 *
 * @param hosts of Redis, or of the sentinels
 * @param master the name by which the sentinels know it; of no use without them
 */
record Address(
    Kind kind,
    boolean tls,
    List<HostAndPort> hosts,
    Login login,
    Login sentinelLogin,
    String master,
    int database) {

  enum Kind {
    SINGLE("redis"),
    SENTINEL("redis+sentinel"),
    CLUSTER("redis+cluster");

    private final String scheme;

    Kind(String scheme) {
      this.scheme = scheme;
    }

    /** As it is written in a URL. */
    String scheme(boolean tls) {
      return tls ? scheme.replaceFirst("redis", "rediss") : scheme;
    }
  }

  Address {
    hosts = List.copyOf(hosts);
  }

  @Override
  public String toString() {
    return kind + " at " + hosts;
  }
}
