package dev.gatehouse.postgres;

import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.port.Lockouts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Counts failed attempts. Several counters are always locked in the gates' order, so that nobody waits in a circle. */
final class JdbiLockouts implements Lockouts {
  /** A gate that shut in the middle of the attempt may be open again when it is looked at. */
  private static final Duration LEAST = Duration.ofNanos(1000);

  private static final Instant OPEN = Instant.EPOCH;

  private final Db db;

  JdbiLockouts(Db db) {
    this.db = db;
  }

  @Override
  public Passage attempt(List<Gate> gates, Instant now) {
    if (gates.isEmpty()) {
      return Passage.through(List.of());
    }
    Instant moment = now.truncatedTo(ChronoUnit.MICROS);
    return db.read(handle -> {
      Outcome outcome = attempt(handle, gates, moment);
      return outcome
          .stoppedAt()
          .map(gate -> Passage.stopped(
              outcome.counted(), gate, remaining(moment, until(handle, outcome, gate, moment))))
          .orElseGet(() -> Passage.through(outcome.counted()));
    });
  }

  private static Instant until(Handle handle, Outcome outcome, Gate gate, Instant now) {
    return outcome
        .until()
        .filter(now::isBefore)
        .or(() -> shutUntil(handle, gate))
        .orElse(now);
  }

  /** What an attempt came to. */
  private record Outcome(List<Gate> counted, Optional<Gate> stoppedAt, Optional<Instant> until) {}

  private static Outcome attempt(Handle handle, List<Gate> gates, Instant now) {
    Query attempt = handle
        .createQuery(GatesSql.attempt(gates.stream().map(Gate::newcomersOnly).toList()))
        .bind("now", now);
    for (int k = 1; k <= gates.size(); k++) {
      bind(attempt, k, gates.get(k - 1), now);
    }
    return attempt.map((row, context) -> outcome(row, gates)).one();
  }

  private static void bind(Query attempt, int k, Gate gate, Instant now) {
    Ladder ladder = gate.ladder();
    Duration shut = ladder.shutAfter(1);
    Instant shutUntil = shut.isZero() ? OPEN : now.plus(shut);
    Instant remembered = now.plus(ladder.memory());
    attempt
        .bind("subject_" + k, gate.subject())
        .bind("source_" + k, gate.from())
        .bind("first_shut_" + k, shutUntil)
        .bind("first_forget_" + k, remembered.isAfter(shutUntil) ? remembered : shutUntil)
        .bind("memory_" + k, ladder.memory().toString())
        .bind("free_" + k, ladder.free())
        .bind("rungs_count_" + k, ladder.rungs().size())
        .bindArray(
            "rungs_" + k,
            String.class,
            ladder.rungs().stream().map(Duration::toString).toList());
  }

  private static Outcome outcome(ResultSet row, List<Gate> gates) throws SQLException {
    List<Gate> counted = new ArrayList<>();
    for (int k = 1; k <= gates.size(); k++) {
      if (row.getBoolean("counted_" + k)) {
        counted.add(gates.get(k - 1));
      }
    }
    int stopped = row.getInt("stopped");
    return new Outcome(
        counted,
        stopped == 0 ? Optional.empty() : Optional.of(gates.get(stopped - 1)),
        Types.maybeInstant(row, "until"));
  }

  private static Optional<Instant> shutUntil(Handle handle, Gate gate) {
    return handle
        .createQuery(
            "select shut_until from gatehouse.lockouts where subject = :subject and source = :source")
        .bind("subject", gate.subject())
        .bind("source", gate.from())
        .mapTo(Instant.class)
        .findOne();
  }

  private static Duration remaining(Instant now, Instant until) {
    Duration rest = Duration.between(now, until);
    return rest.compareTo(LEAST) < 0 ? LEAST : rest;
  }

  /** Only an open gate lets an attempt through: if it is shut now, the one taken back shut it. */
  @Override
  public void forgive(List<Gate> counted, Instant now) {
    if (counted.isEmpty()) {
      return;
    }
    db.read(handle -> handle
        .createUpdate("""
                    with held as materialized (
                      select l.subject, l.source, l.counted - 1 as rest, g.newcomers = 1 and l.counted > 1 and l.forget_at > :now as stays
                      from unnest(:subjects, :sources, :newcomers) with ordinality as g (subject, source, newcomers, place)
                        join gatehouse.lockouts l on l.subject = g.subject and l.source = g.source
                      order by g.place
                      for update of l),
                    cleared as (
                      delete from gatehouse.lockouts l using held where l.subject = held.subject and l.source = held.source and not held.stays)
                    update gatehouse.lockouts l
                    set counted = held.rest, shut_until = :open
                    from held
                    where l.subject = held.subject and l.source = held.source and held.stays
                    """)
        .bind("now", now)
        .bind("open", OPEN)
        .bindArray("subjects", String.class, each(counted, Gate::subject))
        .bindArray("sources", String.class, each(counted, Gate::from))
        .bindArray("newcomers", Integer.class, each(counted, gate -> gate.newcomersOnly() ? 1 : 0))
        .execute());
  }

  /** Takes at once what nobody holds, and waits for the rest one by one: it knows no order, so it must not hold one while it waits for another. */
  @Override
  public void clear(String subject) {
    db.read(handle -> {
      handle.createUpdate("""
                  with free as materialized (select ctid from gatehouse.lockouts where subject = :subject for update skip locked)
                  delete from gatehouse.lockouts where ctid = any (array(select ctid from free))
                  """).bind("subject", subject).execute();
      List<String> held = handle
          .createQuery("select source from gatehouse.lockouts where subject = :subject")
          .bind("subject", subject)
          .mapTo(String.class)
          .list();
      held.forEach(source -> handle
          .createUpdate(
              "delete from gatehouse.lockouts where subject = :subject and source = :source")
          .bind("subject", subject)
          .bind("source", source)
          .execute());
      return held.size();
    });
  }

  private static <R> List<R> each(List<Gate> gates, Function<Gate, R> part) {
    return gates.stream().map(part).toList();
  }
}
