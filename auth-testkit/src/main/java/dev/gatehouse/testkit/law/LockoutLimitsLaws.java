package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Guessing with many hands: at once, from many networks, at many accounts. */
public abstract class LockoutLimitsLaws extends Laws {
  private static final Refusal.CredentialsRejected REJECTED = new Refusal.CredentialsRejected();

  // ---- at once

  @Test
  @DisplayName("[L31] of 64 wrong passwords at once at most five are judged")
  void racing_guesses_are_counted_before_they_are_judged() {
    Race.rounds(5, round -> {
      House.Person owner = house().person();
      int before = hasher().work();

      List<Refusal> answers = Race.of(64, racer -> guess(owner.name(), owner.client()));

      assertThat(hasher().work() - before).isEqualTo(5);
      assertThat(answers.stream().filter(REJECTED::equals)).hasSize(5);
      assertThat(answers)
          .filteredOn(answer -> !answer.equals(REJECTED))
          .containsOnly(new Refusal.LockedOut(Duration.ofSeconds(30)));
    });
  }

  @Test
  @DisplayName(
      "[L31] of 64 wrong passwords at once for a name that nobody has at most five are judged")
  void racing_guesses_at_an_unknown_name_are_counted_too() {
    Identifier nobody = new Identifier.ByUsername(Fixtures.username());
    Client client = house().client();
    int before = hasher().work();

    Race.of(64, racer -> guess(nobody, client));

    assertThat(hasher().work() - before).isEqualTo(5);
  }

  @Test
  @DisplayName("[L31] of guesses by username and by address at once no more are judged than by one")
  void guesses_by_any_name_are_counted_as_one() {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    int before = hasher().judged();

    List<Refusal> answers =
        Race.of(24, racer -> guess(racer % 2 == 0 ? owner.name() : address(owner), owner.client()));

    assertThat(hasher().judged() - before).isEqualTo(5);
    assertThat(answers.stream().filter(REJECTED::equals))
        .as("each name is answered as if it were alone")
        .hasSize(10);
  }

  @Test
  @DisplayName("[L31] a day's hundred is the account's, by whatever name from whatever network")
  void the_day_is_the_account_s() {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    int before = hasher().judged();

    for (Client network : networks(30)) {
      for (int i = 0; i < 3; i++) {
        assertThat(guess(owner.name(), network)).isEqualTo(REJECTED);
        assertThat(guess(address(owner), network)).isEqualTo(REJECTED);
      }
    }

    assertThat(hasher().judged() - before).isEqualTo(100);
    assertThat(Refusals.of(() -> house().signIn(owner)))
        .as("the right password, from a network that nobody guessed from")
        .isEqualTo(REJECTED);
  }

  @Test
  @DisplayName(
      "[L31] of 128 guesses at once from 32 networks no more than a day's hundred are judged")
  void racing_guesses_from_many_networks_meet_the_day() {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    List<Client> networks = networks(32);
    int before = hasher().judged();

    Race.of(128, racer -> guess(owner.name(), networks.get(racer % networks.size())));

    assertThat(hasher().judged() - before).isEqualTo(100);
  }

  @Test
  @DisplayName("[L31] of 80 accounts tried at once from one network no more than fifty are")
  void racing_guesses_at_many_accounts_meet_the_hour() {
    Client client = house().client();
    List<Identifier> names = names(80);
    int before = hasher().work();

    Race.of(80, racer -> guess(names.get(racer), client));

    assertThat(hasher().work() - before).isEqualTo(50);
  }

  @Test
  @DisplayName(
      "[L31] names tried while the network's hour is used up are newcomers still when it is over")
  void a_shut_hour_makes_nobody_known() {
    Client client = house().client();
    names(50).forEach(name -> assertThat(guess(name, client)).isEqualTo(REJECTED));
    List<Identifier> warmed = names(80);
    warmed.forEach(name -> assertThat(guess(name, client)).isInstanceOf(Refusal.LockedOut.class));
    later(Duration.ofHours(1));
    int before = hasher().work();

    warmed.forEach(name -> guess(name, client));

    assertThat(hasher().work() - before).isEqualTo(50);
  }

  // ---- the day of one account

  @Test
  @DisplayName(
      "[L30] after a hundred guesses in a day an account with a mailbox is shut to unknown devices for a day, and to no known one")
  void a_day_of_guesses_shuts_an_account_with_a_mailbox() {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    House.Person known = owner.showing(house().signIn(owner).mark());
    useUpTheDay(address(owner));

    assertThat(guess(address(owner), house().client()))
        .isEqualTo(new Refusal.LockedOut(Duration.ofDays(1)));
    assertThat(Refusals.of(() -> house().signIn(owner)))
        .as("by its other name it is shut in silence")
        .isEqualTo(REJECTED);
    house().signIn(known);
    later(Duration.ofDays(1).minusNanos(1000));
    assertThat(guess(address(owner), house().client())).isInstanceOf(Refusal.LockedOut.class);
    assertThat(Refusals.of(() -> house().signIn(owner.at(house().client())))).isEqualTo(REJECTED);
    later(Duration.ofNanos(1000));
    assertThat(house().signIn(owner.at(house().client())).account().id())
        .isEqualTo(owner.account().id());
  }

  @Test
  @DisplayName("[L30] an account without a mailbox keeps one try per half hour and network")
  void an_account_without_a_mailbox_keeps_a_last_resort() {
    House.Person owner = house().person();
    useUpTheDay(owner.name());
    Client one = house().client();
    Client two = house().client();

    assertThat(guess(owner.name(), one)).isEqualTo(REJECTED);
    assertThat(guess(owner.name(), one)).isEqualTo(new Refusal.LockedOut(Duration.ofMinutes(30)));
    assertThat(house().signIn(owner.at(two)).account().id())
        .isEqualTo(owner.account().id());
    later(Duration.ofMinutes(30));
    assertThat(house().signIn(owner.at(one)).account().id())
        .isEqualTo(owner.account().id());
    assertThat(guess(owner.name(), house().client()))
        .as("signing in by the last resort does not open the day")
        .isEqualTo(REJECTED);
  }

  @Test
  @DisplayName(
      "[L33] after a day of guesses an unknown address is shut as a known one is, and an unknown username as one without a mailbox")
  void a_day_of_guesses_tells_nothing() {
    Identifier address = new Identifier.ByEmail(Fixtures.email());
    Identifier name = new Identifier.ByUsername(Fixtures.username());
    useUpTheDay(address);
    useUpTheDay(name);
    Client client = house().client();

    assertThat(guess(address, house().client()))
        .isEqualTo(new Refusal.LockedOut(Duration.ofDays(1)));
    assertThat(guess(name, client)).isEqualTo(REJECTED);
    assertThat(guess(name, client)).isEqualTo(new Refusal.LockedOut(Duration.ofMinutes(30)));
  }

  @Test
  @DisplayName("[L30] guesses that are not judged use up nothing of the day")
  void guesses_that_are_not_judged_use_up_nothing() {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    Client one = house().client();
    for (int i = 0; i < 150; i++) {
      guess(owner.name(), one);
    }

    assertThat(house().signIn(owner).account().id()).isEqualTo(owner.account().id());
  }

  private void useUpTheDay(Identifier name) {
    for (Client network : networks(20)) {
      for (int i = 0; i < 5; i++) {
        assertThat(guess(name, network)).isEqualTo(REJECTED);
      }
    }
  }

  // ---- the hour of one network

  @Test
  @DisplayName(
      "[L31] from one network fifty accounts are tried in an hour, known or not, and no more")
  void fifty_accounts_a_network_and_hour() {
    Client client = house().client();
    House.Person known = house().person();
    House.Person marked = known.showing(house().signIn(known).mark());
    names(50).forEach(name -> assertThat(guess(name, client)).isEqualTo(REJECTED));

    assertThat(guess(new Identifier.ByUsername(Fixtures.username()), client))
        .isEqualTo(new Refusal.LockedOut(Duration.ofHours(1)));
    assertThat(Refusals.of(() -> house().signIn(known.at(client))))
        .isEqualTo(new Refusal.LockedOut(Duration.ofHours(1)));
    assertThat(house()
            .signIn(known.at(client.with(marked.client().deviceMarks().get(0))))
            .account()
            .id())
        .as("a known device in that network")
        .isEqualTo(known.account().id());
    assertThat(house().signIn(known).account().id()).isEqualTo(known.account().id());
    later(Duration.ofHours(1));
    assertThat(house().signIn(known.at(client)).account().id())
        .isEqualTo(known.account().id());
  }

  @Test
  @DisplayName("[L31] people who sign in from one network, however many, do not shut it")
  void honest_people_do_not_shut_their_network() {
    Client client = house().client();
    for (int i = 0; i < 60; i++) {
      House.Person person = house().person().at(client);
      if (i % 3 == 0) {
        guess(person.name(), client);
      }
      assertThat(house().signIn(person).account().id())
          .isEqualTo(person.account().id());
    }
  }

  // ---- separate buckets

  @Test
  @DisplayName(
      "[L35] what was used up of registering, of trying codes or of sign-ins stops none of the others from that network")
  void one_bucket_does_not_empty_another() {
    Client client = house().client();
    House.Person known = house().person();
    SecretText never = new SecretText("1234567");
    useUp(() -> gatehouse()
        .register()
        .handle(client, Register.Command.of(known.username(), House.newPassword())));
    assertThat(house().signIn(known.at(client)).account().id())
        .isEqualTo(known.account().id());

    useUp(() -> gatehouse()
        .verifyEmail()
        .handle(
            client,
            new VerifyEmail.Command(
                Fixtures.email(), never, Optional.empty(), Optional.empty(), false)));
    assertThat(house().signIn(known.at(client)).account().id())
        .isEqualTo(known.account().id());
    assertThat(gatehouse()
            .resendVerification()
            .handle(client, Fixtures.email(), Locale.ENGLISH)
            .remaining())
        .isPositive();

    Client other = house().client();
    names(51).forEach(name -> guess(name, other));
    assertThat(Registrant.of(house(), other, Fixtures.email(), Optional.empty(), Optional.empty())
            .flow())
        .isNotNull();
    assertThat(Refusals.of(() -> gatehouse()
            .verifyEmail()
            .handle(
                other,
                new VerifyEmail.Command(
                    Fixtures.email(), never, Optional.empty(), Optional.empty(), false))))
        .isEqualTo(new Refusal.CodeRejected(4));
  }

  private static Identifier address(House.Person owner) {
    return new Identifier.ByEmail(owner.account().email().orElseThrow());
  }

  private static void useUp(Runnable ask) {
    for (int i = 0; i < 200; i++) {
      if (Refusals.of(ask) instanceof Refusal.Throttled) {
        return;
      }
    }
    throw new AssertionError("two hundred were granted");
  }

  private List<Client> networks(int count) {
    return IntStream.range(0, count).mapToObj(i -> house().client()).toList();
  }

  private static List<Identifier> names(int count) {
    return IntStream.range(0, count)
        .<Identifier>mapToObj(i -> i % 2 == 0
            ? new Identifier.ByUsername(Fixtures.username())
            : new Identifier.ByEmail(Fixtures.email()))
        .toList();
  }

  private Refusal guess(Identifier name, Client client) {
    return Refusals.of(() ->
        gatehouse().signInWithPassword().handle(client, name, new Password("a wrong one"), false));
  }
}
