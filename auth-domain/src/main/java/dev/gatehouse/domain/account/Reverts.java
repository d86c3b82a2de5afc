package dev.gatehouse.domain.account;

import dev.gatehouse.domain.secret.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The links by which an earlier address of an account may be brought back, oldest first; each is named by a UUIDv7 of the moment of its change.
 * Following one takes the later ones away: whoever took an account over and then changed its address again was mailed one of those. The earlier ones
 * stay, and when there are too many it is the new one that is not given out, so that nobody can push the owner's out.
 */
public record Reverts(List<UUID> links) {
  public static final int MOST = 8;
  public static final Reverts NONE = new Reverts(List.of());

  public Reverts {
    if (links.size() > MOST) {
      throw new IllegalArgumentException(
          links.size() + " links; at most " + MOST + " are expected");
    }
    links = List.copyOf(links);
  }

  /** Those that have not run out. */
  public Reverts at(Instant now) {
    return new Reverts(links.stream()
        .filter(link -> UuidV7.at(link).plus(Purpose.EMAIL_REVERT.life()).isAfter(now))
        .toList());
  }

  public boolean full() {
    return links.size() == MOST;
  }

  public Reverts with(UUID link) {
    return new Reverts(Stream.concat(links.stream(), Stream.of(link)).toList());
  }

  public boolean holds(UUID link) {
    return links.contains(link);
  }

  /** What is left once that one is followed. */
  public Reverts before(UUID link) {
    return new Reverts(links.stream().takeWhile(other -> !other.equals(link)).toList());
  }
}
