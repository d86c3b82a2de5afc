package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Retention;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Clears what has run out. Spent secrets go at their end only, as till then they answer tries. */
final class InMemoryRetention implements Retention {
  private final Engine engine;

  InMemoryRetention(Engine engine) {
    this.engine = engine;
  }

  @Override
  public int sweep(int batch, Keep keep, Instant now) {
    return engine.write(state -> {
      Instant month = now.minus(keep.audit());
      state.audit.remove(Integer.MAX_VALUE, row -> !monthEnd(row.event().at()).isAfter(month));
      InMemoryPersonalData.forget(
          state,
          Integer.MAX_VALUE,
          event -> event.subject().isEmpty() && event.at().isBefore(now.minus(keep.strangers())));
      return state.secrets.remove(batch, secret -> !secret.endsAt().isAfter(now))
          + state.handshakes.remove(batch, row -> !row.handshake().endsAt().isAfter(now))
          + state.topics.remove(batch, topic -> !topic.endsAt().isAfter(now))
          + state.proofs.remove(batch, until -> !until.isAfter(now))
          + state.candidates.remove(batch, candidate -> !candidate.endsAt().isAfter(now))
          + state.setups.remove(batch, setup -> !setup.endsAt().isAfter(now))
          + state.counters.remove(batch, counter -> counter.spent(now))
          + state.buckets.remove(batch, fullAt -> !fullAt.isAfter(now))
          + state.revocations.remove(
              batch, row -> !row.entry().at().plus(keep.revocations()).isAfter(now))
          + state.mails.remove(batch, mail -> !mail.at().plus(keep.mails()).isAfter(now))
          + state.sessions.remove(batch, session -> !session.endsAt().isAfter(now))
          + state.exports.remove(batch, export -> !export.endsAt().isAfter(now))
          + state.invitations.remove(
              batch,
              invitation -> invitation.taken().isEmpty()
                  && !invitation.endsAt().plus(keep.mails()).isAfter(now));
    });
  }

  private static Instant monthEnd(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC))
        .plusMonths(1)
        .atDay(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }
}
