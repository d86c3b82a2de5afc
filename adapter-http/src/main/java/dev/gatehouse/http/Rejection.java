package dev.gatehouse.http;

import java.io.Serial;

/** Carries a problem from where it is found to where it is answered. Stackless: an answer, not a fault. */
final class Rejection extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Rejection(Problem problem) {
    super(problem.code(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
