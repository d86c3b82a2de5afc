package dev.gatehouse.http;

import dev.gatehouse.domain.secret.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A problem as it is written (RFC 9457), with the id of the request as its instance. {@code reason} is the first of {@code reasons}. */
record ProblemView(
    String type,
    String title,
    long status,
    @OmittedWhenEmpty Optional<String> detail,
    String instance,
    String code,
    @OmittedWhenEmpty Optional<Integer> attemptsRemaining,
    @OmittedWhenEmpty Optional<Long> retryAfter,
    @OmittedWhenEmpty Optional<Instant> nextResendAvailableAt,
    @OmittedWhenEmpty Optional<String> reason,
    @OmittedWhenEmpty Optional<List<String>> reasons,
    @OmittedWhenEmpty Optional<String> accepted,
    @OmittedWhenEmpty Optional<List<String>> firstFactors,
    @OmittedWhenEmpty Optional<List<String>> secondFactors,
    @OmittedWhenEmpty Optional<Long> maxAge,
    @OmittedWhenEmpty Optional<String> account,
    @OmittedWhenEmpty Optional<Boolean> isNewUser,
    @OmittedWhenEmpty Optional<Problem.AskedFrom> askedFrom,
    @OmittedWhenEmpty Optional<String> channel,
    @OmittedWhenEmpty Optional<Instant> erasedAt,
    @OmittedWhenEmpty Optional<SecretText> restoreToken,
    @OmittedWhenEmpty Optional<List<Problem.Flaw>> errors) {}
