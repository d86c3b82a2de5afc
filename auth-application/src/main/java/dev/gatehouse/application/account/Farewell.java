package dev.gatehouse.application.account;

import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Sets an account on its way out, or back: its row first, then its sessions (L23), and its owner is told. */
public final class Farewell {
  private final TellOwner owner;

  public Farewell(TellOwner owner) {
    this.owner = owner;
  }

  /** Who does it, from where, and why: the event of each type that comes of it; and what the mail says of that. */
  public record Told(Function<EventType, Event> event, Map<String, String> from) {}

  /** Returns how many sessions were ended. The account is locked. */
  public int begin(Store.Unit unit, Account account, Departure departure, Told told) {
    unit.accounts().setStatus(account.id(), AccountStatus.LEAVING, departure.askedAt());
    unit.departures().schedule(departure);
    unit.record(told.event().apply(EventType.DELETION_SCHEDULED));
    Map<String, String> values = new TreeMap<>(told.from());
    values.put("until", departure.dueAt().toString());
    // what an operator has removed its owner can not keep, and is not told so
    owner.handle(
        unit,
        account,
        departure.byOwner() ? Mail.Kind.DELETION_SCHEDULED : Mail.Kind.ACCOUNT_DISABLED,
        values,
        departure.askedAt());
    return EndSessions.all(
            unit,
            account.id(),
            Optional.empty(),
            RevokeReason.ACCOUNT_LEAVING,
            told.event().apply(EventType.SESSION_ENDED))
        .size();
  }

  /** The account is what it was before; its sessions stay ended. The account is locked. */
  public void undo(Store.Unit unit, Account account, Departure departure, Told told, Instant now) {
    unit.accounts().setStatus(account.id(), departure.before(), now);
    unit.departures().cancel(account.id());
    unit.record(told.event().apply(EventType.DELETION_UNDONE));
    if (departure.byOwner() || departure.before() == AccountStatus.ACTIVE) {
      owner.handle(
          unit,
          account,
          departure.byOwner() ? Mail.Kind.DELETION_UNDONE : Mail.Kind.ACCOUNT_ENABLED,
          told.from(),
          now);
    }
  }
}
