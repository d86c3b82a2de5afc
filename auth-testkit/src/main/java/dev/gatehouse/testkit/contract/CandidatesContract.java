package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.Candidates;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Candidates} promises. */
public abstract class CandidatesContract extends StorageContract {
  private static final Duration LIFE = Duration.ofMinutes(30);

  private final RealmKey realm = Fixtures.realm();
  private final EmailAddress email = Fixtures.email();

  @Test
  void a_candidate_comes_back_as_it_was_held() {
    Candidate full = new Candidate(
        id(now),
        realm,
        email,
        new Digest(Fixtures.bytes(32)),
        Optional.of(Fixtures.username()),
        Optional.of(Fixtures.hash()),
        Locale.forLanguageTag("zh-Hant-TW"),
        new Consents(Optional.of(now.minusSeconds(1)), Optional.of("2026-11"), true),
        Optional.of(Fixtures.id()),
        now.plus(LIFE));
    Candidate bare = new Candidate(
        id(now.plusSeconds(1)),
        realm,
        email,
        new Digest(Fixtures.bytes(16)),
        Optional.empty(),
        Optional.empty(),
        Locale.ENGLISH,
        Consents.NONE,
        now.plus(LIFE));
    hold(full);
    hold(bare);

    assertThat(of(realm, email, now)).containsExactly(full, bare);
    assertThat(of(realm, email, now).get(0).username().map(Username::value))
        .isEqualTo(full.username().map(Username::value));
  }

  @Test
  @DisplayName("[L04] any number of registrants may claim one address, and are listed oldest first")
  void candidates_are_listed_oldest_first() {
    List<Candidate> candidates = List.of(
        candidate(email, now),
        candidate(email, now.plusSeconds(1)),
        candidate(email, now.plusSeconds(2)));
    candidates.forEach(this::hold);

    assertThat(of(realm, email, now.plusSeconds(3))).isEqualTo(candidates);
  }

  @Test
  void a_candidate_is_live_until_its_end_and_not_at_it() {
    hold(candidate(email, now));

    assertThat(of(realm, email, now.plus(LIFE).minusNanos(1000))).hasSize(1);
    assertThat(of(realm, email, now.plus(LIFE))).isEmpty();
  }

  @Test
  void candidates_of_other_addresses_and_realms_are_not_listed() {
    String part = Fixtures.unique().substring(0, 20);
    Candidate held = candidate(new EmailAddress(part + "_x@example.com"), now);
    hold(held);

    assertThat(of(realm, new EmailAddress(part + "ax@example.com"), now)).isEmpty();
    assertThat(of(realm, new EmailAddress(part + "%@example.com"), now)).isEmpty();
    assertThat(of(Fixtures.realm(), held.email(), now)).isEmpty();
    assertThat(of(realm, held.email(), now)).containsExactly(held);
  }

  @Test
  @DisplayName("[L04] dropping drops every candidate for an address of that realm, and no other")
  void dropping_drops_every_candidate_for_an_address_and_no_other() {
    RealmKey elsewhere = Fixtures.realm();
    EmailAddress other = Fixtures.email();
    hold(candidate(email, now));
    hold(candidate(email, now.plusSeconds(1)));
    hold(candidate(other, now));
    Candidate foreign = new Candidate(
        id(now),
        elsewhere,
        email,
        new Digest(Fixtures.bytes(32)),
        Optional.empty(),
        Optional.empty(),
        Locale.ENGLISH,
        Consents.NONE,
        now.plus(LIFE));
    hold(foreign);

    change(unit -> unit.candidates().drop(realm, email));

    assertThat(of(realm, email, now)).isEmpty();
    assertThat(of(realm, other, now)).hasSize(1);
    assertThat(of(elsewhere, email, now)).containsExactly(foreign);
    change(unit -> unit.candidates().drop(realm, Fixtures.email()));
  }

  @Test
  void what_a_unit_holds_and_drops_is_seen_within_it_and_undone_with_it() {
    Candidate before = candidate(email, now);
    hold(before);

    assertThat(catchThrowable(() -> change(unit -> {
          unit.candidates().drop(realm, email);
          assertThat(unit.candidates().of(realm, email, now)).isEmpty();
          Candidate after = candidate(email, now);
          unit.candidates().hold(after);
          assertThat(unit.candidates().of(realm, email, now)).containsExactly(after);
          throw new Broken();
        })))
        .isInstanceOf(Broken.class);

    assertThat(of(realm, email, now)).containsExactly(before);
  }

  private Candidate candidate(EmailAddress address, Instant heldAt) {
    return new Candidate(
        id(heldAt),
        realm,
        address,
        new Digest(Fixtures.bytes(32)),
        Optional.of(Fixtures.username()),
        Optional.of(Fixtures.hash()),
        Locale.ENGLISH,
        Consents.NONE,
        heldAt.plus(LIFE));
  }

  private static java.util.UUID id(Instant heldAt) {
    return UuidV7.of(heldAt, Fixtures.bytes(UuidV7.RANDOM_BYTES));
  }

  private void hold(Candidate candidate) {
    change(unit -> unit.candidates().hold(candidate));
  }

  private List<Candidate> of(RealmKey where, EmailAddress address, Instant at) {
    return atomically(unit -> unit.candidates().of(where, address, at));
  }
}
