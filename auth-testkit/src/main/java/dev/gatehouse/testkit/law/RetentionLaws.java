package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import dev.gatehouse.testkit.fixture.WatchedStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clearing away: what has run out goes, in small batches, and nothing goes that still keeps anybody out. */
public abstract class RetentionLaws extends Laws {
  private static final int MANY = 1_203;

  // ---- what stays

  @Test
  @DisplayName("[L48] purging gives no attempts back and revives no spent code")
  void purging_gives_no_attempts_back() {
    Registrant usedUp = Registrant.of(house());
    Registrant spent = Registrant.of(house());
    SecretText usedUps = usedUp.code();
    SecretText spents = spent.code();
    for (int i = 0; i < 5; i++) {
      tryCode(usedUp, wrong(usedUps, 1));
    }
    spent.verify(spents);

    later(Duration.ofMinutes(30).minusNanos(1000));
    house().run("purge");

    assertThat(tryCode(usedUp, usedUps)).isEqualTo(new Refusal.CodeRejected(0));
    assertThat(tryCode(spent, spents)).isInstanceOf(Refusal.class);
  }

  @Test
  @DisplayName("[L48] purging opens no lock before its time, and forgets no failure within the day")
  void purging_opens_no_lock() {
    House.Person locked = house().person();
    House.Person failed = house().person();
    for (int i = 0; i < 7; i++) {
      guess(locked);
      later(Duration.ofMinutes(5));
    }
    for (int i = 0; i < 4; i++) {
      guess(failed);
    }
    later(Duration.ofMinutes(24));
    house().run("purge");
    assertThat(guess(locked)).isInstanceOf(Refusal.LockedOut.class);

    later(Duration.ofHours(23));
    house().run("purge");
    assertThat(guess(failed)).isEqualTo(new Refusal.CredentialsRejected());
    assertThat(guess(failed)).isEqualTo(new Refusal.LockedOut(Duration.ofSeconds(30)));
  }

  @Test
  @DisplayName(
      "[L48] an ended session stays until its absolute end, as the evidence of reuse, and then goes")
  void an_ended_session_stays_until_its_absolute_end() {
    House.Person person = house().person();
    Tokens ended = house().signIn(person).tokens();
    Tokens idle = house().signIn(person).tokens();
    gatehouse().signOut().handle(person.client(), ended.refresh());

    later(house().realm().sessions().absolute().minusNanos(1000));
    house().run("purge");
    assertThat(kept(ended)).isTrue();
    assertThat(kept(idle)).as("long idle, never ended").isTrue();

    later(Duration.ofNanos(1000));
    house().run("purge");
    assertThat(kept(ended)).isFalse();
    assertThat(kept(idle)).isFalse();
    assertThat(Refusals.of(() -> house().refresh(person, ended)))
        .isEqualTo(new Refusal.RefreshRejected());
  }

  @Test
  @DisplayName("[L48] a session that was reused is known as ended after any purge within its life")
  void a_reused_session_stays_ended() {
    House.Person person = house().person();
    Tokens first = house().signIn(person).tokens();
    Tokens second = house().refresh(person, first);
    Tokens third = house().refresh(person, second);
    later(Duration.ofMinutes(1));
    Refusals.of(() -> house().refresh(person, first));

    later(Duration.ofDays(6));
    house().run("purge");

    for (Tokens tokens : List.of(first, second, third)) {
      assertThat(Refusals.of(() -> house().refresh(person, tokens)))
          .isEqualTo(new Refusal.RefreshRejected());
    }
    assertThat(kept(third)).isTrue();
  }

  @Test
  @DisplayName(
      "[L48] a node that starts after a purge still knows of everything revoked whose tokens could be good")
  void a_new_node_knows_what_was_revoked() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    gatehouse().signOut().handle(person.client(), tokens.refresh());

    Duration lifetime =
        Duration.between(tokens.claims().issuedAt(), tokens.claims().expiresAt());
    later(lifetime.minusSeconds(1));
    house().run("purge");
    House fresh = house().node(WatchedStorage.over(engine()));

    assertThat(fresh.gatehouse().revocationsFresh()).isTrue();
    assertThat(Refusals.of(() -> fresh.claims(tokens))).isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName("[L48] news that nobody could deliver waits for thirty days, and then goes")
  void undelivered_news_is_kept_for_thirty_days() {
    EmailAddress gone = Fixtures.email();
    EmailAddress late = Fixtures.email();
    List.of(gone, late)
        .forEach(at -> house().resident(AnAccount.in(house().realm().key()).at(at)));
    register(gone);
    later(Duration.ofSeconds(1));
    register(late);

    later(Duration.ofDays(30).minusSeconds(1));
    house().run("purge");

    assertThat(house().mailsTo(late))
        .extracting(Mail::kind)
        .containsExactly(Mail.Kind.ALREADY_REGISTERED);
    assertThat(house().mailsTo(gone)).isEmpty();
  }

  private void register(EmailAddress email) {
    gatehouse()
        .register()
        .handle(
            house().client(), Register.Command.of(email, new Password("a good long passphrase")));
  }

  @Test
  @DisplayName("[L48] a candidate can be proven until its last moment, whatever is purged before")
  void a_candidate_stays_until_its_end() {
    Registrant registrant = Registrant.of(house());
    later(Duration.ofHours(24).minusNanos(1000));
    house().run("purge");
    gatehouse()
        .resendVerification()
        .handle(registrant.client(), registrant.email(), Locale.ENGLISH);

    assertThat(registrant.verify(registrant.code()).account().username())
        .isEqualTo(registrant.username());
  }

  // ---- what goes

  @Test
  @DisplayName("[L48] candidates and codes that ran out go")
  void candidates_and_codes_go() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();
    for (int i = 0; i < 3; i++) {
      tryCode(registrant, wrong(right, 1));
    }
    Instant issued = now();

    later(Duration.ofMinutes(30));
    house().run("purge");
    clock().set(issued);
    assertThat(tryCode(registrant, right))
        .as("asked in the past, of a code that is gone")
        .isEqualTo(new Refusal.CodeRejected(4));

    later(Duration.ofHours(24));
    house().run("purge");
    assertThat(candidates(registrant.email(), issued)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L48] what has run out goes in small batches, however much it is, until no more is left")
  void purging_goes_in_small_batches() {
    EmailAddress email = Fixtures.email();
    Instant end = now().plus(Duration.ofHours(1));
    engine().store().atomically(unit -> {
      for (int i = 0; i < MANY; i++) {
        unit.candidates().hold(candidate(email, end));
      }
      return MANY;
    });
    house().run("purge");
    assertThat(candidates(email, now())).hasSize(MANY);
    int before = engine().sweeps().size();

    later(Duration.ofHours(1));
    house().run("purge");

    assertThat(candidates(email, now().minus(Duration.ofMinutes(1)))).isEmpty();
    List<WatchedStorage.Sweep> sweeps =
        engine().sweeps().subList(before, engine().sweeps().size());
    assertThat(sweeps).hasSizeGreaterThanOrEqualTo(3);
    assertThat(sweeps).allMatch(sweep -> sweep.batch() <= 500);
    assertThat(sweeps.get(sweeps.size() - 1).gone()).isLessThan(500);
    assertThat(sweeps.stream().mapToInt(WatchedStorage.Sweep::gone).sum())
        .isGreaterThanOrEqualTo(MANY);
    house().run("purge");
    assertThat(engine().sweeps().get(engine().sweeps().size() - 1).gone()).isZero();
  }

  // ---- steps

  private Candidate candidate(EmailAddress email, Instant end) {
    return new Candidate(
        UuidV7.of(now(), Fixtures.bytes(UuidV7.RANDOM_BYTES)),
        house().realm().key(),
        email,
        DigestKeys.flow(FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES))),
        Optional.empty(),
        Optional.empty(),
        Locale.ENGLISH,
        Consents.NONE,
        end);
  }

  private List<Candidate> candidates(EmailAddress email, Instant at) {
    return engine()
        .store()
        .atomically(unit -> unit.candidates().of(house().realm().key(), email, at));
  }

  private boolean kept(Tokens tokens) {
    return engine().refreshes().read(tokens.claims().session()).isPresent();
  }

  private Refusal tryCode(Registrant registrant, SecretText code) {
    return Refusals.of(() -> gatehouse()
        .verifyEmail()
        .handle(
            house().client(), VerifyEmail.Command.of(registrant.email(), code, registrant.flow())));
  }

  private Refusal guess(House.Person person) {
    return Refusals.of(() -> gatehouse()
        .signInWithPassword()
        .handle(person.client(), person.name(), House.newPassword(), false));
  }
}
