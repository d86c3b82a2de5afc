package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Outbox;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Puts mails into a unit's copy; they are not there for anybody before the unit commits. */
final class InMemoryOutbox implements Outbox {
  private final InMemoryUnit unit;

  InMemoryOutbox(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void put(Item item) {
    if (unit.state().mails.has(item.id())) {
      throw new IllegalStateException(
          "mail " + item.id() + " is in the outbox already; every mail has its own id");
    }
    unit.state()
        .mails
        .put(item.id(), new State.StoredMail(item, State.Delivery.DUE, item.createdAt()));
  }

  @Override
  public boolean revive(UUID id, Instant now) {
    Optional<State.StoredMail> dead =
        unit.state().mails.find(id).filter(mail -> mail.delivery() == State.Delivery.DEAD);
    dead.ifPresent(mail -> unit.state().mails.put(id, mail.revived(now)));
    return dead.isPresent();
  }
}
