package dev.gatehouse.postgres;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Counts rates by {@link Limit}'s algorithm, in one statement where it grants; asks once more only how long a refused caller has to wait. */
final class JdbiThrottle implements Throttle {
  private static final int MAX_NAME = 200;

  private final Db db;

  JdbiThrottle(Db db) {
    this.db = db;
  }

  @Override
  public Limit.Taken take(String bucket, Limit limit, Instant now) {
    if (bucket.length() > MAX_NAME) {
      throw new IllegalArgumentException("a bucket's name of " + bucket.length()
          + " characters; at most " + MAX_NAME + " are expected");
    }
    Instant moment = now.truncatedTo(ChronoUnit.MICROS);
    return db.read(handle -> handle
        .createQuery("""
                    insert into gatehouse.throttles as t (bucket, full_at) values (:bucket, :now + cast(:cost as interval))
                    on conflict (bucket) do update
                      set full_at = case when t.full_at > :impossible then :latest else greatest(t.full_at, :now) + cast(:cost as interval) end
                    where t.full_at > :impossible or greatest(t.full_at, :now) + cast(:cost as interval) <= :latest
                    returning full_at
                    """)
        .bind("bucket", bucket)
        .bind("now", moment)
        // rounded down, so that as many as were promised fit in
        .bind("cost", limit.interval().truncatedTo(ChronoUnit.MICROS).toString())
        .bind("latest", moment.plus(limit.per()))
        .bind("impossible", limit.impossible(moment))
        .mapTo(Instant.class)
        .findOne()
        .map(fullAt -> limit.granted(fullAt, moment))
        .orElseGet(() -> refused(
            handle
                .createQuery("select full_at from gatehouse.throttles where bucket = :bucket")
                .bind("bucket", bucket)
                .mapTo(Instant.class)
                .findOne()
                .orElse(moment),
            limit,
            moment)));
  }

  /** It was refused, whatever the row says by now. */
  private static Limit.Taken refused(Instant fullAt, Limit limit, Instant now) {
    Duration wait = Duration.between(now.plus(limit.per()), fullAt.plus(limit.interval()));
    Duration least = Duration.ofNanos(1000);
    return new Limit.Taken(false, fullAt, 0, wait.compareTo(least) < 0 ? least : wait);
  }
}
