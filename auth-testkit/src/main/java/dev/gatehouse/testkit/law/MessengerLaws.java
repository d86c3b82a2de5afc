package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.handshake.OpenHandshake;
import dev.gatehouse.application.telegram.DoneAlready;
import dev.gatehouse.application.telegram.LimitMessages;
import dev.gatehouse.application.telegram.Messenger;
import dev.gatehouse.application.telegram.PendingHandshake;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people do in a messenger: to their own account, and once for each message. */
public abstract class MessengerLaws extends Laws {
  private static Digest message() {
    return new Digest(Fixtures.bytes(32));
  }

  private Messenger.Acts acts() {
    return gatehouse().messenger().once(message());
  }

  private List<Session> sessions(Account account) {
    return engine().sessions().live(account.id(), Optional.empty(), 100, now());
  }

  private SessionId onlySession(Account account) {
    return sessions(account).get(0).id();
  }

  // ---- once

  @Test
  @DisplayName(
      "[L02] of a message that comes to many nodes at once one changes something, and the others hear that it is done")
  void a_message_changes_something_once() {
    Race.rounds(5, round -> {
      Vouched ada = Vouched.of(house());
      ada.signIn();
      Digest message = message();
      List<String> heard = Race.of(Race.RACERS, n -> {
        try {
          gatehouse().messenger().once(message).signOut().handle(house().realm(), ada.person());
          return "done";
        } catch (DoneAlready again) {
          return "again";
        }
      });
      assertThat(heard).containsOnlyOnce("done").hasSize(Race.RACERS);
    });
  }

  @Test
  @DisplayName("[L41] what was undone by an outage is done when the message comes again")
  void what_was_undone_is_done_the_next_time() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    Digest message = message();
    engine().failToRecord(EventType.SIGNED_OUT_EVERYWHERE);
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() ->
            gatehouse().messenger().once(message).signOut().handle(house().realm(), ada.person()))
        .isNotInstanceOf(DoneAlready.class)
        .isNotInstanceOf(Refused.class);
    assertThat(sessions(account)).hasSize(1);
    engine().failToRecord();

    gatehouse().messenger().once(message).signOut().handle(house().realm(), ada.person());

    assertThat(sessions(account)).isEmpty();
  }

  @Test
  @DisplayName("[L01] a refusal is a decision: the message that was refused is not judged again")
  void a_refusal_is_remembered() {
    Vouched ada = Vouched.of(house());
    BeginHandshake.Begun begun = gatehouse().beginHandshake().handle(house().client());
    gatehouse().openHandshake().handle(house().realm(), begun.id(), ada.person());
    String wrong = begun.match().reveal().equals("42") ? "43" : "42";
    Messenger.Acts once = acts();

    assertThat(Refusals.of(
            () -> once.confirmHandshake().handle(house().realm(), begun.id(), ada.person(), wrong)))
        .isEqualTo(new Refusal.CodeRejected(0));
    assertThatExceptionOfType(DoneAlready.class)
        .isThrownBy(() -> once.confirmHandshake()
            .handle(house().realm(), begun.id(), ada.person(), begun.match().reveal()));
    assertThat(gatehouse()
            .messenger()
            .pendingHandshake()
            .standing(house().realm(), ada.person(), begun.id()))
        .contains(HandshakeState.DENIED);
  }

  @Test
  @DisplayName(
      "[L48] a message about a handshake that is nobody's is not remembered beyond what is on record: it changed nothing")
  void what_is_made_up_is_not_remembered() {
    Vouched mallory = Vouched.of(house());
    HandshakeId none = HandshakeId.of(Fixtures.bytes(HandshakeId.BYTES));
    Messenger.Acts recorded = acts();
    assertMadeUp(recorded, mallory, none);
    assertThatExceptionOfType(DoneAlready.class)
        .isThrownBy(() -> recorded.denyHandshake().handle(house().realm(), none, mallory.person()));
    for (int n = 1; n < 20; n++) {
      assertMadeUp(acts(), mallory, none);
    }

    Messenger.Acts beyond = acts();
    assertMadeUp(beyond, mallory, none);
    assertMadeUp(beyond, mallory, none);
    assertThat(engine().rows(EventType.HANDSHAKE_FAILED)).hasSize(20);
  }

  private void assertMadeUp(Messenger.Acts acts, Vouched who, HandshakeId none) {
    assertThat(Refusals.of(() -> acts.denyHandshake().handle(house().realm(), none, who.person())))
        .isEqualTo(new Refusal.NotFound());
  }

  @Test
  @DisplayName("[L48] a message is remembered for longer than it may come again, and not for ever")
  void a_message_is_forgotten() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    Digest message = message();
    gatehouse().messenger().once(message).signOut().handle(house().realm(), ada.person());
    later(Duration.ofHours(47));
    assertThatExceptionOfType(DoneAlready.class)
        .isThrownBy(() ->
            gatehouse().messenger().once(message).signOut().handle(house().realm(), ada.person()));
    later(Duration.ofHours(2));
    gatehouse().messenger().once(message).signOut().handle(house().realm(), ada.person());
    assertThat(sessions(account)).isEmpty();
  }

  // ---- one's own

  @Test
  @DisplayName("[L23] only the account that has the identity is touched")
  void only_one_s_own_account_is_touched() {
    Vouched ada = Vouched.of(house());
    Vouched eve = Vouched.of(house());
    Account hers = ada.signIn().account();
    Account other = eve.signIn().account();

    assertThat(Refusals.of(
            () -> acts().endSession().handle(house().realm(), eve.person(), onlySession(hers))))
        .isEqualTo(new Refusal.NotFound());
    assertThat(acts().signOut().handle(house().realm(), eve.person())).isEqualTo(1);
    assertThat(sessions(hers)).hasSize(1);
    assertThat(sessions(other)).isEmpty();
    assertThat(gatehouse()
            .messenger()
            .listSessions()
            .handle(house().realm(), ada.person(), 10)
            .sessions())
        .extracting(Session::account)
        .containsExactly(hers.id());
  }

  @Test
  @DisplayName("[L16] the same identity in another realm is another account")
  void realms_are_apart() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    assertThat(Refusals.of(() -> acts().signOut().handle(house().otherRealm(), ada.person())))
        .isEqualTo(new Refusal.NotFound());
    assertThat(Refusals.of(() -> acts().signOut().handle(house().staffRealm(), ada.person())))
        .isEqualTo(new Refusal.ProvidersShut());
    assertThat(sessions(account)).hasSize(1);
  }

  @Test
  @DisplayName("[L08] an account that may not be used is none to a messenger")
  void accounts_that_may_not_be_used() {
    for (AccountStatus status : AccountStatus.values()) {
      if (status == AccountStatus.ACTIVE) {
        continue;
      }
      Vouched ada = Vouched.of(house());
      Account account = ada.signIn().account();
      SessionId session = onlySession(account);
      set(account, status);
      List<Runnable> all = List.of(
          () -> acts().endSession().handle(house().realm(), ada.person(), session),
          () -> acts().signOut().handle(house().realm(), ada.person()),
          () -> acts().unlink().handle(house().realm(), ada.person()),
          () -> acts().chooseLanguage().handle(house().realm(), ada.person(), Locale.GERMAN),
          () -> gatehouse().messenger().listSessions().handle(house().realm(), ada.person(), 9));
      for (Runnable act : all) {
        assertThat(Refusals.of(act)).as(status.name()).isEqualTo(new Refusal.NotFound());
      }
    }
  }

  @Test
  @DisplayName("[L23][L44] signing out everywhere ends what is under way too, and is on record")
  void signing_out_everywhere() {
    Vouched ada = Vouched.of(house());
    Account account = ada.signIn().account();
    ada.signIn();
    var link = gatehouse().issueLoginLink().handle(house().realm(), ada.person());

    assertThat(acts().signOut().handle(house().realm(), ada.person())).isEqualTo(2);

    assertThat(stored(account).epoch()).isGreaterThan(account.epoch());
    assertThat(Refusals.of(() -> gatehouse()
            .signInWithLoginLink()
            .handle(
                house().client(),
                link.token(),
                true,
                dev.gatehouse.application.linking.Arrival.PLAIN)))
        .isEqualTo(new Refusal.IdentityRejected());
    assertThat(engine().rows(EventType.SIGNED_OUT_EVERYWHERE))
        .singleElement()
        .extracting(Event::subject)
        .isEqualTo(Optional.of(account.id()));
    assertThat(engine().rows(EventType.SESSION_ENDED)).hasSize(2);
  }

  // ---- what one factor may do

  @Test
  @DisplayName("[L10] who has one factor of two unlinks nothing, and never the last way in")
  void unlinking() {
    Careful careful = Careful.of(house());
    Vouched ada = Vouched.of(house());
    ada.link(careful.person().client(), careful.claims());
    assertThat(Refusals.of(() -> acts().unlink().handle(house().realm(), ada.person())))
        .isInstanceOf(Refusal.StepUpRequired.class);

    Vouched only = Vouched.of(house());
    only.signIn();
    assertThat(Refusals.of(() -> acts().unlink().handle(house().realm(), only.person())))
        .isEqualTo(new Refusal.LastWayIn());

    House.Person person = house().person();
    Vouched linked = Vouched.linkedTo(person, house());
    acts().unlink().handle(house().realm(), linked.person());
    assertThat(
            gatehouse().findByIdentity().handle(house().realm(), linked.person().identity()))
        .isEmpty();
    assertThat(stored(person.account()).epoch()).isGreaterThan(person.account().epoch());
    assertThat(engine().rows(EventType.IDENTITY_UNLINKED)).hasSize(1);
    assertThat(gatehouse().findByIdentity().handle(house().realm(), ada.person().identity()))
        .isPresent();
  }

  @Test
  @DisplayName(
      "[L10] where the realm requires a second factor one is not enough either for who has none enrolled: nothing is unlinked, and no warnings are moved")
  void where_everybody_has_to_have_a_second_factor() {
    House stricter = house().with(house().realm().withSecondFactorRequired(true));
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    Vouched chat = Vouched.ownerOf(house(), owner.account());
    Account before = stored(owner.account());
    List<Consumer<Messenger.Acts>> wanted = List.of(
        acts -> acts.unlink().handle(stricter.realm(), chat.person()),
        acts -> acts.moveWarnings().handle(stricter.realm(), chat.person(), true));

    for (Consumer<Messenger.Acts> act : wanted) {
      Messenger.Acts acts = stricter.gatehouse().messenger().once(message());
      assertThat(Refusals.of(() -> act.accept(acts))).isInstanceOf(Refusal.StepUpRequired.class);
    }

    assertThat(stored(owner.account())).isEqualTo(before);
    assertThat(
            gatehouse().findByIdentity().handle(house().realm(), chat.person().identity()))
        .isPresent();
    // and where it is not required it is enough
    acts().moveWarnings().handle(house().realm(), chat.person(), true);
    acts().unlink().handle(house().realm(), chat.person());
  }

  // ---- talking

  @Test
  @DisplayName("[L31] five messages in ten seconds, and one reminder in a minute")
  void how_much_may_be_said() {
    String whom = Fixtures.unique();
    for (int i = 0; i < 5; i++) {
      assertThat(verdict(message(), whom)).isEqualTo(LimitMessages.Verdict.ANSWER);
    }
    assertThat(verdict(message(), whom)).isEqualTo(LimitMessages.Verdict.REMIND);
    assertThat(verdict(message(), whom)).isEqualTo(LimitMessages.Verdict.IGNORE);
    assertThat(verdict(message(), Fixtures.unique())).isEqualTo(LimitMessages.Verdict.ANSWER);
    later(Duration.ofSeconds(2));
    assertThat(verdict(message(), whom)).isEqualTo(LimitMessages.Verdict.ANSWER);
  }

  private LimitMessages.Verdict verdict(Digest message, String whom) {
    return gatehouse().messenger().limitMessages(message).person(house().realm(), whom);
  }

  @Test
  @DisplayName("[L31] a message that comes again is counted once, and its link is, too")
  void a_message_is_counted_once() {
    Digest message = message();
    String whom = Fixtures.unique();
    for (int i = 0; i < 20; i++) {
      assertThat(verdict(message, whom)).isEqualTo(LimitMessages.Verdict.ANSWER);
    }
    for (int i = 0; i < 4; i++) {
      assertThat(verdict(message(), whom)).isEqualTo(LimitMessages.Verdict.ANSWER);
    }
    assertThat(verdict(message(), whom)).isEqualTo(LimitMessages.Verdict.REMIND);

    Vouched ada = Vouched.of(house());
    for (int i = 0; i < 20; i++) {
      try {
        gatehouse()
            .messenger()
            .once(message)
            .issueLoginLink()
            .handle(house().realm(), ada.person());
        assertThat(i).isZero();
      } catch (DoneAlready again) {
        assertThat(i).isPositive();
      }
    }
    for (int i = 0; i < 4; i++) {
      acts().issueLoginLink().handle(house().realm(), ada.person());
    }
    assertThat(Refusals.of(() -> acts().issueLoginLink().handle(house().realm(), ada.person())))
        .isInstanceOf(Refusal.Throttled.class);
  }

  @Test
  @DisplayName(
      "[L31] a change that an outage undoes, and whose message comes again, is counted once: of warnings and of the language")
  void a_change_is_counted_once() {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    Vouched chat = Vouched.ownerOf(house(), owner.account());
    BiConsumer<Messenger.Acts, Boolean> warn =
        (acts, here) -> acts.moveWarnings().handle(house().realm(), chat.person(), here);
    BiConsumer<Messenger.Acts, Boolean> speak = (acts, german) -> acts.chooseLanguage()
        .handle(house().realm(), chat.person(), german ? Locale.GERMAN : Locale.FRENCH);

    comesAgain(EventType.WARNINGS_MOVED, acts -> warn.accept(acts, true));
    for (int i = 0; i < 4; i++) {
      warn.accept(acts(), false);
      warn.accept(acts(), true);
    }
    warn.accept(acts(), false);
    assertThrottled(() -> warn.accept(acts(), true));

    comesAgain(EventType.PROFILE_UPDATED, acts -> speak.accept(acts, true));
    for (int i = 1; i < 30; i++) {
      speak.accept(acts(), i % 2 == 0);
    }
    assertThrottled(() -> speak.accept(acts(), true));
  }

  /** One message: until it is dealt with at last, nothing can be recorded. */
  private void comesAgain(EventType unrecorded, Consumer<Messenger.Acts> change) {
    Digest message = message();
    engine().failToRecord(unrecorded);
    for (int i = 0; i < 40; i++) {
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(() -> change.accept(gatehouse().messenger().once(message)))
          .isNotInstanceOf(DoneAlready.class)
          .isNotInstanceOf(Refused.class);
    }
    engine().failToRecord();
    change.accept(gatehouse().messenger().once(message));
  }

  private void assertThrottled(Runnable act) {
    assertThat(Refusals.of(act)).isInstanceOf(Refusal.Throttled.class);
  }

  @Test
  @DisplayName(
      "[L31] [L44] a handshake that is opened by a message that comes again is counted once and on record once, and is shown again; one that is none is on record once, too")
  void a_handshake_is_opened_once() {
    Vouched ada = Vouched.of(house());
    BeginHandshake.Begun begun = gatehouse().beginHandshake().handle(house().client());
    Digest message = message();
    OpenHandshake.Asked first = open(message, ada, begun.id());
    for (int i = 0; i < 70; i++) {
      assertThatExceptionOfType(DoneAlready.class).isThrownBy(() -> open(message, ada, begun.id()));
      assertThat(gatehouse().openHandshake().again(house().realm(), begun.id(), ada.person()))
          .isEqualTo(first);
    }
    assertThat(engine().rows(EventType.HANDSHAKE_OPENED)).hasSize(1);
    for (int i = 1; i < 60; i++) {
      assertThat(open(message(), ada, begun.id())).isEqualTo(first);
    }
    assertThrottled(() -> open(message(), ada, begun.id()));

    Vouched eve = Vouched.of(house());
    Digest other = message();
    assertThat(Refusals.of(() -> open(other, eve, begun.id()))).isEqualTo(new Refusal.NotFound());
    assertThatExceptionOfType(DoneAlready.class).isThrownBy(() -> open(other, eve, begun.id()));
    assertThat(Refusals.of(
            () -> gatehouse().openHandshake().again(house().realm(), begun.id(), eve.person())))
        .isEqualTo(new Refusal.NotFound());
    assertThat(engine().rows(EventType.HANDSHAKE_FAILED)).hasSize(1);
  }

  private OpenHandshake.Asked open(Digest message, Vouched who, HandshakeId id) {
    return gatehouse()
        .messenger()
        .once(message)
        .openHandshake()
        .handle(house().realm(), id, who.person());
  }

  @Test
  @DisplayName("[L11] somebody is asked for the number of the handshake that he opened last")
  void the_handshake_that_was_opened_last() {
    Vouched ada = Vouched.of(house());
    Vouched eve = Vouched.of(house());
    BeginHandshake.Begun first = gatehouse().beginHandshake().handle(house().client());
    BeginHandshake.Begun second = gatehouse().beginHandshake().handle(house().client());
    var pending = gatehouse().messenger().pendingHandshake();
    pending.ask(house().realm(), ada.person(), first.id(), 1);
    pending.ask(house().realm(), ada.person(), second.id(), 3);
    // and what asked for the first comes once more
    pending.ask(house().realm(), ada.person(), first.id(), 1);

    PendingHandshake.Asked asked = pending.find(house().realm(), ada.person()).orElseThrow();
    assertThat(asked.id().text()).isEqualTo(second.id().text());
    assertThat(asked.answeredBy(4)).isTrue();
    assertThat(asked.answeredBy(2))
        .as("what was written to the first, and comes late")
        .isFalse();
    assertThat(asked.answeredBy(3)).isFalse();
    assertThat(pending.find(house().realm(), eve.person())).isEmpty();
    assertThat(pending.find(house().otherRealm(), ada.person())).isEmpty();
    later(Duration.ofMinutes(6));
    assertThat(pending.find(house().realm(), ada.person())).isEmpty();
  }
}
