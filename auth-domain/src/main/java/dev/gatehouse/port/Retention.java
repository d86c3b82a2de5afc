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
   * @param mails delivered ones, of which only the act is left, dead ones, which somebody may still want to send, and those that were due all the
   *     time and that nobody took, as where no mail server is known; also invitations that nobody took
   * @param strangers audit rows about no account keep address and user agent for so long: they may be somebody's who is erased
   */
  record Keep(Duration audit, Duration revocations, Duration mails, Duration strangers) {
    /** How long the trail says from where somebody acted whom it does not know. */
    public static final Duration STRANGERS = Duration.ofDays(30);

    /** Strangers for as long as usual. */
    public Keep(Duration audit, Duration revocations, Duration mails) {
      this(audit, revocations, mails, STRANGERS);
    }
  }

  /**
   * Deletes up to so many rows of each kind that are spent or run out: secrets, handshakes, what is remembered of proofs, candidates, counters, revocations, mails,
   * invitations and requests for archives that have run out, and sessions past their absolute end (not before: they are the evidence of reuse). Prepares the audit trail for the months to come and lets
   * go of those past keeping.
   *
   * @return how many rows went
   */
  int sweep(int batch, Keep keep, Instant now);
}
