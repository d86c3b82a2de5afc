package dev.gatehouse.http;

import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
      Optional<Factors> factors,
      Optional<Confirmation> confirmation,
      Optional<String> channel,
      Optional<Keeping> keeping,
      List<Flaw> errors) {
    static final Data NONE =
        new Data(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());

    private Data(
        Optional<Integer> attemptsRemaining,
        Optional<Duration> retryAfter,
        List<String> reasons,
        Optional<String> accepted,
        List<Flaw> errors) {
      this(
          attemptsRemaining,
          retryAfter,
          Optional.empty(),
          reasons,
          accepted,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          errors);
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
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }

    /** By which way no new accounts are taken. */
    static Data channel(Channel channel) {
      return with(
          Optional.empty(),
          Optional.empty(),
          Optional.of(channel.name().toLowerCase(Locale.ROOT)),
          Optional.empty());
    }

    /** Until when an account can be kept; by what, is told to its owner only. */
    static Data leaving(Instant until) {
      return leaving(until, Optional.empty());
    }

    private static Data leaving(Instant until, Optional<SecretText> token) {
      return with(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(new Keeping(until, token)));
    }

    private Data carrying(SecretText token) {
      return leaving(keeping.orElseThrow().until(), Optional.of(token));
    }

    static Data stepUp(Refusal.StepUpRequired refusal) {
      Factors factors = new Factors(
          names(refusal.first()), names(refusal.second()), refusal.maxAge().toSeconds());
      return with(Optional.of(factors), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Data confirmation(Refusal.ConfirmationRequired refusal) {
      Confirmation confirmation =
          new Confirmation(refusal.account(), refusal.registers(), AskedFrom.of(refusal));
      return with(Optional.empty(), Optional.of(confirmation), Optional.empty(), Optional.empty());
    }

    private static Data with(
        Optional<Factors> factors,
        Optional<Confirmation> confirmation,
        Optional<String> channel,
        Optional<Keeping> keeping) {
      return new Data(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          factors,
          confirmation,
          channel,
          keeping,
          List.of());
    }

    private static List<String> names(Set<Method> methods) {
      return methods.stream()
          .map(method -> method.name().toLowerCase(Locale.ROOT))
          .sorted()
          .toList();
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

  /** Until when an account that leaves can be kept, and by what where that goes into the body. */
  record Keeping(Instant until, Optional<SecretText> token) {}

  /** By what to be recognised anew, and for how long that counts, in seconds. */
  record Factors(List<String> first, List<String> second, long maxAge) {}

  /** Whose link it is, masked, whether it makes an account, and who asked for it. */
  record Confirmation(String account, boolean registers, AskedFrom from) {
    @Override
    public String toString() {
      return "Confirmation[…]";
    }
  }

  /** Who asked for a link: a browser, as the list of devices would name it, or somebody at the provider that gave it to him. */
  record AskedFrom(
      String name,
      @OmittedWhenEmpty Optional<String> platform,
      @OmittedWhenEmpty Optional<String> client,
      @OmittedWhenEmpty Optional<String> ipAddress,
      @OmittedWhenEmpty Optional<String> provider,
      Instant at) {
    static AskedFrom of(Refusal.ConfirmationRequired refusal) {
      return refusal
          .provider()
          .map(provider -> at(provider, refusal.askedAt()))
          .orElseGet(() -> by(UserAgent.of(refusal.userAgent()), refusal));
    }

    private static AskedFrom at(ProviderKey provider, Instant when) {
      return new AskedFrom(
          ProviderName.of(provider),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(provider.value()),
          when);
    }

    private static AskedFrom by(UserAgent agent, Refusal.ConfirmationRequired refusal) {
      return new AskedFrom(
          agent.client() + " on " + agent.platform(),
          Optional.of(agent.platform()),
          Optional.of(agent.client()),
          Optional.of(refusal.address()),
          Optional.empty(),
          refusal.askedAt());
    }

    @Override
    public String toString() {
      return "AskedFrom[…]";
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

  /** The same, with the ticket to keep the account that it speaks of. */
  Problem carrying(SecretText token) {
    return new Problem(status, code, title, detail, data.carrying(token));
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
        data.factors().map(Factors::first),
        data.factors().map(Factors::second),
        data.factors().map(Factors::maxAge),
        data.confirmation().map(Confirmation::account),
        data.confirmation().map(Confirmation::registers),
        data.confirmation().map(Confirmation::from),
        data.channel(),
        data.keeping().map(Keeping::until),
        data.keeping().flatMap(Keeping::token),
        Optional.of(data.errors()).filter(list -> !list.isEmpty()));
  }
}
