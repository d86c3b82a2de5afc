package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Guessing passwords: the ladder of one account and one network, and who must not be caught in it. */
public abstract class LockoutLaws extends Laws {
  private static final Refusal.CredentialsRejected REJECTED = new Refusal.CredentialsRejected();
  private static final Duration INSTANT = Duration.ofNanos(1000);

  private House.Person owner;

  @BeforeEach
  void moveIn() {
    owner = house().person();
  }

  // ---- the ladder

  @Test
  @DisplayName(
      "[L31] five are judged, then it is shut for 30 seconds, 5 minutes, 30 minutes and 30 minutes again, to the instant")
  void the_ladder_is_exact() {
    int before = hasher().work();
    for (int i = 0; i < 5; i++) {
      assertThat(guess(owner.client())).isEqualTo(REJECTED);
    }
    for (Duration shut : List.of(
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofMinutes(30),
        Duration.ofMinutes(30))) {
      assertThat(guess(owner.client())).isEqualTo(new Refusal.LockedOut(shut));
      later(shut.minus(INSTANT));
      assertThat(guess(owner.client())).isEqualTo(new Refusal.LockedOut(INSTANT));
      later(INSTANT);
      assertThat(guess(owner.client())).isEqualTo(REJECTED);
    }
    assertThat(hasher().work() - before).as("passwords that were judged").isEqualTo(10);
  }

  @Test
  @DisplayName(
      "[L30] a locked account takes the right password as soon as it is open again, and the count begins anew")
  void no_lock_is_permanent() {
    for (int i = 0; i < 8; i++) {
      guess(owner.client());
      later(Duration.ofMinutes(30));
    }

    house().signIn(owner);

    for (int i = 0; i < 5; i++) {
      assertThat(guess(owner.client())).isEqualTo(REJECTED);
    }
    assertThat(guess(owner.client())).isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
  }

  @Test
  @DisplayName("[L31] while it is shut the right password is refused without being looked at")
  void the_right_password_is_not_looked_at_while_shut() {
    for (int i = 0; i < 5; i++) {
      guess(owner.client());
    }
    int before = hasher().work();

    assertThat(Refusals.of(() -> house().signIn(owner)))
        .isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
    assertThat(hasher().work()).isEqualTo(before);
  }

  @Test
  @DisplayName("[L31] an address of the same network counts as the same")
  void a_network_counts_as_one() {
    List<Client> network = List.of(
        house().client("198.51.100.1"),
        house().client("198.51.100.77"),
        house().client("::ffff:198.51.100.200"));
    for (int i = 0; i < 5; i++) {
      guess(network.get(i % network.size()));
    }

    assertThat(guess(house().client("198.51.100.254"))).isInstanceOf(Refusal.LockedOut.class);
    assertThat(guess(house().client("198.51.101.1"))).isEqualTo(REJECTED);
  }

  @Test
  @DisplayName("[L31] what the user agent says, and marks that are none, change nothing")
  void the_user_agent_changes_nothing() {
    Client client = owner.client();
    for (int i = 0; i < 5; i++) {
      guess(new Client(
          client.realm(),
          client.address(),
          "Browser/" + i,
          i % 2 == 0 ? Transport.BEARER : Transport.COOKIE,
          List.of(new DeviceMark(Fixtures.unique()), new DeviceMark(""))));
    }

    assertThat(guess(client)).isInstanceOf(Refusal.LockedOut.class);
  }

  // ---- unlocking, and what clears

  @Test
  @DisplayName("[L30] an administrator takes every lock off an account")
  void an_administrator_unlocks() {
    Client known = owner.client().with(house().signIn(owner).mark());
    for (int i = 0; i < 6; i++) {
      guess(owner.client());
      guess(known);
    }
    set(owner.account(), AccountStatus.LOCKED);
    later(Duration.ofSeconds(1));

    gatehouse()
        .unlockAccount()
        .handle(new Act(
            Actor.operator("test"),
            owner.account().realm(),
            owner.account().id(),
            "the owner called"));

    assertThat(house().signIn(owner).account().id()).isEqualTo(owner.account().id());
    assertThat(house().signIn(owner.at(known)).account().id())
        .isEqualTo(owner.account().id());
    assertThat(stored(owner.account()).status()).isEqualTo(AccountStatus.ACTIVE);
  }

  @Test
  @DisplayName(
      "[L31] only a completed sign-in clears the count: a right password with a factor due does not")
  void a_right_password_with_a_factor_due_clears_nothing() {
    House.Person careful =
        house().resident(AnAccount.in(house().realm().key()).secondFactors(Method.TOTP));
    for (int i = 0; i < 4; i++) {
      guess(careful, careful.client());
    }
    assertThat(gatehouse()
            .signInWithPassword()
            .handle(careful.client(), careful.name(), careful.password(), false))
        .isInstanceOf(SignIn.SecondFactorDue.class);

    assertThat(guess(careful, careful.client()))
        .isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
  }

  @Test
  @DisplayName("[L31] a completed sign-in to one account clears nothing of another's")
  void a_sign_in_clears_its_own_account_only() {
    House.Person thief = house().person().at(owner.client());
    for (int i = 0; i < 4; i++) {
      guess(owner.client());
      house().signIn(thief);
    }
    guess(owner.client());
    house().signIn(thief);

    assertThat(guess(owner.client())).isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
  }

  // ---- separate buckets

  @Test
  @DisplayName(
      "[L35] failing sign-ins stop neither refresh nor sign-out nor verification, for the account or from the network")
  void failing_sign_ins_stop_nothing_else() {
    Tokens tokens = house().signIn(owner).tokens();
    Tokens second = house().signIn(owner).tokens();
    for (int i = 0; i < 60; i++) {
      guess(house().person(), owner.client());
      guess(owner.client());
    }
    assertThat(Refusals.of(() -> house().signIn(house().person().at(owner.client()))))
        .isInstanceOf(Refusal.LockedOut.class);

    Tokens refreshed = house().refresh(owner, tokens);
    assertThat(gatehouse().whoAmI().handle(house().claims(refreshed)).id())
        .isEqualTo(owner.account().id());
    gatehouse().signOut().handle(owner.client(), second.refresh());
    gatehouse().signOut().handle(owner.client(), house().claims(refreshed));
    assertThat(engine().sessions().live(owner.account().id(), Optional.empty(), 9, now()))
        .isEmpty();
  }

  @Test
  @DisplayName("[L35] refresh tokens that are refused, however many, stop no sign-in")
  void refused_refreshes_stop_no_sign_in() {
    Tokens tokens = house().signIn(owner).tokens();
    gatehouse().signOut().handle(owner.client(), tokens.refresh());
    for (int i = 0; i < 100; i++) {
      assertThat(Refusals.of(() -> house().refresh(owner, tokens)))
          .isEqualTo(new Refusal.RefreshRejected());
    }

    assertThat(house().signIn(owner).account().id()).isEqualTo(owner.account().id());
  }

  // ---- outages

  @Test
  @DisplayName(
      "[L31] while the hasher has no room nothing is said of the password, nothing is counted and nothing is cleared")
  void an_outage_of_hashing_is_no_rejection() {
    for (int i = 0; i < 3; i++) {
      guess(owner.client());
    }
    hasher().full(true);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> house().signIn(owner)).isInstanceOf(Outage.class);
      assertThatThrownBy(() -> guess(owner.client())).isInstanceOf(Outage.class);
    }
    hasher().full(false);
    hasher().crowded(true);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> house().signIn(owner)).isInstanceOf(Outage.class);
      assertThatThrownBy(() -> guess(owner.client())).isInstanceOf(Outage.class);
    }
    hasher().crowded(false);

    assertThat(guess(owner.client())).isEqualTo(REJECTED);
    assertThat(guess(owner.client())).isEqualTo(REJECTED);
    assertThat(guess(owner.client())).isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
  }

  private Refusal guess(Client client) {
    return guess(owner, client);
  }

  private Refusal guess(House.Person person, Client client) {
    return Refusals.of(() -> gatehouse()
        .signInWithPassword()
        .handle(client, person.name(), new Password("a wrong one"), false));
  }
}
