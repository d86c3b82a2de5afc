package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.handshake.OpenHandshake;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.handshake.MatchCode;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
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

/** A browser that is let in by somebody elsewhere, and whoever else would like to be. */
public abstract class HandshakeLaws extends Laws {
  private static final Duration LIFE = Duration.ofMinutes(5);

  // ---- the way it is meant

  @Test
  @DisplayName(
      "[L11] begun, opened, confirmed by the number, and collected by the browser that began it")
  void the_whole_way() {
    Client browser = house().client("192.0.2.99");
    BeginHandshake.Begun begun = gatehouse().beginHandshake().handle(browser);
    Vouched ada = Vouched.of(house());
    assertThat(begun.endsAt()).isEqualTo(now().plus(LIFE));
    assertThat(begun.match().reveal()).matches("[1-9][0-9]");
    assertThat("auth_" + begun.id().text()).matches("[A-Za-z0-9_-]{1,64}");
    assertThat(state(begun)).contains(HandshakeState.PENDING);

    OpenHandshake.Asked asked = open(begun, ada);
    assertThat(asked).isEqualTo(new OpenHandshake.Asked("192.0.2.99", browser.userAgent(), now()));
    assertThat(state(begun)).contains(HandshakeState.CONFIRMING);

    confirm(begun, ada, begun.match().reveal());
    assertThat(state(begun)).contains(HandshakeState.COMPLETED);

    Entered entered = collect(browser, begun);
    assertThat(entered.newcomer()).isTrue();
    assertThat(state(begun)).contains(HandshakeState.COLLECTED);
    assertThat(ada.signIn().account().id())
        .as("one identity by every door")
        .isEqualTo(account(entered).id());
  }

  @Test
  @DisplayName("[L11] the number may be typed in the digits of any script, with spaces around it")
  void the_number_may_be_typed_in_any_digits() {
    BeginHandshake.Begun begun = begin();
    Vouched ada = Vouched.of(house());
    open(begun, ada);
    StringBuilder typed = new StringBuilder(" ");
    begun.match().reveal().chars().forEach(digit -> typed.append((char) (digit - '0' + 0x06F0)));

    confirm(begun, ada, typed.append(' ').toString());

    assertThat(state(begun)).contains(HandshakeState.COMPLETED);
  }

  // ---- somebody else

  @Test
  @DisplayName(
      "[L11] who has not pressed the button can not confirm with the right number, nor deny, nor press it after somebody else")
  void a_wrong_person_confirms_nothing() {
    BeginHandshake.Begun begun = begin();
    Vouched ada = Vouched.of(house());
    Vouched mallory = Vouched.of(house());
    String right = begun.match().reveal();
    assertNotFound(() -> confirm(begun, mallory, right));
    open(begun, ada);

    assertNotFound(() -> open(begun, mallory));
    assertNotFound(() -> confirm(begun, mallory, right));
    assertNotFound(() -> confirm(begun, mallory, "00"));
    assertNotFound(
        () -> gatehouse().denyHandshake().handle(house().realm(), begun.id(), mallory.person()));

    assertThat(state(begun)).as("and Ada is not kept from it").contains(HandshakeState.CONFIRMING);
    confirm(begun, ada, right);
    assertThat(account(collect(house().client(), begun)).id())
        .isEqualTo(ada.signIn().account().id());
  }

  @Test
  @DisplayName("[L11] one wrong number denies for good, and so does what is no number")
  void a_wrong_number_denies_for_good() {
    for (String typed : List.of("wrong", "", "0", "100", "other")) {
      BeginHandshake.Begun begun = begin();
      Vouched ada = Vouched.of(house());
      open(begun, ada);
      String answer = typed.equals("other") ? other(begun.match()) : typed;

      assertThat(Refusals.of(() -> confirm(begun, ada, answer)))
          .isEqualTo(new Refusal.CodeRejected(0));

      assertNotFound(() -> confirm(begun, ada, begun.match().reveal()));
      assertNotFound(() -> open(begun, ada));
      assertNothing(() -> collect(house().client(), begun));
      assertThat(state(begun)).contains(HandshakeState.DENIED);
    }
  }

  @Test
  @DisplayName("[L11] of all numbers guessed at once one is judged")
  void of_all_guesses_at_once_one_is_judged() {
    Race.rounds(round -> {
      BeginHandshake.Begun begun = begin();
      Vouched ada = Vouched.of(house());
      open(begun, ada);

      List<Optional<Refusal>> answers = Race.of(
          Race.RACERS,
          n -> Refusals.maybe(() ->
              confirm(begun, ada, Integer.toString(10 + (round * 7 + n) % 90))));

      assertThat(answers)
          .filteredOn(answer -> !answer.equals(Optional.of(new Refusal.NotFound())))
          .hasSize(1);
    });
  }

  @Test
  @DisplayName("[L11] denied is denied, before and after it is confirmed")
  void denied_is_denied() {
    for (boolean confirmed : new boolean[] {false, true}) {
      BeginHandshake.Begun begun = begin();
      Vouched ada = Vouched.of(house());
      open(begun, ada);
      if (confirmed) {
        confirm(begun, ada, begun.match().reveal());
      }

      gatehouse().denyHandshake().handle(house().realm(), begun.id(), ada.person());

      assertThat(state(begun)).contains(HandshakeState.DENIED);
      assertNotFound(() -> confirm(begun, ada, begun.match().reveal()));
      assertNothing(() -> collect(house().client(), begun));
    }
  }

  @Test
  @DisplayName(
      "[L11] a second browser, which has the id from the picture and no handle or its own, sees and collects nothing")
  void a_second_browser_collects_nothing() {
    BeginHandshake.Begun begun = confirmed(Vouched.of(house()));
    BeginHandshake.Begun mallorys = begin();
    for (FlowHandle wrong : List.of(
        mallorys.flow(),
        FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES)),
        FlowHandle.parse(begun.id().text()).orElseThrow())) {
      assertThat(gatehouse().lookAtHandshake().handle(house().client(), begun.id(), wrong))
          .isEmpty();
      assertNothing(() -> gatehouse()
          .collectHandshake()
          .handle(house().client(), begun.id(), wrong, Arrival.NEWCOMER));
    }
    assertNothing(() -> gatehouse()
        .collectHandshake()
        .handle(house().client(), mallorys.id(), begun.flow(), Arrival.NEWCOMER));

    assertThat(collect(house().client(), begun).newcomer()).isTrue();
  }

  @Test
  @DisplayName(
      "[L19] a handshake that a browser began which keeps no tokens itself gives none to who does, and the reverse")
  void what_was_begun_one_way_is_not_collected_another() {
    for (Transport begins : Transport.values()) {
      Transport other = begins == Transport.COOKIE ? Transport.BEARER : Transport.COOKIE;
      BeginHandshake.Begun begun = gatehouse().beginHandshake().handle(by(begins));
      Vouched ada = Vouched.of(house());
      open(begun, ada);
      confirm(begun, ada, begun.match().reveal());

      assertThat(gatehouse().lookAtHandshake().handle(by(other), begun.id(), begun.flow()))
          .isEmpty();
      assertNothing(() -> collect(by(other), begun));
      assertThat(gatehouse().lookAtHandshake().handle(by(begins), begun.id(), begun.flow()))
          .contains(HandshakeState.COMPLETED);
      assertThat(collect(by(begins), begun).newcomer()).isTrue();
    }
  }

  private Client by(Transport transport) {
    Client client = house().client();
    return new Client(client.realm(), client.address(), client.userAgent(), transport, List.of());
  }

  @Test
  @DisplayName("[L11] of a \"no\" and a browser that collects at once one happens, on two nodes")
  void of_denying_and_collecting_one_happens() {
    House node = house().node(engine());
    Race.rounds(round -> {
      Vouched ada = Vouched.of(house());
      Account account = ada.signIn().account();
      BeginHandshake.Begun begun = confirmed(ada);

      List<Optional<Refusal>> answers = Race.between(
          () -> Refusals.maybe(() ->
              node.gatehouse().denyHandshake().handle(house().realm(), begun.id(), ada.person())),
          () -> Refusals.maybe(() -> collect(house().client(), begun)));

      boolean collected = answers.get(1).isEmpty();
      assertThat(answers.get(0))
          .isEqualTo(collected ? Optional.of(new Refusal.NotFound()) : Optional.empty());
      assertThat(answers.get(1))
          .isEqualTo(collected ? Optional.empty() : Optional.of(new Refusal.IdentityRejected()));
      assertThat(state(begun))
          .contains(collected ? HandshakeState.COLLECTED : HandshakeState.DENIED);
      assertThat(sessions(account)).isEqualTo(collected ? 2 : 1);
    });
  }

  @Test
  void asking_how_far_it_has_come_begins_no_unit() {
    BeginHandshake.Begun begun = confirmed(Vouched.of(house()));
    int before = engine().units();

    assertThat(state(begun)).contains(HandshakeState.COMPLETED);
    assertThat(engine().units()).isEqualTo(before);
  }

  @Test
  @DisplayName("[L11] nothing is collected before it is confirmed")
  void nothing_is_collected_before_it_is_confirmed() {
    BeginHandshake.Begun begun = begin();
    assertNothing(() -> collect(house().client(), begun));
    open(begun, Vouched.of(house()));
    assertNothing(() -> collect(house().client(), begun));
    assertThat(state(begun)).contains(HandshakeState.CONFIRMING);
  }

  @Test
  @DisplayName("[L11] it is confirmed once and collected once, also by the browser that began it")
  void once_is_enough() {
    Vouched ada = Vouched.of(house());
    BeginHandshake.Begun begun = confirmed(ada);
    assertNotFound(() -> confirm(begun, ada, begun.match().reveal()));
    Account account = account(collect(house().client(), begun));

    assertNothing(() -> collect(house().client(), begun));
    assertNotFound(() -> confirm(begun, ada, begun.match().reveal()));
    assertNotFound(() -> open(begun, ada));
    assertThat(sessions(account)).isEqualTo(1);
  }

  @Test
  @DisplayName("[L02] of racing collectors, on two nodes, one gets a session")
  void of_racing_collectors_one_gets_a_session() {
    House node = house().node(engine());
    Race.rounds(round -> {
      Vouched ada = Vouched.of(house());
      Account account = ada.signIn().account();
      BeginHandshake.Begun begun = confirmed(ada);

      List<Optional<Refusal>> answers = Race.of(
          Race.RACERS,
          n -> Refusals.maybe(() -> (n % 2 == 0 ? house() : node)
              .gatehouse()
              .collectHandshake()
              .handle(house().client(), begun.id(), begun.flow(), Arrival.PLAIN)));

      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
      assertThat(answers.stream().flatMap(Optional::stream))
          .containsOnly(new Refusal.IdentityRejected());
      assertThat(sessions(account)).isEqualTo(2);
    });
  }

  @Test
  @DisplayName("[L11] after five minutes there is none any more, however far it had come")
  void after_five_minutes_there_is_none() {
    Vouched ada = Vouched.of(house());
    BeginHandshake.Begun begun = begin();
    BeginHandshake.Begun opened = begin();
    open(opened, ada);
    BeginHandshake.Begun confirmed = confirmed(ada);
    later(LIFE);

    assertNotFound(() -> open(begun, ada));
    assertNotFound(() -> confirm(opened, ada, opened.match().reveal()));
    assertNothing(() -> collect(house().client(), confirmed));
    assertThat(state(confirmed)).isEmpty();
  }

  @Test
  @DisplayName("[L03] a handshake of one realm is none in another")
  void a_handshake_of_one_realm_is_none_in_another() {
    Vouched ada = Vouched.of(house());
    BeginHandshake.Begun begun = begin();
    assertNotFound(
        () -> gatehouse().openHandshake().handle(house().otherRealm(), begun.id(), ada.person()));
    BeginHandshake.Begun confirmed = confirmed(ada);

    assertNothing(() -> collect(house().clientOf(house().otherRealm()), confirmed));
    assertThat(gatehouse()
            .lookAtHandshake()
            .handle(house().clientOf(house().otherRealm()), confirmed.id(), confirmed.flow()))
        .isEmpty();
    assertNotFound(() -> open(
        new BeginHandshake.Begun(
            HandshakeId.of(Fixtures.bytes(HandshakeId.BYTES)),
            begun.flow(),
            begun.match(),
            begun.endsAt()),
        ada));
  }

  @Test
  @DisplayName("[L31] one network begins so many, and no network keeps another from beginning")
  void beginning_is_bounded() {
    Client crowd = house().client("203.0.113.7");
    Optional<Refusal> refused = Optional.empty();
    int begun = 0;
    while (refused.isEmpty() && begun < 500) {
      refused = Refusals.maybe(() -> gatehouse().beginHandshake().handle(crowd));
      begun++;
    }

    assertThat(refused).containsInstanceOf(Refusal.Throttled.class);
    assertThat(begun).isBetween(100, 130);
    assertThat(Refusals.maybe(() -> gatehouse().beginHandshake().handle(house().client())))
        .isEmpty();
  }

  // ---- the account

  @Test
  @DisplayName(
      "[L30] a network that has begun too many keeps no device from beginning that has signed in before, which has a budget of its own")
  void a_known_device_begins_all_the_same() {
    Client home = house().client("203.0.113.7");
    DeviceMark mark = ((SignIn.SignedIn) Vouched.of(house()).enter(home).signIn()).mark();
    DeviceMark others = house().signIn(house().person()).mark();
    DeviceMark abroad = ((SignIn.SignedIn)
            Vouched.of(house()).enter(house().clientOf(house().otherRealm())).signIn())
        .mark();
    Client stranger = house().client("203.0.113.99");
    while (Refusals.maybe(() -> gatehouse().beginHandshake().handle(stranger)).isEmpty()) {
      // until the network has used up what it may
    }

    assertThrottled(home);
    assertThrottled(home.with(abroad));
    assertThrottled(home.with(new DeviceMark("A".repeat(43))));
    int begun = 0;
    while (begun < 100
        && Refusals.maybe(() -> gatehouse().beginHandshake().handle(home.with(mark)))
            .isEmpty()) {
      begun++;
    }
    assertThat(begun).isBetween(15, 25);
    assertThrottled(home.with(mark));
    assertThat(gatehouse().beginHandshake().handle(home.with(others)))
        .as("and that of another device is whole")
        .isNotNull();
  }

  private void assertThrottled(Client client) {
    assertThat(Refusals.of(() -> gatehouse().beginHandshake().handle(client)))
        .isInstanceOf(Refusal.Throttled.class);
  }

  @TestFactory
  @DisplayName(
      "[L08] nobody whose account is not active is let in, be it so before or since it was confirmed")
  Stream<DynamicTest> not_when_the_account_is_not_active() {
    return Arrays.stream(AccountStatus.values())
        .filter(status -> status != AccountStatus.ACTIVE)
        .flatMap(status -> Stream.of(true, false)
            .map(before ->
                DynamicTest.dynamicTest("[L08] " + status + ", before: " + before, () -> {
                  Vouched ada = Vouched.of(house());
                  Account account = ada.signIn().account();
                  if (before) {
                    set(account, status);
                  }
                  BeginHandshake.Begun begun = confirmed(ada);
                  if (!before) {
                    set(account, status);
                  }

                  assertThat(Refusals.of(() -> collect(house().client(), begun)))
                      .isEqualTo(new Refusal.CredentialsRejected());
                  assertThat(sessions(account)).isEqualTo(1);
                })));
  }

  @Test
  @DisplayName("[L23] what was confirmed does not outlive signing out everywhere, nor the identity")
  void what_was_confirmed_does_not_outlive_a_change() {
    Vouched ada = Vouched.of(house());
    AccessClaims caller = house().claims(ada.signIn().tokens());
    BeginHandshake.Begun before = confirmed(ada);
    gatehouse().signOutEverywhere().handle(house().client(), caller, false);
    assertThat(Refusals.of(() -> collect(house().client(), before)))
        .isEqualTo(new Refusal.CredentialsRejected());

    House.Person person = house().person();
    Vouched linked = Vouched.linkedTo(person, house());
    BeginHandshake.Begun second = confirmed(linked);
    gatehouse()
        .unlinkIdentity()
        .handle(person.client(), house().claims(house().signIn(person).tokens()), Vouched.PROVIDER);
    assertThat(Refusals.of(() -> collect(house().client(), second)))
        .isEqualTo(new Refusal.CredentialsRejected());
    assertThat(linked.enter().newcomer()).as("and made no account").isTrue();
  }

  @Test
  @DisplayName("[L07] an enrolled second factor is due all the same")
  void an_enrolled_factor_is_due() {
    House.Person person = house().person();
    Vouched ada = Vouched.linkedTo(person, house());
    Careful careful = Careful.of(house(), person);
    BeginHandshake.Begun begun = confirmed(ada);

    SignIn answer = collect(person.client(), begun).signIn();

    assertThat(answer).isInstanceOf(SignIn.SecondFactorDue.class);
    assertThat(careful.complete(((SignIn.SecondFactorDue) answer).ticket(), careful.code()))
        .isNotNull();
  }

  @Test
  @DisplayName("[L08] whose account leaves gets a ticket to keep it, and no session")
  void whose_account_leaves_gets_a_ticket() {
    Vouched ada = Vouched.of(house());
    SignIn.SignedIn in = ada.signIn();
    gatehouse().deleteAccount().handle(house().client(), house().claims(in.tokens()));

    assertThat(collect(house().client(), confirmed(ada)).signIn())
        .isInstanceOf(SignIn.Leaving.class);
  }

  @Test
  @DisplayName(
      "[L14] where the realm takes nobody, or the terms are not accepted, nothing is collected, and it stays good")
  void what_can_not_be_taken_stays_good() {
    House shut = house().with(house().realm().with(RegistrationMode.CLOSED));
    BeginHandshake.Begun begun = confirmed(Vouched.of(house()));

    assertThat(Refusals.of(() -> shut.gatehouse()
            .collectHandshake()
            .handle(shut.client(), begun.id(), begun.flow(), Arrival.NEWCOMER)))
        .isEqualTo(new Refusal.RegistrationDisabled(Channel.PROVIDER));
    assertThat(Refusals.of(() -> gatehouse()
            .collectHandshake()
            .handle(house().client(), begun.id(), begun.flow(), Arrival.PLAIN)))
        .isEqualTo(new Refusal.TermsNotAccepted());
    assertThat(state(begun)).contains(HandshakeState.COMPLETED);
    assertThat(collect(house().client(), begun).newcomer()).isTrue();
  }

  @Test
  @DisplayName(
      "[L31] one that is confirmed and can not be taken yet is tried so often, and uses up nothing of another's")
  void one_that_waits_is_tried_so_often() {
    Client network = house().client("198.51.100.77");
    BeginHandshake.Begun begun = confirmed(Vouched.of(house()));
    for (int n = 0; n < 30; n++) {
      assertThat(collected(network, begun)).isEqualTo(new Refusal.TermsNotAccepted());
    }
    int units = engine().units();

    assertThat(collected(network, begun)).isInstanceOf(Refusal.Throttled.class);
    assertThat(engine().units()).as("and costs no transaction then").isEqualTo(units);
    assertThat(collected(network, confirmed(Vouched.of(house()))))
        .isEqualTo(new Refusal.TermsNotAccepted());
  }

  private Refusal collected(Client browser, BeginHandshake.Begun begun) {
    return Refusals.of(() ->
        gatehouse().collectHandshake().handle(browser, begun.id(), begun.flow(), Arrival.PLAIN));
  }

  @Test
  @DisplayName(
      "[L44] [L48] names that are made up are on record twenty times an hour for one person, by a digest that says who it was, and leave nothing else")
  void made_up_names_leave_few_rows() {
    Vouched mallory = Vouched.of(house());
    Vouched eve = Vouched.of(house());
    int units = engine().units();
    for (int n = 0; n < 12; n++) {
      madeUp(mallory);
    }
    madeUp(eve);

    List<Event> rows = engine().rows(EventType.HANDSHAKE_FAILED);
    assertThat(rows).hasSize(20 + 3);
    assertThat(rows).allSatisfy(row -> {
      assertThat(row.subject()).isEmpty();
      assertThat(row.actor().kind()).isEqualTo(Actor.Kind.STRANGER);
      assertThat(row.actor().name())
          .matches("[0-9a-f]{64}")
          .doesNotContain(mallory.person().identity().subject());
    });
    assertThat(rows.stream().map(Event::actor).distinct()).as("one for each").hasSize(2);
    assertThat(house().events(EventType.HANDSHAKE_FAILED)).as("all are heard").hasSize(39);
    assertThat(engine().units()).isGreaterThan(units);
  }

  /** Opens, answers and denies what there is none of: eve, as another, counts for herself. */
  private void madeUp(Vouched who) {
    HandshakeId none = HandshakeId.of(Fixtures.bytes(HandshakeId.BYTES));
    assertNotFound(() -> gatehouse().openHandshake().handle(house().realm(), none, who.person()));
    assertNotFound(
        () -> gatehouse().confirmHandshake().handle(house().realm(), none, who.person(), "42"));
    assertNotFound(() -> gatehouse().denyHandshake().handle(house().realm(), none, who.person()));
  }

  @Test
  @DisplayName(
      "[L44] in one realm they are bounded too, by however many people, and who has an account is named by it")
  void made_up_names_are_bounded_in_a_realm() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    madeUp(ada);
    assertThat(engine().rows(EventType.HANDSHAKE_FAILED)).hasSize(3).allSatisfy(row -> {
      assertThat(row.subject()).contains(account.id());
      assertThat(row.actor()).isEqualTo(Actor.owner(account.id()));
    });

    later(Duration.ofHours(1));
    engine()
        .throttle()
        .take(
            "handshake-vain|" + house().realm().key() + "|all",
            new Limit(1, Duration.ofHours(1)),
            now());
    madeUp(Vouched.of(house()));
    assertThat(engine().rows(EventType.HANDSHAKE_FAILED)).hasSize(3);
  }

  @Test
  @DisplayName("[L31] one person opens sixty an hour, whosoever they are")
  void one_person_opens_so_many() {
    Vouched mallory = Vouched.of(house());
    BeginHandshake.Begun begun = begin();
    for (int n = 0; n < 60; n++) {
      open(begun, mallory);
    }

    assertThat(Refusals.of(() -> open(begun, mallory))).isInstanceOf(Refusal.Throttled.class);
    open(begin(), Vouched.of(house()));
  }

  @Test
  @DisplayName("[L07] staff are let in by no handshake unless the realm says so")
  void staff_are_let_in_by_no_handshake() {
    assertThat(Refusals.of(
            () -> gatehouse().beginHandshake().handle(house().clientOf(house().staffRealm()))))
        .isEqualTo(new Refusal.ProvidersShut());
    HandshakeId any = HandshakeId.of(Fixtures.bytes(HandshakeId.BYTES));
    assertThat(Refusals.of(() -> gatehouse()
            .openHandshake()
            .handle(house().staffRealm(), any, Vouched.of(house()).person())))
        .isEqualTo(new Refusal.ProvidersShut());
  }

  @Test
  @DisplayName(
      "[L44] each step is on record, and who tried in vain, about the account of who did it")
  void each_step_is_on_record() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    collect(house().client(), confirmed(ada));
    BeginHandshake.Begun wrong = begin();
    open(wrong, ada);
    Refusals.of(() -> confirm(wrong, ada, "0"));
    Refusals.of(() -> collect(house().client(), wrong));
    BeginHandshake.Begun denied = begin();
    open(denied, ada);
    gatehouse().denyHandshake().handle(house().realm(), denied.id(), ada.person());

    assertThat(engine().rows(EventType.HANDSHAKE_BEGUN)).hasSize(3);
    for (EventType type : List.of(
        EventType.HANDSHAKE_OPENED, EventType.HANDSHAKE_CONFIRMED, EventType.HANDSHAKE_DENIED)) {
      assertThat(engine().rows(type)).as(type.name()).isNotEmpty().allSatisfy(row -> {
        assertThat(row.subject()).contains(account.id());
        assertThat(row.actor()).isEqualTo(Actor.owner(account.id()));
      });
    }
    assertThat(engine().rows(EventType.HANDSHAKE_FAILED))
        .extracting(Event::reason)
        .containsExactly("WRONG_NUMBER", "NOTHING_TO_COLLECT");
  }

  // ---- helpers

  private BeginHandshake.Begun begin() {
    return gatehouse().beginHandshake().handle(house().client());
  }

  private BeginHandshake.Begun confirmed(Vouched by) {
    BeginHandshake.Begun begun = begin();
    open(begun, by);
    confirm(begun, by, begun.match().reveal());
    return begun;
  }

  private OpenHandshake.Asked open(BeginHandshake.Begun begun, Vouched by) {
    return gatehouse().openHandshake().handle(house().realm(), begun.id(), by.person());
  }

  private void confirm(BeginHandshake.Begun begun, Vouched by, String typed) {
    gatehouse().confirmHandshake().handle(house().realm(), begun.id(), by.person(), typed);
  }

  private Optional<HandshakeState> state(BeginHandshake.Begun begun) {
    return gatehouse().lookAtHandshake().handle(house().client(), begun.id(), begun.flow());
  }

  private Entered collect(Client browser, BeginHandshake.Begun begun) {
    return gatehouse()
        .collectHandshake()
        .handle(browser, begun.id(), begun.flow(), Arrival.NEWCOMER);
  }

  private static Account account(Entered entered) {
    return ((SignIn.SignedIn) entered.signIn()).account();
  }

  private int sessions(Account account) {
    return engine().personalData().of(account, now()).sessions().size();
  }

  private static String other(MatchCode right) {
    int number = Integer.parseInt(right.reveal());
    return Integer.toString(number == 99 ? 10 : number + 1);
  }

  private static void assertNotFound(Runnable call) {
    assertThat(Refusals.of(call)).isEqualTo(new Refusal.NotFound());
  }

  private static void assertNothing(Runnable call) {
    assertThat(Refusals.of(call)).isEqualTo(new Refusal.IdentityRejected());
  }
}
