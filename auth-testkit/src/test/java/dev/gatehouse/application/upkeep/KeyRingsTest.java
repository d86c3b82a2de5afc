package dev.gatehouse.application.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.WatchedVerb;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyRingsTest {
  private final Storage shared = new InMemoryStorage();
  private final WatchedVerb reading = new WatchedVerb(shared, "keys", "all");
  private final House house = House.over(reading.storage());
  private final House other = house.node(shared);

  @Test
  @DisplayName("[L26] a key that is not known here yet is looked for, once in a second")
  void an_unknown_key_is_looked_for() {
    House.Person person = house.person();
    rotateElsewhere();
    rotateElsewhere();
    Tokens tokens = other.signIn(person).tokens();
    house.clock().advance(Duration.ofSeconds(1).plusMillis(1));
    house.run("revocations");
    int before = reading.calls();

    assertThat(house.claims(tokens).subject()).isEqualTo(person.account().id());
    assertThat(house.claims(tokens).subject()).isEqualTo(person.account().id());
    assertThat(reading.calls() - before).isOne();
  }

  @Test
  @DisplayName(
      "[L26] a key that came to sign just after this node read its rings is looked for at once")
  void a_key_that_came_to_sign_just_after_a_reading_is_looked_for() {
    House.Person person = house.person();
    for (int i = 0; i < 2; i++) {
      other.gatehouse().withdrawKey().handle(Actor.operator("test"), kid(KeyState.ACTIVE));
    }
    Tokens tokens = other.signIn(person).tokens();

    assertThat(house.claims(tokens).subject()).isEqualTo(person.account().id());
  }

  @Test
  @DisplayName("[L25] keys that nobody has cost one look in a second, whoever makes them up")
  void keys_that_nobody_has_cost_one_look_in_a_second() {
    House.Person person = house.person();
    House stranger = House.over(new InMemoryStorage()).with(house.realm()).with(house.clock());
    Tokens foreign = stranger.signIn(stranger.person()).tokens();
    house.clock().advance(Duration.ofSeconds(1).plusMillis(1));
    house.run("revocations");
    int before = reading.calls();

    for (int i = 0; i < 10; i++) {
      assertThat(Refusals.of(() -> house.claims(foreign))).isEqualTo(new Refusal.TokenRejected());
    }
    assertThat(reading.calls() - before).isOne();
    assertThat(house.signIn(person)).isNotNull();
  }

  @Test
  @DisplayName(
      "[L43] while the rings cannot be read an unknown key is an outage, and one look for all")
  void while_the_rings_cannot_be_read_an_unknown_key_is_an_outage() {
    House.Person person = house.person();
    Tokens good = house.signIn(person).tokens();
    House stranger = House.over(new InMemoryStorage()).with(house.realm()).with(house.clock());
    Tokens foreign = stranger.signIn(stranger.person()).tokens();
    house.clock().advance(Duration.ofSeconds(1).plusMillis(1));
    house.run("revocations");
    reading.fail(true);
    int before = reading.calls();

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> house.claims(foreign)).isInstanceOf(Outage.class);
      assertThat(house.claims(good).subject()).isEqualTo(person.account().id());
    }
    assertThat(reading.calls() - before).isOne();
    reading.fail(false);
    house.clock().advance(Duration.ofSeconds(1).plusMillis(1));
    house.run("revocations");
    assertThat(Refusals.of(() -> house.claims(foreign))).isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName(
      "[L43] a look that failed while the clock was ahead makes no outage once it is right again")
  void a_look_that_failed_while_the_clock_was_ahead_makes_no_outage() {
    House stranger = House.over(new InMemoryStorage()).with(house.realm()).with(house.clock());
    House.Person maker = stranger.person();
    Instant then = house.clock().instant();
    house.clock().advance(Duration.ofDays(3));
    house.run("revocations");
    Tokens early = stranger.signIn(maker).tokens();
    reading.fail(true);
    assertThatThrownBy(() -> house.claims(early)).isInstanceOf(Outage.class);
    reading.fail(false);

    house.clock().set(then);
    house.run("keys");
    house.clock().advance(Duration.ofSeconds(1).plusMillis(1));
    house.run("revocations");
    Tokens foreign = stranger.signIn(maker).tokens();

    assertThat(Refusals.of(() -> house.claims(foreign))).isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName(
      "[L43] while one look waits for the store, others hear soon that nothing is known; good tokens do not wait")
  void nobody_waits_long_for_the_look_of_another() {
    House.Person person = house.person();
    Tokens good = house.signIn(person).tokens();
    House stranger = House.over(new InMemoryStorage()).with(house.realm()).with(house.clock());
    Tokens foreign = stranger.signIn(stranger.person()).tokens();
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    reading.breakWith(() -> {
      asked.countDown();
      Race.await(answer);
    });
    Race.Running<Refusal> first = Race.start(() -> Refusals.of(() -> house.claims(foreign)));
    Race.await(asked);

    assertThatThrownBy(() -> house.claims(foreign)).isInstanceOf(Outage.class);
    assertThat(house.claims(good).subject()).isEqualTo(person.account().id());
    answer.countDown();
    assertThat(first.result()).isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName(
      "[L22] a key that is known to be withdrawn costs no look, and is refused in any outage")
  void a_withdrawn_key_costs_no_look() {
    Tokens before = house.signIn(house.person()).tokens();
    house.gatehouse().withdrawKey().handle(Actor.operator("test"), kid(KeyState.ACTIVE));
    house.clock().advance(Duration.ofSeconds(1).plusMillis(1));
    house.run("revocations");
    int calls = reading.calls();
    reading.fail(true);

    assertThat(Refusals.of(() -> house.claims(before))).isEqualTo(new Refusal.TokenRejected());
    assertThat(reading.calls()).isEqualTo(calls);
  }

  @Test
  void a_command_to_rotate_says_when_and_is_obeyed_then() {
    house.run("keys");
    Instant due =
        house.gatehouse().rotateKeys().handle(Actor.operator("test"), KeyUse.ACCESS_TOKEN);
    String next = kid(KeyState.NEXT);
    assertThat(due).isAfter(house.clock().instant());

    house.clock().set(due);
    house.run("keys");

    assertThat(kid(KeyState.ACTIVE)).isEqualTo(next);
    assertThat(house.events(EventType.KEY_ROTATION_COMMANDED)).hasSize(1);
    house.clock().advance(Duration.ofDays(1));
    house.run("keys");
    assertThat(house.gatehouse().rotateKeys().handle(Actor.operator("test"), KeyUse.ACCESS_TOKEN))
        .as("known long enough: at once")
        .isEqualTo(house.clock().instant());
  }

  @Test
  void a_key_is_withdrawn_once_and_only_if_there_is_one() {
    String kid = kid(KeyState.ACTIVE);
    house.gatehouse().withdrawKey().handle(Actor.operator("test"), kid);

    assertThat(
            Refusals.of(() -> house.gatehouse().withdrawKey().handle(Actor.operator("test"), kid)))
        .isEqualTo(new Refusal.NotFound());
    assertThat(Refusals.of(
            () -> house.gatehouse().withdrawKey().handle(Actor.operator("test"), "none")))
        .isEqualTo(new Refusal.NotFound());
    assertThat(house.events(EventType.KEY_WITHDRAWN)).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L22] a withdrawal stands though the ring cannot be read anew; the next catch-up does")
  void a_withdrawal_stands_though_the_ring_cannot_be_read_anew() {
    House.Person person = house.person();
    Tokens before = house.signIn(person).tokens();
    WatchedVerb late = new WatchedVerb(shared, "keys", "all");
    House node = house.node(late.storage());
    String kid = kid(KeyState.ACTIVE);
    failAfter(late, () -> node.gatehouse().withdrawKey().handle(Actor.operator("test"), kid));

    assertThat(Refusals.of(() -> node.claims(before))).isEqualTo(new Refusal.TokenRejected());
    node.run("revocations");
    assertThat(node.claims(node.signIn(person).tokens()).subject())
        .as("signed with the key that took its place")
        .isEqualTo(person.account().id());
  }

  /** The first reading, of what is to be withdrawn, works; the second, of the ring anew, does not. */
  private static void failAfter(WatchedVerb reading, Runnable withdrawal) {
    int before = reading.calls();
    reading.failFrom(before + 2);
    withdrawal.run();
    reading.fail(false);
  }

  private void rotateElsewhere() {
    Instant due =
        other.gatehouse().rotateKeys().handle(Actor.operator("test"), KeyUse.ACCESS_TOKEN);
    house.clock().set(due);
    other.run("keys");
  }

  private String kid(KeyState state) {
    return shared.keys().all().stream()
        .filter(key -> key.use() == KeyUse.ACCESS_TOKEN && key.state() == state)
        .map(KeyEntry::kid)
        .findFirst()
        .orElseThrow();
  }
}
