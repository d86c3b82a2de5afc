package dev.gatehouse.application.recovery;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Mails the owner of an address what {@link ResetPassword} takes. The answer is the same for any address; nothing of the account changes. */
public final class ForgotPassword {
  /** Asked from one network prefix. */
  private static final Limit ASKED = new Limit(120, Duration.ofHours(1));

  /** Mails to one address, asked for by strangers; and as many again by each device that has signed in to its account. */
  private static final Limit MAILS = new Limit(5, Duration.ofHours(1));

  /** Mails asked for by all such devices of an account together. */
  private static final Limit MAILS_OF_DEVICES = new Limit(10, Duration.ofHours(1));

  /** Mails to one address with digits in them, which may be guessed: two at once and one more every eight hours, so never five in a day. */
  private static final Limit WITH_DIGITS = new Limit(2, Duration.ofHours(16));

  private final Environment environment;
  private final KeyRings keys;
  private final ResetSecrets secrets;
  private final TellOwner owner;
  private final Buckets buckets;

  public ForgotPassword(Environment environment, KeyRings keys, TellOwner owner) {
    this.environment = environment;
    this.keys = keys;
    this.secrets = new ResetSecrets(environment, keys);
    this.owner = owner;
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * Returns the handle without which the digits of the mail are worth nothing.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  public FlowHandle handle(Client client, EmailAddress email) {
    Instant now = environment.now();
    Optional<Account> account = environment
        .storage()
        .accounts()
        .find(client.realm().key(), new Identifier.ByEmail(email))
        .map(AccountDirectory.Entry::account)
        .filter(Account::active);
    String nameless = buckets.nameless(client, email);
    account
        .flatMap(a -> device(client, a))
        .ifPresentOrElse(
            device -> limitDevice(client, device, now), () -> limit(client, nameless, now));
    boolean digits = buckets.take("digits", client, nameless, WITH_DIGITS, now).granted();
    FlowHandle flow = FlowHandle.of(environment.randomness().bytes(FlowHandle.BYTES));
    return environment.store().atomically(unit -> {
      Optional<Account> current = account
          .flatMap(a -> unit.accounts().lock(a.id()))
          .filter(a -> a.active() && a.email().equals(Optional.of(email)));
      current.ifPresent(
          a -> send(unit, client, a, email, digits ? Optional.of(flow) : Optional.empty(), now));
      if (current.isEmpty() || !digits) {
        secrets.noDigits(unit, client.realm().key(), email, flow, now);
      }
      Event asked = Event.of(EventType.PASSWORD_RESET_REQUESTED, now, client, Actor.STRANGER);
      unit.record(current.map(a -> asked.about(a.id())).orElse(asked));
      return flow;
    });
  }

  private void limit(Client client, String nameless, Instant now) {
    buckets.insist("forgot", client, client.address().prefix(), ASKED, now);
    buckets.insist("mail-reset", client, nameless, MAILS, now);
  }

  /** Strangers, be they of the same network, do not use up the owner's mails; who has stolen many marks has no more of them than the owner. */
  private void limitDevice(Client client, Device device, Instant now) {
    buckets.insist("mail-reset", client, device.account() + "|" + device.name(), MAILS, now);
    buckets.insist(
        "mail-reset-devices", client, device.account().toString(), MAILS_OF_DEVICES, now);
  }

  /** One that has signed in to the account before. */
  private record Device(AccountId account, String name) {}

  private Optional<Device> device(Client client, Account account) {
    return client.deviceMarks().stream()
        .flatMap(mark -> mark.deviceOf(account.id(), keys.digests()).stream())
        .findFirst()
        .map(name -> new Device(account.id(), name));
  }

  private void send(
      Store.Unit unit,
      Client client,
      Account account,
      EmailAddress email,
      Optional<FlowHandle> flow,
      Instant now) {
    Map<String, String> values = new TreeMap<>();
    values.put("token", secrets.link(unit, account, now).reveal());
    values.put("page", client.realm().issuer());
    flow.ifPresent(
        f -> values.put("code", secrets.digits(unit, account, email, f, now).reveal()));
    owner.handle(unit, account, Mail.Kind.PASSWORD_RESET, values, now);
  }
}
