package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.account.AccountStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random lives of a session, lived twice: by the domain and by a little model that knows only the table of the design. */
class SessionHistoryTest {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofDays(7);

  private enum Answer {
    ROTATE,
    REPLAY,
    REUSE,
    FAST_FORWARD,
    REFUSED
  }

  private static Answer named(Rotation rotation) {
    if (rotation instanceof Rotation.Rotate) {
      return Answer.ROTATE;
    }
    if (rotation instanceof Rotation.Replay) {
      return Answer.REPLAY;
    }
    if (rotation instanceof Rotation.Reuse) {
      return Answer.REUSE;
    }
    return rotation instanceof Rotation.FastForward ? Answer.FAST_FORWARD : Answer.REFUSED;
  }

  /** A row as four numbers and a flag. */
  private static final class Row {
    private int generation;
    private long rotated;
    private long idleEnd;
    private final long end;
    private boolean revoked;

    Row(long now, long end) {
      this.rotated = now;
      this.idleEnd = now + IDLE.toMillis();
      this.end = end;
    }

    Row(Row other) {
      this.generation = other.generation;
      this.rotated = other.rotated;
      this.idleEnd = other.idleEnd;
      this.end = other.end;
      this.revoked = other.revoked;
    }

    boolean alive(long now) {
      return !revoked && now < idleEnd && now < end;
    }

    Answer answer(int presented, long now, long servingSince, boolean bound, boolean proven) {
      if (!alive(now) || (bound && !proven)) {
        return Answer.REFUSED;
      }
      if (presented == generation) {
        return Answer.ROTATE;
      }
      if (presented > generation) {
        return presented - generation > 1000 ? Answer.REFUSED : Answer.FAST_FORWARD;
      }
      boolean forgiven = now - Math.max(rotated, servingSince) <= 10_000;
      return presented == generation - 1 && (forgiven || (proven && bound))
          ? Answer.REPLAY
          : Answer.REUSE;
    }

    void follow(Answer answer, int presented, long now) {
      switch (answer) {
        case ROTATE, FAST_FORWARD -> {
          generation = presented + 1;
          rotated = Math.max(rotated, now);
          idleEnd = Math.min(end, now + IDLE.toMillis());
        }
        case REUSE -> revoked = true;
        case REPLAY, REFUSED -> {}
      }
    }
  }

  /** One history: the session, its model, and what was the state of both after each commit. */
  private static final class Life {
    private final Chance chance;
    private final Optional<String> binding;
    private Session session;
    private Row row;
    private Instant now = NOW;
    private Instant servingSince = NOW;
    private AccountStatus status = AccountStatus.ACTIVE;
    private int newest;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    Life(Chance chance) {
      this.chance = chance;
      this.binding = chance.oneIn(3) ? Optional.of(Sessions.THUMBPRINT) : Optional.empty();
      this.session = Sessions.at(0, binding);
      this.row = new Row(NOW.toEpochMilli(), session.endsAt().toEpochMilli());
      commit();
    }

    private void commit() {
      sessions.add(session);
      rows.add(new Row(row));
    }

    /** The store comes back as it was some commits ago. */
    void loseCommits(int most) {
      int kept = Math.max(1, sessions.size() - chance.below(most + 1));
      sessions.subList(kept, sessions.size()).clear();
      rows.subList(kept, rows.size()).clear();
      session = sessions.get(kept - 1);
      row = new Row(rows.get(kept - 1));
    }

    void pass(Duration most) {
      now = now.plus(chance.upTo(most));
    }

    void outage(Duration most) {
      pass(most);
      servingSince = now;
    }

    Answer present(int generation, Optional<String> proof) {
      Presentation token = Sessions.token(session, generation, proof, now);
      Session before = session;
      Answer answer = named(session.present(token, status, GRACE, servingSince));
      Answer expected = status == AccountStatus.ACTIVE
          ? row.answer(
              generation,
              now.toEpochMilli(),
              servingSince.toEpochMilli(),
              binding.isPresent(),
              proof.equals(binding))
          : Answer.REFUSED;
      assertThat(answer)
          .as("generation %s presented to %s at %s", generation, session, now)
          .isEqualTo(expected);
      row.follow(answer, generation, now.toEpochMilli());
      if (answer == Answer.ROTATE || answer == Answer.FAST_FORWARD) {
        session = session.rotated(token);
        newest = Math.max(newest, generation + 1);
      } else if (answer == Answer.REUSE) {
        session = session.revoked(now, RevokeReason.REFRESH_TOKEN_REUSED);
      }
      if (!session.equals(before)) {
        commit();
      }
      follows(before, answer, generation);
      return answer;
    }

    private void follows(Session before, Answer answer, int generation) {
      boolean answered = answer != Answer.REUSE && answer != Answer.REFUSED;
      if (generation <= before.generation() - 2) {
        assertThat(answered).as("an answer to a token two or more steps old").isFalse();
      }
      boolean moves = answer == Answer.ROTATE || answer == Answer.FAST_FORWARD;
      assertThat(session.generation() != before.generation()).isEqualTo(moves);
      assertThat(session.generation()).isGreaterThanOrEqualTo(before.generation());
      if (answered) {
        assertThat(session.generation()).as("one successor a token").isEqualTo(generation + 1);
      }
      assertThat(session.rotatedAt()).isAfterOrEqualTo(before.rotatedAt());
      assertThat(session.idleEndsAt()).isBeforeOrEqualTo(session.endsAt());
      assertThat(session.endsAt()).isEqualTo(before.endsAt());
      assertThat(session.binding()).isEqualTo(before.binding());
      assertThat(session.generation()).isEqualTo(row.generation);
      assertThat(session.rotatedAt().toEpochMilli()).isEqualTo(row.rotated);
      assertThat(session.idleEndsAt().toEpochMilli()).isEqualTo(row.idleEnd);
      assertThat(session.live(now)).isEqualTo(row.alive(now.toEpochMilli()));
    }

    void anything() {
      switch (chance.below(24)) {
        case 0 -> loseCommits(chance.of(List.of(1, 3, 30)));
        case 1 -> pass(Duration.ofDays(2));
        case 2 -> now = now.minus(chance.upTo(Duration.ofSeconds(20)));
        case 3 -> outage(Duration.ofHours(2));
        case 4 -> status = chance.oneIn(4) ? AccountStatus.LOCKED : AccountStatus.ACTIVE;
        case 5, 6, 7 -> pass(Duration.ofSeconds(12));
        case 8 -> present(row.generation - chance.between(2, 5), true);
        case 9 -> present(row.generation + chance.of(List.of(1, 2, 999, 1000, 1001, 5000)), true);
        case 10, 11, 12 -> present(row.generation - 1, true);
        case 13 -> present(row.generation, chance.oneIn(2));
        case 14 -> {
          if (chance.oneIn(4)) {
            session = session.revoked(now, RevokeReason.SIGNED_OUT);
            row.revoked = true;
            commit();
          }
        }
        case 15 -> {
          if (chance.oneIn(6)) {
            pass(Duration.ofDays(200));
          }
        }
        case 16 -> present(newest, true);
        default -> present(row.generation, true);
      }
    }

    private void present(int generation, boolean proving) {
      present(Math.max(0, generation), proving ? binding : Optional.empty());
    }
  }

  @Test
  @DisplayName(
      "[L21] in random histories every answer is the table's, and no token two steps old gets one")
  void in_random_histories_every_answer_is_the_tables_and_no_token_two_steps_old_gets_one() {
    Chance.histories(400, chance -> {
      Life life = new Life(chance);
      for (int step = 0; step < 60; step++) {
        life.anything();
      }
    });
  }

  @Test
  void random_histories_see_every_answer() {
    List<Answer> seen = new ArrayList<>();
    Chance.histories(20, chance -> {
      Life life = new Life(chance);
      for (int step = 0; step < 60; step++) {
        seen.add(
            life.present(Math.max(0, life.row.generation + chance.between(-2, 1)), life.binding));
        life.pass(Duration.ofSeconds(6));
      }
    });
    assertThat(seen).contains(Answer.values());
  }

  @Test
  @DisplayName(
      "[L29] an honest client is never refused while its session is alive, whatever is lost on the way")
  void an_honest_client_is_never_refused_while_its_session_is_alive() {
    Chance.histories(300, chance -> {
      Life life = new Life(chance);
      int held = 0;
      for (int step = 0; step < 60; step++) {
        switch (chance.below(6)) {
          case 0 -> life.loseCommits(40);
          case 1 -> life.outage(Duration.ofHours(30));
          default -> life.pass(Duration.ofHours(30));
        }
        if (!life.session.live(life.now)) {
          break;
        }
        held = refresh(life, held);
      }
    });
  }

  /** Presents the newest token until the answer arrives: at once, after a few seconds, or after an outage. */
  private static int refresh(Life life, int held) {
    Answer answer = life.present(held, life.binding);
    while (life.chance.oneIn(3)) {
      assertThat(answer).isIn(Answer.ROTATE, Answer.REPLAY, Answer.FAST_FORWARD);
      switch (life.chance.below(4)) {
        case 0 -> life.outage(Duration.ofHours(1));
        case 1 -> life.loseCommits(3);
        default -> {}
      }
      // as late as is forgiven
      Instant from = life.session.rotatedAt().isAfter(life.servingSince)
          ? life.session.rotatedAt()
          : life.servingSince;
      life.now = from.plus(GRACE);
      if (!life.session.live(life.now)) {
        return held;
      }
      answer = life.present(held, life.binding);
    }
    assertThat(answer).isIn(Answer.ROTATE, Answer.REPLAY, Answer.FAST_FORWARD);
    return held + 1;
  }

  @Test
  @DisplayName(
      "[L20] any number of tabs that hold one token get the same successor, and one row is written")
  void any_number_of_tabs_that_hold_one_token_get_the_same_successor() {
    Chance.histories(100, chance -> {
      Life life = new Life(chance);
      for (int generation = 0; generation < 10; generation++) {
        assertThat(life.present(generation, life.binding)).isEqualTo(Answer.ROTATE);
        int written = life.sessions.size();
        Instant end = life.now.plus(GRACE);
        while (!life.now.isAfter(end)) {
          assertThat(life.present(generation, life.binding)).isEqualTo(Answer.REPLAY);
          life.pass(Duration.ofSeconds(5));
        }
        assertThat(life.sessions).hasSize(written);
      }
    });
  }
}
