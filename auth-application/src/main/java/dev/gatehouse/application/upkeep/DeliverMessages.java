package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Notice;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.port.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Hands over what is to be said in a realm's messenger: to the identity that the account has there when it is said, so that it goes to nobody whose identity
 * was taken from it meanwhile. What can not be said there goes by mail, where there is an address.
 */
public final class DeliverMessages {
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private final Environment environment;
  private final Drain drain;
  private final Map<RealmKey, ProviderKey> messengers;

  public DeliverMessages(
      Environment environment,
      AgreedTime time,
      MasterKeys master,
      Map<RealmKey, ProviderKey> messengers) {
    this.environment = environment;
    this.drain = new Drain(environment, time, master);
    this.messengers = Map.copyOf(messengers);
  }

  /** Delivers what is due; returns how many went out. To be called every {@link #PERIOD} by whatever runs the realm's bot. */
  public int handle(Realm realm, MessageSender sender) {
    return drain.handle(new Drain.Way() {
      @Override
      public List<Outbox.Item> claim(Duration lease, Instant now) {
        return environment.storage().outbox().claimMessages(realm.key(), 1, lease, now);
      }

      @Override
      public void hand(Outbox.Item item, Notice notice) {
        if (!message(realm, item, notice).map(sender::send).orElse(false)) {
          throw new MailSender.Undeliverable("nobody there takes it");
        }
      }

      @Override
      public boolean otherwise(Outbox.Item item, Notice notice, String cause, Instant now) {
        return elsewhere(item, notice, cause, now);
      }
    });
  }

  private Optional<MessageSender.Message> message(Realm realm, Outbox.Item item, Notice notice) {
    return item.account()
        .flatMap(id -> environment.storage().accounts().find(item.realm(), id))
        .map(AccountDirectory.Entry::account)
        .filter(Account::active)
        .flatMap(
            account -> identity(account).map(whom -> message(realm, item, notice, account, whom)));
  }

  private Optional<Identity> identity(Account account) {
    return environment.storage().identities().of(account.id()).stream()
        .flatMap(DeliverMessages::names)
        .filter(name -> Optional.of(name.provider())
            .equals(Optional.ofNullable(messengers.get(account.realm()))))
        .findFirst();
  }

  private static Stream<Identity> names(LinkedIdentity linked) {
    return Stream.concat(Stream.of(linked.identity()), linked.joined().stream());
  }

  /** Who has one factor of two is shown no addresses (decision 0024), and the phrase is what mails are known by. */
  private static MessageSender.Message message(
      Realm realm, Outbox.Item item, Notice notice, Account account, Identity whom) {
    Map<String, String> values = new TreeMap<>(notice.values());
    values.remove("phrase");
    if (account.needsSecondFactor(realm)) {
      values.remove("address");
    }
    return new MessageSender.Message(
        whom,
        item.kind(),
        account.profile().locale(),
        account.profile().timezone(),
        values,
        item.createdAt());
  }

  private boolean elsewhere(Outbox.Item item, Notice notice, String cause, Instant now) {
    boolean refused = cause.equals(Drain.UNDELIVERABLE);
    if (notice.to().isPresent()) {
      environment.storage().outbox().mailInstead(item.id(), now);
    } else if (refused) {
      // there is nothing that an administrator could do
      environment.storage().outbox().drop(item.id());
    } else {
      return false;
    }
    drain.tell(
        refused ? EventType.MESSAGE_REFUSED : EventType.MAIL_FAILED,
        item,
        now,
        refused ? item.kind().name() : cause);
    return true;
  }
}
