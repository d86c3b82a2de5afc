package dev.gatehouse.domain.throttle;

/**
 * One counter that a failed attempt passes, and its ladder.
 *
 * @param subject what the counter is about: an account, a digest of a name, a network prefix
 * @param from whom it counts apart: a network prefix, a device, or everybody
 * @param newcomersOnly counts only an attempt that was the first in the counter of the gate before: so it counts pairs,
 *     not attempts. When it is shut it stops every attempt, the first of a pair or not: else each pair's second would slip by
 */
public record Gate(String subject, String from, Ladder ladder, boolean newcomersOnly) {
  public static Gate of(String subject, String from, Ladder ladder) {
    return new Gate(subject, from, ladder, false);
  }

  @Override
  public String toString() {
    return "Gate[" + ladder + (newcomersOnly ? ", newcomers only]" : "]");
  }
}
