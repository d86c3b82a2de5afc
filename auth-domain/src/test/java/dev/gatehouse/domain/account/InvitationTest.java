package dev.gatehouse.domain.account;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.DESK_KEY;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static dev.gatehouse.domain.Given.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InvitationTest {
  private static final UUID ID = new UUID(1, 2);
  private static final Instant END = NOW.plus(Duration.ofHours(24));
  private static final EmailAddress ADA = new EmailAddress("ada@example.com");
  private static final EmailAddress BOB = new EmailAddress("bob@example.com");
  private static final Optional<Invitation.Taken> TAKEN =
      Optional.of(new Invitation.Taken(ACCOUNT, NOW));
  private static final Optional<Instant> REVOKED = Optional.of(NOW);

  private static Invitation invitation(
      Optional<EmailAddress> email, Optional<Invitation.Taken> taken, Optional<Instant> revoked) {
    return new Invitation(
        ID, SHOP_KEY, Role.PARTNER, email, "command line", NOW, END, taken, revoked);
  }

  private static Invitation open(Optional<EmailAddress> email) {
    return invitation(email, Optional.empty(), Optional.empty());
  }

  private static SecretText secret(int each) {
    return SecretText.fresh(Purpose.Form.LINK, bytes(SecretText.LINK_BYTES, each));
  }

  private static UUID id(RealmKey realm, SecretText secret, DigestKeys keys) {
    List<UUID> ids = Invitation.ids(realm, secret, keys);
    assertThat(ids).hasSize(1);
    return ids.get(0);
  }

  @Test
  void an_invitation_is_open_until_it_ends() {
    Invitation invitation = open(Optional.empty());
    assertThat(invitation.state(NOW)).isEqualTo(Invitation.State.OPEN);
    assertThat(invitation.state(END.minusNanos(1))).isEqualTo(Invitation.State.OPEN);
    assertThat(invitation.state(END)).isEqualTo(Invitation.State.EXPIRED);
    assertThat(invitation.state(END.plusNanos(1))).isEqualTo(Invitation.State.EXPIRED);
  }

  @Test
  void what_was_revoked_stays_revoked() {
    Invitation revoked = invitation(Optional.empty(), Optional.empty(), REVOKED);
    assertThat(revoked.state(NOW)).isEqualTo(Invitation.State.REVOKED);
    assertThat(revoked.state(END)).isEqualTo(Invitation.State.REVOKED);
  }

  @Test
  void what_was_taken_stays_taken_whatever_is_done_to_it_afterwards() {
    for (Optional<Instant> revoked : List.of(Optional.<Instant>empty(), REVOKED)) {
      Invitation taken = invitation(Optional.empty(), TAKEN, revoked);
      assertThat(taken.state(NOW)).isEqualTo(Invitation.State.TAKEN);
      assertThat(taken.state(END)).isEqualTo(Invitation.State.TAKEN);
    }
  }

  @Test
  @DisplayName("[L02] an invitation admits while it is open, and no longer")
  void an_invitation_admits_while_it_is_open() {
    Invitation open = open(Optional.empty());
    assertThat(open.admits(SHOP_KEY, Optional.of(ADA), NOW)).isTrue();
    assertThat(open.admits(SHOP_KEY, Optional.of(ADA), END.minusNanos(1))).isTrue();
    assertThat(open.admits(SHOP_KEY, Optional.of(ADA), END)).isFalse();
    for (Invitation shut : List.of(
        invitation(Optional.empty(), TAKEN, Optional.empty()),
        invitation(Optional.empty(), Optional.empty(), REVOKED))) {
      assertThat(shut.admits(SHOP_KEY, Optional.of(ADA), NOW)).isFalse();
    }
  }

  @Test
  @DisplayName("[L03] an invitation to one realm is none to another")
  void an_invitation_to_one_realm_is_none_to_another() {
    assertThat(open(Optional.empty()).admits(DESK_KEY, Optional.of(ADA), NOW)).isFalse();
    assertThat(open(Optional.of(ADA)).admits(DESK_KEY, Optional.of(ADA), NOW)).isFalse();
  }

  @Test
  @DisplayName("[L03] an invitation that names an address is good for whoever has proven that one")
  void an_invitation_that_names_an_address_is_good_for_that_one() {
    Invitation adas = open(Optional.of(ADA));
    assertThat(adas.admits(SHOP_KEY, Optional.of(ADA), NOW)).isTrue();
    assertThat(adas.admits(SHOP_KEY, Optional.of(BOB), NOW)).isFalse();
    assertThat(adas.admits(SHOP_KEY, Optional.empty(), NOW)).isFalse();
  }

  @Test
  void an_invitation_that_names_no_address_is_good_for_anybody() {
    Invitation anybodys = open(Optional.empty());
    assertThat(anybodys.admits(SHOP_KEY, Optional.of(BOB), NOW)).isTrue();
    assertThat(anybodys.admits(SHOP_KEY, Optional.empty(), NOW)).isTrue();
  }

  @Test
  @DisplayName("[L03] the id of an invitation follows from realm, secret and key")
  void the_id_follows_from_realm_secret_and_key() {
    Set<UUID> ids = new HashSet<>();
    for (RealmKey realm : List.of(SHOP_KEY, DESK_KEY)) {
      for (int each = 1; each <= 2; each++) {
        for (int version = 1; version <= 2; version++) {
          UUID id = id(realm, secret(each), ring(key(version)));
          assertThat(id).isEqualTo(id(realm, secret(each), ring(key(version))));
          ids.add(id);
        }
      }
    }
    assertThat(ids).hasSize(8);
  }

  @Test
  void an_invitation_is_found_under_every_usable_key_the_active_one_first() {
    UUID newer = id(SHOP_KEY, secret(1), ring(key(2)));
    UUID older = id(SHOP_KEY, secret(1), ring(key(1)));
    assertThat(Invitation.ids(SHOP_KEY, secret(1), ring(key(2), key(1))))
        .containsExactly(newer, older);
    assertThat(Invitation.ids(SHOP_KEY, secret(1), ring(key(1), key(2))))
        .containsExactly(older, newer);
  }

  @Test
  @DisplayName("[L40] an invitation prints which it is, and not for whom")
  void an_invitation_prints_which_it_is() {
    assertThat(open(Optional.of(ADA))).hasToString("Invitation[" + ID + ", shop, PARTNER]");
  }
}
