package dev.gatehouse.application.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CreateOwnerTest {
  private final House house = House.over(new InMemoryStorage());
  private final Username username = Fixtures.username();
  private final EmailAddress email = Fixtures.email();

  private CreateOwner.Command command(
      Realm realm, Username name, Optional<Password> password, boolean another) {
    return new CreateOwner.Command(Actor.operator("test"), realm, name, email, password, another);
  }

  private Account stored(Username name) {
    return house
        .storage()
        .accounts()
        .find(house.staffRealm().key(), new Identifier.ByUsername(name))
        .orElseThrow()
        .account();
  }

  @Test
  void without_a_password_there_is_a_link_to_set_one_once() {
    CreateOwner.Created created = house
        .gatehouse()
        .createOwner()
        .handle(command(house.staffRealm(), username, Optional.empty(), false));
    Client client = house.clientOf(house.staffRealm());
    Password password = House.newPassword();

    assertThat(stored(username).roles()).isEqualTo(Set.of(Role.OWNER));
    ResetPassword.Proof link = new ResetPassword.Proof.Link(created.link().orElseThrow());
    house.gatehouse().resetPassword().handle(client, link, password);
    assertThat(house
            .gatehouse()
            .signInWithPassword()
            .handle(client, new Identifier.ByUsername(username), password, false))
        .isInstanceOf(SignIn.EnrolmentDue.class);
    assertThat(Refusals.of(
            () -> house.gatehouse().resetPassword().handle(client, link, House.newPassword())))
        .isInstanceOf(Refusal.CodeRejected.class);
  }

  @Test
  void with_a_password_there_is_none_and_the_rules_of_staff_hold() {
    assertThat(Refusals.of(() -> house
            .gatehouse()
            .createOwner()
            .handle(
                command(house.staffRealm(), username, Optional.of(new Password("short")), false))))
        .isInstanceOf(Refusal.PasswordRejected.class);

    assertThat(house
            .gatehouse()
            .createOwner()
            .handle(command(house.staffRealm(), username, Optional.of(House.newPassword()), false))
            .link())
        .isEmpty();
  }

  @Test
  void a_second_owner_is_created_only_where_that_is_said() {
    CreateOwner create = house.gatehouse().createOwner();
    create.handle(command(house.staffRealm(), username, Optional.empty(), false));
    CreateOwner.Command second =
        command(house.staffRealm(), Fixtures.username(), Optional.empty(), false);

    assertThat(Refusals.of(() -> create.handle(second))).isEqualTo(new Refusal.NotPermitted());
    assertThat(Refusals.of(() -> create.handle(
            command(house.staffRealm(), Fixtures.username(), Optional.empty(), true))))
        .as("the address is taken")
        .isEqualTo(new Refusal.UsernameTaken());
  }

  @Test
  @DisplayName("[L18] customers have no owner; [L44] who created one is kept")
  void owners_are_of_staff() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command(house.realm(), username, Optional.empty(), false));

    house
        .gatehouse()
        .createOwner()
        .handle(command(house.staffRealm(), username, Optional.empty(), false));
    assertThat(house.events(EventType.OWNER_CREATED)).singleElement().satisfies(event -> {
      assertThat(event.actor()).isEqualTo(Actor.operator("test"));
      assertThat(event.subject()).contains(stored(username).id());
    });
  }
}
