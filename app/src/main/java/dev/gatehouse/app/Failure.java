package dev.gatehouse.app;

import dev.gatehouse.app.config.Misconfigured;
import dev.gatehouse.app.embedded.NotThere;
import dev.gatehouse.app.seeing.Redaction;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Outage;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Says on standard error what went wrong, and gives the exit code for it. */
final class Failure implements CommandLine.IExecutionExceptionHandler {
  private static final int REFUSED = 1;
  private static final int CONFIGURATION = 2;
  private static final int NOT_THERE = 3;

  private final Outside outside;

  Failure(Outside outside) {
    this.outside = outside;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof Misconfigured wrong) {
      outside.err().println("gatehouse: the configuration is not good:");
      wrong.mistakes().forEach(mistake -> outside.err().println("  " + mistake));
      return CONFIGURATION;
    }
    if (failure instanceof NotThere || failure instanceof Outage) {
      outside.err().println("gatehouse: " + failure.getMessage() + reason(failure));
      return NOT_THERE;
    }
    if (failure instanceof Missing missing) {
      outside.err().println("gatehouse: refused: " + missing.code() + ": " + missing.getMessage());
      return REFUSED;
    }
    if (failure instanceof Refused refused) {
      outside.err().println("gatehouse: refused: " + refused.refusal().code());
      return REFUSED;
    }
    LoggerFactory.getLogger(Failure.class).error("failed", failure);
    return REFUSED;
  }

  /** The innermost message: a database's own words, without what must not be said. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    for (Optional<Throwable> next = cause(innermost); next.isPresent(); next = cause(innermost)) {
      innermost = next.get();
    }
    return innermost == failure
        ? ""
        : " ("
            + Redaction.clean(String.valueOf(innermost.getMessage()))
                .lines()
                .findFirst()
                .orElse("") + ")";
  }

  private static Optional<Throwable> cause(Throwable failure) {
    return Optional.ofNullable(failure.getCause());
  }
}
