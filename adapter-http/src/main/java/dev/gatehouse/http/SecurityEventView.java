package dev.gatehouse.http;

import dev.gatehouse.application.account.ListSecurityEvents;
import dev.gatehouse.domain.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Something that happened to the caller's account. Which check failed stays inside. */
record SecurityEventView(
    String type,
    Instant at,
    Optional<String> ipAddress,
    Optional<String> userAgent,
    Optional<UUID> sessionId) {

  /** Newest first; {@code next_cursor} is null where a page is not full: after a full one there may be nothing more. */
  record Page(List<SecurityEventView> events, Optional<String> nextCursor) {
    static Page of(List<ListSecurityEvents.Entry> entries, int limit) {
      Optional<String> next = entries.size() < limit
          ? Optional.empty()
          : Optional.of(Long.toString(entries.get(entries.size() - 1).position()));
      return new Page(
          entries.stream().map(entry -> SecurityEventView.of(entry.event())).toList(), next);
    }
  }

  private static SecurityEventView of(Event event) {
    return new SecurityEventView(
        event.type().name().toLowerCase(Locale.ROOT),
        event.at(),
        event.origin().map(origin -> origin.address().value()),
        event.origin().map(Event.Origin::userAgent),
        event.session().map(id -> id.value()));
  }

  @Override
  public String toString() {
    return "SecurityEventView[" + type + "]";
  }
}
