package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;

/** How often somebody may register, ask for a code, and try one; the same for known and unknown addresses. */
final class RegistrationLimits {
  /** Registrations from one network prefix. */
  private static final Limit REGISTRATIONS = new Limit(30, Duration.ofHours(1));

  /** Codes tried, and mails asked for again, from one network prefix. */
  private static final Limit TRIES = new Limit(120, Duration.ofHours(1));

  /** Codes mailed to one address. */
  private static final Limit MAILS = new Limit(5, Duration.ofHours(1));

  /** The least time between two mails asked for by "send it again". */
  private static final Limit INTERVAL = new Limit(1, Duration.ofMinutes(1));

  private final Environment environment;
  private final KeyRings keys;

  RegistrationLimits(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  void registration(Client client, Instant now) {
    granted(take("register", client, client.address().prefix(), REGISTRATIONS, now));
  }

  void tries(Client client, Instant now) {
    granted(take("verify", client, client.address().prefix(), TRIES, now));
  }

  void mails(Client client, EmailAddress email, Instant now) {
    granted(mail(client, email, now));
  }

  /** What sending a mail again takes of one client, and of one address. */
  Limit.Taken resend(Client client, EmailAddress email, Instant now) {
    sent(take("resend-client", client, client.address().prefix(), TRIES, now), now);
    sent(take("resend", client, nameless(client, email), INTERVAL, now), now);
    return sent(mail(client, email, now), now);
  }

  /** When a mail may be sent again after one that was. */
  static Instant again(Instant sent, Limit.Taken mail) {
    Instant apart = sent.plus(INTERVAL.per());
    Instant room = MAILS.again(mail.fullAt());
    return room.isAfter(apart) ? room : apart;
  }

  private Limit.Taken mail(Client client, EmailAddress email, Instant now) {
    return take("mail-verification", client, nameless(client, email), MAILS, now);
  }

  private String nameless(Client client, EmailAddress email) {
    return keys.digests().nameless(client.realm().key(), email.value());
  }

  private Limit.Taken take(String action, Client client, String whom, Limit limit, Instant now) {
    return environment
        .throttle()
        .take(action + "|" + client.realm().key() + "|" + whom, limit, now);
  }

  private static void granted(Limit.Taken taken) {
    if (!taken.granted()) {
      throw new Refusal.Throttled(taken.retryAfter()).thrown();
    }
  }

  private static Limit.Taken sent(Limit.Taken taken, Instant now) {
    if (!taken.granted()) {
      throw new Refusal.ResendThrottled(taken.retryAfter(), now.plus(taken.retryAfter())).thrown();
    }
    return taken;
  }
}
