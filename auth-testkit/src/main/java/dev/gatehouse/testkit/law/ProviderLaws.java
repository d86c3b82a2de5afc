package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Callback;
import dev.gatehouse.application.linking.FinishProviderSignIn;
import dev.gatehouse.application.linking.Outing;
import dev.gatehouse.application.linking.Sent;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Signing in, and linking, by a browser that is sent to a provider and comes back. */
public abstract class ProviderLaws extends Laws {
  private static final String BACK = "https://customers.example.com/back";
  private static final ProviderKey PROVIDER = Vouched.PROVIDER;

  // ---- coming in

  @Test
  void who_comes_back_has_an_account_and_the_next_time_the_same() {
    Vouched ada = Vouched.of(house());
    FinishProviderSignIn.Finished first = signIn(ada);
    FinishProviderSignIn.Finished second = signIn(ada);

    assertThat(first.newcomer()).isTrue();
    assertThat(second.newcomer()).isFalse();
    assertThat(account(second).id()).isEqualTo(account(first).id());
    assertThat(account(first).profile().displayName()).contains("Ada Lovelace");
  }

  @Test
  void what_was_said_when_it_began_counts_when_it_ends() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Sent sent = gatehouse()
        .beginProviderSignIn()
        .handle(
            browser,
            new Outing(
                PROVIDER,
                BACK,
                Optional.of("/shop?x=1"),
                new Arrival(Locale.forLanguageTag("kk"), true, true, true)));
    Callback callback = agreed(sent, ada);

    assertThat(gatehouse()
            .lookAtProviderSignIn()
            .handle(browser, callback)
            .orElseThrow()
            .redirect())
        .contains("/shop?x=1");
    FinishProviderSignIn.Finished finished =
        gatehouse().finishProviderSignIn().handle(browser, callback, Arrival.PLAIN);
    assertThat(finished.redirect()).contains("/shop?x=1");
    assertThat(finished.remembered()).isTrue();
    assertThat(account(finished).profile().locale()).isEqualTo(Locale.forLanguageTag("kk"));
    assertThat(stored(account(finished)).consents().marketing()).isTrue();
    assertThat(gatehouse().lookAtProviderSignIn().handle(browser, callback)).isEmpty();
  }

  @Test
  @DisplayName("[L07] an enrolled second factor is due all the same")
  void an_enrolled_factor_is_due() {
    House.Person person = house().person();
    Vouched ada = Vouched.linkedTo(person, house());
    Careful.of(house(), person);

    assertThat(signIn(ada).signIn()).isInstanceOf(SignIn.SecondFactorDue.class);
  }

  @TestFactory
  @DisplayName("[L08] nobody comes back to an account that is not active")
  Stream<DynamicTest> not_when_the_account_is_not_active() {
    return Arrays.stream(AccountStatus.values())
        .filter(status -> status != AccountStatus.ACTIVE)
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          Vouched ada = Vouched.of(house());
          Account account = account(signIn(ada));
          set(account, status);

          assertThat(Refusals.of(() -> signIn(ada))).isEqualTo(new Refusal.CredentialsRejected());
          assertThat(engine().personalData().of(account, now()).sessions()).hasSize(1);
        }));
  }

  @Test
  @DisplayName(
      "[L04] where the realm takes nobody, nobody new comes back, and who has an account does; staff are sent to no provider")
  void where_the_realm_is_shut() {
    Vouched known = Vouched.of(house());
    signIn(known);
    House shut = house().with(house().realm().with(RegistrationMode.CLOSED));

    assertThat(Refusals.of(() -> signIn(Vouched.of(shut))))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
    assertThat(signIn(known.in(shut)).newcomer()).isFalse();
    Client staff = house().clientOf(house().staffRealm());
    assertThat(Refusals.of(() -> gatehouse().beginProviderSignIn().handle(staff, outing())))
        .isEqualTo(new Refusal.ProvidersShut());
    assertThat(gatehouse().listProviders().handle(house().staffRealm())).isEmpty();
    assertThat(gatehouse().listProviders().handle(house().realm()))
        .containsExactly(PROVIDER, Vouched.OTHER_PROVIDER);
  }

  @Test
  void who_is_new_accepts_the_terms_now_or_when_it_began_and_may_come_back_once_more() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Sent sent = gatehouse()
        .beginProviderSignIn()
        .handle(browser, new Outing(PROVIDER, BACK, Optional.empty(), Arrival.PLAIN));

    Callback first = agreed(sent, ada);
    assertThat(Refusals.of(
            () -> gatehouse().finishProviderSignIn().handle(browser, first, Arrival.PLAIN)))
        .isEqualTo(new Refusal.TermsNotAccepted());
    Callback second = agreed(sent, ada);
    assertThat(gatehouse()
            .finishProviderSignIn()
            .handle(browser, second, Arrival.NEWCOMER)
            .newcomer())
        .isTrue();
  }

  // ---- whose browser it is

  @Test
  @DisplayName("[L14] a browser that did not begin it does not finish it, with any handle or none")
  void another_browser_does_not_finish_it() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Sent mine = begin(browser);
    Sent other = begin(house().client());
    Callback callback = agreed(mine, ada);

    for (Optional<FlowHandle> flow : List.of(
        Optional.<FlowHandle>empty(),
        Optional.of(other.flow()),
        Optional.of(FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES))))) {
      assertRejected(() -> finish(house().client(), with(callback, flow)));
      assertThat(gatehouse().lookAtProviderSignIn().handle(house().client(), with(callback, flow)))
          .isEmpty();
    }
    assertThat(finish(browser, callback).newcomer()).as("nothing was used up").isTrue();
    assertThat(engine().rows(EventType.IDENTITY_FAILED))
        .extracting(Event::reason)
        .containsOnly("UNKNOWN_STATE");
  }

  @Test
  @DisplayName(
      "[L14] [L19] an attacker's own callback is nothing in the victim's browser, whatever of it the victim is given")
  void an_attacker_s_callback_is_nothing_elsewhere() {
    Vouched attacker = Vouched.of(house());
    Sent his = begin(house().client());
    Client victim = house().client();
    Sent hers = begin(victim);
    Callback forged = agreed(his, attacker);

    assertRejected(() -> finish(victim, with(forged, Optional.of(hers.flow()))));
    Callback mixed = new Callback(
        PROVIDER,
        hers.state(),
        Optional.of(hers.flow()),
        forged.code(),
        Optional.empty(),
        Optional.empty());
    assertRejected(() -> finish(victim, mixed));
    assertThat(engine().rows(EventType.IDENTITY_FAILED))
        .extracting(Event::reason)
        .containsExactly("UNKNOWN_STATE", "PROOF_CODE_REJECTED");
  }

  @Test
  @DisplayName("[L03] what comes back to be linked is not seen to be signed in, nor the other way")
  void what_comes_back_is_seen_as_what_it_is() {
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Vouched ada = Vouched.of(house());
    Callback link = agreed(beginLink(person, caller), ada);
    Callback signIn = agreed(begin(person.client()), ada);

    assertThat(gatehouse().lookAtProviderLink().handle(person.client(), link)).isPresent();
    assertThat(gatehouse().lookAtProviderSignIn().handle(person.client(), link)).isEmpty();
    assertThat(gatehouse().lookAtProviderSignIn().handle(person.client(), signIn))
        .isPresent();
    assertThat(gatehouse().lookAtProviderLink().handle(person.client(), signIn)).isEmpty();
    assertThat(
            gatehouse().lookAtProviderLink().handle(person.client(), with(link, Optional.empty())))
        .isEmpty();
  }

  @Test
  @DisplayName("[L27] what began with cookies ends with them, and what began without does not")
  void it_ends_the_way_it_began() {
    Vouched ada = Vouched.of(house());
    Client app = house().client();
    Client page = new Client(
        app.realm(), app.address(), app.userAgent(), Transport.COOKIE, app.deviceMarks());
    Callback fromApp = agreed(begin(app), ada);
    Callback fromPage = agreed(begin(page), ada);

    assertRejected(() -> finish(page, fromApp));
    assertRejected(() -> finish(app, fromPage));
    finish(app, fromApp);
    finish(page, fromPage);
  }

  // ---- once

  @Test
  @DisplayName("[L02] a state is good once, and of racing callbacks one gets in")
  void a_state_is_good_once() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Sent sent = begin(browser);
    Callback callback = agreed(sent, ada);
    Account account = account(finish(browser, callback));
    assertRejected(() -> finish(browser, callback));
    assertRejected(() -> finish(browser, agreed(sent, ada)));

    Race.rounds(3, round -> {
      Client racer = house().client();
      Sent raced = begin(racer);
      List<Callback> back =
          IntStream.range(0, Race.RACERS).mapToObj(n -> agreed(raced, ada)).toList();
      List<Optional<Refusal>> answers =
          Race.of(Race.RACERS, n -> Refusals.maybe(() -> finish(racer, back.get(n))));
      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
      assertThat(answers)
          .filteredOn(Optional::isPresent)
          .containsOnly(Optional.of(new Refusal.IdentityRejected()));
    });
    assertThat(engine().personalData().of(account, now()).sessions()).hasSize(4);
  }

  @Test
  @DisplayName("[L03] a state runs out, and is none in another realm")
  void a_state_is_none_elsewhere() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Callback callback = agreed(begin(browser), ada);

    assertRejected(() -> finish(house().clientOf(house().otherRealm()), callback));
    later(Duration.ofMinutes(10));
    assertRejected(() -> finish(browser, callback));
  }

  @Test
  @DisplayName(
      "[L14] what comes back by another provider's door, or from another address, is mixed up, and no code is shown to anybody")
  void a_mix_up() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Callback callback = agreed(begin(browser), ada);

    assertRejected(() -> finish(
        browser,
        new Callback(
            Vouched.OTHER_PROVIDER,
            callback.state(),
            callback.flow(),
            callback.code(),
            Optional.empty(),
            Optional.empty())));
    for (String other : List.of("https://evil.example.com/back", BACK + "/", BACK + "?x=1")) {
      assertRejected(() -> finish(
          browser,
          new Callback(
              PROVIDER,
              callback.state(),
              callback.flow(),
              callback.code(),
              Optional.empty(),
              Optional.of(other))));
    }
    assertThat(finish(
                browser,
                new Callback(
                    PROVIDER,
                    callback.state(),
                    callback.flow(),
                    callback.code(),
                    Optional.of("https://messenger.example.com"),
                    Optional.of(BACK)))
            .newcomer())
        .isTrue();
  }

  @Test
  @DisplayName(
      "[L13] what a provider says no to signs nobody in, be the code another's, or none; and takes nothing from who has a better one")
  void a_no_signs_nobody_in() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Sent sent = begin(browser);
    String stolen = agreed(begin(house().client()), ada).code();
    assertRejected(() -> finish(browser, callback(sent, stolen)));
    assertRejected(() -> finish(browser, callback(sent, "made-up")));
    assertThat(engine().rows(EventType.IDENTITY_FAILED))
        .extracting(Event::reason)
        .containsExactly("PROOF_CODE_REJECTED", "PROOF_CODE_REJECTED");
    assertThat(finish(browser, agreed(sent, ada)).newcomer()).isTrue();
  }

  @Test
  @DisplayName(
      "[L02] of racing callbacks with one code, as of a page that is loaded twice, one gets in")
  void of_racing_callbacks_with_one_code_one_gets_in() {
    Vouched ada = Vouched.of(house());
    signIn(ada);
    Race.rounds(10, round -> {
      Client browser = house().client();
      Callback callback = agreed(begin(browser), ada);
      List<Optional<Refusal>> answers =
          Race.of(Race.RACERS, n -> Refusals.maybe(() -> finish(browser, callback)));
      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
    });
  }

  // ---- what it does not outlive

  @Test
  @DisplayName(
      "[L23] a browser that was sent before signing out everywhere does not come back to a session after it")
  void what_began_before_a_change_is_refused() {
    Vouched ada = Vouched.of(house());
    FinishProviderSignIn.Finished in = signIn(ada);
    Client browser = house().client();
    Callback callback = agreed(begin(browser), ada);
    later(Duration.ofSeconds(1));
    signOutEverywhere(in);

    assertRejected(() -> finish(browser, callback));
    assertThat(engine().rows(EventType.IDENTITY_FAILED)).last().satisfies(row -> {
      assertThat(row.reason()).isEqualTo("PROOF_OUTLIVED");
      assertThat(row.subject()).contains(account(in).id());
    });
    later(Duration.ofSeconds(1));
    assertThat(signIn(ada).newcomer()).isFalse();
  }

  @Test
  @DisplayName(
      "[L23] nor does one that is back, while the provider takes its time to say who that is")
  void nor_what_the_provider_answers_late() {
    Vouched ada = Vouched.of(house());
    FinishProviderSignIn.Finished in = signIn(ada);
    Client browser = house().client();
    Callback callback = agreed(begin(browser), ada);
    house().providers().whileAsked(() -> {
      later(Duration.ofMillis(1));
      signOutEverywhere(in);
    });

    assertRejected(() -> finish(browser, callback));
    assertThat(engine().sessions().live(account(in).id(), Optional.empty(), 10, now()))
        .isEmpty();
  }

  private void signOutEverywhere(FinishProviderSignIn.Finished in) {
    AccessClaims caller = house().claims(((SignIn.SignedIn) in.signIn()).tokens());
    gatehouse().signOutEverywhere().handle(house().client(), caller, false);
  }

  // ---- outages

  @Test
  @DisplayName("[L43] while the provider does not answer nobody is refused, and nothing is used up")
  void an_outage_is_no_no() {
    Vouched ada = Vouched.of(house());
    Client browser = house().client();
    Callback callback = agreed(begin(browser), ada);
    house().providers().silence(true);

    assertThatThrownBy(() -> finish(browser, callback)).isInstanceOf(Outage.class);
    assertThatThrownBy(() -> begin(browser)).isInstanceOf(Outage.class);
    house().providers().silence(false);
    assertThat(finish(browser, callback).newcomer()).isTrue();
    assertThat(engine().rows(EventType.IDENTITY_FAILED)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L31] beginning is bounded, and so is coming back with nothing; nobody is kept from what he began")
  void it_is_bounded() {
    Client stranger = house().client();
    Sent sent = begin(stranger);
    for (int n = 1; n < 120; n++) {
      begin(stranger);
    }
    assertThat(Refusals.of(() -> begin(stranger))).isInstanceOf(Refusal.Throttled.class);
    begin(house().client());

    Callback none = callback(sent, "none");
    Callback nothing = with(none, Optional.empty());
    for (int n = 0; n < 120; n++) {
      assertRejected(() -> finish(stranger, nothing));
    }
    assertThat(Refusals.of(() -> finish(stranger, nothing))).isInstanceOf(Refusal.Throttled.class);
    finish(stranger, agreed(sent, Vouched.of(house())));
  }

  @Test
  void a_provider_that_the_realm_does_not_have_is_not_there() {
    Outing nowhere = new Outing(new ProviderKey("nobody"), BACK, Optional.empty(), Arrival.PLAIN);
    assertThat(
            Refusals.of(() -> gatehouse().beginProviderSignIn().handle(house().client(), nowhere)))
        .isEqualTo(new Refusal.NotFound());
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    assertThat(Refusals.of(
            () -> gatehouse().beginProviderLink().handle(person.client(), caller, nowhere)))
        .isEqualTo(new Refusal.NotFound());
  }

  // ---- linking

  @Test
  void whoever_sits_at_the_provider_is_linked_to_the_account_that_asked() {
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Vouched ada = Vouched.of(house());

    link(person, caller, agreed(beginLink(person, caller), ada));

    assertThat(gatehouse().listIdentities().handle(caller))
        .extracting(LinkedIdentity::identity)
        .containsExactly(ada.person().identity());
    assertThat(account(signIn(ada)).id()).isEqualTo(person.account().id());
    assertThat(engine().rows(EventType.IDENTITY_LINKED)).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L03] what was begun to link signs nobody in, and what was begun to sign in links nothing")
  void a_link_is_no_sign_in() {
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Vouched ada = Vouched.of(house());
    Callback toLink = agreed(beginLink(person, caller), ada);
    Callback toSignIn = agreed(begin(person.client()), ada);

    assertRejected(() -> finish(person.client(), toLink));
    assertRejected(() -> link(person, caller, toSignIn));
    assertThat(gatehouse().listIdentities().handle(caller)).isEmpty();
    link(person, caller, toLink);
    finish(person.client(), toSignIn);
  }

  @Test
  @DisplayName("[L14] another account does not finish what this one began, nor another browser")
  void another_account_does_not_finish_it() {
    House.Person victim = house().person();
    House.Person attacker = house().person();
    AccessClaims hers = house().claims(house().signIn(victim).tokens());
    AccessClaims his = house().claims(house().signIn(attacker).tokens());
    Vouched evil = Vouched.of(house());
    Callback callback = agreed(beginLink(attacker, his), evil);

    assertRejected(() -> link(victim, hers, callback));
    assertRejected(() ->
        link(attacker, his, with(callback, Optional.of(beginLink(attacker, his).flow()))));
    assertRejected(() -> link(attacker, his, with(callback, Optional.empty())));
    assertThat(gatehouse().listIdentities().handle(hers)).isEmpty();
    link(attacker, his, callback);
    assertRejected(() -> link(attacker, his, callback));
  }

  @Test
  @DisplayName("[L10] linking asks for the owner anew, when it begins and when it ends")
  void linking_needs_a_step_up() {
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Callback callback = agreed(beginLink(person, caller), Vouched.of(house()));
    later(Duration.ofMinutes(9));
    Callback second = agreed(beginLink(person, caller), Vouched.of(house()));
    later(Duration.ofMinutes(2));

    assertThat(Refusals.of(() -> beginLink(person, caller)))
        .isInstanceOf(Refusal.StepUpRequired.class);
    for (Callback any : List.of(callback, second)) {
      assertThat(Refusals.of(() -> link(person, caller, any)))
          .isInstanceOf(Refusal.StepUpRequired.class);
    }
  }

  @Test
  @DisplayName(
      "[L06] an identity that is another account's stays there, and what was begun is over")
  void an_identity_of_another_account_stays() {
    Vouched ada = Vouched.of(house());
    Account owner = account(signIn(ada));
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Sent sent = beginLink(person, caller);

    assertThat(Refusals.of(() -> link(person, caller, agreed(sent, ada))))
        .isEqualTo(new Refusal.IdentityTaken());
    assertRejected(() -> link(person, caller, agreed(sent, Vouched.of(house()))));
    assertThat(account(signIn(ada)).id()).isEqualTo(owner.id());
  }

  @Test
  @DisplayName("[L23] what was begun to link does not outlive signing out everywhere")
  void a_link_does_not_outlive_a_change() {
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Callback callback = agreed(beginLink(person, caller), Vouched.of(house()));
    gatehouse().signOutEverywhere().handle(person.client(), caller, true);

    assertRejected(() -> link(person, caller, callback));
  }

  @Test
  @DisplayName("[L02] of racing callbacks one links")
  void of_racing_links_one_is_made() {
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Sent sent = beginLink(person, caller);
    List<Vouched> people =
        IntStream.range(0, Race.RACERS).mapToObj(n -> Vouched.of(house())).toList();

    List<Optional<Refusal>> answers = Race.of(
        Race.RACERS, n -> Refusals.maybe(() -> link(person, caller, agreed(sent, people.get(n)))));

    assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
    assertThat(gatehouse().listIdentities().handle(caller)).hasSize(1);
  }

  @Test
  @DisplayName("[L40] nothing that is told of it prints a secret")
  void nothing_is_printed() {
    Vouched ada = Vouched.of(house());
    Sent sent = begin(house().client());
    Callback callback = agreed(sent, ada);
    assertThat(sent + " " + callback + " " + outing())
        .doesNotContain(sent.state().reveal(), sent.flow().text(), callback.code(), BACK);
  }

  // ---- what stands around

  private static Outing outing() {
    return new Outing(PROVIDER, BACK, Optional.empty(), Arrival.NEWCOMER);
  }

  private Sent begin(Client browser) {
    return gatehouse().beginProviderSignIn().handle(browser, outing());
  }

  private Sent beginLink(House.Person person, AccessClaims caller) {
    return gatehouse().beginProviderLink().handle(person.client(), caller, outing());
  }

  /** The person agrees at the provider. */
  private Callback agreed(Sent sent, Vouched who) {
    return callback(sent, house().providers().agree(sent.to(), who.person()));
  }

  private static Callback callback(Sent sent, String code) {
    return new Callback(
        PROVIDER, sent.state(), Optional.of(sent.flow()), code, Optional.empty(), Optional.empty());
  }

  private static Callback with(Callback callback, Optional<FlowHandle> flow) {
    return new Callback(
        callback.provider(),
        new SecretText(callback.state().reveal()),
        flow,
        callback.code(),
        callback.issuer(),
        callback.back());
  }

  private FinishProviderSignIn.Finished finish(Client browser, Callback callback) {
    return gatehouse().finishProviderSignIn().handle(browser, callback, Arrival.PLAIN);
  }

  private void link(House.Person person, AccessClaims caller, Callback callback) {
    gatehouse().finishProviderLink().handle(person.client(), caller, callback);
  }

  private static FinishProviderSignIn.Finished signIn(Vouched who) {
    House at = who.house();
    Client browser = at.client();
    Sent sent = at.gatehouse().beginProviderSignIn().handle(browser, outing());
    return at.gatehouse()
        .finishProviderSignIn()
        .handle(
            browser, callback(sent, at.providers().agree(sent.to(), who.person())), Arrival.PLAIN);
  }

  private static Account account(FinishProviderSignIn.Finished finished) {
    return ((SignIn.SignedIn) finished.signIn()).account();
  }

  private static void assertRejected(Runnable call) {
    assertThat(Refusals.of(call)).isEqualTo(new Refusal.IdentityRejected());
  }
}
