package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.handshake.IssueLoginLink;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Links that somebody is given where a provider says who he is. */
public abstract class LoginLinkLaws extends Laws {

  @Test
  @DisplayName(
      "[L14] a link signs in only after a press, in a browser that was told whose it is, and which provider gave it; looking spends nothing")
  void a_link_waits_for_a_press() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    SecretText token = issue(ada);

    for (int look = 0; look < 3; look++) {
      assertThat(Refusals.of(() -> follow(token, false)))
          .isEqualTo(new Refusal.ConfirmationRequired(
              "@ad***", false, "", "", Optional.of(Vouched.PROVIDER), now()));
    }
    assertThat(((SignIn.SignedIn) follow(token, true).signIn()).account().id())
        .isEqualTo(account.id());
    assertThat(engine().rows(EventType.LOGIN_LINK_SHOWN))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.subject()).contains(account.id()));
  }

  @Test
  @DisplayName("[L02] a link is good once, whoever follows it, and of racing followers one gets in")
  void a_link_is_good_once() {
    Vouched ada = Vouched.of(house());
    ada.enter();
    SecretText token = issue(ada);
    follow(token, true);
    assertRejected(() -> follow(token, true));
    assertRejected(() -> follow(token, false));

    Race.rounds(3, round -> {
      SecretText raced = issue(ada);
      List<Optional<Refusal>> answers =
          Race.of(Race.RACERS, n -> Refusals.maybe(() -> follow(raced, true)));
      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
    });
  }

  @Test
  @DisplayName("[L03] a link runs out, is none in another realm, and none by another name")
  void a_link_is_none_elsewhere() {
    Vouched ada = Vouched.of(house());
    SecretText token = issue(ada);

    assertRejected(() -> gatehouse()
        .signInWithLoginLink()
        .handle(house().clientOf(house().otherRealm()), token, true, Arrival.NEWCOMER));
    assertThat(Refusals.of(() -> gatehouse()
            .signInWithMagicLink()
            .handle(
                house().client(),
                new SignInWithMagicLink.Command(
                    new SignInWithMagicLink.Proof.Link(token, Optional.empty(), true),
                    true,
                    false))))
        .isInstanceOf(Refusal.CodeRejected.class);
    assertRejected(() -> follow(new SecretText("x" + token.reveal()), true));
    later(Duration.ofMinutes(5));
    assertRejected(() -> follow(token, true));
  }

  @Test
  @DisplayName(
      "[L04] a link that was given before there was an account makes one, or is worth nothing once there is")
  void a_link_from_before_the_account() {
    Vouched ada = Vouched.of(house());
    SecretText token = issue(ada);
    SecretText older = issue(ada);

    assertThat(Refusals.of(() ->
            gatehouse().signInWithLoginLink().handle(house().client(), token, true, Arrival.PLAIN)))
        .isEqualTo(new Refusal.TermsNotAccepted());
    assertThat(follow(token, true).newcomer()).isTrue();
    assertThat(Refusals.of(() -> follow(older, true))).isEqualTo(new Refusal.CredentialsRejected());
  }

  @TestFactory
  @DisplayName(
      "[L08] nobody whose account is not active comes in by a link, be it given before or after")
  Stream<DynamicTest> not_when_the_account_is_not_active() {
    return Arrays.stream(AccountStatus.values())
        .filter(status -> status != AccountStatus.ACTIVE)
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          Vouched ada = Vouched.of(house());
          Account account = ada.signIn().account();
          SecretText before = issue(ada);
          set(account, status);
          SecretText after = issue(ada);

          assertRejected(() -> follow(before, true));
          assertThat(Refusals.of(() -> follow(after, true)))
              .isEqualTo(new Refusal.CredentialsRejected());
          assertThat(engine().personalData().of(account, now()).sessions()).hasSize(1);
        }));
  }

  @Test
  @DisplayName("[L23] a link does not outlive signing out everywhere")
  void a_link_does_not_outlive_signing_out_everywhere() {
    Vouched ada = Vouched.of(house());
    AccessClaims caller = house().claims(ada.signIn().tokens());
    SecretText token = issue(ada);
    gatehouse().signOutEverywhere().handle(house().client(), caller, false);

    assertRejected(() -> follow(token, true));
  }

  @Test
  @DisplayName("[L07] an enrolled second factor is due all the same")
  void an_enrolled_factor_is_due() {
    House.Person person = house().person();
    Vouched ada = Vouched.linkedTo(person, house());
    Careful.of(house(), person);

    assertThat(follow(issue(ada), true).signIn()).isInstanceOf(SignIn.SecondFactorDue.class);
  }

  @Test
  @DisplayName(
      "[L04] who has no account is given no link where the realm takes nobody, and none that lets in without an invitation where only the invited are taken; staff are given none")
  void nobody_is_given_a_link_for_nothing() {
    House closed = house().with(house().realm().with(RegistrationMode.CLOSED));
    House shut = house().with(house().realm().with(RegistrationMode.INVITE_ONLY));
    Vouched ada = Vouched.of(house());
    assertThat(Refusals.of(
            () -> closed.gatehouse().issueLoginLink().handle(closed.realm(), ada.person())))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
    SecretText token =
        shut.gatehouse().issueLoginLink().handle(shut.realm(), ada.person()).token();
    assertThat(Refusals.of(() -> shut.gatehouse()
            .signInWithLoginLink()
            .handle(shut.client(), token, true, Arrival.NEWCOMER)))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
    assertThat(Refusals.of(
            () -> gatehouse().issueLoginLink().handle(house().staffRealm(), ada.person())))
        .isEqualTo(new Refusal.ProvidersShut());
  }

  @Test
  @DisplayName("[L31] one person is given so many links, and nobody keeps another from them")
  void one_person_is_given_so_many() {
    Vouched ada = Vouched.of(house());
    for (int n = 0; n < 5; n++) {
      issue(ada);
    }

    assertThat(Refusals.of(() -> issue(ada))).isInstanceOf(Refusal.Throttled.class);
    assertThat(issue(Vouched.of(house()))).isNotNull();
  }

  @Test
  @DisplayName("[L44] giving and following links is on record")
  void it_is_on_record() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    SecretText token = issue(ada);
    follow(token, true);
    Refusals.of(() -> follow(token, true));

    assertThat(engine().rows(EventType.LOGIN_LINK_ISSUED)).singleElement().satisfies(row -> {
      assertThat(row.subject()).contains(account.id());
      assertThat(row.actor()).isEqualTo(Actor.owner(account.id()));
    });
    assertThat(engine().rows(EventType.LOGIN_LINK_FAILED))
        .extracting(Event::reason)
        .containsExactly("UNKNOWN_LINK");
  }

  // ---- helpers

  private SecretText issue(Vouched to) {
    IssueLoginLink.Issued issued =
        gatehouse().issueLoginLink().handle(house().realm(), to.person());
    assertThat(issued.endsAt()).isEqualTo(now().plus(Duration.ofMinutes(5)));
    return issued.token();
  }

  private Entered follow(SecretText token, boolean confirmed) {
    Client browser = house().client();
    return gatehouse().signInWithLoginLink().handle(browser, token, confirmed, Arrival.NEWCOMER);
  }

  private static void assertRejected(Runnable call) {
    assertThat(Refusals.of(call)).isEqualTo(new Refusal.IdentityRejected());
  }
}
