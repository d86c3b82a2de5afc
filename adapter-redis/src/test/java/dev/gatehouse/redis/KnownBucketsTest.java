package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Throttle;
import dev.gatehouse.testkit.contract.ThrottleContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What counts while Redis is gone counts as every other throttle does. */
class KnownBucketsTest extends ThrottleContract {
  private static final Limit ONE_A_DAY = new Limit(1, Duration.ofDays(1));

  private final KnownBuckets buckets = new KnownBuckets(1000);

  @Override
  protected Throttle throttle() {
    return buckets::take;
  }

  @Test
  @DisplayName("[L38] however many buckets there are, so many are kept and no more")
  void however_many_buckets_there_are_no_more_are_kept() {
    for (int n = 0; n < 20_000; n++) {
      buckets.take("bucket " + n, ONE_A_DAY, Instant.EPOCH);
    }

    assertThat(buckets.size()).isLessThanOrEqualTo(1000);
  }

  @Test
  void what_was_learnt_later_is_not_undone_by_what_is_older() {
    buckets.learn("bucket", Instant.EPOCH.plusSeconds(9), ONE_A_DAY, Instant.EPOCH);
    buckets.learn("bucket", Instant.EPOCH.plusSeconds(3), ONE_A_DAY, Instant.EPOCH);

    assertThat(buckets.fullAt("bucket", ONE_A_DAY, Instant.EPOCH))
        .isEqualTo(Instant.EPOCH.plusSeconds(9));
    assertThat(buckets.fullAt("bucket", ONE_A_DAY, Instant.EPOCH.plusSeconds(10)))
        .isEqualTo(Instant.EPOCH.plusSeconds(10));
    Instant leapt = Instant.EPOCH.plus(Duration.ofDays(3));
    buckets.learn("bucket", leapt, ONE_A_DAY, leapt);
    assertThat(buckets.fullAt("bucket", ONE_A_DAY, Instant.EPOCH))
        .as("what a clock told that had leapt")
        .isEqualTo(Instant.EPOCH);
    buckets.learn("bucket", Instant.EPOCH.plusSeconds(9), ONE_A_DAY, Instant.EPOCH);
    assertThat(buckets.fullAt("bucket", ONE_A_DAY, Instant.EPOCH))
        .as("and is forgotten")
        .isEqualTo(Instant.EPOCH.plusSeconds(9));
    assertThat(buckets.fullAt("another", ONE_A_DAY, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }
}
