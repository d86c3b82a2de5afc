package dev.gatehouse.http;

import java.io.Serial;
import java.util.List;

/** Carries a problem from where it is found to where it is answered. Stackless: an answer, not a fault. */
final class Rejection extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient List<Cookie> cookies;

  Rejection(Problem problem) {
    this(problem, List.of());
  }

  private Rejection(Problem problem, List<Cookie> cookies) {
    super(problem.code(), null, false, false);
    this.problem = problem;
    this.cookies = cookies;
  }

  /** The same, with cookies beside it. */
  Rejection with(List<Cookie> some) {
    return new Rejection(problem, some);
  }

  List<Cookie> cookies() {
    return cookies;
  }

  Problem problem() {
    return problem;
  }
}
