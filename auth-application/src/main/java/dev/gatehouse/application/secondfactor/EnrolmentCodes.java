package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The mailed code without which nobody of staff enrols a factor by a ticket: else a password that somebody has found would be enough to be staff for
 * good. It is good with the ticket that asked for it.
 */
public final class EnrolmentCodes {
  /** Mails to one account, each with digits that may be guessed. */
  private static final Limit MAILS = new Limit(3, Duration.ofHours(24));

  private final Environment environment;
  private final KeyRings keys;
  private final TellOwner owner;
  private final Buckets buckets;

  public EnrolmentCodes(Environment environment, KeyRings keys, TellOwner owner) {
    this.environment = environment;
    this.keys = keys;
    this.owner = owner;
    this.buckets = new Buckets(environment, keys);
  }

  boolean due(Client client) {
    return client.realm().kind() == RealmKind.STAFF;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code Throttled} */
  void limit(Client client, AccountId account, Instant now) {
    if (due(client)) {
      buckets.insist("mail-factor", client, account.toString(), MAILS, now);
    }
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotPermitted} where there is no mailbox to prove */
  void send(Store.Unit unit, Client client, Account account, SecretText ticket, Instant now) {
    if (!due(client)) {
      return;
    }
    if (account.email().isEmpty()) {
      throw new Refusal.NotPermitted().thrown();
    }
    SecretText code = SecretText.fresh(
        Purpose.SECOND_FACTOR_CODE.form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    OneTimeSecret.Owner of = new OneTimeSecret.Owner(account.id(), account.epoch());
    unit.secrets()
        .issue(OneTimeSecret.issue(
            scope(account, ticket), keys.digests(), code, Optional.of(of), now));
    owner.handle(unit, account, Mail.Kind.FACTOR_CODE, Map.of("code", code.reveal()), now);
  }

  /** Whether it is the code that was mailed, which is spent then; true where none is due. */
  boolean redeem(
      Store.Unit unit,
      Client client,
      Account account,
      SecretText ticket,
      SecretText shown,
      Instant now) {
    Scope scope = scope(account, ticket);
    return !due(client)
        || unit.secrets()
            .redeem(scope, scope.locate(keys.digests(), shown), now)
            .accepted();
  }

  private static Scope scope(Account account, SecretText ticket) {
    return new Scope(
        Purpose.SECOND_FACTOR_CODE,
        account.realm(),
        account.id().toString(),
        Optional.of(ticket.digest()));
  }
}
