package dev.gatehouse.application.recovery;

import dev.gatehouse.application.AskedMails;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Mails the owner of an address what {@link ResetPassword} takes. The answer is the same for any address; nothing of the account changes. */
public final class ForgotPassword {
  private final Environment environment;
  private final ResetSecrets secrets;
  private final TellOwner owner;
  private final AskedMails mails;

  public ForgotPassword(Environment environment, KeyRings keys, TellOwner owner) {
    this.environment = environment;
    this.secrets = new ResetSecrets(environment, keys);
    this.owner = owner;
    this.mails = new AskedMails(environment, keys);
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
    boolean digits = mails.take("forgot", client, email, account, now);
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
