package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.testkit.fixture.Chance;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One session beside what it should be. Its tokens of every generation are known, as they are to a client and a thief together. */
final class SessionModel implements RandomHistories.World {
  private static final List<Integer> STEPS =
      List.of(0, 0, 0, 0, 0, 0, -1, -1, -1, -2, -7, 1, 2, 30, 1000, 1001);
  private static final List<Duration> WAITS = List.of(
      Duration.ofMillis(1),
      Duration.ofSeconds(5),
      Duration.ofSeconds(10),
      Duration.ofMillis(10_001),
      Duration.ofMinutes(20),
      Duration.ofDays(6));

  private final SessionLaws laws;
  private final House.Person person;
  private final Tokens first;
  private final List<House> nodes;
  private int generation;
  private Instant rotatedAt;
  private boolean live = true;

  SessionModel(SessionLaws laws, House.Person person, Tokens first, House other) {
    this.laws = laws;
    this.person = person;
    this.first = first;
    this.nodes = List.of(laws.house, other);
    this.rotatedAt = now();
  }

  @Override
  public void step(Chance chance) {
    if (chance.percent(25)) {
      Duration wait = chance.oneOf(WAITS);
      chance.say("wait " + wait);
      laws.house.clock().advance(wait);
    } else {
      present(chance.oneOf(STEPS), chance.oneOf(nodes), chance);
    }
    Session row = laws.row(first);
    assertThat(row.generation()).isEqualTo(generation);
    assertThat(row.live(now())).isEqualTo(live());
  }

  private void present(int ahead, House node, Chance chance) {
    int presented = Math.max(0, generation + ahead);
    chance.say("present " + presented + " of " + generation);
    Answer<Tokens> answer = laws.refresh(node, person, laws.later(first.refresh(), presented));
    int successor = judge(presented - generation, presented);
    assertThat(answer.ok()).as("the answer was %s", answer.code()).isEqualTo(successor > 0);
    answer.value().ifPresent(got -> {
      assertThat(laws.claim(got.refresh()).generation()).isEqualTo(successor);
      assertThat(laws.verify(node, got).ok()).isTrue();
    });
  }

  /** The generation of the successor; 0 for none. */
  private int judge(int ahead, int presented) {
    if (!live() || ahead > 1000) {
      return 0;
    }
    if (ahead >= 0) {
      generation = presented + 1;
      rotatedAt = now();
      return generation;
    }
    if (ahead == -1 && !now().isAfter(rotatedAt.plusSeconds(10))) {
      return generation;
    }
    live = false;
    return 0;
  }

  /** A week without a refresh ends it, and 180 days do. */
  private boolean live() {
    return live
        && now().isBefore(rotatedAt.plus(Duration.ofDays(7)))
        && now().isBefore(first.claims().authTime().plus(Duration.ofDays(180)));
  }

  private Instant now() {
    return laws.house.clock().instant();
  }
}
