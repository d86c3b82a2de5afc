package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.port.Departures;
import dev.gatehouse.port.Exports;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.PersonalData;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link PersonalData}, {@link Departures} and {@link Exports} promise. */
public abstract class PersonalDataContract extends StorageContract {
  private static final PersonalData.Kept NOTHING = new PersonalData.Kept(
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      List.of(),
      Optional.empty());
  private static final List<Digest> CODES =
      List.of(new Digest(Fixtures.bytes(32)), new Digest(Fixtures.bytes(32)));

  // ---- departures

  @Test
  void a_departure_is_kept_replaced_and_cancelled() {
    Account account = someone();
    Departure first = departure(account, now.plus(Duration.ofDays(30)), true);
    Departure second = departure(account, now.plus(Duration.ofDays(1)), false);
    assertThat(departureOf(account)).isEmpty();

    change(account.id(), unit -> unit.departures().schedule(first));
    assertThat(departureOf(account)).contains(first);
    change(account.id(), unit -> unit.departures().schedule(second));
    assertThat(departureOf(account)).contains(second);
    change(account.id(), unit -> unit.departures().cancel(account.id()));
    assertThat(departureOf(account)).isEmpty();
  }

  @Test
  void what_is_due_is_told_when_it_is_and_no_earlier_longest_due_first() {
    Instant due = Instant.parse("1970-01-02T00:00:00Z").plusMillis(now.toEpochMilli() % 86_400_000);
    Account late = someone();
    Account soon = someone();
    change(late.id(), unit -> unit.departures().schedule(departure(late, due, true)));
    change(
        soon.id(), unit -> unit.departures().schedule(departure(soon, due.minusSeconds(1), true)));

    List<AccountId> told = engine().personalData().due(1000, due);
    assertThat(told).containsSubsequence(soon.id(), late.id());
    assertThat(engine().personalData().due(1000, due.minusMillis(1)))
        .contains(soon.id())
        .doesNotContain(late.id());
    assertThat(engine().personalData().due(1, due)).hasSize(1);
    for (Account account : List.of(late, soon)) {
      change(account.id(), unit -> unit.departures().cancel(account.id()));
    }
  }

  // ---- exports

  @Test
  void an_archive_was_asked_for_by_one_account_until_its_end() {
    Account account = someone();
    UUID id = Fixtures.id();
    Instant end = now.plus(Duration.ofHours(1));
    change(account.id(), unit -> unit.exports().ask(id, account.id(), now, end));

    assertThat(asked(id, account, end.minusMillis(1))).isTrue();
    assertThat(asked(id, account, end)).isFalse();
    assertThat(asked(id, someone(), now)).isFalse();
    assertThat(asked(Fixtures.id(), account, now)).isFalse();
  }

  // ---- what is kept

  @Test
  @DisplayName("[L46] what is kept of an account is read, in order, and nobody else's")
  void what_is_kept_is_read() {
    Full one = full();
    full();

    PersonalData.Kept kept = engine().personalData().of(one.account(), now);

    assertThat(kept.consents()).containsExactly(one.consent());
    assertThat(kept.sessions()).containsExactly(one.session());
    assertThat(kept.invitations()).extracting(Invitation::id).containsExactly(one.invitation());
    assertThat(kept.waitingMails()).containsExactly(Mail.Kind.PASSWORD_CHANGED);
    assertThat(kept.deadMails()).containsExactly(Mail.Kind.SECOND_FACTOR_ENROLLED);
    assertThat(kept.waitingRegistrations()).containsExactly(now.plusSeconds(60));
    assertThat(kept.secondFactor()).contains(new EnrolledFactor(now.minusSeconds(5), CODES.size()));
    assertThat(engine().personalData().of(someone(), now)).isEqualTo(NOTHING);
  }

  @Test
  @DisplayName(
      "[L46] what is kept of an account has the invitations that name its address in its realm, come to whatever, but none that another took")
  void invitations_that_name_the_address_are_read() {
    Account account = someone();
    EmailAddress email = account.email().orElseThrow();
    Invitation open = invitation(account.realm(), Optional.of(email), now.minusSeconds(9));
    Invitation over = invitation(account.realm(), Optional.of(email), now.minusSeconds(8));
    Invitation taken = invitation(account.realm(), Optional.of(email), now.minusSeconds(7));
    Invitation mine = invitation(account.realm(), Optional.empty(), now.minusSeconds(6));
    Account other = someone();
    change(unit -> {
      List.of(
              open,
              over,
              taken,
              mine,
              invitation(account.realm(), Optional.empty(), now),
              invitation(account.realm(), Optional.of(Fixtures.email()), now),
              invitation(new RealmKey("elsewhere"), Optional.of(email), now))
          .forEach(unit.invitations()::issue);
      unit.invitations().revoke(account.realm(), over.id(), now);
    });
    change(other.id(), unit -> unit.invitations().take(taken.id(), other.id(), now));
    change(account.id(), unit -> unit.invitations().take(mine.id(), account.id(), now));

    assertThat(engine().personalData().of(account, now).invitations())
        .extracting(Invitation::id)
        .containsExactly(open.id(), over.id(), mine.id());
  }

  @Test
  @DisplayName(
      "[L46] a registration is kept of the account that came of it, whatever its address is now")
  void the_registration_it_came_of_is_read() {
    Account account = someone();
    Candidate earlier = candidate(account.realm(), Fixtures.email());
    change(unit -> unit.candidates().hold(earlier));
    change(account.id(), unit -> unit.candidates().became(earlier.id(), account.id()));

    assertThat(engine().personalData().of(account, now).waitingRegistrations())
        .containsExactly(earlier.endsAt());
    assertThat(engine().personalData().of(account, earlier.endsAt()).waitingRegistrations())
        .isEmpty();
  }

  // ---- erasing

  @Test
  @DisplayName("[L46] nothing is erased of an account whose own row is not empty")
  void nothing_is_erased_of_who_stays() {
    Full one = full();

    assertThat(engine().personalData().erase(one.account().id(), 10)).isZero();

    assertThat(engine().personalData().of(one.account(), now).sessions()).hasSize(1);
    assertThat(departureOf(one.account())).isPresent();
  }

  @Test
  @DisplayName(
      "[L46] all that belongs to an account goes in batches, the acts stay without from where, and then the departure is forgotten; others keep theirs")
  void everything_goes_in_batches() {
    Full one = full();
    Full other = full();
    AccountId id = one.account().id();
    Candidate own = candidate(one.account());
    change(unit -> {
      unit.candidates().hold(own);
      unit.candidates().became(own.id(), id);
    });
    change(id, unit -> unit.accounts().erase(id, Fixtures.instant()));

    int calls = 0;
    while (engine().personalData().erase(id, 1) > 0) {
      assertThat(departureOf(one.account())).as("not done yet").isPresent();
      calls++;
    }

    assertThat(calls).as("two events, one at a time").isGreaterThanOrEqualTo(2);
    assertThat(departureOf(one.account())).isEmpty();
    assertThat(engine().personalData().of(reread(one.account()), now)).isEqualTo(NOTHING);
    assertThat(engine().refreshes().read(one.session().id())).isEmpty();
    List<Candidate> waiting =
        atomically(unit -> unit.candidates().of(own.realm(), own.email(), now));
    assertThat(waiting).as("a stranger's stays").doesNotContain(own).hasSize(1);
    assertThat(engine().history().of(id, OptionalLong.empty(), 9)).hasSize(2).allSatisfy(row -> {
      assertThat(row.event().origin()).isEmpty();
      assertThat(row.event().type()).isEqualTo(EventType.SIGNED_IN);
      assertThat(row.event().reason()).isEqualTo("pwd");
      assertThat(row.event().actor()).isEqualTo(Actor.owner(id));
    });
    assertThat(engine().personalData().of(other.account(), now).sessions()).hasSize(1);
    assertThat(engine().history().of(other.account().id(), OptionalLong.empty(), 9))
        .allSatisfy(row -> assertThat(row.event().origin()).isPresent());
    assertThat(engine().personalData().erase(id, 10)).isZero();
  }

  @Test
  void who_never_was_is_not_erased() {
    assertThat(engine().personalData().erase(Fixtures.accountId(), 10)).isZero();
  }

  // ---- steps

  /** An account of which something is kept everywhere. */
  private record Full(Account account, Consent consent, Session session, UUID invitation) {}

  private Full full() {
    Account account = someone();
    Session session = opened(ASession.of(account, now).build());
    Consent consent = new Consent(Consent.Kind.MARKETING, true, Optional.empty(), now);
    Invitation invitation = invitation(account.realm(), Optional.empty(), now);
    UUID dead = Fixtures.id();
    UUID sent = Fixtures.id();
    Client client = new Client(
        Realm.customer(account.realm().value(), "https://id.example.com"),
        Fixtures.ADDRESS,
        "Agent/1",
        Transport.BEARER,
        List.of());
    change(account.id(), unit -> {
      unit.accounts().consent(account.id(), consent);
      unit.departures().schedule(departure(account, now.plus(Duration.ofDays(30)), true));
      unit.exports().ask(Fixtures.id(), account.id(), now, now.plusSeconds(60));
      unit.invitations().issue(invitation);
      unit.invitations().take(invitation.id(), account.id(), now);
      unit.candidates().hold(candidate(account));
      unit.secondFactors()
          .enrol(
              new Authenticator(
                  account.id(), new Sealed(Fixtures.bytes(32)), 0, 0, now.minusSeconds(5)),
              CODES);
      unit.outbox().put(mail(account, Mail.Kind.PASSWORD_CHANGED, Fixtures.id()));
      unit.outbox().put(mail(account, Mail.Kind.SECOND_FACTOR_ENROLLED, dead));
      unit.outbox().put(mail(account, Mail.Kind.NEW_DEVICE, sent));
      for (int i = 0; i < 2; i++) {
        unit.record(Event.of(EventType.SIGNED_IN, now, client, Actor.owner(account.id()))
            .about(account.id())
            .because("pwd"));
      }
    });
    engine().outbox().bury(dead, now);
    engine().outbox().delivered(sent, now);
    return new Full(account, consent, session, invitation.id());
  }

  private Outbox.Item mail(Account account, Mail.Kind kind, UUID id) {
    return new Outbox.Item(
        id,
        account.realm(),
        kind,
        new Sealed(Fixtures.bytes(32)),
        0,
        now,
        Optional.of(account.id()),
        Outbox.Channel.MESSENGER);
  }

  private Invitation invitation(RealmKey realm, Optional<EmailAddress> email, Instant made) {
    return new Invitation(
        Fixtures.id(),
        realm,
        Role.USER,
        email,
        "test",
        made,
        now.plusSeconds(60),
        Optional.empty(),
        Optional.empty());
  }

  private Candidate candidate(Account account) {
    return candidate(account.realm(), account.email().orElseThrow());
  }

  private Candidate candidate(RealmKey realm, EmailAddress email) {
    return new Candidate(
        Fixtures.id(),
        realm,
        email,
        DigestKeys.flow(FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES))),
        Optional.empty(),
        Optional.empty(),
        Locale.ENGLISH,
        Consents.NONE,
        now.plusSeconds(60));
  }

  private Departure departure(Account account, Instant due, boolean byOwner) {
    return new Departure(account.id(), account.realm(), now, due, byOwner, AccountStatus.LOCKED);
  }

  private Optional<Departure> departureOf(Account account) {
    return locked(account.id(), unit -> unit.departures().of(account.id()));
  }

  private boolean asked(UUID id, Account account, Instant at) {
    return atomically(unit -> unit.exports().asked(id, account.id(), at));
  }
}
