package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Somebody registers an address that is not his, before the owner does or after, and hopes that something of it survives. */
public abstract class RivalRegistrantsLaws extends Laws {
  /** How the owner proves the mailbox. */
  private enum Way {
    WITH_HANDLE,
    PASSWORD_IN_REQUEST,
    WITH_NOTHING
  }

  private record Scenario(boolean before, boolean after, boolean resent, Way way) {
    @Override
    public String toString() {
      return "[L04] rivals " + (before ? "before " : "") + (after ? "after " : "")
          + (resent ? "and a code sent again, " : "") + "proven " + way;
    }
  }

  @TestFactory
  @DisplayName(
      "[L04] whoever proves the mailbox owns the account, and nothing of any rival survives")
  Stream<DynamicTest> nothing_of_a_rival_survives() {
    List<Scenario> scenarios = new ArrayList<>();
    for (Way way : Way.values()) {
      for (boolean resent : List.of(false, true)) {
        scenarios.add(new Scenario(true, false, resent, way));
        scenarios.add(new Scenario(false, true, resent, way));
        scenarios.add(new Scenario(true, true, resent, way));
      }
    }
    return scenarios.stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.toString(), () -> play(scenario)));
  }

  private void play(Scenario scenario) {
    EmailAddress email = Fixtures.email();
    List<Registrant> rivals = new ArrayList<>();
    List<SecretText> mailed = new ArrayList<>();
    if (scenario.before()) {
      rivals.add(registered(email, mailed));
    }
    Registrant owner = registered(email, mailed);
    SecretText code = owner.code();
    if (scenario.after()) {
      rivals.add(registered(email, mailed));
      // without a handle the code mailed last is the good one
      code = scenario.way() == Way.WITH_HANDLE ? code : owner.code();
    }
    if (scenario.resent()) {
      later(Duration.ofMinutes(1));
      gatehouse().resendVerification().handle(house().client(), email, Locale.ENGLISH);
      code = owner.code();
      mailed.add(code);
    }

    Password chosen = House.newPassword();
    SignIn.SignedIn in = switch (scenario.way()) {
      case WITH_HANDLE -> owner.verify(code);
      case PASSWORD_IN_REQUEST ->
        Registrant.verifyWithoutHandle(house(), email, code, Optional.of(chosen));
      case WITH_NOTHING -> Registrant.verifyWithoutHandle(house(), email, code, Optional.empty());
    };

    Optional<Password> expected = switch (scenario.way()) {
      case WITH_HANDLE -> owner.password();
      case PASSWORD_IN_REQUEST -> Optional.of(chosen);
      case WITH_NOTHING -> Optional.empty();
    };
    assertThat(in.account().username())
        .isEqualTo(scenario.way() == Way.WITH_HANDLE ? owner.username() : Optional.empty());
    assertThat(entry(in.account()).password().isPresent()).isEqualTo(expected.isPresent());
    expected.ifPresent(password -> assertThat(refusedByEmail(email, password)).isEmpty());
    rivals.forEach(rival -> assertNothingOf(rival, in.account(), mailed));
  }

  @Test
  @DisplayName(
      "[L04] a handle of a registration that ran out takes nothing from the only rival left")
  void a_handle_that_ran_out_takes_nothing_from_a_rival() {
    EmailAddress email = Fixtures.email();
    Registrant owner = Registrant.of(house(), email);
    later(Duration.ofHours(23));
    Registrant rival = Registrant.of(house(), email);
    later(Duration.ofHours(2));
    gatehouse().resendVerification().handle(owner.client(), email, Locale.ENGLISH);

    SignIn.SignedIn in = owner.verify(owner.code());

    assertNothingOf(rival, in.account(), List.of());
    assertThat(entry(in.account()).password()).isEmpty();
  }

  @Test
  @DisplayName("[L04] a handle of another registration takes nothing from the only rival")
  void a_handle_of_another_registration_takes_nothing_from_a_rival() {
    EmailAddress email = Fixtures.email();
    Registrant owner = Registrant.of(house(), Fixtures.email());
    Registrant rival = Registrant.of(house(), email);

    SignIn.SignedIn in = (SignIn.SignedIn) gatehouse()
        .verifyEmail()
        .handle(owner.client(), VerifyEmail.Command.of(email, rival.code(), owner.flow()));

    assertNothingOf(rival, in.account(), List.of());
    assertThat(entry(in.account()).password()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L04] the only registrant gets what he asked for without his handle too, when the request brings no password")
  void the_only_registrant_needs_no_handle() {
    Registrant owner = Registrant.of(house());

    SignIn.SignedIn in =
        Registrant.verifyWithoutHandle(house(), owner.email(), owner.code(), Optional.empty());

    assertThat(in.account().username()).isEqualTo(owner.username());
    assertThat(refusedByEmail(owner.email(), owner.password().orElseThrow())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L04] of the only rival nothing survives when the owner types the code in a browser that never registered")
  void the_only_rival_loses_to_a_browser_without_his_handle() {
    Registrant rival = Registrant.of(house());
    Client client = house().client();
    Client browser = new Client(
        client.realm(), client.address(), client.userAgent(), Transport.COOKIE, List.of());

    SignIn.SignedIn in = (SignIn.SignedIn) gatehouse()
        .verifyEmail()
        .handle(
            browser,
            new VerifyEmail.Command(
                rival.email(), rival.code(), Optional.empty(), Optional.empty(), false));

    assertThat(in.account().username()).isEmpty();
    assertThat(refusedByEmail(rival.email(), rival.password().orElseThrow())).isPresent();
  }

  @Test
  @DisplayName(
      "[L04] of the only rival nothing survives when the owner brings a password without ever having registered")
  void the_only_rival_loses_to_a_password_in_the_request() {
    Registrant rival = Registrant.of(house());
    Password chosen = House.newPassword();

    SignIn.SignedIn in =
        Registrant.verifyWithoutHandle(house(), rival.email(), rival.code(), Optional.of(chosen));

    assertNothingOf(rival, in.account(), List.of());
    assertThat(refusedByEmail(rival.email(), chosen)).isEmpty();
  }

  @Test
  @DisplayName("[L04] a registration after the account was made, and its handle, change nothing")
  void a_registration_of_a_known_address_changes_nothing() {
    Registrant owner = Registrant.of(house());
    SecretText code = owner.code();
    SignIn.SignedIn in = owner.verify(code);
    int mails = house().mailsTo(owner.email()).size();

    Registrant rival = Registrant.of(house(), owner.email());

    assertThat(house().mailsTo(owner.email())).hasSize(mails + 1);
    assertNothingOf(rival, in.account(), List.of(code, wrong(code, 1)));
    assertThat(stored(in.account()).username()).isEqualTo(owner.username());
    assertThat(refusedByEmail(owner.email(), owner.password().orElseThrow())).isEmpty();
  }

  @Test
  @DisplayName("[L04] a rival who registers at the very moment of the proof gets nothing")
  void a_racing_registration_gets_nothing() {
    Race.rounds(round -> {
      Registrant owner = Registrant.of(house());
      SecretText code = owner.code();
      Username username = Fixtures.username();
      Password password = House.newPassword();

      List<Object> answers = Race.between(
          () -> owner.verify(code),
          () -> Registrant.of(
              house(),
              house().client(),
              owner.email(),
              Optional.of(username),
              Optional.of(password)));

      Account account = ((SignIn.SignedIn) answers.get(0)).account();
      Registrant rival = (Registrant) answers.get(1);
      List<SecretText> mailed = house().mailsTo(owner.email()).stream()
          .flatMap(mail -> mail.code().stream())
          .map(SecretText::new)
          .toList();
      assertNothingOf(rival, account, mailed);
      assertThat(account.username()).isEqualTo(owner.username());
    });
  }

  // ---- steps

  private Registrant registered(EmailAddress email, List<SecretText> mailed) {
    Registrant registrant = Registrant.of(house(), email);
    mailed.add(registrant.code());
    return registrant;
  }

  /** Tries everything that a rival knows, and all that was mailed besides. */
  private void assertNothingOf(Registrant rival, Account account, List<SecretText> mailed) {
    Password password = rival.password().orElseThrow();
    Username username = rival.username().orElseThrow();
    assertThat(refusedByEmail(rival.email(), password)).contains(new Refusal.CredentialsRejected());
    assertThat(refused(new Identifier.ByUsername(username), password))
        .contains(new Refusal.CredentialsRejected());
    for (SecretText code : mailed) {
      assertThat(Refusals.of(() -> rival.verify(code))).isInstanceOf(Refusal.CodeRejected.class);
    }
    assertThat(stored(account).username()).isNotEqualTo(rival.username());
    assertThat(engine()
            .accounts()
            .find(rival.client().realm().key(), new Identifier.ByUsername(username)))
        .isEmpty();
    FlowHandle flow = rival.flow();
    assertThat(Refusals.of(() -> gatehouse()
            .verifyEmail()
            .handle(
                rival.client(),
                new VerifyEmail.Command(
                    rival.email(),
                    new SecretText(""),
                    Optional.of(flow),
                    rival.password(),
                    false))))
        .isInstanceOf(Refusal.CodeRejected.class);
    List<Session> sessions = engine().sessions().live(account.id(), Optional.empty(), 100, now());
    assertThat(sessions)
        .noneMatch(session -> session.address().equals(rival.client().address()));
  }

  private Optional<Refusal> refusedByEmail(EmailAddress email, Password password) {
    return refused(new Identifier.ByEmail(email), password);
  }

  private Optional<Refusal> refused(Identifier name, Password password) {
    return Refusals.maybe(
        () -> gatehouse().signInWithPassword().handle(house().client(), name, password, false));
  }
}
