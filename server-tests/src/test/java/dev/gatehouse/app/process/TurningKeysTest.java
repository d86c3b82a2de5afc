package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are rotated by command while everybody works. */
class TurningKeysTest {
  private static final int PEOPLE = 4;
  private static final int A_WHILE = PEOPLE * 5;

  @TempDir
  Path folder;

  private final List<Program> servers = new CopyOnWriteArrayList<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Semaphore rounds = new Semaphore(0);
  private volatile boolean over;

  @Test
  @Tag("thorough")
  @DisplayName(
      "[L26] the keys turn by command under load, and a server starts in the middle: no valid token is refused anywhere")
  void keys_turn_under_load_and_no_valid_token_is_refused() throws Exception {
    Site site = Site.withRedis(folder, ScratchPostgres.database());
    try (TwoServers two = TwoServers.start(site)) {
      servers.addAll(two.all());
      List<Race.Running<Reply.Tokens>> people = new ArrayList<>();
      for (int i = 0; i < PEOPLE; i++) {
        String name = "Worker_" + i;
        Reply.Tokens first = Caller.anyone().newcomer(two.of(i), name);
        people.add(Race.start(() -> work(first)));
      }
      awaitRounds();
      // as if ten minutes had gone by since the next keys were published
      site.sql(
          "update gatehouse.keys set since = since - interval '11 minutes' where state = 'NEXT'");
      assertThat(site.command("keys", "rotate")).contains("takes over at");
      try (Program third = site.begin("third")) {
        servers.add(third.ready());
        assertThat(site.command("keys", "rotate", "--use", "refresh_token"))
            .contains("takes over at");
        awaitRounds();
        Patience.until("the new key signs", () -> keys.size() > 1);
        awaitRounds();
        assertAllGood(site, people);
      }
    }
  }

  private void assertAllGood(Site site, List<Race.Running<Reply.Tokens>> people) {
    over = true;
    List<Reply.Tokens> last = people.stream().map(Race.Running::result).toList();
    assertThat(refused).isEmpty();
    assertThat(keys).hasSize(2);
    for (Reply.Tokens tokens : last) {
      servers.forEach(server ->
          assertThat(Caller.anyone().check(server, tokens.access()).status()).isEqualTo(204));
    }
    assertThat(site.number("select count(*) from gatehouse.keys where use <> 'DIGEST'"
            + " and state = 'RETIRING'"))
        .as("rings that turned")
        .isEqualTo(2);
  }

  /** Refreshes at one server after another, and shows every token to all of them. */
  private Reply.Tokens work(Reply.Tokens first) {
    Caller caller = Caller.anyone();
    Reply.Tokens tokens = first;
    for (int round = 0; !over; round++) {
      Program server = servers.get(round % servers.size());
      Reply refreshed = caller.refresh(server, tokens.refresh());
      if (refreshed.status() == 429) {
        // faster than anybody may be: it says nothing about the token
        continue;
      }
      if (refreshed.status() != 200) {
        refused.add("refresh: " + refreshed);
        return tokens;
      }
      Reply.Tokens previous = tokens;
      tokens = refreshed.tokens();
      keys.add(tokens.header());
      for (Program any : servers) {
        for (String access : List.of(previous.access(), tokens.access())) {
          Reply checked = caller.check(any, access);
          if (checked.status() != 204) {
            refused.add("check: " + checked);
          }
        }
      }
      rounds.release();
    }
    return tokens;
  }

  private void awaitRounds() throws InterruptedException {
    rounds.drainPermits();
    assertThat(rounds.tryAcquire(A_WHILE, Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as("people go on; refused: %s", refused)
        .isTrue();
  }
}
