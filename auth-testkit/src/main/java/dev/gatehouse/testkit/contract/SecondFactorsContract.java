package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.SecondFactors;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link SecondFactors} promises. */
public abstract class SecondFactorsContract extends StorageContract {
  private static final long STEP = 56_000_000;

  @Test
  void what_is_begun_comes_back_until_it_runs_out() {
    Account account = someone();
    AuthenticatorSetup setup = setup(account);
    does(account, factors -> factors.begin(setup));

    assertThat(begun(account, now)).contains(setup);
    assertThat(begun(account, setup.endsAt().minusNanos(1000))).contains(setup);
    assertThat(begun(account, setup.endsAt())).isEmpty();
    assertThat(begun(someone(), now)).isEmpty();
    assertThat(found(account)).as("it is not enrolled yet").isEmpty();
  }

  @Test
  void what_is_begun_anew_replaces_what_was_begun() {
    Account account = someone();
    AuthenticatorSetup second = setup(account);
    does(account, factors -> factors.begin(setup(account)));
    does(account, factors -> factors.begin(second));

    assertThat(begun(account, now)).contains(second);
  }

  @Test
  void enrolling_ends_what_was_begun_and_replaces_what_was_enrolled() {
    Account account = someone();
    Authenticator first = authenticator(account);
    Authenticator second = authenticator(account);
    List<Digest> old = codes(3);
    List<Digest> fresh = codes(2);
    does(account, factors -> factors.begin(setup(account)));
    does(account, factors -> factors.enrol(first, old));

    assertThat(found(account)).contains(first);
    assertThat(begun(account, now)).isEmpty();
    does(account, factors -> factors.enrol(second, fresh));

    assertThat(found(account)).contains(second);
    assertThat(this.<Integer>of(account, f -> f.codesLeft(account.id()))).isEqualTo(2);
    assertThat(spends(account, old.get(0))).isFalse();
    assertThat(spends(account, fresh.get(0))).isTrue();
  }

  @Test
  @DisplayName("[L09] a step is accepted once, and none before it is")
  void a_step_is_accepted_once() {
    Account account = enrolled(codes(0));

    assertThat(accepts(account, STEP)).as("the one that enrolled it").isFalse();
    assertThat(accepts(account, STEP + 2)).isTrue();
    assertThat(accepts(account, STEP + 2)).isFalse();
    assertThat(accepts(account, STEP + 1)).isFalse();
    assertThat(accepts(account, STEP + 3)).isTrue();
    assertThat(found(account)).map(Authenticator::lastStep).contains(STEP + 3);
    assertThat(accepts(someone(), STEP + 9)).as("nothing is enrolled").isFalse();
  }

  @Test
  @DisplayName("[L09] of racing callers with one step exactly one is accepted")
  void of_racing_callers_with_one_step_one_is_accepted() {
    Race.rounds(round -> {
      Account account = enrolled(codes(0));

      assertThat(Race.of(Race.RACERS, n -> accepts(account, STEP + 1))).containsOnlyOnce(true);
    });
  }

  @Test
  @DisplayName("[L09] a recovery code is spent once, by its own account")
  void a_code_is_spent_once() {
    List<Digest> codes = codes(3);
    Account account = enrolled(codes);
    Account other = enrolled(codes(3));

    assertThat(spends(other, codes.get(0))).isFalse();
    assertThat(spends(account, codes.get(0))).isTrue();
    assertThat(spends(account, codes.get(0))).isFalse();
    assertThat(spends(account, codes.get(1))).isTrue();
    assertThat(codesLeft(account)).isEqualTo(1);
    assertThat(codesLeft(other)).isEqualTo(3);
  }

  @Test
  @DisplayName("[L02] of racing callers with one recovery code exactly one is accepted")
  void of_racing_callers_with_one_code_one_is_accepted() {
    Race.rounds(round -> {
      List<Digest> codes = codes(2);
      Account account = enrolled(codes);

      assertThat(Race.of(Race.RACERS, n -> spends(account, codes.get(0)))).containsOnlyOnce(true);
      assertThat(codesLeft(account)).isEqualTo(1);
    });
  }

  @Test
  void new_codes_take_the_place_of_all_others() {
    List<Digest> old = codes(3);
    List<Digest> fresh = codes(4);
    Account account = enrolled(old);

    does(account, factors -> factors.renewCodes(account.id(), fresh, Fixtures.instant()));

    assertThat(codesLeft(account)).isEqualTo(4);
    assertThat(old).noneMatch(code -> spends(account, code));
    assertThat(fresh).allMatch(code -> spends(account, code));
  }

  @Test
  void codes_are_taken_away_by_when_they_were_made() {
    Account enrolled = enrolled(codes(3));
    Account renewed = enrolled(codes(3));
    List<Digest> fresh = codes(4);
    Instant since = now.plusSeconds(60);
    does(renewed, factors -> factors.renewCodes(renewed.id(), fresh, since));
    assertThat(spends(renewed, fresh.get(0))).isTrue();

    assertThat(this.<Integer>of(enrolled, f -> f.voidCodes(enrolled.id(), since)))
        .isZero();
    assertThat(codesLeft(enrolled)).isEqualTo(3);
    assertThat(this.<Integer>of(renewed, f -> f.voidCodes(renewed.id(), since.plusMillis(1))))
        .isZero();
    assertThat(this.<Integer>of(renewed, f -> f.voidCodes(renewed.id(), since))).isEqualTo(3);
    assertThat(fresh).noneMatch(code -> spends(renewed, code));
    assertThat(found(renewed)).isPresent();
    assertThat(this.<Integer>of(enrolled, f -> f.voidCodes(enrolled.id(), now))).isEqualTo(3);
  }

  @Test
  @DisplayName("[L31] no failure of many goes uncounted")
  void failures_are_counted() {
    Account account = enrolled(codes(0));

    List<Integer> counts = Race.of(Race.RACERS, n -> fails(account));

    assertThat(counts).doesNotHaveDuplicates().contains(Race.RACERS);
    assertThat(found(account)).map(Authenticator::failures).contains(Race.RACERS);
    assertThat(fails(someone())).as("nothing is enrolled").isZero();
  }

  @Test
  void a_row_of_failures_ends_with_a_right_code_or_when_it_is_forgotten() {
    List<Digest> codes = codes(1);
    Account account = enrolled(codes);
    for (Runnable end : List.<Runnable>of(
        () -> accepts(account, STEP + 1),
        () -> spends(account, codes.get(0)),
        () -> does(account, factors -> factors.restore(account.id())))) {
      assertThat(fails(account)).isEqualTo(1);
      assertThat(fails(account)).isEqualTo(2);
      end.run();
      assertThat(found(account)).map(Authenticator::failures).contains(0);
    }
    fails(account);
    assertThat(accepts(account, STEP)).isFalse();
    assertThat(spends(account, codes.get(0))).isFalse();
    assertThat(found(account))
        .as("by a wrong one not")
        .map(Authenticator::failures)
        .contains(1);
  }

  @Test
  void what_is_enrolled_is_read_without_the_account_s_lock() {
    Account account = enrolled(codes(3));

    assertThat(this.<Optional<Authenticator>>atomically(
            unit -> unit.secondFactors().find(account.id())))
        .isPresent();
    assertThat(this.<Integer>atomically(unit -> unit.secondFactors().codesLeft(account.id())))
        .isEqualTo(3);
  }

  @Test
  void removing_leaves_nothing_and_nobody_else_is_touched() {
    List<Digest> codes = codes(2);
    Account account = enrolled(codes);
    Account other = enrolled(codes(2));
    does(account, factors -> factors.begin(setup(account)));

    does(account, factors -> factors.remove(account.id()));

    assertThat(found(account)).isEmpty();
    assertThat(begun(account, now)).isEmpty();
    assertThat(codesLeft(account)).isZero();
    assertThat(spends(account, codes.get(0))).isFalse();
    assertThat(found(other)).isPresent();
    assertThat(codesLeft(other)).isEqualTo(2);
  }

  @Test
  void all_are_read_a_page_at_a_time_and_sealed_anew() {
    List<AccountId> own =
        Stream.generate(() -> enrolled(codes(0)).id()).limit(5).toList();
    Sealed sealed = new Sealed(Fixtures.bytes(60));
    List<Authenticator> read = new ArrayList<>();
    Optional<AccountId> last = Optional.empty();
    do {
      Optional<AccountId> after = last;
      List<Authenticator> page = atomically(unit -> unit.secondFactors().page(after, 2));
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      read.addAll(page);
      last = page.stream().map(Authenticator::account).reduce((one, next) -> next);
    } while (last.isPresent());

    assertThat(read).extracting(Authenticator::account).doesNotHaveDuplicates().containsAll(own);
    AccountId one = own.get(0);
    change(one, unit -> unit.secondFactors().reseal(one, sealed));
    Authenticator resealed = locked(one, unit -> unit.secondFactors().find(one).orElseThrow());
    assertThat(resealed.sealed()).isEqualTo(sealed);
    assertThat(resealed.lastStep()).isEqualTo(STEP);
  }

  // ---- words

  private AuthenticatorSetup setup(Account account) {
    return new AuthenticatorSetup(
        account.id(),
        new Sealed(Fixtures.bytes(70)),
        new Digest(Fixtures.bytes(32)),
        7,
        now.plus(Duration.ofMinutes(10)));
  }

  private Authenticator authenticator(Account account) {
    return Authenticator.enrolled(account.id(), new Sealed(Fixtures.bytes(70)), STEP, now);
  }

  private Account enrolled(List<Digest> codes) {
    Account account = someone();
    does(account, factors -> factors.enrol(authenticator(account), codes));
    return account;
  }

  private static List<Digest> codes(int count) {
    return Stream.generate(() -> new Digest(Fixtures.bytes(32))).limit(count).toList();
  }

  private void does(Account account, Consumer<SecondFactors> act) {
    change(account.id(), unit -> act.accept(unit.secondFactors()));
  }

  private <R> R of(Account account, Function<SecondFactors, R> act) {
    return locked(account.id(), unit -> act.apply(unit.secondFactors()));
  }

  private Optional<AuthenticatorSetup> begun(Account account, Instant at) {
    return of(account, factors -> factors.begun(account.id(), at));
  }

  private Optional<Authenticator> found(Account account) {
    return of(account, factors -> factors.find(account.id()));
  }

  private boolean accepts(Account account, long step) {
    return this.<Boolean>of(account, factors -> factors.accept(account.id(), step));
  }

  private boolean spends(Account account, Digest code) {
    return this.<Boolean>of(account, factors -> factors.spend(account.id(), code));
  }

  private int codesLeft(Account account) {
    return this.<Integer>of(account, factors -> factors.codesLeft(account.id()));
  }

  private int fails(Account account) {
    return this.<Integer>of(account, factors -> factors.fail(account.id()));
  }
}
