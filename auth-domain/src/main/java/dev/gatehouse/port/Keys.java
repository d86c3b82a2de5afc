package dev.gatehouse.port;

import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import java.time.Instant;
import java.util.List;

/** Writing key rings. */
public interface Keys {
  /** The keys of that use that this version knows, every other writer of it locked out until the unit ends. */
  List<KeyEntry> lock(KeyUse use);

  /** The highest version any key of that use ever had, dropped ones included; -1 if there was none. */
  int highestVersion(KeyUse use);

  void add(KeyEntry key);

  /** Moves a key to another state; to {@link KeyState#WITHDRAWN} is announced through {@link Revocations} in the same transaction. */
  void move(String kid, KeyState to, Instant now);

  /** Commands that the next key become active at that moment. */
  void schedule(String kid, Instant dueAt);

  /** Replaces what a key is sealed as; nothing else of it changes. */
  void reseal(String kid, Sealed sealed);

  /** Forgets a key; its version stays taken. */
  void drop(String kid);
}
