package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A withdrawn key is worth nothing: here at once, everywhere within a second. */
public abstract class WithdrawalLaws extends SessionLaws {
  private static final Actor OPERATOR = Actor.operator("laws");
  private static final Duration BOUND = Duration.ofSeconds(1).plusMillis(1);

  @Test
  @DisplayName(
      "[L22][L26] a withdrawn key is worth nothing: here at once, elsewhere with the next catch-up, and"
          + " within a second without any; refreshing heals everywhere")
  void a_withdrawn_key_is_worth_nothing_and_refreshing_heals() {
    House catchesUp = node();
    House hearsNothing = node();
    House.Person person = house.person();
    for (int time = 0; time < 3; time++) {
      Tokens tokens = house.signIn(person).tokens();
      String kid = active(KeyUse.ACCESS_TOKEN).kid();

      house.gatehouse().withdrawKey().handle(OPERATOR, kid);
      assertThat(verify(house, tokens).code()).isEqualTo(TOKEN_REJECTED);
      assertThat(house.gatehouse().jwks()).doesNotContain(kid);
      catchesUp.work();
      assertThat(verify(catchesUp, tokens).code()).isEqualTo(TOKEN_REJECTED);
      assertThat(verify(node(), tokens).code()).isEqualTo(TOKEN_REJECTED);
      house.clock().advance(BOUND);
      assertThat(verify(hearsNothing, tokens).code()).isEqualTo(TOKEN_REJECTED);

      RefreshToken refresh = tokens.refresh();
      for (House healing : List.of(house, catchesUp, hearsNothing)) {
        Tokens healed = refresh(healing, person, refresh).get();
        for (House node : List.of(house, catchesUp, hearsNothing)) {
          assertThat(verify(node, healed).ok()).isTrue();
        }
        refresh = healed.refresh();
      }
    }
  }

  @Test
  @DisplayName("[L26] whoever reads the rings while a key is withdrawn finds an active key in them")
  void whoever_reads_the_rings_while_a_key_is_withdrawn_finds_an_active_key() {
    House other = node();
    Race.rounds(round -> {
      String kid = active(KeyUse.ACCESS_TOKEN).kid();
      AtomicBoolean withdrawn = new AtomicBoolean();
      List<Callable<Boolean>> racers = List.of(
          () -> {
            try {
              other.gatehouse().withdrawKey().handle(OPERATOR, kid);
            } finally {
              withdrawn.set(true);
            }
            return true;
          },
          () -> {
            while (!withdrawn.get()) {
              active(KeyUse.ACCESS_TOKEN);
            }
            return true;
          });
      Race.between(racers);
    });
  }

  @Test
  @DisplayName(
      "[L22][L26] a node that cannot ask whether a key was withdrawn accepts nothing after a second")
  void a_node_that_cannot_ask_whether_a_key_was_withdrawn_accepts_nothing() {
    Tokens tokens = house.signIn(house.person()).tokens();
    House elsewhere = node();
    elsewhere
        .gatehouse()
        .withdrawKey()
        .handle(OPERATOR, active(KeyUse.ACCESS_TOKEN).kid());
    cable.pull();
    house.clock().advance(BOUND);

    assertThat(verify(house, tokens).code()).isEqualTo(Answer.OUTAGE);
  }
}
