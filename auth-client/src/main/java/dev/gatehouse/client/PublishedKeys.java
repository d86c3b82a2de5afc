package dev.gatehouse.client;

import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.port.Outage;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The realm's public keys as they were published last. The server publishes a key long before it signs with it, so a set is good for as long as it
 * says; the last good one is kept while there is no newer one.
 */
final class PublishedKeys {
  /** How often it is looked whether a newer set is due. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** How often a name that is not known may make this look again: anybody can make one up. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration SHORTEST_AGE = Duration.ofSeconds(10);
  private static final Duration LONGEST_AGE = Duration.ofHours(1);
  private static final long USUAL_AGE_SECONDS = 300;
  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[,\\s])max-age=\"?(\\d{1,9})\"?(?:$|[,\\s])");

  private final Server server;
  private final Clock clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Known known = new Known(0, Map.of(), Instant.MIN, Instant.MIN);
  private Instant lookedAt = Instant.MIN;
  private boolean lookFailed;

  /** One set; they are numbered. */
  private record Known(int number, Map<String, KeyEntry> byKid, Instant from, Instant until) {
    boolean due(Instant now) {
      return !now.isBefore(until) || now.isBefore(from);
    }
  }

  PublishedKeys(Server server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  /**
   * The key of that name, if there is one.
   *
   * @throws Outage when there is none here, and whether there is one by now the server does not say
   */
  Optional<KeyEntry> find(String kid) {
    Known seen = known;
    if (!seen.byKid().containsKey(kid)) {
      lookAgain(seen.number());
    }
    return Optional.ofNullable(known.byKid().get(kid));
  }

  /** Fetches them if what is known has had its time. */
  void refresh() {
    if (known.due(clock.instant())) {
      fetch();
    }
  }

  /** A key was withdrawn: its successor signs already. */
  void withdrawn(String kid) {
    if (known.byKid().containsKey(kid)) {
      fetch();
    }
  }

  private void fetch() {
    fetching.lock();
    try {
      known = fetched();
      lookFailed = false;
    } finally {
      fetching.unlock();
    }
  }

  /** Many may ask at once: one of them fetches, and nobody waits long for that one. */
  private void lookAgain(int seen) {
    if (!entered()) {
      throw new Outage("the set of keys", PAUSE);
    }
    try {
      Instant now = clock.instant();
      // no Duration.between: it would overflow at the beginning of time
      boolean lately = now.isBefore(lookedAt.plus(LOOK_AGAIN)) && !now.isBefore(lookedAt);
      if (known.number() == seen && !lately) {
        lookedAt = now;
        lookFailed = true;
        known = fetched();
        lookFailed = false;
      } else if (known.number() == seen && lookFailed) {
        throw new Outage("the set of keys", PAUSE);
      }
    } finally {
      fetching.unlock();
    }
  }

  private boolean entered() {
    try {
      return fetching.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Known fetched() {
    Instant asked = clock.instant();
    HttpResponse<String> answer = server.keys();
    try {
      Map<String, KeyEntry> byKid = JwtAccessTokens.publishedKeys(answer.body()).stream()
          .collect(Collectors.toUnmodifiableMap(KeyEntry::kid, Function.identity()));
      return new Known(known.number() + 1, byKid, asked, asked.plus(age(answer)));
    } catch (IllegalArgumentException broken) {
      throw new Outage("a set of keys that can be trusted", PAUSE, broken);
    }
  }

  /** RFC 9111, 5.2.2.1; within bounds. */
  private static Duration age(HttpResponse<?> answer) {
    Matcher said = MAX_AGE.matcher(answer.headers().firstValue("Cache-Control").orElse(""));
    Duration age =
        Duration.ofSeconds(said.find() ? Long.parseLong(said.group(1)) : USUAL_AGE_SECONDS);
    if (age.compareTo(SHORTEST_AGE) < 0) {
      return SHORTEST_AGE;
    }
    return age.compareTo(LONGEST_AGE) > 0 ? LONGEST_AGE : age;
  }
}
