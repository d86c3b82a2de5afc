package dev.gatehouse.application;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How often somebody may have a way in mailed to an address; each kind of mail apart, digits over all kinds together. */
public final class AskedMails {
  /** Asked from one network prefix. */
  private static final Limit ASKED = new Limit(120, Duration.ofHours(1));

  /** Mails to one address, asked for by strangers; and as many again by each device that has signed in to its account. */
  private static final Limit MAILS = Limit.within(5, Duration.ofHours(1));

  /** Mails asked for by all such devices of an account together. */
  private static final Limit MAILS_OF_DEVICES = Limit.within(10, Duration.ofHours(1));

  /** Mails to one address with digits in them, which may be guessed: two at once and one more every eight hours, so never five in a day. */
  private static final Limit WITH_DIGITS = new Limit(2, Duration.ofHours(16));

  private final KeyRings keys;
  private final Buckets buckets;

  public AskedMails(Environment environment, KeyRings keys) {
    this.keys = keys;
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * Counts a mail that is asked for, whether or not one will be sent.
   *
   * @param account whose address it is, if that may sign in
   * @return whether it may have digits in it
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  public boolean take(
      String action, Client client, EmailAddress email, Optional<Account> account, Instant now) {
    String nameless = buckets.nameless(client, email);
    account
        .flatMap(a -> device(client, a))
        .ifPresentOrElse(
            device -> limitDevice(action, client, device, now),
            () -> limit(action, client, nameless, now));
    return buckets.take("digits", client, nameless, WITH_DIGITS, now).granted();
  }

  private void limit(String action, Client client, String nameless, Instant now) {
    buckets.insist(action, client, client.address().prefix(), ASKED, now);
    buckets.insist("mails-" + action, client, nameless, MAILS, now);
  }

  /** Strangers, be they of the same network, do not use up the owner's mails; who has stolen many marks has no more of them than the owner. */
  private void limitDevice(String action, Client client, Device device, Instant now) {
    buckets.insist("mails-" + action, client, device.account() + "|" + device.name(), MAILS, now);
    buckets.insist(
        "mails-" + action + "-devices", client, device.account().toString(), MAILS_OF_DEVICES, now);
  }

  /** One that has signed in to the account before. */
  private record Device(AccountId account, String name) {}

  private Optional<Device> device(Client client, Account account) {
    return client
        .deviceOf(account.id(), Acr.AAL1, keys.digests())
        .map(name -> new Device(account.id(), name));
  }
}
