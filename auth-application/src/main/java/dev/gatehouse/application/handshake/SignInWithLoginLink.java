package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.linking.Recognised;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/**
 * Signs in who follows a link that {@link IssueLoginLink} gave. No browser asked for it, so every browser is another than the one that did: it is told whose link
 * it is and waits for a press (law L14).
 */
public final class SignInWithLoginLink {
  private final Environment environment;
  private final LoginLinks links;
  private final IdentityDoor door;
  private final MailedTries tries;

  public SignInWithLoginLink(
      Environment environment, KeyRings keys, MailedSecrets secrets, IdentityDoor door) {
    this.environment = environment;
    this.links = new LoginLinks(secrets);
    this.door = door;
    this.tries = new MailedTries(environment, keys);
  }

  /**
   * @param confirmed whether somebody was shown whose link it is, and goes on
   * @throws dev.gatehouse.domain.refusal.Refused {@code ConfirmationRequired}, {@code IdentityRejected}
   *     when the link is none (any more), {@code CredentialsRejected} when the account is not active, {@code RegistrationDisabled}, {@code
   *     TermsNotAccepted} and {@code InvitationRejected} (then it is good for another try), {@code ProvidersShut}, {@code Throttled}
   */
  public Entered handle(Client client, SecretText token, boolean confirmed, Arrival arrival) {
    Instant now = environment.now();
    tries.insist("login-link-verify", client, LoginLinks.scope(client.realm().key()), token, now);
    return door.enter(client, arrival, new ByLink(client, token, confirmed, now), now);
  }

  private final class ByLink implements IdentityDoor.Way {
    private final Client client;
    private final SecretText token;
    private final boolean confirmed;
    private final Instant now;

    ByLink(Client client, SecretText token, boolean confirmed, Instant now) {
      this.client = client;
      this.token = token;
      this.confirmed = confirmed;
      this.now = now;
    }

    private RealmKey realm() {
      return client.realm().key();
    }

    @Override
    public Recognised look(Store.Unit unit) {
      LoginLinks.Seen seen = links
          .look(unit, realm(), token, now)
          .orElseThrow(() -> rejected(unit, Optional.empty(), "UNKNOWN_LINK"));
      if (!confirmed) {
        throw shown(unit, seen);
      }
      return seen.who();
    }

    /** It tells who has the link alone, and what it tells is on record. */
    private RuntimeException shown(Store.Unit unit, LoginLinks.Seen seen) {
      ProvenIdentity person = seen.who().person();
      Optional<AccountId> owner = unit.identities().owner(realm(), person.all());
      Event shown = Event.of(EventType.LOGIN_LINK_SHOWN, now, client, Actor.STRANGER);
      unit.record(owner.map(shown::about).orElse(shown));
      return new Refusal.ConfirmationRequired(
              person.profile().masked(),
              owner.isEmpty(),
              "",
              "",
              Optional.of(person.identity().provider()),
              seen.at())
          .thrown();
    }

    @Override
    public void spend(Store.Unit unit, Optional<AccountId> owner) {
      if (!links.redeem(unit, realm(), token, now)) {
        throw rejected(unit, owner, "SPENT_MEANWHILE");
      }
    }

    private RuntimeException rejected(Store.Unit unit, Optional<AccountId> account, String reason) {
      Event failure =
          Event.of(EventType.LOGIN_LINK_FAILED, now, client, Actor.STRANGER).because(reason);
      unit.record(account.map(failure::about).orElse(failure));
      return new Refusal.IdentityRejected().thrown();
    }
  }
}
