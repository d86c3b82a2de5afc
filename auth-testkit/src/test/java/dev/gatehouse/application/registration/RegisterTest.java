package dev.gatehouse.application.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegisterTest {
  private final House house = House.over(new InMemoryStorage());

  @Test
  void nobody_registers_without_a_name_or_a_way_in_or_against_the_terms() {
    assertThat(refused(new Register.Command(
            Optional.empty(),
            Optional.empty(),
            Optional.of(House.newPassword()),
            Locale.ENGLISH,
            true,
            false)))
        .isEqualTo(new Refusal.ValueRejected("login", "nothing", "a login or an email"));
    assertThat(refused(new Register.Command(
            Optional.of(Fixtures.username()),
            Optional.empty(),
            Optional.empty(),
            Locale.ENGLISH,
            true,
            false)))
        .isInstanceOf(Refusal.ValueRejected.class);
    assertThat(refused(new Register.Command(
            Optional.of(Fixtures.username()),
            Optional.empty(),
            Optional.of(House.newPassword()),
            Locale.ENGLISH,
            false,
            false)))
        .isEqualTo(new Refusal.TermsNotAccepted());
  }

  private Refusal refused(Register.Command command) {
    return Refusals.of(() -> house.gatehouse().register().handle(house.client(), command));
  }
}
