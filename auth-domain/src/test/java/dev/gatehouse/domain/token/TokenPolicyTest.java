package dev.gatehouse.domain.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.Chance;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenPolicyTest {
  private static final Duration SKEW = Duration.ofSeconds(30);

  @Test
  void tokens_live_15_minutes_with_30_seconds_of_skew() {
    assertThat(TokenPolicy.DEFAULT).isEqualTo(new TokenPolicy(Duration.ofMinutes(15), SKEW));
  }

  @Test
  void a_token_lives_up_to_5_percent_less_and_never_longer() {
    Duration least = Duration.ofSeconds(855);
    Duration most = Duration.ofSeconds(900);
    Chance.histories(
        2000,
        chance -> assertThat(TokenPolicy.DEFAULT.jittered(chance.any())).isBetween(least, most));
    for (int chance : new int[] {Integer.MIN_VALUE, -1, 0, 1, 45_000, 45_001, Integer.MAX_VALUE}) {
      assertThat(TokenPolicy.DEFAULT.jittered(chance)).isBetween(least, most);
    }
    assertThat(TokenPolicy.DEFAULT.jittered(0)).isEqualTo(most);
    assertThat(TokenPolicy.DEFAULT.jittered(1)).isEqualTo(most.minusMillis(1));
    assertThat(TokenPolicy.DEFAULT.jittered(45_000)).isEqualTo(least);
    assertThat(TokenPolicy.DEFAULT.jittered(45_001)).isEqualTo(most);
    assertThat(TokenPolicy.DEFAULT.jittered(-1)).isEqualTo(least);
  }

  @Test
  void lifetimes_are_spread_so_that_clients_do_not_refresh_together() {
    Set<Duration> seen = new HashSet<>();
    Chance.histories(500, chance -> seen.add(TokenPolicy.DEFAULT.jittered(chance.any())));
    assertThat(seen.size()).isGreaterThan(450);
  }

  @Test
  void a_lifetime_is_a_second_to_an_hour() {
    new TokenPolicy(Duration.ofSeconds(1), SKEW);
    new TokenPolicy(Duration.ofHours(1), SKEW);
    refused(Duration.ofSeconds(1).minusNanos(1), SKEW, "PT0.999999999S");
    refused(Duration.ofHours(1).plusNanos(1), SKEW, "PT1H0.000000001S");
    refused(Duration.ofMinutes(-1), SKEW, "PT-1M");
  }

  @Test
  void a_skew_is_at_most_5_minutes() {
    new TokenPolicy(Duration.ofMinutes(1), Duration.ZERO);
    new TokenPolicy(Duration.ofMinutes(1), Duration.ofMinutes(5));
    refused(Duration.ofMinutes(1), Duration.ofNanos(-1), "PT-0.000000001S");
    refused(Duration.ofMinutes(1), Duration.ofMinutes(5).plusNanos(1), "PT5M0.000000001S");
  }

  private static void refused(Duration lifetime, Duration skew, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenPolicy(lifetime, skew))
        .withMessageContaining(named);
  }

  @Test
  @DisplayName("[L22] a revocation is remembered for a lifetime, two skews and a minute")
  void a_revocation_is_remembered_for_a_lifetime_two_skews_and_a_minute() {
    assertThat(TokenPolicy.DEFAULT.revocationMemory()).isEqualTo(Duration.ofMinutes(17));
    assertThat(new TokenPolicy(Duration.ofSeconds(1), Duration.ZERO).revocationMemory())
        .isEqualTo(Duration.ofSeconds(61));
  }

  @Test
  @DisplayName(
      "[L26] keys rotate every 30 days, are known 10 minutes before, and retire when nothing they made is left")
  void keys_rotate_as_the_design_says() {
    Duration month = Duration.ofDays(30);
    Duration ahead = Duration.ofMinutes(10);
    assertThat(KeyPolicy.accessTokens(Duration.ofMinutes(17)))
        .isEqualTo(new KeyPolicy(month, ahead, Duration.ofMinutes(22)));
    assertThat(KeyPolicy.refreshTokens(Duration.ofDays(180)))
        .isEqualTo(new KeyPolicy(month, ahead, Duration.ofDays(180).plusMinutes(5)));
    assertThat(KeyPolicy.digests())
        .isEqualTo(new KeyPolicy(Duration.ofDays(36_500), ahead, Duration.ofDays(400)));
  }
}
