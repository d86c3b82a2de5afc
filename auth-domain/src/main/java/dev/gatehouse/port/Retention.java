package dev.gatehouse.port;

import java.time.Duration;
import java.time.Instant;

/** Clearing what has run out. */
public interface Retention {
  /**
   * How long things are kept beyond their use.
   *
   * @param audit whole months of the audit trail
   * @param revocations at least as long as any node must remember them
   * @param mails delivered ones, of which only the act is left, and dead ones, which somebody may still want to send
   */
  record Keep(Duration audit, Duration revocations, Duration mails) {}

  /**
   * Deletes up to so many rows of each kind that are spent or run out: secrets, candidates, counters, revocations, delivered and dead mails, and
   * sessions past their absolute end (not before: they are the evidence of reuse). Prepares the audit trail for the months to come and lets
   * go of those past keeping.
   *
   * @return how many rows went
   */
  int sweep(int batch, Keep keep, Instant now);
}
