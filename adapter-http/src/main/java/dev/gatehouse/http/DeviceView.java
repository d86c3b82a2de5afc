package dev.gatehouse.http;

import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A session, which is what its owner calls a device. */
record DeviceView(
    UUID deviceId,
    String name,
    String platform,
    String client,
    String ipAddress,
    String userAgent,
    Instant createdAt,
    Instant lastUsedAt,
    boolean isCurrent,
    String acr) {

  /** All of them: there are never more than a page. */
  record Page(List<DeviceView> devices, int total) {}

  static DeviceView of(Session session, SessionId current) {
    UserAgent agent = UserAgent.of(session.userAgent());
    return new DeviceView(
        session.id().value(),
        agent.client() + " on " + agent.platform(),
        agent.platform(),
        agent.client(),
        session.address().value(),
        session.userAgent(),
        session.createdAt(),
        session.rotatedAt(),
        session.id().equals(current),
        session.authentication().acr().value());
  }

  @Override
  public String toString() {
    return "DeviceView[" + deviceId + "]";
  }
}
