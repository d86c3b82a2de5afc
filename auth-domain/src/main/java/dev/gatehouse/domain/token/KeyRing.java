package dev.gatehouse.domain.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of one use at one moment, and what has to change about them. */
public final class KeyRing {
  private final List<KeyEntry> entries;
  private final Map<String, KeyEntry> byKid;

  public KeyRing(List<KeyEntry> entries) {
    this.entries =
        entries.stream().sorted(Comparator.comparingInt(KeyEntry::version)).toList();
    this.byKid = this.entries.stream()
        .collect(Collectors.toUnmodifiableMap(KeyEntry::kid, Function.identity()));
  }

  /** A change that is due. */
  public sealed interface Change {
    record Create(KeyState state) implements Change {}

    /** The key becomes active; one that was active becomes retiring. */
    record Activate(KeyEntry key) implements Change {}

    record Drop(KeyEntry key) implements Change {}
  }

  public List<KeyEntry> entries() {
    return entries;
  }

  public Optional<KeyEntry> active() {
    return in(KeyState.ACTIVE).findFirst();
  }

  public Optional<KeyEntry> next() {
    return in(KeyState.NEXT).findFirst();
  }

  /** Every key whose work is good: the active one first, then next and retiring. */
  public List<KeyEntry> usable() {
    return Stream.of(in(KeyState.ACTIVE), in(KeyState.NEXT), in(KeyState.RETIRING))
        .flatMap(Function.identity())
        .toList();
  }

  /** Whether there is a key of that name, good or not. */
  public boolean has(String kid) {
    return byKid.containsKey(kid);
  }

  /** The key of that name if its work is good at that moment. */
  public Optional<KeyEntry> usable(String kid, KeyPolicy policy, Instant now) {
    return Optional.ofNullable(byKid.get(kid))
        .filter(k -> k.state() != KeyState.WITHDRAWN && !spent(k, policy, now));
  }

  /** The number for the next new key. */
  public int nextVersion(int highestEver) {
    return Math.max(
            highestEver, entries.stream().mapToInt(KeyEntry::version).max().orElse(-1))
        + 1;
  }

  /** What is due: apply it, read again, and ask again until nothing is. */
  public List<Change> due(KeyPolicy policy, Instant now) {
    List<Change> changes = new ArrayList<>();
    entries.stream()
        .filter(k -> spent(k, policy, now))
        .forEach(k -> changes.add(new Change.Drop(k)));
    if (active().isEmpty()) {
      changes.add(
          next().<Change>map(Change.Activate::new).orElse(new Change.Create(KeyState.ACTIVE)));
    } else if (next().isEmpty()) {
      changes.add(new Change.Create(KeyState.NEXT));
    } else if (rotates(active().get(), next().get(), policy, now)) {
      changes.add(new Change.Activate(next().get()));
    }
    return List.copyOf(changes);
  }

  /** From when on a next key may be used: every node has seen it by then. */
  public static Instant ready(KeyEntry next, KeyPolicy policy) {
    return next.since().plus(policy.publishAhead());
  }

  private static boolean rotates(KeyEntry active, KeyEntry next, KeyPolicy policy, Instant now) {
    boolean wanted = !now.isBefore(active.since().plus(policy.rotateEvery()))
        || next.dueAt().filter(due -> !now.isBefore(due)).isPresent();
    return wanted && !now.isBefore(ready(next, policy));
  }

  private static boolean spent(KeyEntry key, KeyPolicy policy, Instant now) {
    boolean leaving = key.state() == KeyState.RETIRING || key.state() == KeyState.WITHDRAWN;
    return leaving && !now.isBefore(key.since().plus(policy.retireAfter()));
  }

  private Stream<KeyEntry> in(KeyState state) {
    return entries.stream().filter(k -> k.state() == state);
  }
}
