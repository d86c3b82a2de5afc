package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Announcements;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.law.AnnouncementLaws;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several nodes over one storage, which hear of one another through Redis. */
class AnnouncementLawsOnRedisTest extends AnnouncementLaws {
  private final List<Redis> nodes = new ArrayList<>();
  private final String prefix = Fixtures.unique() + ":";

  @Override
  protected Storage storage() {
    return new InMemoryStorage();
  }

  @Override
  protected Announcements announcements() {
    return open(Servers.embedded()).announcements();
  }

  private Redis open(ScratchRedis server) {
    Redis redis = Redis.open(Servers.patient(server).withPrefix(prefix), MovableClock.started());
    nodes.add(redis);
    return redis;
  }

  @AfterEach
  void close() {
    nodes.forEach(Redis::close);
  }

  @Test
  @DisplayName(
      "[L22][L42] with Redis dead, what is ended is refused elsewhere with the next catch-up")
  void with_redis_dead_the_catch_up_still_brings_it() {
    try (ScratchRedis server = ScratchRedis.start()) {
      InMemoryStorage storage = new InMemoryStorage();
      House one = House.over(storage).with(open(server).announcements());
      House other = one.node(storage).with(open(server).announcements());
      House.Person owner = one.person();
      Tokens tokens = one.signIn(owner).tokens();
      server.kill();

      one.gatehouse().signOut().handle(owner.client(), tokens.claims());
      assertThat(other.claims(tokens)).as("nothing was heard").isNotNull();
      other.run("revocations");

      assertThatExceptionOfType(Refused.class).isThrownBy(() -> other.claims(tokens));
    }
  }
}
