package dev.gatehouse.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when somebody asks for it first: no start waits for it. */
final class Later<T> {
  private final Supplier<T> making;
  private @Nullable T made;

  Later(Supplier<T> making) {
    this.making = making;
  }

  synchronized T get() {
    T value = made;
    if (value == null) {
      value = making.get();
      made = value;
    }
    return value;
  }
}
