package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.HandshakeDirectory;
import dev.gatehouse.port.Handshakes;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Handshakes} and {@link HandshakeDirectory} promise. */
public abstract class HandshakesContract extends StorageContract {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Sealed OPENED = new Sealed(new byte[] {1, 2, 3});

  private final RealmKey realm = Fixtures.realm();

  @Test
  @DisplayName("[L11] begun, opened, confirmed and collected, each by whom it is for")
  void the_whole_way() {
    Handshake begun = begin();
    Digest opener = digest();
    Optional<OneTimeSecret.Owner> owner =
        Optional.of(new OneTimeSecret.Owner(someone().id(), 7));
    assertThat(state(begun)).contains(HandshakeState.PENDING);

    assertThat(open(begun, opener, now)).contains(begun.asked());
    assertThat(state(begun)).contains(HandshakeState.CONFIRMING);
    assertThat(look(begun, begun.collector(), now).flatMap(Handshakes.Seen::confirmed))
        .isEmpty();

    assertThat(confirm(begun, opener, begun.match(), owner)).contains(HandshakeState.COMPLETED);
    assertThat(look(begun, begun.collector(), now))
        .contains(new Handshakes.Seen(
            HandshakeState.COMPLETED, Optional.of(new Handshakes.Confirmed(OPENED, owner))));

    assertThat(collect(begun, begun.collector(), now)).isTrue();
    assertThat(state(begun)).contains(HandshakeState.COLLECTED);
    assertThat(look(begun, begun.collector(), now).flatMap(Handshakes.Seen::confirmed))
        .isEmpty();
    assertThat(collect(begun, begun.collector(), now)).isFalse();
  }

  @Test
  void of_somebody_without_an_account_no_owner_is_kept() {
    Handshake begun = completed(digest());

    assertThat(look(begun, begun.collector(), now)
            .flatMap(Handshakes.Seen::confirmed)
            .flatMap(Handshakes.Confirmed::owner))
        .isEmpty();
  }

  @Test
  @DisplayName("[L11] whoever opens it first, it is nobody else's to open, confirm or deny")
  void it_is_the_first_opener_s() {
    Handshake begun = begin();
    Digest first = digest();
    Digest second = digest();
    assertThat(confirm(begun, first, begun.match(), Optional.empty()))
        .as("unopened")
        .isEmpty();
    assertThat(deny(begun, first)).as("unopened").isFalse();
    open(begun, first, now);

    assertThat(open(begun, second, now)).isEmpty();
    assertThat(confirm(begun, second, begun.match(), Optional.empty())).isEmpty();
    assertThat(deny(begun, second)).isFalse();

    assertThat(state(begun)).contains(HandshakeState.CONFIRMING);
    assertThat(open(begun, first, now)).as("again").contains(begun.asked());
    assertThat(confirm(begun, first, begun.match(), Optional.empty()))
        .contains(HandshakeState.COMPLETED);
    assertThat(open(begun, first, now)).as("too late").isEmpty();
  }

  @Test
  @DisplayName("[L11] how far it has come is told to who opened it, and to nobody else")
  void who_opened_it_sees_how_far_it_has_come() {
    Handshake begun = begin();
    Digest opener = digest();
    assertThat(standing(begun, opener)).as("unopened").isEmpty();
    open(begun, opener, now);
    assertThat(standing(begun, opener)).contains(HandshakeState.CONFIRMING);
    confirm(begun, opener, begun.match(), Optional.empty());
    assertThat(standing(begun, opener)).contains(HandshakeState.COMPLETED);

    for (Digest wrong : List.of(digest(), begun.collector(), begun.match(), begun.row())) {
      assertThat(standing(begun, wrong)).isEmpty();
    }
    assertThat(this.<Optional<HandshakeState>>atomically(
            unit -> unit.handshakes().standing(begun.row(), opener, begun.endsAt())))
        .as("run out")
        .isEmpty();
  }

  private Optional<HandshakeState> standing(Handshake handshake, Digest opener) {
    return atomically(unit -> unit.handshakes().standing(handshake.row(), opener, now));
  }

  @Test
  @DisplayName("[L11] of racing openers it is one's")
  void of_racing_openers_it_is_one_s() {
    Race.rounds(round -> {
      Handshake begun = begin();
      List<Digest> openers =
          Stream.generate(HandshakesContract::digest).limit(Race.RACERS).toList();

      List<Boolean> opened =
          Race.of(Race.RACERS, n -> open(begun, openers.get(n), now).isPresent());

      assertThat(opened).containsOnlyOnce(true);
      assertThat(confirm(begun, openers.get(opened.indexOf(true)), begun.match(), Optional.empty()))
          .contains(HandshakeState.COMPLETED);
    });
  }

  @Test
  @DisplayName("[L11] one wrong answer denies for good, and the right one after it is not judged")
  void one_wrong_answer_denies_for_good() {
    Handshake begun = begin();
    Digest opener = digest();
    open(begun, opener, now);

    assertThat(confirm(begun, opener, digest(), Optional.empty())).contains(HandshakeState.DENIED);

    assertThat(confirm(begun, opener, begun.match(), Optional.empty())).isEmpty();
    assertThat(open(begun, opener, now)).isEmpty();
    assertThat(collect(begun, begun.collector(), now)).isFalse();
    assertThat(state(begun)).contains(HandshakeState.DENIED);
  }

  @Test
  @DisplayName("[L11] of racing answers one is judged: ninety guesses at once are one guess")
  void of_racing_answers_one_is_judged() {
    Race.rounds(round -> {
      Handshake begun = begin();
      Digest opener = digest();
      open(begun, opener, now);

      List<Optional<HandshakeState>> judged = Race.of(
          Race.RACERS,
          n -> confirm(begun, opener, n == 0 ? begun.match() : digest(), Optional.empty()));

      List<HandshakeState> said = judged.stream().flatMap(Optional::stream).toList();
      assertThat(said).hasSize(1);
      assertThat(state(begun)).contains(said.get(0));
    });
  }

  @Test
  @DisplayName("[L11] it is looked at and collected with the handle it was begun with only")
  void it_is_collected_with_its_own_handle_only() {
    Handshake begun = completed(digest());
    Handshake other = begin();

    for (Digest wrong : List.of(digest(), other.collector(), begun.match(), begun.row())) {
      assertThat(look(begun, wrong, now)).isEmpty();
      assertThat(collect(begun, wrong, now)).isFalse();
    }
    assertThat(collect(other, other.collector(), now)).as("not confirmed").isFalse();
    assertThat(collect(begun, begun.collector(), now)).isTrue();
  }

  @Test
  @DisplayName("[L02] of racing collectors exactly one is accepted")
  void of_racing_collectors_one_is_accepted() {
    Race.rounds(round -> {
      Handshake begun = completed(digest());

      assertThat(Race.of(Race.RACERS, n -> collect(begun, begun.collector(), now)))
          .containsOnlyOnce(true);
    });
  }

  @Test
  @DisplayName(
      "[L11] it can be denied until it is collected, and of denying and collecting at once one happens")
  void it_can_be_denied_until_it_is_collected() {
    Digest opener = digest();
    Handshake begun = completed(opener);
    assertThat(deny(begun, opener)).isTrue();
    assertThat(deny(begun, opener)).isFalse();
    assertThat(collect(begun, begun.collector(), now)).isFalse();

    Race.rounds(round -> {
      Handshake raced = completed(opener);
      assertThat(
              Race.between(() -> deny(raced, opener), () -> collect(raced, raced.collector(), now)))
          .containsOnlyOnce(true);
    });
  }

  @Test
  @DisplayName("[L11] one that has run out is found by no verb")
  void one_that_has_run_out_is_found_by_no_verb() {
    Digest opener = digest();
    Handshake opened = begin();
    open(opened, opener, now);
    Handshake done = completed(opener);
    Instant end = done.endsAt();

    assertThat(look(done, done.collector(), end.minusNanos(1000))).isPresent();
    assertThat(look(done, done.collector(), end)).isEmpty();
    assertThat(collect(done, done.collector(), end)).isFalse();
    assertThat(open(begin(), opener, end)).isEmpty();
    assertThat(this.<Optional<HandshakeState>>atomically(unit ->
            unit.handshakes().confirm(opened.row(), opener, opened.match(), Optional.empty(), end)))
        .isEmpty();
    assertThat(this.<Boolean>atomically(unit -> unit.handshakes().deny(opened.row(), opener, end)))
        .isFalse();
  }

  @Test
  @DisplayName("[L46] what an account confirmed goes with it")
  void what_an_account_confirmed_goes_with_it() {
    Account account = someone();
    Handshake begun = begin();
    Digest opener = digest();
    open(begun, opener, now);
    confirm(begun, opener, begun.match(), Optional.of(new OneTimeSecret.Owner(account.id(), 1)));
    change(account.id(), unit -> unit.accounts().erase(account.id(), Fixtures.instant()));

    while (engine().personalData().erase(account.id(), 5) > 0) {
      // until nothing is left
    }

    assertThat(look(begun, begun.collector(), now)).isEmpty();
  }

  @Test
  @DisplayName("[L46] what a wrong number denied is kept as nobody's")
  void what_a_wrong_number_denied_is_nobody_s() {
    Account account = someone();
    Handshake begun = begin();
    Digest opener = digest();
    open(begun, opener, now);
    confirm(begun, opener, digest(), Optional.of(new OneTimeSecret.Owner(account.id(), 1)));
    change(account.id(), unit -> unit.accounts().erase(account.id(), Fixtures.instant()));

    while (engine().personalData().erase(account.id(), 5) > 0) {
      // until nothing is left
    }

    assertThat(state(begun)).contains(HandshakeState.DENIED);
  }

  // ---- handshakes

  private static Digest digest() {
    return new Digest(Fixtures.bytes(32));
  }

  private Handshake begin() {
    Handshake handshake = new Handshake(
        digest(), realm, digest(), digest(), new Sealed(Fixtures.bytes(40)), now.plus(LIFE));
    change(unit -> unit.handshakes().begin(handshake));
    return handshake;
  }

  private Handshake completed(Digest opener) {
    Handshake handshake = begin();
    open(handshake, opener, now);
    confirm(handshake, opener, handshake.match(), Optional.empty());
    return handshake;
  }

  private Optional<Sealed> open(Handshake handshake, Digest opener, Instant at) {
    return atomically(unit -> unit.handshakes().open(handshake.row(), opener, OPENED, at));
  }

  private Optional<HandshakeState> confirm(
      Handshake handshake, Digest opener, Digest match, Optional<OneTimeSecret.Owner> owner) {
    return atomically(
        unit -> unit.handshakes().confirm(handshake.row(), opener, match, owner, now));
  }

  private boolean deny(Handshake handshake, Digest opener) {
    return atomically(unit -> unit.handshakes().deny(handshake.row(), opener, now));
  }

  private Optional<Handshakes.Seen> look(Handshake handshake, Digest collector, Instant at) {
    Optional<Handshakes.Seen> seen =
        atomically(unit -> unit.handshakes().look(handshake.row(), collector, at));
    assertThat(engine().handshakes().look(handshake.row(), collector, at)).isEqualTo(seen);
    return seen;
  }

  private Optional<HandshakeState> state(Handshake handshake) {
    return look(handshake, handshake.collector(), now).map(Handshakes.Seen::state);
  }

  private boolean collect(Handshake handshake, Digest collector, Instant at) {
    return atomically(unit -> unit.handshakes().collect(handshake.row(), collector, at));
  }
}
