package dev.gatehouse.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.admin.CreateOwner;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordFlaw;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.port.CommonPasswords;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The real list of common passwords, at every door where a password is set. */
class CommonPasswordsLawsTest {
  private static final CommonPasswords COMMON = Passwords.common();

  private static final List<String> WEAK = List.of(
      "Password123!",
      "password1234",
      "PASSWORD!!!!",
      "Qwerty123456!",
      "qwertyuiop12",
      "iloveyou2024!!",
      "Letmein12345",
      "Welcome2026!!",
      "dragon!!!!!!!",
      "Football1234",
      "princess$$$$",
      "Superman2025!",
      "trustno1!!!!",
      "Monkey  12345",
      "1q2w3e4r5t6y");

  private static final List<String> GOOD = List.of(
      "correct horse carries staples",
      "eleven purple wagons",
      "пароль для старой лодки",
      "vZ3-kQ9_tR7w",
      "我的密码是一只会飞的猫咪呀真的");

  private final House house = House.over(new InMemoryStorage()).with(COMMON);

  @TestFactory
  @DisplayName(
      "[L36] a common word with what people put behind it is refused, whatever the length rule says")
  Stream<DynamicTest> common_passwords_are_refused() {
    return WEAK.stream()
        .map(text -> DynamicTest.dynamicTest("[L36] " + text, () -> {
          assertThat(text.codePointCount(0, text.length())).isGreaterThanOrEqualTo(12);
          assertThat(flaws(text)).containsExactly(PasswordFlaw.COMMON);
        }));
  }

  @TestFactory
  @DisplayName("[L36] a long password that nobody tries first is taken")
  Stream<DynamicTest> good_passwords_are_taken() {
    return GOOD.stream()
        .map(text -> DynamicTest.dynamicTest(
            "[L36] " + text, () -> assertThat(flaws(text)).isEmpty()));
  }

  @Test
  @DisplayName("[L36] common passwords are refused at every door where a password is set")
  void common_passwords_are_refused_at_every_door() {
    Password weak = new Password("Password123!");
    EmailAddress email = Fixtures.email();
    Client client = house.client();
    Registrant registrant = Registrant.of(house, client, email, Optional.empty(), Optional.empty());
    House.Person person = house.person();
    AccessClaims claims = house.claims(house.signIn(person).tokens());

    assertRefused(() ->
        house.gatehouse().register().handle(client, Register.Command.of(Fixtures.email(), weak)));
    assertRefused(() -> house
        .gatehouse()
        .register()
        .handle(client, Register.Command.of(Fixtures.username(), weak)));
    assertRefused(() -> house
        .gatehouse()
        .verifyEmail()
        .handle(
            client,
            new VerifyEmail.Command(
                email, registrant.code(), Optional.empty(), Optional.of(weak), false)));
    assertRefused(() -> house
        .gatehouse()
        .changePassword()
        .handle(person.client(), claims, person.password(), weak));
    assertRefused(() -> house
        .gatehouse()
        .createOwner()
        .handle(new CreateOwner.Command(
            Actor.operator("test"),
            house.staffRealm(),
            Fixtures.username(),
            Fixtures.email(),
            Optional.of(new Password("Password123456!!!!")),
            true)));
    assertThat(registrant.verify(registrant.code()).account().email())
        .as("the code was not spent by that")
        .contains(email);
    FlowHandle flow = house.gatehouse().forgotPassword().handle(client, email);
    for (ResetPassword.Proof proof : List.of(
        new ResetPassword.Proof.Link(house.said(email, Mail.Kind.PASSWORD_RESET, "token")),
        new ResetPassword.Proof.Digits(email, house.codeTo(email), flow))) {
      assertRefused(() -> house.gatehouse().resetPassword().handle(client, proof, weak));
      if (proof instanceof ResetPassword.Proof.Digits) {
        assertThat(house
                .gatehouse()
                .resetPassword()
                .handle(client, proof, House.newPassword())
                .ended())
            .as("nor those of the mail")
            .isEqualTo(1);
      }
    }
  }

  private static void assertRefused(Runnable act) {
    assertThat(((Refusal.PasswordRejected) Refusals.of(act)).flaws())
        .containsExactly(PasswordFlaw.COMMON);
  }

  @Test
  @DisplayName("[L36] a password with the username or the address in it is refused")
  void names_are_refused() {
    Username username = new Username("Grandmaster");
    Password holding = new Password("my GRANDMASTER of old");

    assertThat(((Refusal.PasswordRejected) Refusals.of(() -> house
                .gatehouse()
                .register()
                .handle(house.client(), Register.Command.of(username, holding))))
            .flaws())
        .containsExactly(PasswordFlaw.CONTAINS_NAME);
  }

  private Set<PasswordFlaw> flaws(String text) {
    return Refusals.maybe(() -> house
            .gatehouse()
            .register()
            .handle(house.client(), Register.Command.of(Fixtures.username(), new Password(text))))
        .map(refusal -> ((Refusal.PasswordRejected) refusal).flaws())
        .orElse(Set.of());
  }
}
