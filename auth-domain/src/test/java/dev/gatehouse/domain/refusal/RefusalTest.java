package dev.gatehouse.domain.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.Given;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.PasswordFlaw;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final List<Refusal> ALL = List.of(
      new Refusal.CredentialsRejected(),
      new Refusal.CodeRejected(3),
      new Refusal.RefreshRejected(),
      new Refusal.TokenRejected(),
      new Refusal.Throttled(Duration.ofSeconds(3)),
      new Refusal.ResendThrottled(Duration.ofSeconds(3), Instant.EPOCH),
      new Refusal.LockedOut(Duration.ofSeconds(3)),
      new Refusal.UsernameTaken(),
      new Refusal.EmailTaken(),
      new Refusal.ConfirmationRequired(
          "a***@example.com", false, "192.0.2.7", "", Optional.empty(), Instant.EPOCH),
      new Refusal.IdentityRejected(),
      new Refusal.IdentityTaken(),
      new Refusal.LastWayIn(),
      new Refusal.ProvidersShut(),
      new Refusal.PasswordRejected(Set.of(PasswordFlaw.COMMON), 12, 128),
      new Refusal.RegistrationDisabled(Channel.EMAIL),
      new Refusal.InvitationRejected(),
      new Refusal.AccountLeaving(Instant.EPOCH),
      new Refusal.TermsNotAccepted(),
      new Refusal.ValueRejected("email", "text of 3 characters", "an address"),
      new Refusal.StepUpRequired(
          Set.of(Method.PASSWORD), Set.of(Method.TOTP), Duration.ofMinutes(10)),
      new Refusal.SecondFactorRejected(),
      new Refusal.SecondFactorLocked(),
      new Refusal.MailStale(),
      new Refusal.NotFound(),
      new Refusal.NotPermitted());

  /** What callers rely on. A new refusal gets a line here; an old name never changes. */
  @Test
  void codes_are_pinned() {
    assertThat(ALL)
        .extracting(Refusal::code)
        .containsExactly(
            "CREDENTIALS_REJECTED",
            "CODE_REJECTED",
            "REFRESH_REJECTED",
            "TOKEN_REJECTED",
            "THROTTLED",
            "RESEND_THROTTLED",
            "LOCKED_OUT",
            "USERNAME_TAKEN",
            "EMAIL_TAKEN",
            "CONFIRMATION_REQUIRED",
            "IDENTITY_REJECTED",
            "IDENTITY_TAKEN",
            "LAST_WAY_IN",
            "PROVIDERS_SHUT",
            "PASSWORD_REJECTED",
            "REGISTRATION_DISABLED",
            "INVITATION_REJECTED",
            "ACCOUNT_LEAVING",
            "TERMS_NOT_ACCEPTED",
            "VALUE_REJECTED",
            "STEP_UP_REQUIRED",
            "SECOND_FACTOR_REJECTED",
            "SECOND_FACTOR_LOCKED",
            "MAIL_STALE",
            "NOT_FOUND",
            "NOT_PERMITTED");
  }

  @Test
  void every_permitted_refusal_is_pinned() {
    assertThat(ALL.stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Refusal.class.getPermittedSubclasses()));
  }

  @Test
  void codes_are_the_same_in_turkey() {
    Given.inTurkey(() ->
        assertThat(new Refusal.CredentialsRejected().code()).isEqualTo("CREDENTIALS_REJECTED"));
  }

  @Test
  void a_refusal_is_thrown_as_an_answer_and_not_as_a_fault() {
    for (Refusal refusal : ALL) {
      Refused thrown = refusal.thrown();
      assertThat(thrown.refusal()).isSameAs(refusal);
      assertThat(thrown).hasMessage(refusal.code()).hasNoCause();
      assertThat(thrown.getStackTrace()).isEmpty();
      thrown.addSuppressed(new IllegalStateException());
      assertThat(thrown.getSuppressed()).isEmpty();
    }
  }

  @Test
  void the_flaws_of_a_password_cannot_be_changed_afterwards() {
    Set<PasswordFlaw> flaws = EnumSet.of(PasswordFlaw.COMMON);
    Refusal.PasswordRejected refusal = new Refusal.PasswordRejected(flaws, 12, 128);
    flaws.add(PasswordFlaw.TOO_LONG);
    assertThat(refusal.flaws()).containsExactly(PasswordFlaw.COMMON);
  }
}
