package dev.gatehouse.application.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpdateProfileTest {
  private final House house = House.over(new InMemoryStorage());

  @Test
  void what_is_not_named_stays_and_the_change_is_noted() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();
    Profile before = house.gatehouse().whoAmI().handle(house.claims(tokens)).profile();

    Profile changed = house
        .gatehouse()
        .updateProfile()
        .handle(
            person.client(),
            house.claims(tokens),
            profile ->
                new Profile(Optional.of("Mary"), Locale.forLanguageTag("pt"), profile.timezone()));

    assertThat(changed)
        .isEqualTo(
            new Profile(Optional.of("Mary"), Locale.forLanguageTag("pt"), before.timezone()));
    assertThat(house.gatehouse().whoAmI().handle(house.claims(tokens)).profile())
        .isEqualTo(changed);
    assertThat(house.events(EventType.PROFILE_UPDATED)).hasSize(1);
  }

  @Test
  void what_changes_nothing_is_not_noted() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();

    house
        .gatehouse()
        .updateProfile()
        .handle(person.client(), house.claims(tokens), profile -> profile);

    assertThat(house.events(EventType.PROFILE_UPDATED)).isEmpty();
  }
}
