package dev.gatehouse.domain.secret;

/**
 * How a try at a one-time secret ended.
 *
 * @param accepted whether it was the right one; it is spent then
 * @param attemptsLeft how many further tries will be judged
 * @param subject what the stored secret concerns, where it was accepted and is a link; else empty
 */
public record Redemption(boolean accepted, int attemptsLeft, String subject) {}
