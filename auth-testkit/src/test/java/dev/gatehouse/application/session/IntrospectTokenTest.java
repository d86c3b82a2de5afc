package dev.gatehouse.application.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IntrospectTokenTest {
  private final InMemoryStorage storage = new InMemoryStorage();
  private final House house = House.over(storage);

  @Test
  @DisplayName("[L25] of a good token its claims are told, of any other nothing")
  void of_a_good_token_its_claims_are_told() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();
    IntrospectToken introspect = house.gatehouse().introspectToken();

    assertThat(introspect.handle(house.realm(), tokens.access())).contains(house.claims(tokens));
    assertThat(introspect.handle(house.otherRealm(), tokens.access())).isEmpty();
    assertThat(introspect.handle(house.realm(), new AccessToken("rubbish"))).isEmpty();
    house.gatehouse().signOut().handle(person.client(), house.claims(tokens));
    assertThat(introspect.handle(house.realm(), tokens.access())).isEmpty();
  }

  @Test
  @DisplayName("[L43] what can not be told at the moment is an outage, not a no")
  void what_can_not_be_told_is_an_outage() {
    Tokens tokens = house.signIn(house.person()).tokens();
    house.clock().advance(Duration.ofSeconds(5));
    storage.answering(false);

    assertThatThrownBy(
            () -> house.gatehouse().introspectToken().handle(house.realm(), tokens.access()))
        .isInstanceOf(Outage.class);
  }
}
