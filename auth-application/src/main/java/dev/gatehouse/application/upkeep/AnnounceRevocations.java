package dev.gatehouse.application.upkeep;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.port.Announcements;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells the other nodes of what this one has committed that they have to refuse: once for all of a commit, since it says nothing about what. */
public final class AnnounceRevocations implements Consumer<List<Event>> {
  private static final Set<EventType> REVOKING =
      EnumSet.of(EventType.SESSION_ENDED, EventType.KEY_WITHDRAWN);

  private final Announcements announcements;

  public AnnounceRevocations(Announcements announcements) {
    this.announcements = announcements;
  }

  @Override
  public void accept(List<Event> committed) {
    if (committed.stream().anyMatch(event -> REVOKING.contains(event.type()))) {
      announcements.announce();
    }
  }
}
