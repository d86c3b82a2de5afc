package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.HeldSignIn;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mailed code without which nobody of staff enrols a factor by a ticket: else a password that somebody has found would be enough to be staff for
 * good. It is good with the ticket that asked for it, which is mailed one.
 */
public final class EnrolmentCodes {
  /** Mails to one account, each with digits that may be guessed. Counted anew with every new password, so that who had found the one before has used up nothing. */
  private static final Limit MAILS = Limit.within(3, Duration.ofHours(24));

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

  /**
   * Whether one is to be mailed for that ticket, in a unit of its own.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  boolean toMail(Asker asker, HeldSignIn held, SecretText ticket) {
    Client client = asker.client();
    Scope scope = scope(client.realm().key(), held.account(), ticket);
    List<Scope.Located> places = scope.locate(keys.digests(), new SecretText(""));
    if (!due(client)
        || environment
            .store()
            .atomically(unit -> unit.secrets().look(scope, places, asker.now()))
            .isPresent()) {
      return false;
    }
    buckets.insist("mails-factor", client, held.account() + "|" + held.epoch(), MAILS, asker.now());
    return true;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotPermitted} where there is no mailbox to prove */
  void send(Store.Unit unit, Account account, SecretText ticket, Instant now) {
    if (account.email().isEmpty()) {
      throw new Refusal.NotPermitted().thrown();
    }
    SecretText code = SecretText.fresh(
        Purpose.SECOND_FACTOR_CODE.form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    OneTimeSecret.Owner of = new OneTimeSecret.Owner(account.id(), account.epoch());
    unit.secrets()
        .issue(OneTimeSecret.issue(
            scope(account.realm(), account.id(), ticket),
            keys.digests(),
            code,
            Optional.of(of),
            now));
    owner.handle(unit, account, Mail.Kind.FACTOR_CODE, Map.of("code", code.reveal()), now);
  }

  /** Whether it is the code that was mailed, which is spent then; true where none is due. */
  boolean redeem(
      Store.Unit unit, Asker asker, Account account, SecretText ticket, SecretText shown) {
    Scope scope = scope(account.realm(), account.id(), ticket);
    return !due(asker.client())
        || unit.secrets()
            .redeem(scope, scope.locate(keys.digests(), shown), asker.now())
            .accepted();
  }

  private static Scope scope(RealmKey realm, AccountId account, SecretText ticket) {
    return new Scope(
        Purpose.SECOND_FACTOR_CODE, realm, account.toString(), Optional.of(ticket.digest()));
  }
}
