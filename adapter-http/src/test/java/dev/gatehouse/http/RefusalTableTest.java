package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.PasswordFlaw;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each refusal of the core has its line. */
class RefusalTableTest {
  @Test
  void the_table_has_the_permitted_refusals_and_no_others() {
    assertThat(RefusalTable.rows().keySet())
        .isEqualTo(new HashSet<>(Arrays.asList(Refusal.class.getPermittedSubclasses())));
  }

  @Test
  void a_refusal_s_components_are_members_of_the_problem() {
    assertThat(text(new Refusal.CodeRejected(3)))
        .contains("\"attempts_remaining\":3", "\"code\":\"CODE_REJECTED\"", "\"status\":401");
    assertThat(text(new Refusal.Throttled(Duration.ofMillis(1001)))).contains("\"retry_after\":2");
    assertThat(text(new Refusal.ResendThrottled(Duration.ofSeconds(9), Instant.ofEpochSecond(9))))
        .contains("\"retry_after\":9", "\"next_resend_available_at\":\"1970-01-01T00:00:09Z\"");
    assertThat(text(new Refusal.LockedOut(Duration.ZERO))).contains("\"retry_after\":1", "423");
    assertThat(text(new Refusal.PasswordRejected(Set.of(PasswordFlaw.COMMON), 12, 128)))
        .contains("\"reasons\":[\"COMMON\"]", "\"reason\":\"COMMON\"", "12 to 128");
    assertThat(text(new Refusal.StepUpRequired(
            Set.of(Method.PASSWORD),
            Set.of(Method.TOTP, Method.RECOVERY_CODE),
            Duration.ofMinutes(10))))
        .contains(
            "\"first_factors\":[\"password\"]",
            "\"second_factors\":[\"recovery_code\",\"totp\"]",
            "\"max_age\":600",
            "403");
    assertThat(text(new Refusal.ConfirmationRequired(
            "an***a@example.com",
            true,
            "192.0.2.7",
            "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0",
            Optional.empty(),
            Instant.ofEpochSecond(9))))
        .contains(
            "\"account\":\"an***a@example.com\"",
            "\"is_new_user\":true",
            "\"asked_from\":{\"name\":\"Chrome on Linux\"",
            "\"ip_address\":\"192.0.2.7\"",
            "\"at\":\"1970-01-01T00:00:09Z\"",
            "409");
    assertThat(text(new Refusal.ConfirmationRequired(
            "@ad***",
            false,
            "",
            "",
            Optional.of(new ProviderKey("telegram")),
            Instant.ofEpochSecond(9))))
        .contains(
            "\"asked_from\":{\"name\":\"Telegram\",\"provider\":\"telegram\",\"at\":\"1970-01-01T00:00:09Z\"}");
    assertThat(text(new Refusal.ValueRejected("email", "text of 3 characters", "an address")))
        .contains(
            "{\"pointer\":\"/email\",\"received\":\"text of 3 characters\",\"accepted\":\"an address\"}");
  }

  @Test
  void codes_are_those_of_the_core_and_each_is_one_problem() {
    for (Refusal refusal : List.of(
        new Refusal.CredentialsRejected(), new Refusal.NotFound(), new Refusal.UsernameTaken())) {
      assertThat(RefusalTable.code(refusal.getClass())).isEqualTo(refusal.code());
      assertThat(RefusalTable.status(refusal.code()))
          .isEqualTo(RefusalTable.problem(refusal).status());
    }
    assertThat(Fault.of(404)).isEqualTo(Fault.NOT_FOUND);
    assertThat(Fault.of(499)).isEqualTo(Fault.MALFORMED_REQUEST);
    assertThat(Fault.of(200)).isEqualTo(Fault.INTERNAL_ERROR);
  }

  private static String text(Refusal refusal) {
    return new String(Json.write(RefusalTable.problem(refusal).view("id")), StandardCharsets.UTF_8);
  }
}
