package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.Store;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class JdbiOneTimeSecretsTest {
  private static Wired wired;

  private final Instant now = Fixtures.instant();
  private final DigestKeys ring = Fixtures.digestKeys();
  private final DigestKeys rotated = new DigestKeys(List.of(Fixtures.digestKey(2), ring.active()));
  private final SecretText secret =
      SecretText.fresh(Purpose.Form.LINK, Fixtures.bytes(SecretText.LINK_BYTES));

  @BeforeAll
  static void open() {
    wired = new Wired();
  }

  @AfterAll
  static void close() {
    wired.close();
  }

  @TestFactory
  @DisplayName(
      "[L23] a secret whose owner is being changed waits for the change, and is judged by it")
  Stream<DynamicTest> a_secret_is_judged_by_the_epoch_that_a_change_under_way_leaves() {
    return Stream.of(Purpose.EMAIL_CHANGE, Purpose.PASSWORD_RESET)
        .flatMap(purpose -> Stream.of(ring, rotated)
            .flatMap(
                keys -> Stream.of(true, false).map(commits -> new Change(purpose, keys, commits))))
        .map(change -> DynamicTest.dynamicTest(
            change.purpose + ", keys " + change.keys.usable().size() + ", commits "
                + change.commits,
            () -> judgedAfter(change)));
  }

  private record Change(Purpose purpose, DigestKeys keys, boolean commits) {}

  private void judgedAfter(Change change) {
    Account owner = Fixtures.account();
    Scope scope = new Scope(change.purpose, owner.realm(), owner.id().toString(), Optional.empty());
    unit(unit -> unit.accounts().create(owner, Optional.empty()));
    issue(scope, Optional.of(new OneTimeSecret.Owner(owner.id(), owner.epoch())));
    CountDownLatch raised = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> raising = Race.start(() -> unit(unit -> {
      unit.accounts().raiseEpoch(owner.id(), Fixtures.instant());
      raised.countDown();
      Race.await(go);
      if (!change.commits) {
        throw new IllegalStateException("rolled back on purpose");
      }
      return true;
    }));
    Race.await(raised);

    Race.Running<Redemption> redeeming = Race.start(() -> redeem(scope, change.keys));
    assertThat(redeeming.endsWithin(Duration.ofMillis(100)))
        .as("judged before the change was over")
        .isFalse();
    go.countDown();

    assertThat(redeeming.result().accepted()).isEqualTo(!change.commits);
    assertThat(raising.endsWithin(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  @DisplayName(
      "[L40] a code's row names nobody, and one that belongs to an account lives on its shard")
  void a_row_says_no_more_than_it_must() {
    Account owner = Fixtures.account();
    Scope scope =
        new Scope(Purpose.EMAIL_CHANGE, owner.realm(), "somebody@example.com", Optional.empty());
    issue(scope, Optional.of(new OneTimeSecret.Owner(owner.id(), 7)));

    String row = wired.value(
        "select shard || ',' || epoch || ',' || subject || ',' || attempts_left from gatehouse.one_time_secrets where account_id = '"
            + owner.id() + "'");

    assertThat(row).isEqualTo(owner.id().shard() + ",7,,5");
  }

  @Test
  void a_new_decoy_has_no_owner_and_no_code_of_the_row_that_ended() {
    Account owner = Fixtures.account();
    Scope scope = new Scope(Purpose.EMAIL_CHANGE, owner.realm(), "somebody", Optional.empty());
    unit(unit -> unit.accounts().create(owner, Optional.empty()));
    issue(scope, Optional.of(new OneTimeSecret.Owner(owner.id(), owner.epoch())));
    Instant later = now.plus(Purpose.EMAIL_CHANGE.life());

    for (int left = 4; left >= 0; left--) {
      assertThat(redeem(scope, ring, later)).isEqualTo(new Redemption(false, left, ""));
    }
    assertThat(wired.column(
            "select id from gatehouse.one_time_secrets where account_id = '" + owner.id() + "'"))
        .isEmpty();
  }

  @Test
  void a_live_code_under_the_newer_key_is_judged_rather_than_one_under_the_older() {
    Scope scope = new Scope(Purpose.EMAIL_CHANGE, Fixtures.realm(), "somebody", Optional.empty());
    SecretText newer = new SecretText("123456");
    issue(scope, Optional.empty());
    unit(unit -> {
      unit.secrets().issue(OneTimeSecret.issue(scope, rotated, newer, Optional.empty(), now));
      return true;
    });

    assertThat(redeem(scope, rotated))
        .as("the older code was replaced")
        .isEqualTo(new Redemption(false, 4, ""));
    assertThat(unit(unit -> unit.secrets().redeem(scope, scope.locate(rotated, newer), now))
            .accepted())
        .isTrue();
  }

  private void issue(Scope scope, Optional<OneTimeSecret.Owner> owner) {
    unit(unit -> {
      unit.secrets().issue(OneTimeSecret.issue(scope, ring, secret, owner, now));
      return true;
    });
  }

  private Redemption redeem(Scope scope, DigestKeys keys) {
    return redeem(scope, keys, now);
  }

  private Redemption redeem(Scope scope, DigestKeys keys, Instant at) {
    return unit(unit -> unit.secrets().redeem(scope, scope.locate(keys, secret), at));
  }

  private static <R> R unit(Function<Store.Unit, R> work) {
    return wired.postgres().store().atomically(work);
  }
}
