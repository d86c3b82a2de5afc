package dev.gatehouse.application.session;

import dev.gatehouse.application.upkeep.Availability;
import dev.gatehouse.application.upkeep.News;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Revocations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What was revoked, for services elsewhere that verify access tokens by themselves: they read on from cursor to cursor, at whichever node. Asks the
 * store each time, so that an answer is never older than its question.
 */
public final class FollowRevocations {
  /** Where a first read begins. */
  public static final long BEGINNING = Revocations.BEGINNING;

  public static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** How many may wait at once on one node; whoever comes after them is answered at once. Before Java 21 each of them holds a thread. */
  public static final int WAITING = 64;

  /** How many may read everything at once on one node: after a restart of all services, their first answers must not fill the memory. */
  private static final int READING_ALL = 2;

  /** How many may read at once on one node, those included: what the node itself reads has connections left, and is not kept waiting. */
  private static final int READING = 3;

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Revocations revocations;
  private final Availability availability;
  private final News news;
  private final Clock clock;
  private final Duration memory;
  private final Semaphore waiting = new Semaphore(WAITING);
  private final Semaphore reading = new Semaphore(READING);
  private final Semaphore readingAll = new Semaphore(READING_ALL);

  /**
   * @param news what this node hears of
   * @param memory how long something revoked matters: {@link dev.gatehouse.domain.token.TokenPolicy#revocationMemory()} of the realm with the longest
   */
  public FollowRevocations(
      Revocations revocations, Availability availability, News news, Clock clock, Duration memory) {
    this.revocations = revocations;
    this.availability = availability;
    this.news = news;
    this.clock = clock;
    this.memory = memory;
  }

  /** Something revoked, and when. */
  public record Entry(Revoked what, Instant at) {}

  /**
   * What a read found.
   *
   * @param next where the next read begins
   * @param asOf everything that was committed before that moment, and after the cursor, is told; by this node's clock
   */
  public record Page(List<Entry> entries, long next, Instant asOf) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Everything revoked since the read that gave this cursor, that a token may still be good without; entries may come again.
   *
   * @param wait where there is nothing, for how long this node may wait to hear of something; no longer than {@link #LONGEST_WAIT}
   * @throws Outage when the store does not answer: never an empty page
   */
  public Page handle(long cursor, Duration wait) {
    long heard = news.heard();
    Page page = read(cursor);
    if (!page.entries().isEmpty() || wait.isZero() || !waiting.tryAcquire()) {
      return page;
    }
    try {
      news.await(heard, wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return page;
    } finally {
      waiting.release();
    }
    return read(cursor);
  }

  private Page read(long cursor) {
    Instant began = clock.instant();
    return asking(() -> revocations.soonAfter(cursor))
        .map(batch -> page(batch, began))
        .orElseGet(() -> inTurn(readingAll, () -> readAll(cursor)));
  }

  private Page readAll(long cursor) {
    Instant began = clock.instant();
    return page(asking(() -> revocations.since(cursor)), began);
  }

  private <R> R asking(Supplier<R> question) {
    return inTurn(reading, () -> availability.watching(question));
  }

  private Page page(Revocations.Batch batch, Instant began) {
    List<Entry> matter = batch.entries().stream()
        .filter(entry -> entry.at().plus(memory).isAfter(began))
        .map(entry -> new Entry(entry.what(), entry.at()))
        .toList();
    return new Page(matter, batch.next(), began);
  }

  private static <R> R inTurn(Semaphore turns, Supplier<R> work) {
    enter(turns);
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private static void enter(Semaphore turns) {
    try {
      if (turns.tryAcquire() || turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Outage("the feed of revocations", Duration.ofSeconds(1));
  }
}
