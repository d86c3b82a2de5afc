package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.OutboxQueue;
import dev.gatehouse.testkit.fake.State.Delivery;
import dev.gatehouse.testkit.fake.State.StoredMail;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Hands out due mails. A lease is no more than a later moment at which the mail is due again. */
final class InMemoryOutboxQueue implements OutboxQueue {
  private final Engine engine;

  InMemoryOutboxQueue(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Outbox.Item> claim(int limit, Duration lease, Instant now) {
    return claim(
        mail ->
            mail.item().channel() == Outbox.Channel.MAIL || !mail.at().isAfter(now.minus(lease)),
        limit,
        lease,
        now);
  }

  @Override
  public List<Outbox.Item> claimMessages(RealmKey realm, int limit, Duration lease, Instant now) {
    return claim(
        mail -> mail.item().channel() == Outbox.Channel.MESSENGER
            && mail.item().realm().equals(realm),
        limit,
        lease,
        now);
  }

  private List<Outbox.Item> claim(
      Predicate<StoredMail> which, int limit, Duration lease, Instant now) {
    return engine.write(state -> state
        .mails
        .where(
            mail -> mail.delivery() == Delivery.DUE && !mail.at().isAfter(now) && which.test(mail))
        .stream()
        .map(StoredMail::item)
        .sorted(Comparator.comparing(Outbox.Item::createdAt))
        .limit(limit)
        .map(item -> leased(state, item.tried(item.attempts() + 1), now.plus(lease)))
        .toList());
  }

  @Override
  public void mailInstead(UUID id, Instant now) {
    change(id, mail -> mail.item().channel() == Outbox.Channel.MESSENGER ? mail.mailed(now) : mail);
  }

  @Override
  public void drop(UUID id) {
    engine.write(state -> state.mails.remove(
        1,
        mail -> mail.item().id().equals(id)
            && mail.item().channel() == Outbox.Channel.MESSENGER
            && mail.delivery() == Delivery.DUE));
  }

  @Override
  public void delivered(UUID id, Instant now) {
    change(id, mail -> mail.erased(now));
  }

  @Override
  public void postpone(UUID id, Instant due) {
    change(id, mail -> new StoredMail(mail.item(), Delivery.DUE, due));
  }

  @Override
  public void bury(UUID id, Instant now) {
    change(id, mail -> new StoredMail(mail.item(), Delivery.DEAD, now));
  }

  @Override
  public List<Dead> dead(int limit) {
    return dead().sorted(Comparator.comparing(Dead::at).reversed()).limit(limit).toList();
  }

  @Override
  public Optional<Dead> dead(UUID id) {
    return dead().filter(dead -> dead.item().id().equals(id)).findFirst();
  }

  private Stream<Dead> dead() {
    return engine.read().mails.where(mail -> mail.delivery() == Delivery.DEAD).stream()
        .map(mail -> new Dead(mail.item(), mail.at()));
  }

  /** Only a mail still due changes: what is delivered or dead stays so. */
  private void change(UUID id, UnaryOperator<StoredMail> change) {
    engine.write(state -> {
      state
          .mails
          .find(id)
          .filter(mail -> mail.delivery() == Delivery.DUE)
          .ifPresent(mail -> state.mails.put(id, change.apply(mail)));
      return id;
    });
  }

  private static Outbox.Item leased(State state, Outbox.Item item, Instant until) {
    state.mails.put(item.id(), new StoredMail(item, Delivery.DUE, until));
    return item;
  }
}
