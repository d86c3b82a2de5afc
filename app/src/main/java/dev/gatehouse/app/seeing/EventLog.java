package dev.gatehouse.app.seeing;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One line an event: what, why and about which account, never from where. */
public final class EventLog implements Consumer<Event> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.gatehouse.event");
  private static final Set<EventType> EVERYDAY =
      Set.of(EventType.REFRESHED, EventType.REFRESH_REPLAYED);
  private static final Set<EventType> ALARMING = Set.of(
      EventType.REFRESH_TOKEN_REUSED,
      EventType.KEY_WITHDRAWN,
      EventType.MAIL_DEAD,
      EventType.COUNT_NOT_FORGIVEN);

  @Override
  public void accept(Event event) {
    LoggingEventBuilder line =
        LOG.atLevel(level(event.type())).addKeyValue("actor", event.actor().kind());
    if (!event.reason().isEmpty()) {
      line = line.addKeyValue("reason", event.reason());
    }
    if (event.realm().isPresent()) {
      line = line.addKeyValue("realm", event.realm().get());
    }
    if (event.subject().isPresent()) {
      line = line.addKeyValue("account", event.subject().get());
    }
    if (event.session().isPresent()) {
      line = line.addKeyValue("session", event.session().get());
    }
    line.log(event.type().name());
  }

  private static Level level(EventType type) {
    if (ALARMING.contains(type)) {
      return Level.WARN;
    }
    return EVERYDAY.contains(type) ? Level.DEBUG : Level.INFO;
  }
}
