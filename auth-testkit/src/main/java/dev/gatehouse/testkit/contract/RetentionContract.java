package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.Retention;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Chance;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What {@link Retention} promises. Each test happens at some moment long ago, so that sweeping touches nothing of others' that is still in
 * use, and first lets go of what had run out by then.
 */
public abstract class RetentionContract extends StorageContract {
  private static final Duration AUDIT = Duration.ofDays(365);
  private static final Duration REVOCATIONS = Duration.ofHours(2);
  private static final Duration MAILS = Duration.ofDays(7);
  static final Retention.Keep KEEP = new Retention.Keep(AUDIT, REVOCATIONS, MAILS);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MANY = 1000;

  /** Some moment between 1990 and 2015. */
  private final Instant then = Instant.parse("1990-01-01T00:00:00Z")
      .plusSeconds(new Chance(Fixtures.seed()).below(25 * 365) * 86_400L)
      .plusMillis(new Chance(Fixtures.seed()).below(86_400_000))
      .truncatedTo(ChronoUnit.MICROS);

  private final RealmKey realm = Fixtures.realm();
  private final DigestKeys keys = Fixtures.digestKeys();

  // ---- proofs and handshakes

  @Test
  @DisplayName("[L48] proofs and handshakes are let go of when they have run out, and not before")
  void proofs_and_handshakes_run_out() {
    Digest proof = new Digest(Fixtures.bytes(32));
    Handshake handshake = new Handshake(
        new Digest(Fixtures.bytes(32)),
        realm,
        new Digest(Fixtures.bytes(32)),
        new Digest(Fixtures.bytes(32)),
        new Sealed(Fixtures.bytes(40)),
        then);
    change(unit -> {
      unit.secrets().remember(proof, then, then.minus(SECOND));
      unit.handshakes().begin(handshake);
    });

    engine().retention().sweep(MANY, KEEP, then.minus(SECOND));
    assertThat(remembered(proof)).isTrue();
    assertThat(there(handshake)).isTrue();

    assertThat(engine().retention().sweep(MANY, KEEP, then)).isGreaterThanOrEqualTo(2);
    assertThat(remembered(proof)).isFalse();
    assertThat(there(handshake)).isFalse();
  }

  private boolean remembered(Digest proof) {
    return !this.<Boolean>atomically(
        unit -> unit.secrets().remember(proof, then, then.minus(SECOND)));
  }

  private boolean there(Handshake handshake) {
    return atomically(unit -> unit.handshakes()
        .look(handshake.row(), handshake.collector(), then.minus(SECOND))
        .isPresent());
  }

  // ---- sessions

  @Test
  @DisplayName(
      "[L48] a session stays to its absolute end, ended or idle: it is the evidence of reuse")
  void a_session_stays_to_its_absolute_end() {
    Account account = someone();
    List<Session> sessions =
        Stream.generate(() -> opened(aDay(account).build())).limit(3).toList();
    change(
        account.id(),
        unit ->
            unit.sessions().end(account.id(), sessions.get(0).id(), RevokeReason.SIGNED_OUT, then));
    settle(then.plus(Duration.ofDays(1)).minus(SECOND));
    assertThat(sessions).allSatisfy(session -> assertThat(stored(session)).isTrue());

    assertThat(sweep(then.plus(Duration.ofDays(1)).plus(SECOND))).isEqualTo(3);

    assertThat(sessions).allSatisfy(session -> assertThat(stored(session)).isFalse());
    assertThat(entry(account)).isPresent();
  }

  @Test
  @DisplayName("[L48] what has run out goes in small batches, so many of each kind")
  void what_has_run_out_goes_in_small_batches() {
    Account account = someone();
    Instant end = then.plus(Duration.ofDays(1));
    List<Session> sessions =
        Stream.generate(() -> opened(aDay(account).build())).limit(5).toList();
    IntStream.range(0, 3).forEach(n -> hold(end));
    settle(end.minus(SECOND));

    Instant after = end.plus(SECOND);
    assertThat(sweep(2, after)).isEqualTo(4);
    assertThat(sessions.stream().filter(this::stored)).hasSize(3);
    assertThat(sweep(2, after)).isEqualTo(3);
    assertThat(sweep(2, after)).isEqualTo(1);
    assertThat(sessions.stream().filter(this::stored)).isEmpty();
    assertThat(sweep(2, after)).isZero();
  }

  @Test
  void sweeps_that_race_delete_each_row_once() {
    Account account = someone();
    Instant end = then.plus(Duration.ofDays(1));
    settle(end);
    Race.rounds(5, round -> {
      IntStream.range(0, 12).forEach(n -> opened(aDay(account).build()));
      IntStream.range(0, 8).forEach(n -> hold(end));

      List<Integer> gone = Race.of(4, n -> sweep(end.plus(SECOND)));

      int left = sweep(end.plus(SECOND));
      assertThat(gone.stream().mapToInt(Integer::intValue).sum() + left).isEqualTo(20);
    });
  }

  // ---- candidates and secrets

  @Test
  void a_candidate_stays_to_its_end() {
    Instant end = then.plus(Duration.ofMinutes(30));
    EmailAddress email = hold(end);
    settle(end.minus(SECOND));
    List<Candidate> live =
        atomically(unit -> unit.candidates().of(realm, email, end.minus(SECOND)));
    assertThat(live).hasSize(1);

    assertThat(sweep(end.plus(SECOND))).isEqualTo(1);
  }

  @Test
  void a_secret_stays_to_its_end() {
    SecretText link = SecretText.fresh(Purpose.Form.LINK, Fixtures.bytes(32));
    Scope linkScope = Scope.ofLink(Purpose.MAGIC_LINK, realm, Optional.empty());
    Instant end = then.plus(Purpose.MAGIC_LINK.life());
    issue(linkScope, link);
    issue(linkScope, SecretText.fresh(Purpose.Form.LINK, Fixtures.bytes(32)));
    issue(code("a"), new SecretText("123456"));
    settle(end.minus(SECOND));
    assertThat(redeem(linkScope, link, end.minus(SECOND)).accepted()).isTrue();
    settle(end.plus(SECOND));
    assertThat(redeem(code("a"), new SecretText("123456"), end.plus(SECOND)).accepted())
        .isTrue();

    issue(code("b"), new SecretText("123456"));
    issue(code("c"), new SecretText("123456"));
    Instant codesEnd = then.plus(Purpose.EMAIL_VERIFICATION.life());
    settle(codesEnd.minus(SECOND));
    assertThat(sweep(codesEnd.plus(SECOND))).isGreaterThanOrEqualTo(2);
    assertThat(
            redeem(code("b"), new SecretText("123456"), codesEnd.plus(SECOND)).accepted())
        .isFalse();
  }

  @Test
  @DisplayName(
      "[L01] sweeping gives a code no more attempts, a real one or one that was never issued")
  void sweeping_gives_a_code_no_more_attempts() {
    int attempts = Purpose.EMAIL_VERIFICATION.attempts();
    Scope real = code("real");
    Scope never = code("never");
    issue(real, new SecretText("123456"));
    for (int left = attempts - 1; left >= 0; left--) {
      assertThat(redeem(real, new SecretText("000000"), then).attemptsLeft()).isEqualTo(left);
      assertThat(redeem(never, new SecretText("000000"), then).attemptsLeft()).isEqualTo(left);
      settle(then);
    }

    assertThat(redeem(real, new SecretText("123456"), then))
        .isEqualTo(new Redemption(false, 0, ""));
    assertThat(redeem(never, new SecretText("123456"), then))
        .isEqualTo(new Redemption(false, 0, ""));
  }

  // ---- counters

  @Test
  @DisplayName("[L42] sweeping opens no gate and forgets no failure that still counts")
  void sweeping_opens_no_gate() {
    Gate gate = Gate.of(
        "subject:" + Fixtures.unique(),
        "all",
        new Ladder(2, List.of(Duration.ofMinutes(10)), Duration.ofHours(1)));
    attempt(gate, then);
    settle(then.plus(Duration.ofHours(1)).minus(SECOND));
    Instant second = then.plus(Duration.ofHours(1)).minus(SECOND);
    assertThat(attempt(gate, second)).isEmpty();
    assertThat(attempt(gate, second)).as("shut").isPresent();
    settle(second.plus(Duration.ofMinutes(10)).minus(SECOND));

    assertThat(attempt(gate, second.plus(Duration.ofMinutes(10)).minus(SECOND))).isPresent();
  }

  @Test
  void sweeping_does_not_open_a_gate_that_is_shut_longer_than_its_memory() {
    Gate gate = Gate.of(
        "subject:" + Fixtures.unique(),
        "all",
        new Ladder(1, List.of(Duration.ofHours(3)), Duration.ofHours(1)));
    attempt(gate, then);
    settle(then.plus(Duration.ofHours(2)));

    assertThat(attempt(gate, then.plus(Duration.ofHours(2)))).contains(Duration.ofHours(1));
  }

  @Test
  void a_counter_goes_when_it_is_forgotten() {
    Ladder ladder = new Ladder(2, List.of(Duration.ofMinutes(10)), Duration.ofHours(1));
    Instant forgotten = then.plus(Duration.ofHours(1));
    attempt(Gate.of("subject:" + Fixtures.unique(), "all", ladder), then);
    attempt(Gate.of("subject:" + Fixtures.unique(), "all", ladder), then);
    settle(forgotten.minus(SECOND));

    assertThat(sweep(forgotten.plus(SECOND))).isEqualTo(2);
  }

  @Test
  void a_bucket_stays_until_it_is_full_again() {
    String bucket = "test:" + Fixtures.unique();
    Limit limit = new Limit(1, Duration.ofMinutes(1));
    Instant full = then.plus(Duration.ofMinutes(1));
    assertThat(engine().throttle().take(bucket, limit, then).granted()).isTrue();
    settle(full.minus(SECOND));
    assertThat(engine().throttle().take(bucket, limit, full.minus(SECOND)).granted())
        .isFalse();

    assertThat(sweep(full.plus(SECOND))).isEqualTo(1);
  }

  // ---- revocations and mails

  @Test
  @DisplayName("[L22] a revocation is told as long as any node must remember it")
  void a_revocation_is_told_as_long_as_any_node_must_remember_it() {
    Account account = someone();
    Session session = opened(aDay(account).build());
    change(
        account.id(),
        unit -> unit.sessions().end(account.id(), session.id(), RevokeReason.SIGNED_OUT, then));
    settle(then.plus(REVOCATIONS).minus(SECOND));
    assertThat(told()).contains(new Revoked.OfSession(session.id()));

    assertThat(sweep(then.plus(REVOCATIONS).plus(SECOND))).isEqualTo(1);

    assertThat(told()).doesNotContain(new Revoked.OfSession(session.id()));
    assertThat(stored(session)).isTrue();
    assertThat(engine().refreshes().rotate(aDay(account).token(0, then))).isEmpty();
  }

  @Test
  void of_a_delivered_mail_the_act_is_kept_for_a_while_and_then_goes() {
    Outbox.Item item = put();
    engine().outbox().claim(MANY, Duration.ofMinutes(1), then);
    engine().outbox().delivered(item.id(), then);
    settle(then.plus(MAILS).minus(SECOND));

    assertThat(sweep(then.plus(MAILS).plus(SECOND))).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "[L41] a mail that somebody tries to deliver is never swept away, and one that died not before its time")
  void a_mail_that_is_tried_is_never_swept_away() {
    Outbox.Item tried = put();
    Outbox.Item dead = put();
    engine().outbox().bury(dead.id(), then);
    engine().outbox().claim(MANY, Duration.ofMinutes(1), then);
    engine().outbox().postpone(tried.id(), then.plus(MAILS.multipliedBy(2)));
    settle(then.plus(MAILS).minus(SECOND));
    assertThat(sweep(then.plus(MAILS))).as("the dead one").isOne();
    Instant later = then.plus(MAILS.multipliedBy(3)).minus(SECOND);
    settle(later);

    assertThat(engine().outbox().claim(MANY, Duration.ofDays(1), later))
        .extracting(Outbox.Item::id)
        .contains(tried.id())
        .doesNotContain(dead.id());
    engine().outbox().delivered(tried.id(), later);
  }

  @Test
  @DisplayName(
      "[L48] a mail that nobody takes goes as long after it was due as a dead one after its death")
  void a_mail_that_nobody_takes_goes_at_last() {
    Outbox.Item waiting = put();
    settle(then.plus(MAILS).minus(SECOND));
    assertThat(engine().outbox().claim(MANY, Duration.ZERO, then.plus(MAILS).minus(SECOND)))
        .extracting(Outbox.Item::id)
        .contains(waiting.id());
    engine().outbox().postpone(waiting.id(), then);

    assertThat(sweep(then.plus(MAILS).plus(SECOND))).isEqualTo(1);
  }

  // ---- the audit trail

  @Test
  @DisplayName("[L48] the audit trail is kept for whole months, and then let go")
  void the_audit_trail_is_kept_for_whole_months_and_then_let_go() {
    Account account = someone();
    settle(then);
    record(account, then.plus(Duration.ofDays(3)), "old");
    record(account, then.plus(Duration.ofDays(200)), "young");

    settle(then.plus(Duration.ofDays(3)).plus(AUDIT).minus(SECOND));
    assertThat(reasons(account)).containsExactly("young", "old");
    settle(then.plus(Duration.ofDays(3)).plus(AUDIT).plus(Duration.ofDays(32)));
    assertThat(reasons(account)).containsExactly("young");
    settle(then.plus(Duration.ofDays(200)).plus(AUDIT).plus(Duration.ofDays(32)));
    assertThat(reasons(account)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L44] an event of a month that nobody prepared is kept, and preparing it later loses nothing")
  void an_event_of_a_month_that_nobody_prepared_is_kept() {
    Account account = someone();
    Instant unprepared = then.minus(Duration.ofDays(4000));
    record(account, unprepared, "unprepared");
    assertThat(reasons(account)).containsExactly("unprepared");

    settle(unprepared);
    settle(unprepared.plus(Duration.ofDays(20)));
    record(account, unprepared.plus(Duration.ofDays(1)), "prepared");
    assertThat(reasons(account)).containsExactly("prepared", "unprepared");

    settle(unprepared.plus(AUDIT).plus(Duration.ofDays(33)));
    assertThat(reasons(account)).isEmpty();
  }

  @Test
  void a_sweep_by_a_clock_that_was_set_back_or_far_ahead_fails_nothing() {
    settle(then);
    settle(then.minus(Duration.ofDays(100)));
    settle(then.plus(Duration.ofDays(100)));
    settle(then);
  }

  // ---- words

  /** Lets go of everything that has run out by then. */
  private void settle(Instant at) {
    int gone = sweep(at);
    for (int n = 0; gone > 0 && n < 1000; n++) {
      gone = sweep(at);
    }
    assertThat(gone).as("still sweeping").isZero();
  }

  private int sweep(Instant at) {
    return sweep(MANY, at);
  }

  private int sweep(int batch, Instant at) {
    return engine().retention().sweep(batch, KEEP, at);
  }

  private ASession aDay(Account account) {
    return ASession.of(account, then).idle(Duration.ofHours(1)).absolute(Duration.ofDays(1));
  }

  private boolean stored(Session session) {
    return engine().refreshes().read(session.id()).isPresent();
  }

  private EmailAddress hold(Instant endsAt) {
    EmailAddress email = Fixtures.email();
    Candidate candidate = new Candidate(
        Fixtures.id(),
        realm,
        email,
        new Digest(Fixtures.bytes(32)),
        Optional.empty(),
        Optional.empty(),
        Locale.ENGLISH,
        Consents.NONE,
        endsAt);
    change(unit -> unit.candidates().hold(candidate));
    return email;
  }

  private Scope code(String subject) {
    return new Scope(Purpose.EMAIL_VERIFICATION, realm, subject, Optional.empty());
  }

  private void issue(Scope scope, SecretText secret) {
    change(unit ->
        unit.secrets().issue(OneTimeSecret.issue(scope, keys, secret, Optional.empty(), then)));
  }

  private Redemption redeem(Scope scope, SecretText secret, Instant at) {
    return atomically(unit -> unit.secrets().redeem(scope, scope.locate(keys, secret), at));
  }

  private Optional<Duration> attempt(Gate gate, Instant at) {
    return engine().lockouts().attempt(List.of(gate), at).shut();
  }

  private List<Revoked> told() {
    return engine().revocations().since(Revocations.BEGINNING).entries().stream()
        .map(Revocations.Entry::what)
        .toList();
  }

  private Outbox.Item put() {
    Outbox.Item item = new Outbox.Item(
        Fixtures.id(), realm, Mail.Kind.VERIFICATION_CODE, new Sealed(Fixtures.bytes(32)), 0, then);
    change(unit -> unit.outbox().put(item));
    return item;
  }

  private void record(Account account, Instant at, String reason) {
    change(unit ->
        unit.record(Event.of(EventType.PROFILE_UPDATED, at, Optional.of(realm), Actor.SYSTEM)
            .about(account.id())
            .because(reason)));
  }

  private List<String> reasons(Account account) {
    return engine().history().of(account.id(), OptionalLong.empty(), 100).stream()
        .map(row -> row.event().reason())
        .toList();
  }
}
