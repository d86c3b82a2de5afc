package dev.gatehouse.redis;

import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;

/** Who asks. Without a password nobody logs in; without a user it is Redis' default one. */
record Login(Optional<String> user, Optional<String> password) {
  static final Login NONE = new Login(Optional.empty(), Optional.empty());

  Login {
    if (password.isEmpty() && user.isPresent()) {
      throw new IllegalArgumentException("names a user and no password");
    }
  }

  DefaultJedisClientConfig.Builder as(DefaultJedisClientConfig.Builder config) {
    user.ifPresent(config::user);
    password.ifPresent(config::password);
    return config;
  }

  @Override
  public String toString() {
    return "Login[…]";
  }
}
