package dev.gatehouse.testkit.fake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Rows by key, in the order in which their keys came. A {@linkplain #copy() copy} shares the rows until it is written to, so a committed
 * table, of which only copies are written, never changes and may be read without a lock.
 */
final class Table<K, V> {
  private Map<K, V> rows;
  private boolean shared;

  Table() {
    this(new LinkedHashMap<>(), false);
  }

  private Table(Map<K, V> rows, boolean shared) {
    this.rows = rows;
    this.shared = shared;
  }

  Table<K, V> copy() {
    return new Table<>(rows, true);
  }

  Optional<V> find(K key) {
    return Optional.ofNullable(rows.get(key));
  }

  boolean has(K key) {
    return rows.containsKey(key);
  }

  List<V> where(Predicate<V> wanted) {
    return rows.values().stream().filter(wanted).toList();
  }

  boolean any(Predicate<V> wanted) {
    return rows.values().stream().anyMatch(wanted);
  }

  List<V> all() {
    return List.copyOf(rows.values());
  }

  /** Inserts a row, or replaces the one of that key where it stands. */
  void put(K key, V row) {
    own().put(key, row);
  }

  void remove(K key) {
    if (has(key)) {
      own().remove(key);
    }
  }

  /**
   * Removes up to so many rows.
   *
   * @return how many went
   */
  int remove(int most, Predicate<V> wanted) {
    List<K> gone = rows.entrySet().stream()
        .filter(row -> wanted.test(row.getValue()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
    gone.forEach(this::remove);
    return gone.size();
  }

  void removeKeys(Predicate<K> wanted) {
    own().keySet().removeIf(wanted);
  }

  private Map<K, V> own() {
    if (shared) {
      rows = new LinkedHashMap<>(rows);
      shared = false;
    }
    return rows;
  }
}
