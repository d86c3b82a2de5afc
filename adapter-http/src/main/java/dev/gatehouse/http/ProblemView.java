package dev.gatehouse.http;

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
    @OmittedWhenEmpty Optional<List<Problem.Flaw>> errors) {}
