package dev.gatehouse.telegram;

import dev.gatehouse.port.Outage;
import dev.gatehouse.telegram.Telegram.BotListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Deals with updates in the order in which they came, and says how far that has come. An answer that its chat does not take yet is kept, and keeps no other waiting:
 * those behind it are dealt with, and are given up over there when it is said, or given up itself. What is kept is lost with this node, and the update comes to another.
 * For one thread.
 */
final class Answering {
  /** For an answer while the next updates wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int TRIES = 3;

  private final Function<Update, List<Saying>> bot;
  private final BotApi api;
  private final Clock clock;
  private final BotListener listener;
  private final TreeMap<Long, Unsaid> unsaid = new TreeMap<>();
  private final TreeSet<Long> done = new TreeSet<>();
  private long stuckAt;
  private int stuck;

  /** What is left to be said to an update that is dealt with but for that. */
  private record Unsaid(Deque<Saying> left, Instant since) {}

  Answering(Function<Update, List<Saying>> bot, BotApi api, Clock clock, BotListener listener) {
    this.bot = bot;
    this.api = api;
    this.clock = clock;
    this.listener = listener;
  }

  /** Those that Telegram still has; of others nothing is to be known any more. */
  void retain(Set<Long> updates) {
    unsaid.keySet().retainAll(updates);
    done.retainAll(updates);
  }

  /** Whether an answer waits for its chat. */
  boolean waits() {
    return !unsaid.isEmpty();
  }

  /** Waits for no chat any longer: what is kept has one more try. */
  void hurry() {
    unsaid.replaceAll((update, answer) -> new Unsaid(answer.left(), Instant.MIN));
  }

  /**
   * Deals with one, or with what is left to do of it.
   *
   * @return up to which all are dealt with that Telegram still has; empty where the first of them is not
   * @throws Unanswered when the Bot API does not answer; the update is to be brought again
   */
  OptionalLong deal(Update update) {
    if (done.contains(update.id())) {
      return settled(update);
    }
    try {
      return said(unsaid(update)) ? settled(update) : OptionalLong.empty();
    } catch (Unanswered none) {
      if (!stuckAt(update)) {
        throw none;
      }
      listener.warned("an answer could not be given, and is given up; what was asked for is done");
    } catch (Outage store) {
      throw store;
    } catch (RuntimeException | Error broken) {
      if (ofTheMachine(broken) || !stuckAt(update)) {
        throw broken;
      }
      listener.warned("an update is given up, as it fails again and again");
    }
    return settled(update);
  }

  private Unsaid unsaid(Update update) {
    Unsaid known = unsaid.get(update.id());
    if (known != null) {
      return known;
    }
    Unsaid first = new Unsaid(new ArrayDeque<>(bot.apply(update)), clock.instant());
    unsaid.put(update.id(), first);
    return first;
  }

  /** Whether everything is said, or given up; false when its chat is to be left alone for a while. */
  private boolean said(Unsaid answer) {
    for (Saying next = answer.left().peek(); next != null; next = answer.left().peek()) {
      try {
        api.say(next, PATIENCE, Duration.ZERO);
      } catch (Unanswered none) {
        if (none.code() != BotApi.TOO_MANY) {
          throw none;
        }
        if (clock.instant().isBefore(answer.since().plus(Quiet.MOST))) {
          return false;
        }
        listener.warned("an answer is given up, as its chat takes none");
      }
      answer.left().remove();
    }
    return true;
  }

  /** It is no fault of the update's, but for one that was called for too deep. */
  private static boolean ofTheMachine(Throwable broken) {
    return broken instanceof VirtualMachineError && !(broken instanceof StackOverflowError);
  }

  /** Whether that one has failed so often that all others are not to wait for it any longer. */
  private boolean stuckAt(Update update) {
    stuck = stuckAt == update.id() ? stuck + 1 : 1;
    stuckAt = update.id();
    return stuck >= TRIES;
  }

  private OptionalLong settled(Update update) {
    unsaid.remove(update.id());
    done.add(update.id());
    Set<Long> before = unsaid.isEmpty() ? done : done.headSet(unsaid.firstKey());
    return before.stream().mapToLong(Long::longValue).max();
  }
}
