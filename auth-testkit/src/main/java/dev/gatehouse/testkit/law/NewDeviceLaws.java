package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody signs in at a device that has not signed in to the account before. */
public abstract class NewDeviceLaws extends Laws {
  private House.Person owner;
  private EmailAddress email;
  private SignIn.SignedIn first;

  @BeforeEach
  void settle() {
    owner = house().resident(AnAccount.in(house().realm().key()));
    email = owner.account().email().orElseThrow();
    first = house().signIn(owner);
  }

  private List<Mail> told() {
    return told(email);
  }

  private List<Mail> told(EmailAddress at) {
    return house().mailsTo(at).stream()
        .filter(mail -> mail.kind() == Mail.Kind.NEW_DEVICE)
        .toList();
  }

  private Client calling(String address, String userAgent) {
    return new Client(
        house().realm(), new ClientAddress(address), userAgent, Transport.BEARER, List.of());
  }

  @Test
  @DisplayName("[L45] the owner is told of a new device, and from where; not of the first of all")
  void the_owner_is_told() {
    assertThat(told()).isEmpty();
    House.Person elsewhere = owner.at(calling("192.0.2.7", "Elsewhere/1.0"));
    SignIn.SignedIn in = house().signIn(elsewhere);

    assertThat(told())
        .singleElement()
        .satisfies(mail -> assertThat(mail.values())
            .containsEntry("address", "192.0.2.7")
            .containsEntry("user_agent", "Elsewhere/1.0"));
    assertThat(engine().rows(EventType.NEW_DEVICE_TOLD))
        .singleElement()
        .satisfies(row ->
            assertThat(row.session()).contains(house().claims(in.tokens()).session()));
  }

  @Test
  @DisplayName(
      "[L45] not of a device that shows its mark, but of one that shows the mark of another account")
  void a_known_device_is_not_told_of() {
    house().signIn(owner.at(house().client()).showing(first.mark()));
    assertThat(told()).isEmpty();

    House.Person other = house().resident(AnAccount.in(house().realm().key()));
    house().signIn(owner.showing(house().signIn(other).mark()));
    assertThat(told()).hasSize(1);
  }

  @Test
  @DisplayName("[L45] a registration that signs in is no new device, and a mailed link at one is")
  void every_way_in_tells() {
    Registrant newcomer = Registrant.of(house());
    newcomer.verify(newcomer.code());
    assertThat(told(newcomer.email())).isEmpty();

    Client there = house().client();
    FlowHandle flow =
        gatehouse().askForMagicLink().handle(there, AskForMagicLink.Command.of(newcomer.email()));
    gatehouse()
        .signInWithMagicLink()
        .handle(
            there,
            new SignInWithMagicLink.Command(
                new SignInWithMagicLink.Proof.Digits(
                    newcomer.email(), house().codeTo(newcomer.email()), flow),
                false,
                false));
    assertThat(told(newcomer.email())).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L45] a password alone tells nobody while a second factor is due, and a wrong one never")
  void only_who_came_in_is_told_of() {
    House.Person careful =
        house().resident(AnAccount.in(house().realm().key()).secondFactors(Method.TOTP));
    for (int i = 0; i < 2; i++) {
      gatehouse()
          .signInWithPassword()
          .handle(house().client(), careful.name(), careful.password(), false);
    }
    assertThat(told(careful.account().email().orElseThrow())).isEmpty();
    assertThat(Refusals.of(() -> gatehouse()
            .signInWithPassword()
            .handle(house().client(), owner.name(), House.newPassword(), false)))
        .isEqualTo(new Refusal.CredentialsRejected());
    assertThat(told()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L34] of a device that keeps no mark the owner hears once a day, and at once of another")
  void of_one_without_mark_once_a_day() {
    for (int hour = 0; hour < 24; hour++) {
      house().signIn(owner.at(calling("192.0.2.7", "Script/1.0")));
      later(Duration.ofHours(1));
    }
    assertThat(told()).hasSize(1);
    house().signIn(owner.at(calling("192.0.2.8", "Script/1.0")));
    house().signIn(owner.at(calling("192.0.2.7", "Script/2.0")));
    assertThat(told()).hasSize(3);
    later(Duration.ofHours(1));
    house().signIn(owner.at(calling("192.0.2.7", "Script/1.0")));
    assertThat(told()).hasSize(4);
  }

  @Test
  @DisplayName("[L34] of ten an hour at most, and of the next one again in the next hour")
  void of_ten_an_hour_at_most() {
    for (int device = 0; device < 15; device++) {
      house().signIn(owner.at(house().client()));
    }
    assertThat(told()).hasSize(10);
    later(Duration.ofHours(1).plusMillis(1));
    house().signIn(owner.at(house().client()));
    assertThat(told()).hasSize(11);
  }

  @Test
  @DisplayName("[L45] that there are more of them than are told of one by one the owner hears once")
  void of_many_it_is_said_that_they_are_many() {
    for (int device = 0; device < 15; device++) {
      house().signIn(owner.at(house().client()));
    }
    assertThat(house().mailsTo(email))
        .filteredOn(mail -> mail.kind() == Mail.Kind.NEW_DEVICES)
        .hasSize(1);
    assertThat(engine().rows(EventType.NEW_DEVICE_TOLD))
        .hasSize(11)
        .last()
        .satisfies(row -> assertThat(row.reason()).isEqualTo(Mail.Kind.NEW_DEVICES.name()));
  }

  @Test
  @DisplayName("[L31] racing sign-ins of one device tell of it once")
  void racing_sign_ins_tell_once() {
    Race.rounds(5, round -> {
      House.Person person = house().resident(AnAccount.in(house().realm().key()));
      house().signIn(person);
      Client there = calling("192.0.2." + round, "Racing/1.0 " + Fixtures.unique());
      Race.of(4, racer -> house().signIn(person.at(there)));
      assertThat(told(person.account().email().orElseThrow())).hasSize(1);
    });
  }

  @Test
  void who_has_no_address_is_told_nothing() {
    House.Person nameless = house().person();
    house().signIn(nameless);
    house().signIn(nameless.at(house().client()));
    assertThat(engine().rows(EventType.NEW_DEVICE_TOLD)).isEmpty();
  }
}
