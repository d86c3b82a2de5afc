package dev.gatehouse.http;

import dev.gatehouse.application.session.FollowRevocations;
import dev.gatehouse.domain.session.Revoked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A session that ended, or a key that was withdrawn: it has one of the two. */
record RevocationView(
    @OmittedWhenEmpty Optional<UUID> sid, @OmittedWhenEmpty Optional<String> kid, Instant at) {

  /**
   * A part of the feed.
   *
   * @param cursor where the next read begins; opaque
   * @param asOf everything that was committed before is told, by the server's clock; who measures by his own takes the moment when he asked
   */
  record Page(List<RevocationView> revocations, String cursor, Instant asOf) {
    static Page of(FollowRevocations.Page page) {
      return new Page(
          page.entries().stream().map(RevocationView::of).toList(),
          Long.toUnsignedString(page.next()),
          page.asOf());
    }
  }

  private static RevocationView of(FollowRevocations.Entry entry) {
    return entry.what() instanceof Revoked.OfSession session
        ? new RevocationView(Optional.of(session.id().value()), Optional.empty(), entry.at())
        : new RevocationView(
            Optional.empty(), Optional.of(((Revoked.OfKey) entry.what()).kid()), entry.at());
  }
}
