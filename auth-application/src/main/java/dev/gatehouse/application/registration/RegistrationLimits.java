package dev.gatehouse.application.registration;

import dev.gatehouse.application.Buckets;
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
  private static final String MAIL = "mails-verification";

  /** Registrations from one network prefix. */
  private static final Limit REGISTRATIONS = new Limit(30, Duration.ofHours(1));

  /** Mails asked for again from one network prefix. */
  private static final Limit RESENT = new Limit(120, Duration.ofHours(1));

  /** Codes mailed to one address. */
  private static final Limit MAILS = Limit.within(5, Duration.ofHours(1));

  /** The least time between two mails asked for by "send it again". */
  private static final Limit INTERVAL = new Limit(1, Duration.ofMinutes(1));

  private final Buckets buckets;

  RegistrationLimits(Environment environment, KeyRings keys) {
    this.buckets = new Buckets(environment, keys);
  }

  void registration(Client client, Instant now) {
    buckets.insist("register", client, client.address().prefix(), REGISTRATIONS, now);
  }

  void mails(Client client, EmailAddress email, Instant now) {
    buckets.insist(MAIL, client, buckets.nameless(client, email), MAILS, now);
  }

  /** What sending a mail again takes of one client, and of one address. */
  Limit.Taken resend(Client client, EmailAddress email, Instant now) {
    sent(buckets.take("resend-client", client, client.address().prefix(), RESENT, now), now);
    sent(buckets.take("resend", client, buckets.nameless(client, email), INTERVAL, now), now);
    return sent(buckets.take(MAIL, client, buckets.nameless(client, email), MAILS, now), now);
  }

  /** When a mail may be sent again after one that was. */
  static Instant again(Instant sent, Limit.Taken mail) {
    Instant apart = sent.plus(INTERVAL.per());
    Instant room = MAILS.again(mail.fullAt());
    return room.isAfter(apart) ? room : apart;
  }

  private static Limit.Taken sent(Limit.Taken taken, Instant now) {
    if (!taken.granted()) {
      throw new Refusal.ResendThrottled(taken.retryAfter(), now.plus(taken.retryAfter())).thrown();
    }
    return taken;
  }
}
