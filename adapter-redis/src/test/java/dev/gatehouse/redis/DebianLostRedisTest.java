package dev.gatehouse.redis;

import dev.gatehouse.redis.ScratchRedis.Program;
import org.junit.jupiter.api.Tag;

@Tag("debian")
final class DebianLostRedisTest extends LostRedisTest {
  @Override
  Program program() {
    return Program.DEBIAN;
  }
}
