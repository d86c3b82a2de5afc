package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.FactorSecrets;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;

/** Makes a new set of recovery codes; those of before are void. */
public final class RenewRecoveryCodes {
  private final Environment environment;
  private final FactorVault vault;
  private final TellOwner owner;
  private final OwnerLimit changes;

  public RenewRecoveryCodes(
      Environment environment, KeyRings keys, FactorVault vault, TellOwner owner) {
    this.environment = environment;
    this.vault = vault;
    this.owner = owner;
    this.changes = FactorChanges.limit(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code NotFound} (there is no authenticator), {@code TokenRejected}, {@code Throttled} */
  public List<RecoveryCode> handle(Client client, AccessClaims caller) {
    Instant now = environment.now();
    changes.permit(client, caller, unit -> enrolled(unit, caller, now), now);
    List<RecoveryCode> fresh = vault.codes();
    return environment.store().atomically(unit -> {
      Enrolled enrolled = enrolled(unit, caller, now);
      Account account = enrolled.account();
      FactorSecrets secrets = vault.open(account, enrolled.authenticator());
      unit.secondFactors()
          .renewCodes(account.id(), fresh.stream().map(secrets::digest).toList(), now);
      unit.record(
          Asker.signedIn(client, caller, now).event(EventType.RECOVERY_CODES_RENEWED, account));
      owner.handle(unit, account, Mail.Kind.RECOVERY_CODES_RENEWED, client, now);
      return fresh;
    });
  }

  private record Enrolled(Account account, Authenticator authenticator) {}

  private static Enrolled enrolled(Store.Unit unit, AccessClaims caller, Instant now) {
    Account account = StepUp.require(unit, caller, now);
    return unit.secondFactors()
        .find(account.id())
        .map(authenticator -> new Enrolled(account, authenticator))
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }
}
