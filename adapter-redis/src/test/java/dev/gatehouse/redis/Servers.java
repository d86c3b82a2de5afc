package dev.gatehouse.redis;

import dev.gatehouse.redis.ScratchRedis.Program;
import java.time.Duration;

/** One of each program, for all tests of a JVM that leave it as it is. */
final class Servers {
  private Servers() {}

  static ScratchRedis embedded() {
    return Embedded.SERVER;
  }

  static ScratchRedis debian() {
    return Debian.SERVER;
  }

  /** How to open it where it must not be given up only because the machine is busy. */
  static Redis.Settings patient(ScratchRedis server) {
    return Redis.Settings.of(server.url()).withPatience(Duration.ofSeconds(10));
  }

  private static final class Embedded {
    static final ScratchRedis SERVER = ScratchRedis.start(Program.EMBEDDED);
  }

  private static final class Debian {
    static final ScratchRedis SERVER = ScratchRedis.start(Program.DEBIAN);
  }
}
