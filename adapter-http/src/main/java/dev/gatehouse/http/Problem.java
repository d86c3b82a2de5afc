package dev.gatehouse.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What went wrong, as it is answered (RFC 9457).
 *
 * @param code stable, UPPER_SNAKE
 * @param detail of this very case; no secret and nothing personal in it
 * @param data what belongs to this kind of problem only
 */
record Problem(int status, String code, String title, Optional<String> detail, Data data) {
  static final String CONTENT_TYPE = "application/problem+json";

  /** What a problem may say beyond its kind; as members beside those of RFC 9457. */
  record Data(
      Optional<Integer> attemptsRemaining,
      Optional<Duration> retryAfter,
      Optional<Instant> nextResendAvailableAt,
      List<String> reasons,
      Optional<String> accepted,
      List<Flaw> errors) {
    static final Data NONE =
        new Data(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());

    private Data(
        Optional<Integer> attemptsRemaining,
        Optional<Duration> retryAfter,
        List<String> reasons,
        Optional<String> accepted,
        List<Flaw> errors) {
      this(attemptsRemaining, retryAfter, Optional.empty(), reasons, accepted, errors);
    }

    static Data attempts(int left) {
      return new Data(Optional.of(left), Optional.empty(), List.of(), Optional.empty(), List.of());
    }

    static Data later(Duration after) {
      return new Data(Optional.empty(), Optional.of(after), List.of(), Optional.empty(), List.of());
    }

    static Data again(Duration after, Instant at) {
      return new Data(
          Optional.empty(),
          Optional.of(after),
          Optional.of(at),
          List.of(),
          Optional.empty(),
          List.of());
    }

    static Data flaws(List<Flaw> errors) {
      return new Data(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), errors);
    }

    static Data because(List<String> reasons, String accepted) {
      return new Data(
          Optional.empty(), Optional.empty(), reasons, Optional.of(accepted), List.of());
    }

    static Data notReady(List<String> reasons, Duration after) {
      return new Data(Optional.empty(), Optional.of(after), reasons, Optional.empty(), List.of());
    }
  }

  /**
   * A value that can not be taken.
   *
   * @param pointer where it stands (RFC 6901)
   * @param received its shape, never itself
   */
  record Flaw(String pointer, String received, String accepted) {
    /** Of a text, of which only the length may be said. */
    static Flaw text(String pointer, String received, String accepted) {
      return new Flaw(pointer, shape(received), accepted);
    }

    static String shape(String text) {
      return "text of " + text.length() + " characters";
    }
  }

  static String type(String code) {
    return "urn:gatehouse:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Rejection thrown() {
    return new Rejection(this);
  }

  /** Whole seconds, rounded up: who comes back then is not early. */
  Optional<Long> retryAfterSeconds() {
    return data.retryAfter().map(after -> Math.max(1, after.plusMillis(999).toSeconds()));
  }

  /** As it is written. */
  ProblemView view(String requestId) {
    return new ProblemView(
        type(code),
        title,
        status,
        detail,
        requestId,
        code,
        data.attemptsRemaining(),
        retryAfterSeconds(),
        data.nextResendAvailableAt(),
        data.reasons().stream().findFirst(),
        Optional.of(data.reasons()).filter(list -> !list.isEmpty()),
        data.accepted(),
        Optional.of(data.errors()).filter(list -> !list.isEmpty()));
  }
}
