package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.redis.ScratchRedis;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two servers with one database and one Redis, which is killed, and comes back with nothing. */
class LostRedisTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  @DisplayName(
      "[L42] [L22] [L31] rates are counted in Redis for both servers; without it each goes on with its limits, is ready, and hears of what is ended; with it, it is used again")
  void redis_is_used_missed_and_used_again() {
    try (ScratchRedis redis = ScratchRedis.start();
        Serving one = Serving.withRedis(redis.url());
        Serving other = one.beside()) {
      assertThat(registrations(one, other)).isBetween(30, 32);
      assertThat((Long) redis.command("DBSIZE")).isPositive();
      assertThat(new Tables(one).column("select bucket from gatehouse.throttles"))
          .isEmpty();
      Person person = Person.named(one);
      endedHereIsRefusedThere(person, other);
      until("it is heard of", () -> measured(one, "up").equals("1.0"));

      redis.kill();
      assertThat(registrations(one, one)).isBetween(30, 32);
      endedHereIsRefusedThere(person, other);
      for (Serving server : new Serving[] {one, other}) {
        until("it is missed", () -> measured(server, "up").equals("0.0"));
        assertThat(new Call(server, "GET", "/readiness").send().status()).isEqualTo(200);
      }
      assertThat(measured(one, "lost_total")).isNotEqualTo("0.0");

      redis.restart();
      for (Serving server : new Serving[] {one, other}) {
        until("it is found again", () -> measured(server, "up").equals("1.0"));
      }
      assertThat(registrations(one, other)).isBetween(30, 32);
      assertThat((Long) redis.command("DBSIZE")).isPositive();
      endedHereIsRefusedThere(person, other);
    }
  }

  /** How many of forty are let through from one network, asked by turns; the limit is thirty, and one more for every two minutes. */
  private static int registrations(Serving one, Serving other) {
    String network = Call.elsewhere();
    int granted = 0;
    for (int i = 0; i < 40; i++) {
      Reply reply = Call.post(
              i % 2 == 0 ? one : other,
              "/register",
              "email",
              Person.anAddress(),
              "tos_accepted",
              true)
          .from(network)
          .send();
      granted += reply.status() == 201 ? 1 : 0;
    }
    return granted;
  }

  private static void endedHereIsRefusedThere(Person person, Serving there) {
    Reply in = person.signIn();
    Person elsewhere = new Person(
        there, person.host(), person.login(), person.email(), person.password(), person.address());
    elsewhere.me(in.access()).is(200);
    person.post("/logout", "refresh_token", in.refresh()).send().is(204);
    person.me(in.access()).is(401);
    until("it is refused there", () -> elsewhere.me(in.access()).status() == 401);
  }

  private static String measured(Serving server, String what) {
    String name = "gatehouse_redis_" + what + " ";
    return new Call(server, "GET", "/metrics")
        .bearer(Serving.METRICS_TOKEN)
        .send()
        .is(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("not measured");
  }

  /** Asking is pause enough. */
  private static void until(String what, BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(LIMIT);
    }
  }
}
