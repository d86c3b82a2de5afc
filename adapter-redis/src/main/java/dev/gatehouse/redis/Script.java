package dev.gatehouse.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A step of Redis', in a file beside this class. It is sent whole only where Redis does not know it: the first time, and after it has forgotten. */
final class Script {
  private final String text;
  private final String digest;

  private Script(String text) {
    this.text = text;
    this.digest = digest(text);
  }

  static Script named(String file) {
    try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file), file)) {
      return new Script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Object run(UnifiedJedis redis, String key, List<String> arguments) {
    try {
      return redis.evalsha(digest, List.of(key), arguments);
    } catch (JedisNoScriptException unknown) {
      return redis.eval(text, List.of(key), arguments);
    }
  }

  /** By which Redis calls it. */
  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
