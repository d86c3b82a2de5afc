package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A node whose clock is wrong: it throws nothing away that the others need, and is right again as soon as its clock is. */
public abstract class ClockLaws extends Laws {
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  private MovableClock stores;

  @BeforeEach
  void agree() {
    stores = new MovableClock(now());
    engine().tellsTimeBy(stores);
  }

  @Test
  @DisplayName("[L48] a node that is ahead by more than a year clears nothing away")
  void a_node_ahead_clears_nothing_away() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    Instant then = now();
    later(Duration.ofDays(500));

    assertThatThrownBy(() -> house().run("purge"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PT12000H")
        .hasMessageContaining("PT2S");

    clock().set(then);
    assertThat(engine().history().of(person.account().id(), OptionalLong.empty(), 50))
        .as("audit rows")
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(house().refresh(person, tokens)).isNotNull();
  }

  @Test
  @DisplayName("[L26] a node that is ahead, or behind, turns no key and drops none")
  void a_node_ahead_turns_no_key() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    List<KeyEntry> keys = engine().keys().all();
    Instant then = now();
    for (Duration off : List.of(Duration.ofDays(300), Duration.ofDays(-300))) {
      clock().set(then.plus(off));
      assertThatThrownBy(() -> house().run("keys")).isInstanceOf(IllegalStateException.class);
    }

    clock().set(then);
    house().run("keys");
    assertThat(engine().keys().all()).isEqualTo(keys);
    assertThat(house().refresh(person, tokens)).isNotNull();
  }

  @Test
  @DisplayName(
      "[L41] a node that is ahead takes no mail, which its lease would hide from the others")
  void a_node_ahead_takes_no_mail() {
    Registrant waiting = Registrant.of(house());
    Instant then = now();
    later(Duration.ofDays(30));
    assertThatThrownBy(() -> house().run("mail")).isInstanceOf(IllegalStateException.class);

    clock().set(then);
    assertThat(house().mailsTo(waiting.email())).hasSize(1);
  }

  @Test
  @DisplayName("[L22][L26] a node whose clock is off hears of a withdrawn key, and stays fresh")
  void a_node_whose_clock_is_off_hears_of_a_withdrawn_key() {
    House.Person person = house().person();
    MovableClock off = new MovableClock(now());
    House other = house().with(off);
    Tokens before = house().signIn(person).tokens();
    off.advance(Duration.ofSeconds(3));

    house().gatehouse().withdrawKey().handle(Actor.operator("test"), active());
    other.run("revocations");

    assertThat(other.gatehouse().revocationsFresh()).isTrue();
    assertThat(Refusals.of(() -> other.claims(before))).isEqualTo(new Refusal.TokenRejected());
    other.gatehouse().withdrawKey().handle(Actor.operator("test"), active());
  }

  private String active() {
    return engine().keys().all().stream()
        .filter(key -> key.use() == KeyUse.ACCESS_TOKEN && key.state() == KeyState.ACTIVE)
        .map(KeyEntry::kid)
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("[L30] two nodes whose clocks differ as far as is tolerated shut no honest network")
  void two_nodes_whose_clocks_differ_shut_no_network() {
    House ahead = house().with(new MovableClock(now().plusMillis(1900)));
    Client office = house().client();
    for (int i = 0; i < 8; i++) {
      House.Person one = house().person().at(office);
      House.Person two = house().person().at(office);
      assertThat(ahead.signIn(one).account().id()).isEqualTo(one.account().id());
      assertThat(house().signIn(two).account().id()).isEqualTo(two.account().id());
      assertThat(house().signIn(one).account().id()).isEqualTo(one.account().id());
    }
  }

  @Test
  @DisplayName("[L48] two seconds either way are tolerated, and no more")
  void two_seconds_are_tolerated() {
    for (Duration off : List.of(TOLERATED, TOLERATED.negated())) {
      clock().set(stores.instant().plus(off));
      house().run("purge");
      assertThat(gatehouse().clockSkew()).isEqualTo(off);
      clock().set(clock().instant().plus(off.dividedBy(1000)));
      assertThatThrownBy(() -> house().run("purge")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  @DisplayName("[L26] a node whose clock is wrong does not start, and says by how much")
  void a_node_whose_clock_is_wrong_does_not_start() {
    later(Duration.ofDays(1));

    assertThatThrownBy(() -> house().node(engine()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PT24H");
  }

  @Test
  @DisplayName("[L22] what was revoked stays refused when the clock jumps ahead and back")
  void what_was_revoked_stays_refused_when_the_clock_jumps() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    gatehouse().signOut().handle(person.client(), house().claims(tokens));
    Instant then = now();

    later(Duration.ofDays(2));
    house().run("revocations");
    clock().set(then.plusMillis(400));
    house().run("revocations");

    assertThat(Refusals.of(() -> house().claims(tokens))).isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName(
      "[L21] an outage that ended while the clock was ahead leaves no thief a grace when it is back")
  void a_jump_in_an_outage_leaves_no_grace() {
    Cable cable = Cable.to(engine());
    House node = house().node(cable);
    House.Person person = node.person();
    Tokens old = node.signIn(person).tokens();
    Tokens current = node.refresh(person, old);
    Instant then = now();
    cable.pull();
    assertThatThrownBy(() -> node.refresh(person, current)).isInstanceOf(Outage.class);
    cable.mend();
    later(Duration.ofDays(3));
    node.run("revocations");
    clock().set(then.plusSeconds(1));
    node.run("revocations");
    later(node.realm().sessions().grace().plusMillis(1));

    assertThat(Refusals.of(() -> node.refresh(person, old)))
        .isEqualTo(new Refusal.RefreshRejected());
  }

  @Test
  @DisplayName("[L20] nobody is kept from refreshing after the clock has jumped ahead and back")
  void nobody_is_kept_from_refreshing_after_a_jump() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    Instant then = now();
    later(Duration.ofDays(3));
    for (int i = 0; i < 240; i++) {
      tokens = house().refresh(person, tokens);
    }
    clock().set(then.plusSeconds(1));

    assertThat(house().refresh(person, tokens)).isNotNull();
  }
}
