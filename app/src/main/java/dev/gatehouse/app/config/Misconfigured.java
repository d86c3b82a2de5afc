package dev.gatehouse.app.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration is not good; says everything that is wrong with it. */
public final class Misconfigured extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  public Misconfigured(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  public Misconfigured(Mistake mistake) {
    this(List.of(mistake));
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }
}
