package dev.gatehouse.redis;

import org.junit.jupiter.api.Tag;

@Tag("debian")
final class DebianAnnouncementsTest extends RedisAnnouncementsTest {
  @Override
  ScratchRedis server() {
    return Servers.debian();
  }
}
