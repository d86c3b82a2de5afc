package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.InvitationDirectory;
import dev.gatehouse.port.Invitations;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Invitations} and {@link InvitationDirectory} promise. */
public abstract class InvitationsContract extends StorageContract {
  private final RealmKey realm = Fixtures.realm();

  @Test
  void an_invitation_is_found_by_any_of_its_ids_as_it_was_issued() {
    Invitation plain = issued(Optional.empty());
    Invitation bound = issued(Optional.of(Fixtures.email()));

    assertThat(engine().invitations().find(List.of(Fixtures.id(), plain.id()))).contains(plain);
    assertThat(engine().invitations().find(List.of(bound.id(), plain.id()))).contains(bound);
    assertThat(engine().invitations().find(List.of(Fixtures.id()))).isEmpty();
    assertThat(this.<Optional<Invitation>>atomically(
            unit -> unit.invitations().lock(List.of(bound.id()))))
        .contains(bound);
    assertThat(this.<Optional<Invitation>>atomically(
            unit -> unit.invitations().lock(List.of(Fixtures.id()))))
        .isEmpty();
  }

  @Test
  void those_of_a_realm_are_listed_newest_first() {
    Invitation first = issued(Optional.empty());
    Invitation second = issue(invitation(Optional.empty(), Duration.ofSeconds(1)));
    issue(new Invitation(
        Fixtures.id(),
        Fixtures.realm(),
        Role.USER,
        Optional.empty(),
        "test",
        now,
        now.plusSeconds(60),
        Optional.empty(),
        Optional.empty()));

    assertThat(engine().invitations().of(realm, 10)).containsExactly(second, first);
    assertThat(engine().invitations().of(realm, 1)).containsExactly(second);
  }

  @Test
  void one_that_is_taken_says_by_whom_and_is_revoked_no_more() {
    Invitation invitation = issued(Optional.empty());
    AccountId account = Fixtures.accountId();

    change(unit -> {
      unit.invitations().lock(List.of(invitation.id()));
      unit.invitations().take(invitation.id(), account, now.plusSeconds(3));
    });

    assertThat(reread(invitation).taken())
        .contains(new Invitation.Taken(account, now.plusSeconds(3)));
    assertThat(revoked(realm, invitation)).isFalse();
  }

  @Test
  @DisplayName("[L02] of units that race for one invitation each sees what the one before it did")
  void units_that_race_see_what_was_done_before() {
    Race.rounds(round -> {
      Invitation invitation = issued(Optional.empty());

      List<Boolean> taken = Race.of(
          4,
          n -> atomically(unit -> {
            boolean open = unit.invitations()
                .lock(List.of(invitation.id()))
                .filter(found -> found.state(now) == Invitation.State.OPEN)
                .isPresent();
            if (open) {
              unit.invitations().take(invitation.id(), Fixtures.accountId(), now);
            }
            return open;
          }));

      assertThat(taken).containsOnlyOnce(true);
    });
  }

  @Test
  void an_open_one_is_revoked_once_in_its_realm_before_its_end() {
    Invitation invitation = issued(Optional.empty());

    assertThat(revoked(Fixtures.realm(), invitation)).isFalse();
    assertThat(revoked(realm, invitation)).isTrue();
    assertThat(revoked(realm, invitation)).isFalse();
    assertThat(reread(invitation).revokedAt()).contains(now);
    Invitation late = issue(invitation(Optional.empty(), Duration.ofHours(-2)));
    assertThat(revoked(realm, late)).as("run out").isFalse();
  }

  @Test
  @DisplayName("[L46] those for an address go, and no others")
  void those_for_an_address_go() {
    EmailAddress email = Fixtures.email();
    Invitation one = issued(Optional.of(email));
    Invitation other = issued(Optional.of(Fixtures.email()));
    Invitation open = issued(Optional.empty());

    change(unit -> unit.invitations().drop(Fixtures.realm(), email));
    assertThat(engine().invitations().of(realm, 9)).hasSize(3);
    change(unit -> unit.invitations().drop(realm, email));

    assertThat(engine().invitations().of(realm, 9))
        .containsExactlyInAnyOrder(other, open)
        .doesNotContain(one);
  }

  private boolean revoked(RealmKey of, Invitation invitation) {
    return atomically(unit -> unit.invitations().revoke(of, invitation.id(), now));
  }

  private Invitation issued(Optional<EmailAddress> email) {
    return issue(invitation(email, Duration.ZERO));
  }

  private Invitation issue(Invitation invitation) {
    change(unit -> unit.invitations().issue(invitation));
    return invitation;
  }

  private Invitation invitation(Optional<EmailAddress> email, Duration later) {
    UUID id = Fixtures.id();
    return new Invitation(
        id,
        realm,
        Role.PARTNER,
        email,
        "test",
        now.plus(later),
        now.plus(later).plus(Duration.ofHours(1)),
        Optional.empty(),
        Optional.empty());
  }

  private Invitation reread(Invitation invitation) {
    return engine().invitations().find(List.of(invitation.id())).orElseThrow();
  }
}
