package dev.gatehouse.domain.account;

import dev.gatehouse.domain.secret.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The links by which an earlier address of an account may be brought back, oldest first. Following one takes the later ones away: whoever took an account over
 * and then changed its address again was mailed one of those. The earlier ones stay, and when there are too many it is the new one that is not given out, so
 * that nobody can push the owner's out.
 */
public record Reverts(List<Link> links) {
  public static final int MOST = 8;
  public static final Reverts NONE = new Reverts(List.of());

  /**
   * One of them.
   *
   * @param name a UUIDv7 of the moment of its change
   * @param row in which its secret is, and sealed with it the address that it brings back; empty where a version wrote it that did not keep that
   */
  public record Link(UUID name, Optional<UUID> row) {}

  public Reverts {
    if (links.size() > MOST) {
      throw new IllegalArgumentException(
          links.size() + " links; at most " + MOST + " are expected");
    }
    links = List.copyOf(links);
  }

  /** When the address was changed that a link of that name brings back, to the millisecond. */
  public static Instant changedAt(UUID name) {
    return UuidV7.at(name);
  }

  /** When a link of that name runs out. */
  public static Instant endsAt(UUID name) {
    return changedAt(name).plus(Purpose.EMAIL_REVERT.life());
  }

  /** Those that have not run out. */
  public Reverts at(Instant now) {
    return new Reverts(
        links.stream().filter(link -> endsAt(link.name()).isAfter(now)).toList());
  }

  public boolean full() {
    return links.size() == MOST;
  }

  public Reverts with(UUID name, UUID row) {
    Link link = new Link(name, Optional.of(row));
    return new Reverts(Stream.concat(links.stream(), Stream.of(link)).toList());
  }

  public boolean holds(UUID name) {
    return links.stream().anyMatch(link -> link.name().equals(name));
  }

  /** What is left once that one is followed. */
  public Reverts before(UUID name) {
    return new Reverts(
        links.stream().takeWhile(other -> !other.name().equals(name)).toList());
  }

  /** Where their secrets are. */
  public List<UUID> rows() {
    return links.stream().flatMap(link -> link.row().stream()).toList();
  }
}
