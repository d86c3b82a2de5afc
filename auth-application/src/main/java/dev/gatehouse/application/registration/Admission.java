package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets people in by invitation. One that is shown is looked at, and taken only together with the account that comes of it: a wrong address, a
 * password that will not do or a name that is taken do not use it up, and of two who show it one gets it.
 */
public final class Admission {
  private final Environment environment;
  private final KeyRings keys;

  public Admission(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /**
   * Looks at what was shown, and says which invitation it is. Whom it is for is not looked at yet: that is for who proves to have the mailbox.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code InvitationRejected}
   */
  public UUID shown(Client client, SecretText secret, Instant now) {
    Realm realm = client.realm();
    return environment
        .storage()
        .invitations()
        .find(ids(client, secret))
        .filter(found -> found.admits(realm.key(), found.email(), now))
        .map(Invitation::id)
        .orElseThrow(() ->
            environment.store().<RuntimeException>atomically(unit -> rejected(unit, client, now)));
  }

  /**
   * Holds the invitation until the unit ends, so that the account can be made that takes it.
   *
   * @param ids which it may be; none where none was shown
   * @return none where there is none, and none is needed
   * @throws dev.gatehouse.domain.refusal.Refused {@code InvitationRejected}, {@code RegistrationDisabled}
   */
  Optional<Invitation> hold(Store.Unit unit, Asking asking, List<UUID> ids, Instant now) {
    Realm realm = asking.client().realm();
    RegistrationGuard.check(realm, asking.channel(), !ids.isEmpty());
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(unit.invitations()
        .lock(ids)
        .filter(found -> found.admits(realm.key(), asking.proven(), now))
        .filter(found -> found.role().kind() == realm.kind())
        .orElseThrow(() -> rejected(unit, asking.client(), now)));
  }

  /** Who asks for an account, by which way, and which address is proven. */
  record Asking(Client client, Channel channel, Optional<EmailAddress> proven) {}

  /** What the invited are, and whoever else comes. */
  static Role role(Realm realm, Optional<Invitation> invitation) {
    return invitation
        .map(Invitation::role)
        .orElse(realm.kind() == RealmKind.STAFF ? Role.VIEWER : Role.USER);
  }

  /** The account is made: the invitation is used up. */
  static void taken(
      Store.Unit unit, Client client, Account account, Invitation invitation, Instant now) {
    unit.invitations().take(invitation.id(), account.id(), now);
    unit.record(Event.of(EventType.INVITATION_TAKEN, now, client, Actor.owner(account.id()))
        .about(account.id())
        .because(invitation.id().toString()));
  }

  /** Which it may be that was shown: for who does not look at it before. */
  List<UUID> ids(Client client, SecretText secret) {
    return Invitation.ids(client.realm().key(), secret, keys.digests());
  }

  /** What is on record of one that is no good. */
  public static Event rejection(Client client, Instant now) {
    return Event.of(EventType.INVITATION_REJECTED, now, client, Actor.STRANGER);
  }

  private static RuntimeException rejected(Store.Unit unit, Client client, Instant now) {
    unit.record(rejection(client, now));
    return new Refusal.InvitationRejected().thrown();
  }
}
