package dev.gatehouse.app.seeing;

import dev.gatehouse.application.linking.Vouch;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Rotation;
import dev.gatehouse.domain.throttle.Tier;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts what happens. Every label has a closed set of values, none of them personal; a word that is not in its set counts as {@code other}. */
public final class EventMetrics implements Consumer<Event> {
  private static final String OTHER = "other";
  private static final String CODE_EXHAUSTED = "ATTEMPTS_USED_UP";
  private static final Map<EventType, String> REFRESH_CASES = Map.of(
      EventType.REFRESHED, "rotated",
      EventType.REFRESH_REPLAYED, "replayed",
      EventType.REFRESH_REPLAYED_ELSEWHERE, "replayed_elsewhere",
      EventType.REFRESH_TOKEN_REUSED, "reused",
      EventType.SESSION_FAST_FORWARDED, "fast_forwarded",
      EventType.REFRESH_REFUSED, "refused");
  private static final Map<EventType, String> REGISTRATION_STEPS = Map.of(
      EventType.REGISTRATION_REQUESTED, "requested",
      EventType.EMAIL_VERIFIED, "verified",
      EventType.ACCOUNT_REGISTERED, "registered");
  private static final Map<EventType, String> MAIL_OUTCOMES = Map.of(
      EventType.MAIL_DELIVERED, "sent",
      EventType.MAIL_FAILED, "failed",
      EventType.MAIL_DEAD, "dead",
      EventType.MESSAGE_REFUSED, "refused");
  private static final Map<EventType, String> CODE_OUTCOMES = Map.of(
      EventType.CODE_SENT, "sent_again",
      EventType.REGISTRATION_REQUESTED, "sent",
      EventType.EMAIL_VERIFIED, "accepted");
  private static final Set<String> REFUSALS = words(
      Stream.of(
          "UNKNOWN_NAME",
          "NO_PASSWORD",
          "WRONG_PASSWORD",
          "ACCOUNT_PENDING",
          "ACCOUNT_LOCKED",
          "ACCOUNT_DISABLED",
          "ACCOUNT_LEAVING",
          "ACCOUNT_DELETED",
          "ACCOUNT_CHANGED",
          "LOCKED_OUT",
          "MALFORMED",
          "WRONG_CODE",
          "UNKNOWN_LINK",
          CODE_EXHAUSTED,
          "SPENT_MEANWHILE",
          "SUPERSEDED",
          "ACCOUNT_GONE",
          "ADDRESS_TAKEN",
          "WRONG_TOTP",
          "WRONG_RECOVERY_CODE",
          "NOT_ENROLLED",
          "NOT_BEGUN",
          "LOCKED",
          "UNKNOWN_TICKET",
          "SPENT_TICKET",
          "ACCOUNT_NOT_ACTIVE",
          "PROOF_STALE",
          "PROOF_REUSED",
          "PROOF_OUTLIVED",
          "PROOF_FROM_THE_FUTURE",
          "PROOF_FORGED",
          "PROOF_MALFORMED",
          "PROOF_TOO_LARGE",
          "PROOF_NOBODY",
          "PROOF_OTHER_AUDIENCE",
          "PROOF_OTHER_ISSUER",
          "PROOF_UNKNOWN_KEY",
          "PROOF_OTHER_ALGORITHM",
          "PROOF_OTHER_NONCE",
          "PROOF_CODE_REJECTED",
          "UNKNOWN_STATE",
          "STATE_SPENT_MEANWHILE",
          "PROVIDER_GONE",
          "NONCE_UNKNOWN",
          "IDENTITY_TAKEN",
          "NOT_TO_BE_OPENED",
          "NOT_TO_BE_CONFIRMED",
          "NOT_TO_BE_DENIED",
          "WRONG_NUMBER",
          "NOTHING_TO_COLLECT",
          "COLLECTED_MEANWHILE"),
      Rotation.Refused.Reason.values(),
      RevokeReason.values());
  private static final Set<String> TIERS = words(Stream.of(), Tier.values());
  private static final Set<String> ENDINGS = words(Stream.of(), RevokeReason.values());
  private static final Set<String> VOUCHED =
      words(Stream.of("REGISTERED", "UPDATED"), Vouch.Reason.values());
  private static final Set<String> METHODS =
      Set.of("pwd", "otp", "fed", "hwk", "swk", "user", "mfa");

  private final MeterRegistry meters;

  public EventMetrics(MeterRegistry meters) {
    this.meters = meters;
    // a first one would not be seen to have been added (Prometheus, increase)
    MAIL_OUTCOMES.values().forEach(outcome -> meters.counter("gatehouse.mail", "outcome", outcome));
  }

  @Override
  public void accept(Event event) {
    EventType type = event.type();
    count(REFRESH_CASES, type, "gatehouse.refresh", "case");
    count(REGISTRATION_STEPS, type, "gatehouse.registration", "step");
    count(MAIL_OUTCOMES, type, "gatehouse.mail", "outcome");
    count(CODE_OUTCOMES, type, "gatehouse.codes", "outcome");
    switch (type) {
      case SIGNED_IN -> signIn(method(event.reason()), "signed_in");
      case SECOND_FACTOR_ASKED -> signIn(OTHER, "factor_due");
      case SIGN_IN_FAILED -> {
        boolean locked = event.reason().equals("LOCKED_OUT");
        signIn("pwd", locked ? "locked_out" : "refused");
        refused(event);
      }
      case IDENTITY_FAILED -> {
        signIn("fed", "refused");
        refused(event);
      }
      case IDENTITY_LINK_FAILED, HANDSHAKE_FAILED, LOGIN_LINK_FAILED -> refused(event);
      case LOCKED_OUT ->
        meters
            .counter("gatehouse.lockouts", "tier", within(TIERS, event.reason()))
            .increment();
      case CODE_REJECTED,
          PASSWORD_RESET_FAILED,
          MAGIC_LINK_FAILED,
          EMAIL_CHANGE_FAILED,
          EMAIL_REVERT_FAILED -> {
        boolean exhausted = event.reason().equals(CODE_EXHAUSTED);
        meters
            .counter("gatehouse.codes", "outcome", exhausted ? "exhausted" : "rejected")
            .increment();
        refused(event);
      }
      case REFRESH_REFUSED,
          DELETION_UNDO_FAILED,
          PASSWORD_CHANGE_FAILED,
          STEP_UP_FAILED,
          SECOND_FACTOR_FAILED -> refused(event);
      case VOUCHED ->
        meters
            .counter("gatehouse.vouched", "what", within(VOUCHED, event.reason()))
            .increment();
      case SESSION_ENDED ->
        meters
            .counter("gatehouse.sessions.ended", "reason", within(ENDINGS, event.reason()))
            .increment();
      default -> {}
    }
  }

  private void signIn(String method, String outcome) {
    meters.counter("gatehouse.sign.in", "method", method, "outcome", outcome).increment();
  }

  private void refused(Event event) {
    meters
        .counter("gatehouse.refusals", "reason", within(REFUSALS, event.reason()))
        .increment();
  }

  private void count(Map<EventType, String> words, EventType type, String name, String label) {
    if (words.containsKey(type)) {
      meters.counter(name, label, words.getOrDefault(type, OTHER)).increment();
    }
  }

  /** The first of the methods that were combined (RFC 8176). */
  private static String method(String amr) {
    return within(METHODS, amr.split("\\+", 2)[0]);
  }

  private static String within(Set<String> words, String word) {
    return words.contains(word) ? word : OTHER;
  }

  private static Set<String> words(Stream<String> some, Enum<?>[]... more) {
    return Stream.concat(some, Arrays.stream(more).flatMap(Arrays::stream).map(Enum::name))
        .collect(Collectors.toUnmodifiableSet());
  }
}
