package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.token.AccessClaims;
import java.util.List;
import java.util.OptionalLong;

/** What happened to the caller's own account, newest first, a page at a time. */
public final class ListSecurityEvents {
  public static final int MAX_PAGE = 100;

  private final Environment environment;

  public ListSecurityEvents(Environment environment) {
    this.environment = environment;
  }

  /** One thing that happened, and its place in the history, by which the next page is asked for. */
  public record Entry(long position, Event event) {}

  /** @param before the position of the last entry of the page before; {@code limit} is held within 1 to {@value #MAX_PAGE} */
  public List<Entry> handle(AccessClaims caller, OptionalLong before, int limit) {
    return environment
        .storage()
        .history()
        .of(caller.subject(), before, Math.max(1, Math.min(limit, MAX_PAGE)))
        .stream()
        .map(row -> new Entry(row.position(), row.event()))
        .toList();
  }
}
