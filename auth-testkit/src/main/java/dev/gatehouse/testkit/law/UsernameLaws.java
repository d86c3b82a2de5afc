package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Usernames that more than one wants: who gets them, and who hears of it. */
public abstract class UsernameLaws extends Laws {

  @Test
  @DisplayName("[L33] a username asked for with an address is taken at verification, never before")
  void a_username_is_taken_at_verification_only() {
    Username wanted = Fixtures.username();
    Registrant one = asking(wanted);
    Registrant two = asking(wanted);
    SecretText onesCode = one.code();
    SecretText twosCode = two.code();

    SignIn.SignedIn first = two.verify(twosCode);

    assertThat(first.account().username()).contains(wanted);
    assertThat(Refusals.of(() -> one.verify(onesCode))).isEqualTo(new Refusal.UsernameTaken());
    assertThat(Refusals.of(() -> one.verify(onesCode)))
        .as("the code is not spent by that")
        .isEqualTo(new Refusal.UsernameTaken());
    SignIn.SignedIn second = Registrant.verifyWithoutHandle(
        house(), one.email(), onesCode, Optional.of(House.newPassword()));
    assertThat(second.account().username()).isEmpty();
    assertThat(second.account().id()).isNotEqualTo(first.account().id());
  }

  @Test
  @DisplayName("[L33] a candidate holds no username back from others")
  void a_candidate_holds_no_username_back() {
    Username wanted = Fixtures.username();
    Registrant candidate = asking(wanted);
    Registered active = gatehouse()
        .register()
        .handle(house().client(), Register.Command.of(wanted, House.newPassword()));

    assertThat(active).isInstanceOf(Registered.Active.class);
    assertThat(Refusals.of(() -> candidate.verify(candidate.code())))
        .isEqualTo(new Refusal.UsernameTaken());
  }

  @Test
  @DisplayName(
      "[L33] a taken username asked for with an address is not told at registration, in whatever case")
  void a_taken_username_is_not_told_at_registration() {
    House.Person person = house().person();
    String upper = person.username().value().toUpperCase(Locale.ROOT);

    Registrant other = asking(new Username(upper));

    assertThat(Refusals.of(() -> other.verify(other.code())))
        .isEqualTo(new Refusal.UsernameTaken());
  }

  @Test
  @DisplayName("[L33] only a username alone is said to be taken, and only so often")
  void a_taken_username_is_told_and_throttled() {
    House.Person person = house().person();
    Client client = house().client();
    Username taken = person.username();

    List<Refusal> answers = IntStream.range(0, 31)
        .mapToObj(i -> Refusals.of(() ->
            gatehouse().register().handle(client, Register.Command.of(taken, House.newPassword()))))
        .toList();

    assertThat(answers.subList(0, 30)).containsOnly(new Refusal.UsernameTaken());
    assertThat(answers.get(30)).isInstanceOf(Refusal.Throttled.class);
  }

  private Registrant asking(Username username) {
    return Registrant.of(
        house(),
        house().client(),
        Fixtures.email(),
        Optional.of(username),
        Optional.of(House.newPassword()));
  }
}
