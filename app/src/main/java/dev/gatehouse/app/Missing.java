package dev.gatehouse.app;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import java.io.Serial;
import java.util.function.Supplier;

/** What a command is about is not there, or not as it has to be; says what. */
final class Missing extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final String code;

  Missing(String what) {
    this(new Refusal.NotFound(), what);
  }

  /** @param refusal which is told by its code, before these words */
  Missing(Refusal refusal, String what) {
    super(what);
    this.code = refusal.code();
  }

  String code() {
    return code;
  }

  /** Does the work; what it does not find is told in these words. */
  static <T> T unless(Supplier<T> work, Supplier<String> what) {
    try {
      return work.get();
    } catch (Refused refused) {
      if (refused.refusal() instanceof Refusal.NotFound) {
        throw new Missing(what.get());
      }
      throw refused;
    }
  }
}
