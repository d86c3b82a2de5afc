package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An account that must not be used, and every path on which it might be. */
public abstract class AccountStateLaws extends Laws {
  private static final Refusal.CredentialsRejected REJECTED = new Refusal.CredentialsRejected();

  private static Stream<AccountStatus> shut() {
    return Arrays.stream(AccountStatus.values()).filter(status -> status != AccountStatus.ACTIVE);
  }

  private static Stream<DynamicTest> eachShut(String path, Consumer<AccountStatus> test) {
    return shut()
        .map(status ->
            DynamicTest.dynamicTest("[L08] " + status + ": " + path, () -> test.accept(status)));
  }

  @TestFactory
  @DisplayName(
      "[L08] no account that is not active is signed in by its password, by any of its names")
  Stream<DynamicTest> not_by_password() {
    return eachShut("no tokens for the right password", status -> {
      House.Person person = house().resident(AnAccount.in(house().realm().key()).status(status));
      Identifier address = new Identifier.ByEmail(person.account().email().orElseThrow());

      assertThat(Refusals.of(() -> house().signIn(person))).isEqualTo(REJECTED);
      assertThat(Refusals.of(() -> gatehouse()
              .signInWithPassword()
              .handle(person.client(), address, person.password(), true)))
          .isEqualTo(REJECTED);
      assertNoSession(person.account());
    });
  }

  @TestFactory
  @DisplayName(
      "[L08] no account that stops being active while its password is checked is signed in")
  Stream<DynamicTest> not_when_it_changes_in_the_middle() {
    return eachShut("no tokens when it becomes so in the middle of a sign-in", status -> {
      Interrupted interrupted = new Interrupted(hasher());
      House caught = house().with(interrupted);
      House.Person person = house().person();
      interrupted.whileChecking(() -> set(person.account(), status));

      assertThat(Refusals.of(() -> caught.signIn(person))).isEqualTo(REJECTED);
      assertNoSession(person.account());
    });
  }

  @TestFactory
  @DisplayName("[L08] no session of an account that is not active is refreshed")
  Stream<DynamicTest> not_by_refresh() {
    return eachShut("no tokens for a refresh token, current or earlier", status -> {
      House.Person person = house().person();
      Tokens first = house().signIn(person).tokens();
      Tokens second = house().refresh(person, first);
      set(person.account(), status);

      for (Tokens tokens : List.of(second, first)) {
        assertThat(Refusals.of(() -> house().refresh(person, tokens)))
            .isEqualTo(new Refusal.RefreshRejected());
      }
    });
  }

  @TestFactory
  @DisplayName("[L08] no code gives tokens for an address whose account is not active")
  Stream<DynamicTest> not_by_code() {
    return eachShut("no tokens for a code that was mailed before", status -> {
      Registrant registrant = Registrant.of(house());
      SecretText code = registrant.code();
      Account account = house()
          .resident(AnAccount.in(house().realm().key()).at(registrant.email()).status(status))
          .account();

      assertThat(Refusals.of(() -> registrant.verify(code)))
          .isInstanceOf(Refusal.CodeRejected.class);
      assertThat(Refusals.of(() -> Registrant.verifyWithoutHandle(
              house(), registrant.email(), code, Optional.of(House.newPassword()))))
          .isInstanceOf(Refusal.CodeRejected.class);
      assertNoSession(account);
      assertThat(stored(account).status()).isEqualTo(status);
    });
  }

  @TestFactory
  @DisplayName("[L08] no code mailed now gives tokens for an address whose account is not active")
  Stream<DynamicTest> not_by_a_new_code() {
    return eachShut("registering its address anew gives no code", status -> {
      Account account =
          house().resident(AnAccount.in(house().realm().key()).status(status)).account();

      Registrant registrant = Registrant.of(house(), account.email().orElseThrow());

      assertThat(house().mailsTo(registrant.email()))
          .singleElement()
          .satisfies(mail -> assertThat(mail.code()).isEmpty());
      assertThat(Refusals.of(() -> gatehouse()
              .verifyEmail()
              .handle(
                  registrant.client(),
                  VerifyEmail.Command.of(
                      registrant.email(), new SecretText(""), registrant.flow()))))
          .isInstanceOf(Refusal.CodeRejected.class);
    });
  }

  @TestFactory
  @DisplayName(
      "[L08] an access token of an account that is not active opens nothing of the account")
  Stream<DynamicTest> not_by_access_token() {
    return eachShut("an access token opens nothing", status -> {
      House.Person person = house().person();
      var claims = house().claims(house().signIn(person).tokens());
      set(person.account(), status);

      List<Refusal> answers = List.of(
          Refusals.of(() -> gatehouse().whoAmI().handle(claims)),
          Refusals.of(() -> gatehouse()
              .changePassword()
              .handle(person.client(), claims, person.password(), House.newPassword())),
          Refusals.of(() -> gatehouse().updateProfile().handle(person.client(), claims, p -> p)));

      assertThat(answers).containsOnly(new Refusal.TokenRejected());
    });
  }

  @Test
  @DisplayName(
      "[L08] a lock by failed passwords stops signing in only: sessions go on being refreshed and used")
  void a_throttle_lock_stops_signing_in_only() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    for (int i = 0; i < 6; i++) {
      Refusals.of(() -> gatehouse()
          .signInWithPassword()
          .handle(person.client(), person.name(), House.newPassword(), false));
    }
    assertThat(Refusals.of(() -> house().signIn(person))).isInstanceOf(Refusal.LockedOut.class);

    Tokens refreshed = house().refresh(person, tokens);

    assertThat(gatehouse().whoAmI().handle(house().claims(refreshed)).id())
        .isEqualTo(person.account().id());
  }

  // ---- disabling and enabling

  @Test
  @DisplayName("[L08] disabling ends every token at once on this node, and enabling revives none")
  void disabling_ends_every_token_and_enabling_revives_none() {
    House.Person person = house().person();
    Tokens one = house().signIn(person).tokens();
    Tokens two = house().refresh(person, house().signIn(person).tokens());

    int ended = gatehouse().disableAccount().handle(act(person));

    assertThat(ended).isEqualTo(2);
    assertDead(person, one, two);
    assertThat(Refusals.of(() -> house().signIn(person))).isEqualTo(REJECTED);
    gatehouse().enableAccount().handle(act(person));
    assertDead(person, one, two);
    later(Duration.ofSeconds(30));
    assertDead(person, one, two);
    house().work();
    assertDead(person, one, two);
    assertThat(house().claims(house().signIn(person).tokens()).subject())
        .isEqualTo(person.account().id());
  }

  @Test
  @DisplayName(
      "[L08] an account disabled twice, or enabled when it was not disabled, is refused and stays as it was")
  void disabling_and_enabling_are_not_repeated() {
    House.Person person = house().person();
    assertThat(Refusals.of(() -> gatehouse().enableAccount().handle(act(person))))
        .isEqualTo(new Refusal.NotFound());
    gatehouse().disableAccount().handle(act(person));

    assertThat(Refusals.of(() -> gatehouse().disableAccount().handle(act(person))))
        .isEqualTo(new Refusal.NotFound());
    assertThat(Refusals.of(() -> gatehouse().unlockAccount().handle(act(person))))
        .as("unlocking does not enable")
        .isEqualTo(new Refusal.NotFound());
    assertThat(stored(person.account()).status()).isEqualTo(AccountStatus.DISABLED);
  }

  @TestFactory
  @DisplayName(
      "[L08] neither enabling nor unlocking brings back an account that is leaving or deleted")
  Stream<DynamicTest> leaving_and_deleted_accounts_are_not_brought_back() {
    return Stream.of(AccountStatus.LEAVING, AccountStatus.DELETED)
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          House.Person person =
              house().resident(AnAccount.in(house().realm().key()).status(status));
          for (Runnable deed : List.<Runnable>of(
              () -> gatehouse().disableAccount().handle(act(person)),
              () -> gatehouse().enableAccount().handle(act(person)),
              () -> gatehouse().unlockAccount().handle(act(person)))) {
            assertThat(Refusals.of(deed)).isEqualTo(new Refusal.NotFound());
          }
          assertThat(stored(person.account()).status()).isEqualTo(status);
        }));
  }

  @Test
  @DisplayName("[L08] a sign-in, a refresh and disabling at once leave nothing alive")
  void racing_with_disabling_leaves_nothing_alive() {
    Race.rounds(round -> {
      House.Person person = house().person();
      Tokens before = house().signIn(person).tokens();

      List<Optional<Tokens>> won = Race.between(List.of(
          () -> {
            gatehouse().disableAccount().handle(act(person));
            return Optional.of(before);
          },
          () -> tokens(() -> house().signIn(person).tokens()),
          () -> tokens(() -> house().refresh(person, before))));

      won.forEach(tokens -> tokens.ifPresent(t -> assertDead(person, t)));
      assertNoSession(person.account());
    });
  }

  private static Optional<Tokens> tokens(Supplier<Tokens> way) {
    Tokens[] tokens = new Tokens[1];
    return Refusals.maybe(() -> tokens[0] = way.get()).isPresent()
        ? Optional.empty()
        : Optional.of(tokens[0]);
  }

  // ---- steps

  private static Act act(House.Person person) {
    return new Act(
        Actor.operator("test"), person.account().realm(), person.account().id(), "asked by a test");
  }

  private void assertDead(House.Person person, Tokens... all) {
    for (Tokens tokens : all) {
      assertThat(Refusals.of(() -> house().claims(tokens))).isEqualTo(new Refusal.TokenRejected());
      assertThat(Refusals.of(() -> house().refresh(person, tokens)))
          .isEqualTo(new Refusal.RefreshRejected());
    }
  }

  private void assertNoSession(Account account) {
    assertThat(engine().sessions().live(account.id(), Optional.empty(), 10, now()))
        .isEmpty();
  }
}
