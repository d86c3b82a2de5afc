package dev.gatehouse.domain.account;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DepartureTest {
  private static final Instant DUE = NOW.plus(Duration.ofDays(30));

  private static Departure departure(boolean byOwner) {
    return new Departure(ACCOUNT, SHOP_KEY, NOW, DUE, byOwner, AccountStatus.ACTIVE);
  }

  @Test
  @DisplayName("[L46] an account that leaves is due when its grace ends, and not before")
  void it_is_due_when_its_grace_ends() {
    for (boolean byOwner : new boolean[] {false, true}) {
      Departure departure = departure(byOwner);
      assertThat(departure.due(NOW)).isFalse();
      assertThat(departure.due(DUE.minusNanos(1))).isFalse();
      assertThat(departure.due(DUE)).isTrue();
      assertThat(departure.due(DUE.plusNanos(1))).isTrue();
    }
  }

  @Test
  void its_owner_may_think_better_of_it_until_it_is_due() {
    Departure departure = departure(true);
    assertThat(departure.undoable(NOW)).isTrue();
    assertThat(departure.undoable(DUE.minusNanos(1))).isTrue();
    assertThat(departure.undoable(DUE)).isFalse();
    assertThat(departure.undoable(DUE.plusNanos(1))).isFalse();
  }

  @Test
  @DisplayName("[L08] what others removed its owner does not keep")
  void what_others_removed_its_owner_does_not_keep() {
    Departure departure = departure(false);
    assertThat(departure.undoable(NOW)).isFalse();
    assertThat(departure.undoable(DUE)).isFalse();
  }
}
