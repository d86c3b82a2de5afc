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
  static final Limit MAILS = new Limit(5, Duration.ofHours(1));

  /** The least time between two mails asked for by "send it again". */
  static final Limit INTERVAL = new Limit(1, Duration.ofMinutes(1));

  private final Environment environment;
  private final KeyRings keys;

  RegistrationLimits(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  void registration(Client client, Instant now) {
    take("register", client, client.address().prefix(), REGISTRATIONS, now);
  }

  void tries(Client client, Instant now) {
    take("verify", client, client.address().prefix(), TRIES, now);
  }

  void resends(Client client, Instant now) {
    take("resend-client", client, client.address().prefix(), TRIES, now);
  }

  Limit.Taken interval(Client client, EmailAddress email, Instant now) {
    return take(
        "resend",
        client,
        keys.digests().nameless(client.realm().key(), email.value()),
        INTERVAL,
        now);
  }

  Limit.Taken mails(Client client, EmailAddress email, Instant now) {
    return take(
        "mail-verification",
        client,
        keys.digests().nameless(client.realm().key(), email.value()),
        MAILS,
        now);
  }

  private Limit.Taken take(String action, Client client, String whom, Limit limit, Instant now) {
    Limit.Taken taken =
        environment.throttle().take(action + "|" + client.realm().key() + "|" + whom, limit, now);
    if (!taken.granted()) {
      throw new Refusal.Throttled(taken.retryAfter()).thrown();
    }
    return taken;
  }
}
