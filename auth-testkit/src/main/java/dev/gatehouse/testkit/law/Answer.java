package dev.gatehouse.testkit.law;

import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Outage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What came of asking: a value, a refusal, or an outage. Whatever else is thrown is a fault, and is thrown on.
 *
 * @param code {@value #OK}, {@value #OUTAGE}, or the code of the refusal
 */
public record Answer<T>(Optional<T> value, String code) {
  public static final String OK = "OK";
  public static final String OUTAGE = "OUTAGE";

  public static <T> Answer<T> to(Supplier<T> question) {
    try {
      return new Answer<>(Optional.of(question.get()), OK);
    } catch (Refused e) {
      return new Answer<>(Optional.empty(), e.refusal().code());
    } catch (Outage e) {
      return new Answer<>(Optional.empty(), OUTAGE);
    }
  }

  /** The code alone, where nothing is given back. */
  public static String code(Runnable request) {
    return to(() -> {
          request.run();
          return OK;
        })
        .code();
  }

  public boolean ok() {
    return value.isPresent();
  }

  /** The value; fails where there is none. */
  public T get() {
    return value.orElseThrow(() -> new AssertionError("the answer was " + code));
  }
}
