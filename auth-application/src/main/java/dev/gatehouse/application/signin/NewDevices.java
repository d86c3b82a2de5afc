package dev.gatehouse.application.signin;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.DevicesTold;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Store;
import java.time.Instant;

/**
 * Tells the owner of an account, in the unit that opens the session, of a device that signed in and shows no mark of the account (L45), as often as {@link
 * DevicesTold} has it. The first sign-in of all is the owner's own. Where the mark is shown nothing is read or written.
 */
final class NewDevices {
  private final KeyRings keys;
  private final TellOwner owner;

  NewDevices(KeyRings keys, TellOwner owner) {
    this.keys = keys;
    this.owner = owner;
  }

  /** @param account as it was before it signed in; its row is locked */
  void tell(Store.Unit unit, Client client, Account account, SessionId session, Instant now) {
    if (account.signIns().count() == 0
        || known(client, account)
        || owner.way(unit, account).isEmpty()) {
      return;
    }
    unit.accounts().told(account.id()).with(look(client), now).ifPresent(told -> {
      unit.accounts().setTold(account.id(), told);
      Mail.Kind kind = told.crowded(now) ? Mail.Kind.NEW_DEVICES : Mail.Kind.NEW_DEVICE;
      owner.warn(unit, account, kind, TellOwner.from(client), now);
      unit.record(Event.of(EventType.NEW_DEVICE_TOLD, now, client, Actor.owner(account.id()))
          .about(account.id())
          .about(session)
          .because(kind.name()));
    });
  }

  private boolean known(Client client, Account account) {
    return client.deviceOf(account.id(), Acr.AAL1, keys.digests()).isPresent();
  }

  private String look(Client client) {
    return keys.digests()
        .nameless(client.realm().key(), client.address().value() + " " + client.userAgent());
  }
}
