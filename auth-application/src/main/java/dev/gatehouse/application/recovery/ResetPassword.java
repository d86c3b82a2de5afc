package dev.gatehouse.application.recovery;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.Unspent;
import dev.gatehouse.application.registration.NewPassword;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.signin.PasswordGates;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sets a new password for who has what {@link ForgotPassword} mailed. Every session ends, and what failed attempts have counted up is cleared. Nobody is
 * signed in by it, so a second factor stays as due as it was; if wrong codes have shut it, codes are judged again.
 */
public final class ResetPassword {
  private final Environment environment;
  private final NewPassword passwords;
  private final PasswordGates gates;
  private final TellOwner owner;
  private final ResetSecrets secrets;
  private final MailedTries tries;

  public ResetPassword(
      Environment environment,
      KeyRings keys,
      NewPassword passwords,
      PasswordGates gates,
      TellOwner owner) {
    this.environment = environment;
    this.passwords = passwords;
    this.gates = gates;
    this.owner = owner;
    this.secrets = new ResetSecrets(environment, keys);
    this.tries = new MailedTries(environment, keys);
  }

  /** What the mail said. */
  public sealed interface Proof {
    /** The secret of its link. */
    record Link(SecretText token) implements Proof {}

    /** Its digits, and the handle that asking for them gave. */
    record Digits(EmailAddress email, SecretText code, FlowHandle flow) implements Proof {
      @Override
      public String toString() {
        return "Digits[…]";
      }
    }
  }

  /**
   * What came of it.
   *
   * @param ended how many sessions
   * @param identities by which one may sign in as before, for the owner to look at: by mail alone he would not see what somebody else has linked
   */
  public record Reset(int ended, List<LinkedIdentity> identities) {
    public Reset {
      identities = List.copyOf(identities);
    }
  }

  /**
   * @throws Refused {@code CodeRejected} (the same for known and unknown addresses), {@code PasswordRejected} (then the secret is not spent), {@code
   *     Throttled}
   */
  public Reset handle(Client client, Proof proof, Password wanted) {
    Instant now = environment.now();
    tries.insist("reset", client, scope(client, proof), secret(proof), now);
    // whose account it is must not show in which rules are broken before the secret is known to be
    // right: so first by what the request itself says
    PasswordHash hash = passwords.hash(client, wanted, Optional.empty(), email(proof));
    Optional<AccountId> named = email(proof).flatMap(email -> accountOf(client, email));
    Done done = Unspent.spare(
        environment.store(),
        unit -> reset(unit, client, new Wish(proof, named, wanted, hash), now));
    gates.forget(done.account(), now);
    return done.reset();
  }

  private static Scope scope(Client client, Proof proof) {
    return proof instanceof Proof.Digits digits
        ? ResetSecrets.digits(client.realm().key(), digits.email(), digits.flow())
        : ResetSecrets.link(client.realm().key());
  }

  private static SecretText secret(Proof proof) {
    return proof instanceof Proof.Digits digits ? digits.code() : ((Proof.Link) proof).token();
  }

  private record Wish(Proof proof, Optional<AccountId> named, Password wanted, PasswordHash hash) {}

  private record Done(Account account, Reset reset) {}

  private static Optional<EmailAddress> email(Proof proof) {
    return proof instanceof Proof.Digits digits ? Optional.of(digits.email()) : Optional.empty();
  }

  private Optional<AccountId> accountOf(Client client, EmailAddress email) {
    return environment
        .storage()
        .accounts()
        .find(client.realm().key(), new Identifier.ByEmail(email))
        .map(AccountDirectory.Entry::account)
        .map(Account::id);
  }

  private Done reset(Store.Unit unit, Client client, Wish wish, Instant now) {
    Optional<Account> locked = wish.named().flatMap(unit.accounts()::lock);
    Redemption redemption =
        secrets.redeem(unit, scope(client, wish.proof()), secret(wish.proof()), now);
    if (!redemption.accepted()) {
      throw rejected(
          unit,
          client,
          wish.named(),
          redemption.attemptsLeft(),
          wish.proof() instanceof Proof.Link
              ? "UNKNOWN_LINK"
              : redemption.attemptsLeft() > 0 ? "WRONG_CODE" : "ATTEMPTS_USED_UP",
          now);
    }
    Account account = (wish.proof() instanceof Proof.Link
            ? unit.accounts().lock(new AccountId(UUID.fromString(redemption.subject())))
            : locked)
        .filter(Account::active)
        .orElseThrow(() -> rejected(unit, client, wish.named(), 0, "ACCOUNT_CHANGED", now));
    try {
      passwords.judge(client.realm(), wish.wanted(), account.username(), account.email());
    } catch (Refused unsuitable) {
      throw new Unspent(unsuitable);
    }
    Actor self = Actor.owner(account.id());
    unit.accounts().setPassword(account.id(), wish.hash(), now);
    unit.secondFactors().restore(account.id());
    unit.record(Event.of(EventType.PASSWORD_RESET, now, client, self).about(account.id()));
    owner.handle(unit, account, Mail.Kind.PASSWORD_CHANGED, client, now);
    int ended = EndSessions.all(
            unit,
            account.id(),
            Optional.empty(),
            RevokeReason.PASSWORD_RESET,
            EndSessions.event(now, client, self))
        .size();
    return new Done(account, new Reset(ended, unit.identities().of(account.id())));
  }

  private static RuntimeException rejected(
      Store.Unit unit,
      Client client,
      Optional<AccountId> account,
      int attemptsLeft,
      String reason,
      Instant now) {
    Event failure =
        Event.of(EventType.PASSWORD_RESET_FAILED, now, client, Actor.STRANGER).because(reason);
    unit.record(account.map(failure::about).orElse(failure));
    return new Refusal.CodeRejected(attemptsLeft).thrown();
  }
}
