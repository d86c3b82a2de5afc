package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Announcements;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is announced beside the store is refused elsewhere at once; what nobody heard, with the next catch-up. Clocks stand still here. */
public abstract class AnnouncementLaws extends SessionLaws {
  private static final String JOB = "revocations-announced";

  /** Less than a node waits before it reads without having heard anything. */
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  private static final Duration MOMENT = Duration.ofMillis(150);

  private House elsewhere;

  @SuppressWarnings("NullAway.Init") // JUnit calls connect() first
  protected AnnouncementLaws() {}

  /** Another node's end of one channel at each call. */
  protected abstract Announcements announcements();

  @BeforeEach
  void connect() {
    house = house.with(announcements());
    elsewhere = node().with(announcements());
  }

  @ParameterizedTest
  @EnumSource(Revoker.class)
  @DisplayName("[L22][L23] a node that waits for announcements refuses at once what another ended")
  void a_node_that_waits_for_announcements_refuses_at_once(Revoker revoker) {
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    Tokens other = house.signIn(owner).tokens();
    Race.Running<Duration> refused =
        waitingUntil(() -> TOKEN_REJECTED.equals(verify(elsewhere, victim).code()));

    revoker.end(house, owner, victim, other);

    assertThat(refused.result()).isLessThan(AT_ONCE);
    assertThat(verify(elsewhere, other).ok()).isEqualTo(revoker.sparesOther());
  }

  @Test
  @DisplayName("[L22][L26] a withdrawn key is announced like an ended session")
  void a_withdrawn_key_is_announced_too() {
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    Race.Running<Duration> refused =
        waitingUntil(() -> TOKEN_REJECTED.equals(verify(elsewhere, victim).code()));

    house.gatehouse().withdrawKey().handle(Actor.operator("test"), kid(victim));

    assertThat(refused.result()).isLessThan(AT_ONCE);
    assertThat(verify(elsewhere, house.signIn(owner).tokens()).ok()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Revoker.class)
  @DisplayName("[L22] nothing is announced before it can be read")
  void nothing_is_announced_before_it_can_be_read(Revoker revoker) {
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    Tokens other = house.signIn(owner).tokens();
    List<Boolean> readable = new ArrayList<>();
    House telling = house.with(new Announcements() {
      @Override
      public void announce() {
        readable.add(ended(victim.claims().session()));
      }

      @Override
      public void await(Duration longest) {}
    });

    revoker.end(telling, owner, victim, other);

    assertThat(readable).isNotEmpty().containsOnly(true);
  }

  @Test
  @DisplayName("[L22] what one act ends is announced once, however much it is")
  void what_one_act_ends_is_announced_once() {
    House.Person owner = house.person();
    Tokens last = house.signIn(owner).tokens();
    for (int n = 0; n < 5; n++) {
      last = house.signIn(owner).tokens();
    }
    AtomicInteger announced = new AtomicInteger();
    House telling = house.with(new Announcements() {
      @Override
      public void announce() {
        announced.incrementAndGet();
      }

      @Override
      public void await(Duration longest) {}
    });

    Revoker.SIGN_OUT_EVERYWHERE.end(telling, owner, last, last);

    assertThat(announced).hasValue(1);
  }

  @Test
  @DisplayName("[L22] announcements carry no authority: those of nothing end nothing")
  void announcements_of_nothing_end_nothing() {
    House.Person owner = house.person();
    Tokens tokens = house.signIn(owner).tokens();
    Announcements stranger = announcements();
    Race.Running<Duration> never =
        waitingUntil(() -> TOKEN_REJECTED.equals(verify(elsewhere, tokens).code()));

    for (int n = 0; n < 50; n++) {
      stranger.announce();
    }

    assertThat(never.endsWithin(MOMENT)).isFalse();
    assertThat(verify(elsewhere, tokens).ok()).isTrue();
    Revoker.SIGN_OUT.end(house, owner, tokens, tokens);
    assertThat(never.result()).isPositive();
  }

  /** Another node does nothing but wait for announcements, until that holds there; how long it took since it was last in the act of waiting. */
  private Race.Running<Duration> waitingUntil(BooleanSupplier there) {
    Race.Running<Duration> waiting = Race.start(() -> {
      long began = System.nanoTime();
      while (!there.getAsBoolean()) {
        began = System.nanoTime();
        elsewhere.run(JOB);
      }
      return Duration.ofNanos(System.nanoTime() - began);
    });
    // whatever ends the first waits has ended them by then
    assertThat(waiting.endsWithin(MOMENT)).as("before anything is ended").isFalse();
    return waiting;
  }

  private boolean ended(SessionId session) {
    return storage.revocations().since(Revocations.BEGINNING).entries().stream()
        .anyMatch(entry -> entry.what().equals(new Revoked.OfSession(session)));
  }
}
