package dev.gatehouse.redis;

import org.junit.jupiter.api.Tag;

@Tag("debian")
final class DebianThrottleTest extends RedisThrottleTest {
  @Override
  ScratchRedis server() {
    return Servers.debian();
  }
}
