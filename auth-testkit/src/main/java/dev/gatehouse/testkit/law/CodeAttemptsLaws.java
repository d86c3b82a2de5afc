package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Codes tried one after another: every try counts, whoever makes it. */
public abstract class CodeAttemptsLaws extends Laws {
  private static final int ATTEMPTS = 5;

  // ---- one after another

  @Test
  @DisplayName(
      "[L01] with the handle a wrong code spends an attempt, and after the last the right code is refused too")
  void with_the_handle_wrong_codes_use_up_the_right_one() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();

    for (int left = ATTEMPTS - 1; left >= 0; left--) {
      assertThat(tryWithHandle(registrant, wrong(right, 1)))
          .isEqualTo(new Refusal.CodeRejected(left));
    }

    assertThat(tryWithHandle(registrant, right)).isEqualTo(new Refusal.CodeRejected(0));
    assertThat(accountAt(registrant.email())).isFalse();
  }

  @Test
  @DisplayName(
      "[L01] without a handle a wrong code spends an attempt, and after the last the right code is refused too")
  void without_a_handle_wrong_codes_use_up_the_right_one() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();

    for (int left = ATTEMPTS - 1; left >= 0; left--) {
      assertThat(tryAsStranger(registrant.email(), Optional.empty(), wrong(right, 1)))
          .isEqualTo(new Refusal.CodeRejected(left));
    }

    assertThat(tryAsStranger(registrant.email(), Optional.empty(), right))
        .isEqualTo(new Refusal.CodeRejected(0));
    assertThat(accountAt(registrant.email())).isFalse();
  }

  @Test
  @DisplayName(
      "[L01] a code that is sent again is good under the five newest handles: who registers often has no more tries at it")
  void handles_multiply_no_tries() {
    EmailAddress email = Fixtures.email();
    List<Registrant> registrants = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      registrants.add(Registrant.of(house(), email));
      later(Duration.ofHours(1));
    }
    gatehouse().resendVerification().handle(house().client(), email, Locale.ENGLISH);
    SecretText right = registrants.get(0).code();

    for (Registrant older : registrants.subList(0, 2)) {
      assertThat(tryWithHandle(older, right)).isEqualTo(new Refusal.CodeRejected(ATTEMPTS - 1));
    }
    assertThat(registrants.get(2).verify(right).account().email()).contains(email);
  }

  @Test
  @DisplayName("[L01] the last attempt is a good one")
  void the_last_attempt_is_a_good_one() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();
    for (int i = 1; i < ATTEMPTS; i++) {
      tryWithHandle(registrant, wrong(right, i));
    }

    assertThat(registrant.verify(right).account().email()).contains(registrant.email());
  }

  @Test
  @DisplayName("[L01] strangers without the handle never use up the registrant's own attempts")
  void strangers_never_use_up_the_registrant_s_attempts() {
    Registrant registrant = Registrant.of(house());
    Registrant elsewhere = Registrant.of(house());
    SecretText right = registrant.code();
    List<Optional<FlowHandle>> handles = List.of(
        Optional.empty(),
        Optional.of(elsewhere.flow()),
        Optional.of(FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES))));

    for (int i = 0; i < 30; i++) {
      tryAsStranger(registrant.email(), handles.get(i % handles.size()), wrong(right, 1 + i));
    }

    assertThat(tryWithHandle(registrant, wrong(right, 1)))
        .isEqualTo(new Refusal.CodeRejected(ATTEMPTS - 1));
    assertThat(registrant.verify(right).account().email()).contains(registrant.email());
  }

  @Test
  @DisplayName(
      "[L01] a rival registrant of the address never uses up the registrant's own attempts")
  void a_rival_never_uses_up_the_registrant_s_attempts() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();
    Registrant rival = Registrant.of(house(), registrant.email());
    SecretText rivals = rival.code();

    for (int i = 0; i < 10; i++) {
      tryWithHandle(rival, wrong(rivals, 1));
    }

    assertThat(registrant.verify(right).account().username()).isEqualTo(registrant.username());
  }

  @Test
  @DisplayName(
      "[L01] used-up attempts come back neither by waiting nor by a turn of the keys, but with a new code")
  void used_up_attempts_come_back_with_a_new_code_only() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();
    for (int i = 0; i < ATTEMPTS; i++) {
      tryWithHandle(registrant, wrong(right, 1));
    }

    gatehouse().rotateKeys().handle(Actor.operator("test"), KeyUse.DIGEST);
    later(Duration.ofMinutes(20));
    house().work();
    assertThat(tryWithHandle(registrant, right)).isEqualTo(new Refusal.CodeRejected(0));

    gatehouse()
        .resendVerification()
        .handle(registrant.client(), registrant.email(), Locale.ENGLISH);
    SecretText fresh = registrant.code();
    if (!fresh.reveal().equals(right.reveal())) {
      assertThat(tryWithHandle(registrant, right))
          .isEqualTo(new Refusal.CodeRejected(ATTEMPTS - 1));
    }
    assertThat(registrant.verify(fresh).account().email()).contains(registrant.email());
  }

  @Test
  @DisplayName("[L01] a code is good for half an hour and not a moment longer, in both scopes")
  void a_code_runs_out() {
    Registrant inTime = Registrant.of(house());
    Registrant late = Registrant.of(house());
    SecretText inTimes = inTime.code();
    SecretText lates = late.code();

    later(Duration.ofMinutes(30).minusNanos(1000));
    assertThat(inTime.verify(inTimes).account().email()).contains(inTime.email());
    later(Duration.ofNanos(1000));

    assertThat(tryWithHandle(late, lates)).isInstanceOf(Refusal.CodeRejected.class);
    assertThat(tryAsStranger(late.email(), Optional.empty(), lates))
        .isInstanceOf(Refusal.CodeRejected.class);
    assertThat(accountAt(late.email())).isFalse();
  }

  @Test
  @DisplayName("[L01] every rejected code leaves its audit row, though the answer is an error")
  void every_rejected_code_is_audited() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();

    for (int i = 1; i <= 5; i++) {
      tryWithHandle(registrant, wrong(right, i));
    }

    assertThat(engine().rows(EventType.CODE_REJECTED))
        .extracting(Event::reason)
        .containsExactly(
            "WRONG_CODE", "WRONG_CODE", "WRONG_CODE", "WRONG_CODE", "ATTEMPTS_USED_UP");
  }

  // ---- steps

  private Refusal tryWithHandle(Registrant registrant, SecretText code) {
    return tryAsStranger(registrant.email(), Optional.of(registrant.flow()), code);
  }

  private Refusal tryAsStranger(EmailAddress email, Optional<FlowHandle> flow, SecretText code) {
    return Refusals.of(() -> gatehouse()
        .verifyEmail()
        .handle(
            house().client(), new VerifyEmail.Command(email, code, flow, Optional.empty(), false)));
  }

  private boolean accountAt(EmailAddress email) {
    return engine()
        .accounts()
        .find(house().realm().key(), new Identifier.ByEmail(email))
        .isPresent();
  }
}
