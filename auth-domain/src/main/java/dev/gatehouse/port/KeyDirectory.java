package dev.gatehouse.port;

import dev.gatehouse.domain.token.KeyEntry;
import java.util.List;

/** Reading key rings. */
@FunctionalInterface
public interface KeyDirectory {
  /** Every key of every use and in every state that this version knows. */
  List<KeyEntry> all();
}
