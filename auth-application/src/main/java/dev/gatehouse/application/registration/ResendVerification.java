package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Mails a new code to an address that waits for one. The answer is the same for any address. */
public final class ResendVerification {
  /** Under how many handles a code is good, of those who registered last: each has tries at it of its own, and anybody may register anything. */
  private static final int HANDLES = 5;

  private final Environment environment;
  private final VerificationCodes codes;
  private final PostMail mails;
  private final RegistrationLimits limits;

  public ResendVerification(Environment environment, KeyRings keys, PostMail mails) {
    this.environment = environment;
    this.codes = new VerificationCodes(environment, keys, mails);
    this.mails = mails;
    this.limits = new RegistrationLimits(environment, keys);
  }

  /**
   * What may be asked for next.
   *
   * @param remaining how many more mails this hour
   * @param nextAvailableAt when the next one may be asked for
   */
  public record Resent(int remaining, Instant nextAvailableAt) {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ResendThrottled}, {@code RegistrationDisabled} */
  public Resent handle(Client client, EmailAddress email, Locale locale) {
    Instant now = environment.now();
    RegistrationGuard.checkNotClosed(client.realm(), Channel.EMAIL);
    Limit.Taken taken = limits.resend(client, email, now);
    environment
        .store()
        .atomically(unit ->
            resend(unit, client, new PostMail.Recipient(client.realm().key(), email, locale), now));
    return new Resent(taken.remaining(), RegistrationLimits.again(now, taken));
  }

  /** Who waits at a known address is answered, and costs, the same; what differs is what the mail says. */
  private boolean resend(
      Store.Unit unit, Client client, PostMail.Recipient recipient, Instant now) {
    List<Candidate> waiting = unit.candidates().of(recipient.realm(), recipient.to(), now);
    List<Digest> flows = waiting.stream()
        .skip(Math.max(0, waiting.size() - HANDLES))
        .map(Candidate::flow)
        .toList();
    Optional<Account> there = unit.accounts().at(recipient.realm(), recipient.to());
    if (flows.isEmpty()) {
      codes.pretend(unit, recipient, flows, now);
      return false;
    }
    Event asked = Event.of(EventType.CODE_SENT, now, client, Actor.STRANGER);
    if (there.isPresent()) {
      codes.pretend(unit, recipient, flows, now);
      mails.handle(
          unit.outbox(),
          Mail.Kind.ALREADY_REGISTERED,
          PostMail.Recipient.owner(there.get(), recipient.to()),
          Map.of(),
          now);
      unit.record(asked.because(Mail.Kind.ALREADY_REGISTERED.name()));
    } else {
      codes.send(unit, recipient, flows, now);
      unit.record(asked);
    }
    return true;
  }
}
