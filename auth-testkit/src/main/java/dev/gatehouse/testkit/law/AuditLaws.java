package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.History;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever somebody may have to account for leaves a row that says who did it, to whom, from where and why. */
public abstract class AuditLaws extends Laws {

  @Test
  @DisplayName("[L44] registering by a username leaves a row of its owner's")
  void registering_is_audited() {
    House.Person person = house().person();

    assertRow(
        EventType.ACCOUNT_REGISTERED,
        owner(person.account().id()),
        person.account().id(),
        person.client(),
        "");
  }

  @Test
  @DisplayName(
      "[L44] asking for an account, for another code and trying a wrong one leave rows of a stranger's, who is no account's")
  void what_strangers_do_is_audited() {
    Registrant registrant = Registrant.of(house());
    gatehouse()
        .resendVerification()
        .handle(registrant.client(), registrant.email(), Locale.ENGLISH);
    Refusals.of(() -> registrant.verify(wrong(registrant.code(), 1)));

    for (EventType type :
        List.of(EventType.REGISTRATION_REQUESTED, EventType.CODE_SENT, EventType.CODE_REJECTED)) {
      Event row = only(type);
      assertThat(row.actor()).isEqualTo(Actor.STRANGER);
      assertThat(row.subject()).isEmpty();
      assertFrom(row, registrant.client());
    }
  }

  @Test
  @DisplayName("[L44] proving a mailbox leaves the account, the proof and the sign-in")
  void proving_a_mailbox_is_audited() {
    Registrant registrant = Registrant.of(house());
    AccountId account = registrant.verify(registrant.code()).account().id();

    for (EventType type : List.of(EventType.ACCOUNT_REGISTERED, EventType.EMAIL_VERIFIED)) {
      assertRow(type, owner(account), account, registrant.client(), "");
    }
    assertRow(EventType.SIGNED_IN, owner(account), account, registrant.client(), "otp");
  }

  @Test
  @DisplayName("[L44] a right code that comes too late for the address leaves a row too")
  void a_code_for_an_address_taken_meanwhile_is_audited() {
    Registrant registrant = Registrant.of(house());
    SecretText code = registrant.code();
    house().resident(AnAccount.in(house().realm().key()).at(registrant.email()));

    assertThat(Refusals.of(() -> registrant.verify(code))).isInstanceOf(Refusal.CodeRejected.class);

    assertThat(only(EventType.CODE_REJECTED).reason()).isEqualTo("ADDRESS_TAKEN");
  }

  @Test
  @DisplayName("[L44] a sign-in leaves who, which session, from where and by what")
  void a_sign_in_is_audited() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();

    assertRow(
        EventType.SIGNED_IN,
        owner(person.account().id()),
        person.account().id(),
        person.client(),
        "pwd");
    assertThat(only(EventType.SIGNED_IN).session()).contains(tokens.claims().session());
  }

  @Test
  @DisplayName(
      "[L44] each kind of failed sign-in leaves a row that says inside what the answer does not")
  void failed_sign_ins_are_audited() {
    House.Person person = house().person();
    House.Person disabled = house().person();
    set(disabled.account(), AccountStatus.DISABLED);
    Registrant bare = Registrant.of(
        house(), house().client(), Fixtures.email(), Optional.empty(), Optional.empty());
    AccountId bareId = bare.verify(bare.code()).account().id();
    Client stranger = house().client();

    fail(stranger, person.name());
    fail(stranger, disabled.name());
    fail(stranger, new Identifier.ByEmail(bare.email()));
    fail(stranger, new Identifier.ByUsername(Fixtures.username()));

    List<Event> rows = engine().rows(EventType.SIGN_IN_FAILED);
    assertThat(rows)
        .extracting(Event::reason)
        .containsExactly("WRONG_PASSWORD", "ACCOUNT_DISABLED", "NO_PASSWORD", "UNKNOWN_NAME");
    assertThat(rows)
        .extracting(Event::subject)
        .containsExactly(
            Optional.of(person.account().id()),
            Optional.of(disabled.account().id()),
            Optional.of(bareId),
            Optional.empty());
    rows.forEach(row -> {
      assertThat(row.actor()).isEqualTo(Actor.STRANGER);
      assertFrom(row, stranger);
    });
  }

  @Test
  @DisplayName(
      "[L44] a locked-out try is heard by the listeners and writes no row, or the rows would be the attacker's to multiply")
  void locked_out_tries_are_heard() {
    House.Person person = house().person();
    for (int i = 0; i < 8; i++) {
      fail(person.client(), person.name());
    }

    assertThat(engine().rows(EventType.SIGN_IN_FAILED)).hasSize(5);
    assertThat(house().events(EventType.SIGN_IN_FAILED))
        .filteredOn(event -> event.reason().equals("LOCKED_OUT"))
        .hasSize(3);
    assertThat(engine().rows(EventType.LOCKED_OUT)).isEmpty();
    assertThat(tiers()).containsExactly("PASSWORD", "PASSWORD", "PASSWORD");
  }

  @Test
  @DisplayName(
      "[L44] listeners hear of every gate that is met shut and of its tier: in silence, at a change of password, by a network")
  void every_shut_gate_is_heard() {
    House.Person person = house().person();
    AccessClaims claims = house().claims(house().signIn(person).tokens());
    for (int i = 0; i < 6; i++) {
      Refusals.of(() -> gatehouse()
          .changePassword()
          .handle(person.client(), claims, House.newPassword(), House.newPassword()));
    }
    assertThat(tiers()).as("a change of password").containsExactly("PASSWORD");
    fail(person.client(), person.name());
    assertThat(tiers()).as("in silence").hasSize(2).containsOnly("PASSWORD");
    for (int i = 0; i < 94; i++) {
      fail(house().client(), person.name());
    }
    assertThat(tiers()).as("the day's ninety-nine are judged").hasSize(2);
    Client last = house().client();
    for (int i = 0; i < 3; i++) {
      fail(last, person.name());
    }
    Client network = house().client();
    for (int i = 0; i < 51; i++) {
      fail(network, new Identifier.ByUsername(Fixtures.username()));
    }

    assertThat(tiers()).containsExactly("PASSWORD", "PASSWORD", "LAST_RESORT", "PREFIX_HOUR");
  }

  private List<String> tiers() {
    return house().events(EventType.LOCKED_OUT).stream().map(Event::reason).toList();
  }

  @Test
  @DisplayName("[L44] a second factor that is asked for leaves a row")
  void an_asked_factor_is_audited() {
    House.Person careful =
        house().resident(AnAccount.in(house().realm().key()).secondFactors(Method.TOTP));
    gatehouse()
        .signInWithPassword()
        .handle(careful.client(), careful.name(), careful.password(), false);

    assertRow(
        EventType.SECOND_FACTOR_ASKED,
        owner(careful.account().id()),
        careful.account().id(),
        careful.client(),
        "SECOND_FACTOR_DUE");
  }

  @Test
  @DisplayName("[L44] a changed password leaves a row, and so does every session it ends")
  void a_changed_password_is_audited() {
    House.Person person = house().person();
    Tokens acting = house().signIn(person).tokens();
    Tokens other = house().signIn(person).tokens();
    gatehouse()
        .changePassword()
        .handle(person.client(), house().claims(acting), person.password(), House.newPassword());

    AccountId id = person.account().id();
    assertRow(EventType.PASSWORD_CHANGED, owner(id), id, person.client(), "");
    assertRow(EventType.SESSION_ENDED, owner(id), id, person.client(), "PASSWORD_CHANGED");
    assertThat(only(EventType.SESSION_ENDED).session()).contains(other.claims().session());
  }

  @Test
  @DisplayName(
      "[L44] every session that is ended leaves a row of its own, with who ended it and why")
  void every_revocation_is_audited() {
    House.Person person = house().person();
    AccountId id = person.account().id();
    List<Tokens> all = List.of(
        house().signIn(person).tokens(),
        house().signIn(person).tokens(),
        house().signIn(person).tokens(),
        house().signIn(person).tokens());
    var claims = house().claims(all.get(0));
    gatehouse().signOut().handle(person.client(), all.get(1).refresh());
    gatehouse().endSession().handle(person.client(), claims, all.get(2).claims().session());
    gatehouse().signOutEverywhere().handle(person.client(), claims, true);
    gatehouse().signOutEverywhere().handle(person.client(), claims, false);

    assertThat(engine().rows(EventType.SIGNED_OUT_EVERYWHERE))
        .as("also where there is no other session left to end")
        .hasSize(2)
        .allSatisfy(row -> {
          assertThat(row.subject()).contains(id);
          assertThat(row.session()).contains(claims.session());
        });
    List<Event> rows = engine().rows(EventType.SESSION_ENDED);
    assertThat(rows)
        .extracting(Event::reason)
        .containsExactly(
            "SIGNED_OUT", "REMOVED_BY_OWNER", "SIGNED_OUT_EVERYWHERE", "SIGNED_OUT_EVERYWHERE");
    assertThat(rows.stream().map(row -> row.session().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(
            all.stream().<SessionId>map(tokens -> tokens.claims().session()).toList());
    rows.forEach(row -> {
      assertThat(row.subject()).contains(id);
      assertThat(row.actor()).isEqualTo(owner(id));
      assertFrom(row, person.client());
    });
  }

  @Test
  @DisplayName("[L44] a session that makes room for another leaves a row")
  void an_evicted_session_is_audited() {
    House.Person person = house().person();
    Tokens first = house().signIn(person).tokens();
    for (int i = 0; i < house().realm().sessions().maxLive(); i++) {
      later(Duration.ofSeconds(1));
      house().signIn(person);
    }

    assertThat(only(EventType.SESSION_ENDED).reason()).isEqualTo("EVICTED");
    assertThat(only(EventType.SESSION_ENDED).session()).contains(first.claims().session());
  }

  @Test
  @DisplayName("[L44] a changed profile and a better hash leave rows")
  void smaller_changes_are_audited() {
    House.Person person = house().person();
    AccountId id = person.account().id();
    Tokens tokens = house().signIn(person).tokens();
    gatehouse()
        .updateProfile()
        .handle(
            person.client(),
            house().claims(tokens),
            profile -> new Profile(Optional.of("Another"), profile.locale(), profile.timezone()));
    hasher().raiseParameters();
    house().signIn(person);

    assertRow(EventType.PROFILE_UPDATED, owner(id), id, person.client(), "");
    assertThat(only(EventType.PASSWORD_REHASHED).subject()).contains(id);
  }

  @Test
  @DisplayName(
      "[L48] [L44] thirty times an hour an account changes what it shows and what it agrees to, at the bot too: nobody buries its history; what is so already writes nothing")
  void changes_of_an_account_are_limited() {
    Vouched owner = Vouched.of(house());
    SignIn.SignedIn in = owner.signIn();
    AccountId id = in.account().id();
    AccessClaims claims = house().claims(in.tokens());
    for (int i = 0; i < 30; i++) {
      for (int again = 0; again < 3; again++) {
        change(owner, claims, i);
      }
    }
    assertThat(rows(id)).isEqualTo(30);
    assertThat(words(id)).isEqualTo(11);

    for (int i = 30; i < 33; i++) {
      int next = i;
      assertThat(Refusals.of(() -> change(owner, claims, next)))
          .isInstanceOf(Refusal.Throttled.class);
    }
    change(owner, claims, 29);
    assertThat(rows(id)).isEqualTo(30);
    assertThat(words(id)).isEqualTo(11);

    House.Person another = house().person();
    gatehouse()
        .changeConsents()
        .handle(
            another.client(),
            house().claims(house().signIn(another).tokens()),
            Optional.of(true),
            true);
    later(Duration.ofHours(1));
    change(owner, claims, 30);
    assertThat(rows(id)).isEqualTo(31);
  }

  @Test
  @DisplayName("[L48] [L44] ten times an hour an account changes the phrase of its mails")
  void changes_of_the_phrase_are_limited() {
    House.Person owner = house().person();
    AccessClaims claims = house().claims(house().signIn(owner).tokens());
    for (int i = 0; i < 10; i++) {
      gatehouse().changePhrase().handle(owner.client(), claims, Optional.of(new Phrase("no " + i)));
    }
    assertThat(Refusals.of(
            () -> gatehouse().changePhrase().handle(owner.client(), claims, Optional.empty())))
        .isInstanceOf(Refusal.Throttled.class);
  }

  /** Another way for each of three numbers, and another value for each number of a way. */
  private void change(Vouched owner, AccessClaims claims, int number) {
    switch (number % 3) {
      case 0 ->
        gatehouse()
            .updateProfile()
            .handle(
                house().client(),
                claims,
                stored ->
                    new Profile(Optional.of("N" + number), stored.locale(), stored.timezone()));
      case 1 ->
        gatehouse()
            .changeConsents()
            .handle(house().client(), claims, Optional.of(number % 2 == 1), true);
      default ->
        gatehouse()
            .messenger()
            .once(new Digest(Fixtures.bytes(32)))
            .chooseLanguage()
            .handle(
                house().realm(), owner.person(), number % 2 == 0 ? Locale.GERMAN : Locale.FRENCH);
    }
  }

  private long rows(AccountId account) {
    return Stream.of(EventType.PROFILE_UPDATED, EventType.CONSENT_CHANGED)
        .flatMap(type -> engine().rows(type).stream())
        .filter(row -> row.subject().equals(Optional.of(account)))
        .count();
  }

  /** How many words of the account are kept. */
  private int words(AccountId account) {
    return engine()
        .personalData()
        .of(
            engine()
                .accounts()
                .find(house().realm().key(), account)
                .orElseThrow()
                .account(),
            now())
        .consents()
        .size();
  }

  @Test
  @DisplayName(
      "[L44] what is audited can be read back from the account's own history as it was written")
  void the_history_gives_back_what_was_written() {
    House.Person person = house().person();
    house().signIn(person);
    fail(house().client(), person.name());

    List<Event> history =
        engine().history().of(person.account().id(), OptionalLong.empty(), 100).stream()
            .map(History.Row::event)
            .toList();

    List<Event> written = engine().rows().stream()
        .filter(row -> row.subject().equals(Optional.of(person.account().id())))
        .toList();
    assertThat(history).containsExactlyInAnyOrderElementsOf(written);
    assertThat(history.get(0).type()).as("newest first").isEqualTo(EventType.SIGN_IN_FAILED);
  }

  @Test
  @DisplayName("[L44] listeners hear nothing of what was not committed")
  void listeners_hear_what_is_committed() {
    House.Person person = house().person();
    engine().failToRecord(EventType.SIGNED_IN);
    int heard = house().events().size();

    assertThatThrownBy(() -> house().signIn(person)).isInstanceOf(IllegalStateException.class);

    assertThat(house().events()).hasSize(heard);
    assertThat(engine().sessions().live(person.account().id(), Optional.empty(), 9, now()))
        .isEmpty();
    assertThat(stored(person.account()).signIns().count()).isZero();
  }

  // ---- steps

  private void fail(Client client, Identifier name) {
    Refusals.of(
        () -> gatehouse().signInWithPassword().handle(client, name, House.newPassword(), false));
  }

  private static Actor owner(AccountId account) {
    return Actor.owner(account);
  }

  private Event only(EventType type) {
    assertThat(engine().rows(type)).hasSize(1);
    return engine().rows(type).get(0);
  }

  private void assertRow(
      EventType type, Actor actor, AccountId subject, Client client, String reason) {
    Event row = only(type);
    assertThat(row.actor()).isEqualTo(actor);
    assertThat(row.subject()).contains(subject);
    assertThat(row.reason()).isEqualTo(reason);
    assertFrom(row, client);
  }

  private void assertFrom(Event row, Client client) {
    assertThat(row.origin()).contains(new Event.Origin(client.address(), client.userAgent()));
    assertThat(row.realm()).contains(client.realm().key());
    assertThat(row.at()).isEqualTo(now());
  }
}
