package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.OneTimeSecrets;
import dev.gatehouse.port.Store;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link OneTimeSecrets} promises: spent once, by the right try, within its attempts and its life. */
public abstract class OneTimeSecretsContract extends StorageContract {
  private static final Purpose CODE = Purpose.EMAIL_VERIFICATION;
  private static final Purpose LINK = Purpose.MAGIC_LINK;
  private static final Purpose TICKET = Purpose.SECOND_FACTOR_DUE;
  private static final String RIGHT = "424242";
  private static final String WRONG = "171717";

  private final RealmKey realm = Fixtures.realm();
  private final DigestKeys keys = Fixtures.digestKeys();

  // ---- what others have made

  @Test
  @DisplayName("[L12] what was accepted once is remembered until it would be refused anyway")
  void what_was_accepted_is_remembered() {
    Digest proof = new Digest(Fixtures.bytes(32));
    Instant until = now.plusSeconds(300);

    assertThat(remember(proof, until, now)).isTrue();
    assertThat(remember(proof, until, now)).isFalse();
    assertThat(remember(proof, until.plusSeconds(60), until.minusNanos(1000))).isFalse();
    assertThat(remember(new Digest(Fixtures.bytes(32)), until, now))
        .as("another")
        .isTrue();
    assertThat(remember(proof, until.plusSeconds(60), until)).isTrue();
    assertThat(remember(proof, until.plusSeconds(60), until)).isFalse();
  }

  @Test
  @DisplayName("[L12] of racing callers with one proof exactly one is accepted")
  void of_racing_callers_with_one_proof_one_is_accepted() {
    Race.rounds(round -> {
      Digest proof = new Digest(Fixtures.bytes(32));

      assertThat(Race.of(Race.RACERS, n -> remember(proof, now.plusSeconds(300), now)))
          .containsOnlyOnce(true);
    });
  }

  @Test
  @DisplayName("[L12] a proof is not used up by a unit that fails")
  void a_unit_that_fails_remembers_nothing() {
    Digest proof = new Digest(Fixtures.bytes(32));
    Throwable thrown = catchThrowable(() -> change(unit -> {
      unit.secrets().remember(proof, now.plusSeconds(300), now);
      throw new Broken();
    }));

    assertThat(thrown).isInstanceOf(Broken.class);
    assertThat(remember(proof, now.plusSeconds(300), now)).isTrue();
  }

  private boolean remember(Digest proof, Instant until, Instant at) {
    return atomically(unit -> unit.secrets().remember(proof, until, at));
  }

  // ---- the right one

  @TestFactory
  Stream<DynamicTest> the_right_secret_is_accepted_once() {
    return Arrays.stream(Purpose.values())
        .map(purpose -> DynamicTest.dynamicTest("[L09] " + purpose, () -> {
          SecretText secret = fresh(purpose);
          issue(scope(purpose, "somebody"), secret);

          Redemption first = present(scope(purpose, "somebody"), secret, now);
          assertThat(first.accepted()).isTrue();
          assertThat(first.subject())
              .isEqualTo(purpose.form() == Purpose.Form.LINK ? "somebody" : "");

          assertRefused(present(scope(purpose, "somebody"), secret, now));
        }));
  }

  @Test
  void a_link_says_whom_it_concerns_only_when_it_is_accepted() {
    SecretText secret = fresh(LINK);
    issue(scope(LINK, "somebody"), secret);

    assertThat(present(scope(LINK, ""), fresh(LINK), now).subject()).isEmpty();
    assertThat(present(scope(LINK, ""), secret, now).subject()).isEqualTo("somebody");
    assertThat(present(scope(LINK, ""), secret, now).subject()).isEmpty();
  }

  @Test
  void white_space_that_a_person_types_is_not_the_code_s() {
    issue(scope(CODE, "somebody"), new SecretText(RIGHT));

    assertThat(
            present(scope(CODE, "somebody"), new SecretText(" 424 242\t"), now).accepted())
        .isTrue();
  }

  @Test
  void a_secret_is_good_until_its_end_and_not_at_it() {
    for (Purpose purpose : List.of(CODE, LINK)) {
      SecretText early = fresh(purpose);
      SecretText late = fresh(purpose);
      Instant end = now.plus(purpose.life());
      issue(scope(purpose, "early"), early);
      issue(scope(purpose, "late"), late);

      assertThat(present(scope(purpose, "early"), early, end.minusNanos(1000)).accepted())
          .as("just before the end")
          .isTrue();
      assertRefused(present(scope(purpose, "late"), late, end));
      assertRefused(present(scope(purpose, "late"), late, end.plus(Duration.ofDays(1))));
    }
  }

  @Test
  void any_number_of_links_may_be_live_and_spending_one_spends_no_other() {
    List<SecretText> links = Stream.generate(() -> fresh(LINK)).limit(3).toList();
    links.forEach(link -> issue(scope(LINK, "somebody"), link));

    links.forEach(link ->
        assertThat(present(scope(LINK, ""), link, now).accepted()).isTrue());
  }

  // ---- tickets

  @Test
  @DisplayName("[L01] a ticket is good for its tries and then for nothing")
  void a_ticket_is_good_for_its_tries() {
    SecretText ticket = ticketOf(Optional.empty());
    for (int left = TICKET.attempts() - 1; left >= 0; left--) {
      assertThat(tries(ticket, now))
          .contains(new OneTimeSecrets.Attempt("held for somebody", left));
    }
    assertThat(tries(ticket, now)).isEmpty();
    assertThat(spends(ticket, now))
        .as("the last try may still be the right one")
        .isTrue();
  }

  @Test
  @DisplayName("[L09] a ticket is spent once, and then has no tries")
  void a_ticket_is_spent_once() {
    SecretText ticket = ticketOf(Optional.empty());
    SecretText other = ticketOf(Optional.empty());

    assertThat(spends(ticket, now)).isTrue();
    assertThat(spends(ticket, now)).isFalse();
    assertThat(tries(ticket, now)).isEmpty();
    assertThat(tries(other, now)).isPresent();
  }

  @Test
  @DisplayName("[L31] of racing callers no more get a try than there are, and one spends it")
  void of_racing_callers_no_more_get_a_try_than_there_are() {
    Race.rounds(round -> {
      SecretText ticket = ticketOf(Optional.of(someone()));

      assertThat(Race.of(Race.RACERS, n -> tries(ticket, now).isPresent()).stream()
              .filter(granted -> granted))
          .hasSize(Math.min(TICKET.attempts(), Race.RACERS));
      assertThat(Race.of(Race.RACERS, n -> spends(ticket, now))).containsOnlyOnce(true);
    });
  }

  @Test
  @DisplayName(
      "[L03] a ticket of another purpose, realm or flow has no tries here, and is not spent")
  void a_ticket_is_of_one_scope() {
    SecretText ticket = ticketOf(Optional.empty());
    Digest flow = Digest.sha256(new byte[] {1});
    for (Scope scope : List.of(
        new Scope(Purpose.SECOND_FACTOR_ENROLMENT, realm, "", Optional.empty()),
        new Scope(TICKET, Fixtures.realm(), "", Optional.empty()),
        new Scope(TICKET, realm, "", Optional.of(flow)))) {
      assertThat(tries(scope, ticket, now)).isEmpty();
      assertThat(this.<Boolean>atomically(
              unit -> unit.secrets().spend(scope, scope.locate(keys, ticket), now)))
          .isFalse();
    }
    assertThat(tries(ticket, now)).isPresent();
  }

  @Test
  void a_ticket_dies_with_its_owner_s_epoch_and_at_its_end() {
    Account owner = someone();
    SecretText ticket = ticketOf(Optional.of(owner));
    Instant end = now.plus(TICKET.life());

    assertThat(tries(ticket, end.minusNanos(1000))).isPresent();
    assertThat(tries(ticket, end)).isEmpty();
    assertThat(spends(ticket, end)).isFalse();
    change(owner.id(), unit -> unit.accounts().raiseEpoch(owner.id(), Fixtures.instant()));
    assertThat(tries(ticket, now)).isEmpty();
  }

  private SecretText ticketOf(Optional<Account> owner) {
    SecretText ticket = fresh(TICKET);
    Scope scope = scope(TICKET, "held for somebody");
    change(unit -> unit.secrets()
        .issue(OneTimeSecret.issue(
            scope, keys, ticket, owner.map(a -> new OneTimeSecret.Owner(a.id(), a.epoch())), now)));
    return ticket;
  }

  private Optional<OneTimeSecrets.Attempt> tries(SecretText ticket, Instant at) {
    return tries(scope(TICKET, ""), ticket, at);
  }

  private Optional<OneTimeSecrets.Attempt> tries(Scope scope, SecretText ticket, Instant at) {
    return atomically(unit -> unit.secrets().attempt(scope, scope.locate(keys, ticket), at));
  }

  private boolean spends(SecretText ticket, Instant at) {
    Scope scope = scope(TICKET, "");
    return this.<Boolean>atomically(
        unit -> unit.secrets().spend(scope, scope.locate(keys, ticket), at));
  }

  // ---- tries

  @TestFactory
  Stream<DynamicTest>
      a_wrong_code_spends_an_attempt_and_after_the_last_the_right_one_is_refused_too() {
    return Arrays.stream(Purpose.values())
        .filter(purpose -> purpose.form() == Purpose.Form.DIGITS)
        .map(purpose -> DynamicTest.dynamicTest("[L01] " + purpose, () -> {
          Scope scope = scope(purpose, "somebody");
          issue(scope, new SecretText(RIGHT));
          for (int left = purpose.attempts() - 1; left >= 0; left--) {
            assertThat(present(scope, new SecretText(WRONG), now))
                .isEqualTo(new Redemption(false, left, ""));
          }
          assertThat(present(scope, new SecretText(RIGHT), now))
              .isEqualTo(new Redemption(false, 0, ""));
          assertThat(present(scope, new SecretText(WRONG), now))
              .isEqualTo(new Redemption(false, 0, ""));
        }));
  }

  @Test
  void the_last_attempt_is_judged_like_the_first() {
    Scope scope = scope(CODE, "somebody");
    issue(scope, new SecretText(RIGHT));
    IntStream.range(1, CODE.attempts())
        .forEach(n -> assertRefused(present(scope, new SecretText(WRONG), now)));

    assertThat(present(scope, new SecretText(RIGHT), now).accepted()).isTrue();
  }

  @Test
  @DisplayName(
      "[L01] a wrong try is counted though the answer is an error, and is not if the store fails")
  void a_wrong_try_is_counted_though_the_answer_is_an_error() {
    Scope scope = scope(CODE, "somebody");
    issue(scope, new SecretText(RIGHT));

    assertThat(catchThrowable(() -> redeemThen(scope, WRONG, new Refusal.CodeRejected(4).thrown())))
        .isNotNull();
    assertThat(present(scope, new SecretText(WRONG), now).attemptsLeft())
        .isEqualTo(CODE.attempts() - 2);

    assertThat(catchThrowable(() -> redeemThen(scope, RIGHT, new Broken())))
        .isInstanceOf(Broken.class);
    assertThat(present(scope, new SecretText(RIGHT), now).accepted())
        .as("what an error undid")
        .isTrue();
  }

  @Test
  @DisplayName(
      "[L33] a code that was never issued, or only pretended, counts tries as a real one does, to its end and beyond")
  void a_code_that_was_never_issued_counts_tries_like_a_real_one() {
    Scope real = scope(CODE, "real");
    Scope pretended = scope(CODE, "pretended");
    Scope never = scope(CODE, "never");
    issue(real, new SecretText(RIGHT));
    change(unit -> unit.secrets().issue(OneTimeSecret.decoy(pretended, keys, now)));

    List<Instant> moments = new ArrayList<>(Collections.nCopies(3, now));
    moments.addAll(Collections.nCopies(3, now.plus(CODE.life()).minusNanos(1000)));
    moments.addAll(
        Collections.nCopies(CODE.attempts() + 1, now.plus(CODE.life()).plusSeconds(1)));
    for (Instant moment : moments) {
      Redemption answer = present(real, new SecretText(WRONG), moment);
      assertThat(present(pretended, new SecretText(WRONG), moment))
          .as("pretended, " + moment)
          .isEqualTo(answer);
      assertThat(present(never, new SecretText(WRONG), moment))
          .as("never issued, " + moment)
          .isEqualTo(answer);
      assertThat(answer.accepted()).isFalse();
    }
  }

  @Test
  void no_code_opens_what_was_only_pretended_nor_what_was_never_issued() {
    Scope pretended = scope(CODE, "pretended");
    change(unit -> unit.secrets().issue(OneTimeSecret.decoy(pretended, keys, now)));

    for (String text : List.of("", RIGHT)) {
      assertRefused(present(pretended, new SecretText(text), now));
      assertRefused(present(scope(CODE, "never"), new SecretText(text), now));
      assertRefused(present(scope(CODE, "never"), new SecretText(text), now));
    }
  }

  @Test
  void tries_at_a_code_that_was_never_issued_take_nothing_from_one_issued_later() {
    Scope scope = scope(CODE, "somebody");
    IntStream.range(0, CODE.attempts() + 2)
        .forEach(n -> assertRefused(present(scope, new SecretText(WRONG), now)));

    issue(scope, new SecretText(RIGHT));

    assertThat(present(scope, new SecretText(WRONG), now).attemptsLeft())
        .isEqualTo(CODE.attempts() - 1);
    assertThat(present(scope, new SecretText(RIGHT), now).accepted()).isTrue();
  }

  @Test
  void a_link_that_does_not_exist_has_no_attempts_left() {
    for (Purpose purpose : Purpose.values()) {
      if (purpose.form() == Purpose.Form.LINK) {
        assertThat(present(scope(purpose, ""), fresh(purpose), now))
            .isEqualTo(new Redemption(false, 0, ""));
        assertThat(present(scope(purpose, ""), new SecretText(""), now))
            .isEqualTo(new Redemption(false, 0, ""));
      }
    }
  }

  // ---- replacing and revoking

  @Test
  void a_new_code_replaces_the_one_before_with_its_attempts_and_its_end() {
    Scope scope = scope(CODE, "somebody");
    issue(scope, new SecretText(RIGHT));
    IntStream.range(0, CODE.attempts())
        .forEach(n -> assertRefused(present(scope, new SecretText(WRONG), now)));
    Instant later = now.plus(CODE.life()).minusSeconds(1);
    change(unit -> unit.secrets()
        .issue(
            OneTimeSecret.issue(scope, keys, new SecretText("555555"), Optional.empty(), later)));

    assertThat(present(scope, new SecretText(RIGHT), later))
        .as("the old one")
        .isEqualTo(new Redemption(false, CODE.attempts() - 1, ""));
    assertThat(present(scope, new SecretText("555555"), later.plusSeconds(10)).accepted())
        .isTrue();
  }

  @Test
  void a_spent_code_is_replaced_by_a_new_one_even_of_the_same_digits() {
    Scope scope = scope(CODE, "somebody");
    issue(scope, new SecretText(RIGHT));
    assertThat(present(scope, new SecretText(RIGHT), now).accepted()).isTrue();

    issue(scope, new SecretText(RIGHT));

    assertThat(present(scope, new SecretText(RIGHT), now).accepted()).isTrue();
  }

  @Test
  void codes_of_different_flows_live_side_by_side() {
    Digest one = new Digest(Fixtures.bytes(32));
    Digest other = new Digest(Fixtures.bytes(32));
    List<Scope> scopes = Stream.of(Optional.of(one), Optional.of(other), Optional.<Digest>empty())
        .map(flow -> new Scope(CODE, realm, "somebody", flow))
        .toList();
    scopes.forEach(scope -> issue(scope, new SecretText(RIGHT)));
    IntStream.range(0, CODE.attempts())
        .forEach(n -> present(scopes.get(2), new SecretText(WRONG), now));

    assertThat(present(scopes.get(0), new SecretText(RIGHT), now).accepted()).isTrue();
    assertThat(present(scopes.get(1), new SecretText(RIGHT), now).accepted()).isTrue();
    assertThat(present(scopes.get(2), new SecretText(RIGHT), now).accepted())
        .as("strangers used it up")
        .isFalse();
  }

  @Test
  void a_revoked_code_is_worthless_until_a_new_one_is_issued() {
    Scope scope = scope(CODE, "somebody");
    Scope other = scope(CODE, "somebody else");
    issue(scope, new SecretText(RIGHT));
    issue(other, new SecretText(RIGHT));

    change(unit -> unit.secrets().revoke(scope.locate(keys, new SecretText(""))));

    assertRefused(present(scope, new SecretText(RIGHT), now));
    assertRefused(present(scope, new SecretText(""), now));
    assertThat(present(other, new SecretText(RIGHT), now).accepted())
        .as("another's")
        .isTrue();
    issue(scope, new SecretText(RIGHT));
    assertThat(present(scope, new SecretText(RIGHT), now).accepted()).isTrue();
  }

  @Test
  void revoking_what_is_not_there_is_nothing() {
    Scope scope = scope(CODE, "somebody");

    change(unit -> unit.secrets().revoke(scope.locate(keys, new SecretText(""))));
    change(unit -> unit.secrets().revoke(List.of()));

    assertThat(present(scope, new SecretText(WRONG), now))
        .isEqualTo(new Redemption(false, CODE.attempts() - 1, ""));
  }

  // ---- what it is bound to

  @TestFactory
  Stream<DynamicTest> a_secret_of_one_purpose_is_never_accepted_for_another() {
    return Arrays.stream(Purpose.values())
        .map(issued -> DynamicTest.dynamicTest("[L03] " + issued, () -> {
          String subject = "subject of " + issued;
          SecretText secret = fresh(issued);
          issue(scope(issued, subject), secret);
          for (Purpose presented : Purpose.values()) {
            if (presented != issued) {
              assertRefused(present(scope(presented, subject), secret, now));
            }
          }
          assertThat(present(scope(issued, subject), secret, now).accepted())
              .as("for its own purpose")
              .isTrue();
        }));
  }

  @Test
  void one_text_may_serve_two_purposes_and_spending_it_for_one_leaves_the_other() {
    issue(scope(Purpose.MAGIC_CODE, "somebody"), new SecretText(RIGHT));
    issue(scope(Purpose.PASSWORD_RESET_CODE, "somebody"), new SecretText(RIGHT));

    assertThat(present(scope(Purpose.MAGIC_CODE, "somebody"), new SecretText(RIGHT), now)
            .accepted())
        .isTrue();
    assertThat(present(scope(Purpose.PASSWORD_RESET_CODE, "somebody"), new SecretText(RIGHT), now)
            .accepted())
        .isTrue();
  }

  @TestFactory
  Stream<DynamicTest>
      a_secret_is_never_accepted_in_another_realm_flow_or_for_another_subject_and_such_tries_do_not_spend_it() {
    Digest flow = new Digest(Fixtures.bytes(32));
    Digest otherFlow = new Digest(Fixtures.bytes(32));
    return Arrays.stream(Purpose.values())
        .map(purpose -> DynamicTest.dynamicTest("[L03] [L14] [L16] " + purpose, () -> {
          boolean link = purpose.form() == Purpose.Form.LINK;
          Scope issued = new Scope(purpose, realm, "somebody", Optional.of(flow));
          Scope presented = link ? Scope.ofLink(purpose, realm, Optional.of(flow)) : issued;
          SecretText secret = fresh(purpose);
          issue(issued, secret);

          assertRefused(present(
              new Scope(purpose, Fixtures.realm(), presented.subject(), presented.flow()),
              secret,
              now));
          assertRefused(present(
              new Scope(purpose, realm, presented.subject(), Optional.of(otherFlow)), secret, now));
          assertRefused(present(
              new Scope(purpose, realm, presented.subject(), Optional.empty()), secret, now));
          if (!link) {
            assertRefused(
                present(new Scope(purpose, realm, "somebody else", presented.flow()), secret, now));
          }

          assertThat(present(presented, secret, now).accepted()).isTrue();
        }));
  }

  @Test
  void a_secret_without_a_flow_is_not_accepted_with_one() {
    for (Purpose purpose : List.of(CODE, LINK)) {
      SecretText secret = fresh(purpose);
      issue(scope(purpose, "somebody"), secret);

      assertRefused(present(
          new Scope(purpose, realm, "somebody", Optional.of(new Digest(Fixtures.bytes(32)))),
          secret,
          now));
      assertThat(present(scope(purpose, "somebody"), secret, now).accepted()).isTrue();
    }
  }

  // ---- the owner's epoch

  @TestFactory
  Stream<DynamicTest> a_secret_dies_when_its_owner_s_epoch_rises() {
    return Stream.of(
            CODE,
            Purpose.PASSWORD_RESET_CODE,
            LINK,
            Purpose.PASSWORD_RESET,
            Purpose.SECOND_FACTOR_DUE)
        .flatMap(purpose -> Stream.<Consumer<Account>>of(
                account -> change(
                    account.id(),
                    unit -> unit.accounts().raiseEpoch(account.id(), Fixtures.instant())),
                account -> change(
                    account.id(),
                    unit -> unit.accounts()
                        .setPassword(account.id(), Fixtures.hash(), Fixtures.instant())),
                account -> change(
                    account.id(),
                    unit -> unit.accounts()
                        .setStatus(account.id(), AccountStatus.DISABLED, Fixtures.instant())))
            .map(rise -> DynamicTest.dynamicTest("[L23] " + purpose, () -> {
              Account owner = someone();
              SecretText secret = fresh(purpose);
              Scope scope = scope(purpose, owner.id().toString());
              issueTo(owner, scope, secret);
              rise.accept(owner);
              assertRefused(present(scope, secret, now));
              assertRefused(present(scope, secret, now));
            })));
  }

  @Test
  void a_secret_whose_owner_s_epoch_stands_is_accepted() {
    for (Purpose purpose : List.of(CODE, LINK)) {
      Account owner = someone();
      Account other = someone();
      SecretText secret = fresh(purpose);
      Scope scope = scope(purpose, owner.id().toString());
      issueTo(owner, scope, secret);
      change(other.id(), unit -> unit.accounts().raiseEpoch(other.id(), Fixtures.instant()));

      assertThat(present(scope, secret, now).accepted()).isTrue();
    }
  }

  @Test
  void the_epoch_that_counts_is_the_one_within_the_unit() {
    Account owner = someone();
    SecretText secret = fresh(LINK);
    Scope scope = scope(LINK, owner.id().toString());
    issueTo(owner, scope, secret);

    Redemption answer = locked(owner.id(), unit -> {
      unit.accounts().raiseEpoch(owner.id(), Fixtures.instant());
      return redeem(unit, scope, secret, keys, now);
    });

    assertRefused(answer);
  }

  @Test
  void a_code_of_an_owner_that_died_counts_tries_like_any_other() {
    Account owner = someone();
    Scope scope = scope(CODE, "somebody");
    issueTo(owner, scope, new SecretText(RIGHT));
    change(owner.id(), unit -> unit.accounts().raiseEpoch(owner.id(), Fixtures.instant()));

    for (int left = CODE.attempts() - 1; left >= 0; left--) {
      assertThat(present(scope, new SecretText(left % 2 == 0 ? RIGHT : WRONG), now))
          .isEqualTo(new Redemption(false, left, ""));
    }
  }

  // ---- keys

  @Test
  void a_secret_made_under_a_retiring_key_is_still_accepted_once() {
    DigestKeys rotated = new DigestKeys(List.of(Fixtures.digestKey(2), keys.active()));
    for (Purpose purpose : List.of(CODE, LINK)) {
      SecretText secret = fresh(purpose);
      Scope scope = scope(purpose, "somebody");
      issue(scope, secret);

      assertThat(present(scope, secret, rotated, now).accepted()).isTrue();
      assertRefused(present(scope, secret, rotated, now));
      assertRefused(present(scope, secret, keys, now));
    }
  }

  @Test
  @DisplayName("[L01] a change of keys gives a code no more attempts")
  void a_change_of_keys_gives_a_code_no_more_attempts() {
    DigestKeys rotated = new DigestKeys(List.of(Fixtures.digestKey(2), keys.active()));
    Scope scope = scope(CODE, "somebody");
    issue(scope, new SecretText(RIGHT));
    assertThat(present(scope, new SecretText(WRONG), now).attemptsLeft())
        .isEqualTo(CODE.attempts() - 1);

    for (int left = CODE.attempts() - 2; left >= 0; left--) {
      assertThat(present(scope, new SecretText(WRONG), rotated, now))
          .isEqualTo(new Redemption(false, left, ""));
    }

    assertRefused(present(scope, new SecretText(RIGHT), rotated, now));
    assertRefused(present(scope, new SecretText(RIGHT), keys, now));
  }

  @Test
  void a_code_that_was_never_issued_counts_on_over_a_change_of_keys() {
    DigestKey next = Fixtures.digestKey(2);
    Scope scope = scope(CODE, "somebody");
    assertThat(present(scope, new SecretText(WRONG), now).attemptsLeft())
        .isEqualTo(CODE.attempts() - 1);

    assertThat(
            present(scope, new SecretText(WRONG), new DigestKeys(List.of(next, keys.active())), now)
                .attemptsLeft())
        .isEqualTo(CODE.attempts() - 2);
  }

  @Test
  void codes_are_revoked_wherever_they_may_be_stored() {
    DigestKeys rotated = new DigestKeys(List.of(Fixtures.digestKey(2), keys.active()));
    Scope scope = scope(CODE, "somebody");
    issue(scope, new SecretText(RIGHT));

    change(unit -> unit.secrets().revoke(scope.locate(rotated, new SecretText(""))));

    assertRefused(present(scope, new SecretText(RIGHT), rotated, now));
  }

  // ---- races

  @TestFactory
  Stream<DynamicTest> of_racing_callers_with_the_right_secret_exactly_one_is_accepted() {
    return Stream.of(CODE, LINK, Purpose.SECOND_FACTOR_DUE)
        .map(purpose -> DynamicTest.dynamicTest(
            "[L02] " + purpose,
            () -> Race.rounds(round -> {
              SecretText secret = fresh(purpose);
              Scope scope = scope(purpose, "round " + round);
              issue(scope, secret);

              List<Redemption> answers = Race.of(Race.RACERS, n -> present(scope, secret, now));

              assertThat(answers.stream().filter(Redemption::accepted)).hasSize(1);
            })));
  }

  @Test
  @DisplayName("[L31] racing wrong tries never get more than the attempts, and none is free")
  void racing_wrong_tries_never_get_more_than_the_attempts() {
    int racers = CODE.attempts() + 3;
    Race.rounds(round -> {
      Scope issued = scope(CODE, "issued " + round);
      Scope never = scope(CODE, "never " + round);
      issue(issued, new SecretText(RIGHT));

      for (Scope scope : List.of(issued, never)) {
        List<Redemption> answers = Race.of(racers, n -> present(scope, new SecretText(WRONG), now));

        assertThat(answers.stream().filter(Redemption::accepted)).isEmpty();
        assertThat(answers.stream().map(Redemption::attemptsLeft))
            .as("every count once, then none left")
            .containsExactlyInAnyOrder(4, 3, 2, 1, 0, 0, 0, 0);
        assertRefused(present(scope, new SecretText(RIGHT), now));
      }
    });
  }

  @Test
  @DisplayName(
      "[L02] among racing wrong tries that leave one attempt, the right one is accepted exactly once")
  void among_racing_wrong_tries_the_right_one_is_accepted_exactly_once() {
    int wrong = CODE.attempts() - 1;
    Race.rounds(round -> {
      Scope scope = scope(CODE, "round " + round);
      issue(scope, new SecretText(RIGHT));

      List<Redemption> answers =
          Race.of(wrong + 3, n -> present(scope, new SecretText(n < wrong ? WRONG : RIGHT), now));

      assertThat(answers.subList(0, wrong).stream().filter(Redemption::accepted))
          .isEmpty();
      assertThat(answers.subList(wrong, wrong + 3).stream().filter(Redemption::accepted))
          .hasSize(1);
    });
  }

  @Test
  @DisplayName(
      "[L31] among more racing wrong tries than attempts, the right one is accepted only if it came in time")
  void among_too_many_racing_wrong_tries_no_more_than_the_attempts_are_judged() {
    int wrong = CODE.attempts() + 2;
    Race.rounds(round -> {
      Scope scope = scope(CODE, "round " + round);
      issue(scope, new SecretText(RIGHT));

      List<Redemption> answers =
          Race.of(wrong + 2, n -> present(scope, new SecretText(n < wrong ? WRONG : RIGHT), now));

      List<Integer> judged = answers.subList(0, wrong).stream()
          .map(Redemption::attemptsLeft)
          .filter(left -> left > 0)
          .toList();
      assertThat(judged).doesNotHaveDuplicates().allMatch(left -> left < CODE.attempts());
      assertThat(answers.stream().filter(Redemption::accepted)).hasSizeLessThanOrEqualTo(1);
      assertRefused(present(scope, new SecretText(RIGHT), now));
    });
  }

  @Test
  void a_code_issued_while_tries_race_is_good_afterwards() {
    Race.rounds(round -> {
      Scope scope = scope(CODE, "round " + round);

      Race.of(4, n -> {
        if (n == 0) {
          issue(scope, new SecretText(RIGHT));
        } else {
          present(scope, new SecretText(WRONG), now);
        }
        return n;
      });

      assertThat(present(scope, new SecretText(RIGHT), now).accepted()).isTrue();
    });
  }

  @Test
  void of_racing_codes_for_one_scope_exactly_one_is_live() {
    Race.rounds(round -> {
      Scope scope = scope(CODE, "round " + round);

      Race.of(3, n -> {
        issue(scope, new SecretText("00000" + n));
        return n;
      });

      assertThat(IntStream.range(0, 3)
              .filter(n -> present(scope, new SecretText("00000" + n), now).accepted()))
          .hasSize(1);
    });
  }

  // ---- looking

  @Test
  void looking_at_a_link_spends_nothing_and_says_what_it_is_for() {
    SecretText secret = fresh(LINK);
    issueWith(scope(LINK, "somebody"), secret, "what it is for");

    for (int i = 0; i < 2 * LINK.attempts(); i++) {
      assertThat(look(LINK, secret, now))
          .get()
          .satisfies(waiting -> assertThat(waiting.subject()).isEqualTo("somebody"))
          .satisfies(waiting -> assertThat(waiting.attached().map(OneTimeSecret.Attached::sealed))
              .contains(sealed("what it is for")));
    }

    assertThat(present(scope(LINK, ""), secret, now).accepted()).isTrue();
  }

  @Test
  void a_link_that_would_be_refused_is_not_seen() {
    SecretText spent = fresh(LINK);
    SecretText late = fresh(LINK);
    SecretText changed = fresh(LINK);
    Account owner = someone();
    issue(scope(LINK, "somebody"), spent);
    issue(scope(LINK, "somebody"), late);
    issueTo(owner, scope(LINK, owner.id().toString()), changed);
    present(scope(LINK, ""), spent, now);
    change(owner.id(), unit -> unit.accounts().raiseEpoch(owner.id(), Fixtures.instant()));

    assertThat(look(LINK, fresh(LINK), now)).as("never issued").isEmpty();
    assertThat(look(LINK, spent, now)).as("spent").isEmpty();
    assertThat(look(LINK, late, now.plus(LINK.life()))).as("at its end").isEmpty();
    assertThat(look(LINK, changed, now)).as("epoch risen").isEmpty();
    assertThat(look(Purpose.PASSWORD_RESET, late, now)).as("of another purpose").isEmpty();
    assertThat(look(LINK, late, now)).isPresent();
  }

  @Test
  void looking_for_digits_tells_neither_which_nor_whether_there_are_any() {
    Scope code = scope(CODE, "somebody");
    Scope pretended = scope(CODE, "nobody");
    issueWith(code, new SecretText(RIGHT), "what it is for");
    change(unit -> unit.secrets().issue(OneTimeSecret.decoy(pretended, keys, now)));
    Account owner = someone();
    Scope died = scope(CODE, owner.id().toString());
    issueTo(owner, died, new SecretText(RIGHT));
    change(owner.id(), unit -> unit.accounts().raiseEpoch(owner.id(), Fixtures.instant()));

    for (Scope scope : List.of(code, pretended, died)) {
      for (String tried : List.of(RIGHT, WRONG)) {
        assertThat(look(scope, new SecretText(tried), now))
            .contains(new OneTimeSecrets.Waiting("", Optional.empty()));
      }
      IntStream.range(0, CODE.attempts())
          .forEach(n -> assertRefused(present(scope, new SecretText(WRONG), now)));
      assertThat(look(scope, new SecretText(RIGHT), now)).as("used up").isEmpty();
    }
    assertThat(look(scope(CODE, "somebody else"), new SecretText(RIGHT), now)).isEmpty();
  }

  // ---- particulars

  @TestFactory
  Stream<DynamicTest> particulars_are_given_to_who_presents_the_right_secret_alone() {
    return Arrays.stream(Purpose.values())
        .map(purpose -> DynamicTest.dynamicTest(purpose.name(), () -> {
          SecretText secret = fresh(purpose);
          Scope scope = scope(purpose, "with particulars");
          issueWith(scope, secret, "of " + purpose);

          assertThat(present(scope, fresh(LINK), now).attached()).isEmpty();
          Redemption right = present(scope, secret, now);
          assertThat(right.attached()).get().satisfies(attached -> {
            assertThat(attached.sealed()).isEqualTo(sealed("of " + purpose));
            assertThat(scope.locate(keys, secret))
                .anyMatch(place -> place.id().equals(attached.row()));
          });
          assertThat(present(scope, secret, now).attached()).isEmpty();
        }));
  }

  @Test
  void what_is_attached_is_found_by_its_row_until_it_runs_out() {
    SecretText secret = fresh(LINK);
    Scope scope = scope(LINK, "with particulars");
    issueWith(scope, secret, "of a link");
    UUID row = scope.locate(keys, secret).get(0).id();
    Instant end = now.plus(LINK.life());

    for (Instant at : List.of(now, end.minusMillis(1))) {
      assertThat(attached(row, at)).contains(new OneTimeSecret.Attached(row, sealed("of a link")));
    }
    assertThat(attached(row, end)).isEmpty();
    assertThat(attached(Fixtures.id(), now)).isEmpty();
    SecretText bare = fresh(LINK);
    issue(scope, bare);
    assertThat(attached(scope.locate(keys, bare).get(0).id(), now)).isEmpty();
  }

  private Optional<OneTimeSecret.Attached> attached(UUID row, Instant at) {
    return atomically(unit -> unit.secrets().attached(row, at));
  }

  @Test
  void a_code_that_takes_another_s_place_has_none_of_its_particulars() {
    Scope scope = scope(CODE, "somebody");
    issueWith(scope, new SecretText(WRONG), "of the first");
    issue(scope, new SecretText(RIGHT));

    Redemption right = present(scope, new SecretText(RIGHT), now);
    assertThat(right.accepted()).isTrue();
    assertThat(right.attached()).isEmpty();
  }

  @Test
  void a_link_that_is_revoked_is_worth_nothing() {
    SecretText secret = fresh(LINK);
    issue(scope(LINK, "somebody"), secret);
    change(unit -> unit.secrets().revoke(scope(LINK, "").locate(keys, secret)));

    assertThat(look(LINK, secret, now)).isEmpty();
    assertRefused(present(scope(LINK, ""), secret, now));
  }

  // ---- words

  private Optional<OneTimeSecrets.Waiting> look(Purpose purpose, SecretText secret, Instant at) {
    return look(Scope.ofLink(purpose, realm, Optional.empty()), secret, at);
  }

  private Optional<OneTimeSecrets.Waiting> look(Scope scope, SecretText secret, Instant at) {
    return atomically(unit -> unit.secrets().look(scope, scope.locate(keys, secret), at));
  }

  private static Sealed sealed(String text) {
    return new Sealed(text.getBytes(StandardCharsets.UTF_8));
  }

  private void issueWith(Scope scope, SecretText secret, String particulars) {
    change(unit -> unit.secrets()
        .issue(OneTimeSecret.issue(scope, keys, secret, Optional.empty(), now)
            .with(sealed(particulars))));
  }

  private Scope scope(Purpose purpose, String subject) {
    return new Scope(purpose, realm, subject, Optional.empty());
  }

  private static SecretText fresh(Purpose purpose) {
    return SecretText.fresh(purpose.form(), Fixtures.bytes(SecretText.LINK_BYTES));
  }

  private void issue(Scope scope, SecretText secret) {
    change(unit ->
        unit.secrets().issue(OneTimeSecret.issue(scope, keys, secret, Optional.empty(), now)));
  }

  private void issueTo(Account owner, Scope scope, SecretText secret) {
    Optional<OneTimeSecret.Owner> owned =
        Optional.of(new OneTimeSecret.Owner(owner.id(), reread(owner).epoch()));
    change(
        owner.id(),
        unit -> unit.secrets().issue(OneTimeSecret.issue(scope, keys, secret, owned, now)));
  }

  private Redemption present(Scope scope, SecretText secret, Instant at) {
    return present(scope, secret, keys, at);
  }

  /** Presents it as a use case does: a link without knowing whom it concerns. */
  private Redemption present(Scope scope, SecretText secret, DigestKeys ring, Instant at) {
    boolean link = scope.purpose().form() == Purpose.Form.LINK;
    Scope presented = link ? Scope.ofLink(scope.purpose(), scope.realm(), scope.flow()) : scope;
    return atomically(unit -> redeem(unit, presented, secret, ring, at));
  }

  private static Redemption redeem(
      Store.Unit unit, Scope scope, SecretText secret, DigestKeys ring, Instant at) {
    return unit.secrets().redeem(scope, scope.locate(ring, secret), at);
  }

  private Redemption redeemThen(Scope scope, String presented, RuntimeException thrown) {
    return atomically(unit -> {
      redeem(unit, scope, new SecretText(presented), keys, now);
      throw thrown;
    });
  }

  private static void assertRefused(Redemption answer) {
    assertThat(answer.accepted()).as("accepted").isFalse();
    assertThat(answer.subject()).as("tells nothing").isEmpty();
  }
}
