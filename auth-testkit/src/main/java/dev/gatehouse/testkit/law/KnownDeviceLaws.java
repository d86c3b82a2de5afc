package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Devices that have signed in to an account before: strangers must not lock them out, and they are no way around the ladder either. */
public abstract class KnownDeviceLaws extends Laws {
  private static final Refusal.CredentialsRejected REJECTED = new Refusal.CredentialsRejected();

  private House.Person owner;

  @BeforeEach
  void moveIn() {
    owner = house().person();
  }

  @Test
  @DisplayName(
      "[L30] no stranger, wherever he asks from, locks the owner out of a device that has signed in before")
  void a_stranger_never_locks_a_known_device() {
    House.Person known = owner.showing(house().signIn(owner).mark());
    for (int i = 0; i < 30; i++) {
      guess(owner.client());
      guess(house().client());
    }

    assertThat(Refusals.of(() -> house().signIn(owner))).isInstanceOf(Refusal.LockedOut.class);
    assertThat(house().signIn(known).account().id()).isEqualTo(owner.account().id());
    assertThat(house()
            .signIn(known.at(house().client().with(mark(known))))
            .account()
            .id())
        .as("the device somewhere else")
        .isEqualTo(owner.account().id());
  }

  private static DeviceMark mark(House.Person known) {
    return known.client().deviceMarks().get(0);
  }

  @Test
  @DisplayName("[L30] the mark of one account gives nothing on another, alone or among others")
  void a_mark_of_another_account_gives_nothing() {
    House.Person other = house().person();
    DeviceMark others = house().signIn(other).mark();
    for (int i = 0; i < 5; i++) {
      guess(owner.client().with(others));
    }

    assertThat(guess(owner.client().with(others))).isInstanceOf(Refusal.LockedOut.class);
    assertThat(guess(owner.client())).isInstanceOf(Refusal.LockedOut.class);
    Client client = owner.client();
    Client many = new Client(
        client.realm(),
        client.address(),
        "Testing/1.0",
        Transport.BEARER,
        List.of(others, others, new DeviceMark(""), others, others));
    assertThat(guess(many)).isInstanceOf(Refusal.LockedOut.class);
  }

  @Test
  @DisplayName(
      "[L30] a known device has a budget of its own on the same ladder, and locks nobody else by using it up")
  void a_known_device_has_a_budget_of_its_own() {
    Client known = owner.client().with(house().signIn(owner).mark());
    for (int i = 0; i < 5; i++) {
      assertThat(guess(known)).isEqualTo(REJECTED);
    }

    assertThat(guess(known)).isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
    later(Duration.ofSeconds(30));
    assertThat(guess(known)).isEqualTo(REJECTED);
    assertThat(guess(known)).isEqualTo(new Refusal.LockedOut(Duration.ofMinutes(5)));
    assertThat(house().signIn(owner).account().id())
        .as("the same network without the mark")
        .isEqualTo(owner.account().id());
  }

  @Test
  @DisplayName(
      "[L30] every sign-in from a device keeps its mark, and a mark outlives a change of the password")
  void a_mark_is_kept() {
    SignIn.SignedIn first = house().signIn(owner);
    House.Person known = owner.showing(first.mark());
    Password wanted = House.newPassword();

    gatehouse()
        .changePassword()
        .handle(known.client(), house().claims(first.tokens()), owner.password(), wanted);
    for (int i = 0; i < 6; i++) {
      guess(owner.client());
    }

    SignIn.SignedIn again = (SignIn.SignedIn)
        gatehouse().signInWithPassword().handle(known.client(), owner.name(), wanted, false);
    assertThat(again.mark().text()).isEqualTo(first.mark().text());
  }

  private Refusal guess(Client client) {
    return Refusals.of(() -> gatehouse()
        .signInWithPassword()
        .handle(client, owner.name(), new Password("a wrong one"), false));
  }
}
