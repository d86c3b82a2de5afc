package dev.gatehouse.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A part of the feed as the server tells it. */
record FeedPage(List<Entry> entries, String cursor) {
  private static final String FEED = "feed of revocations";

  /** Something revoked, and when. */
  record Entry(Revoked what, Instant at) {}

  /** @throws dev.gatehouse.port.Outage when anything in it is not understood: what is passed over would go on being accepted */
  static FeedPage read(String text) {
    JsonNode json = Json.read(text, FEED);
    List<Entry> entries = new ArrayList<>();
    try {
      json.path("revocations").forEach(entry -> entries.add(entry(entry)));
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw Server.notUnderstood(FEED);
    }
    String cursor = Json.text(json, "cursor").orElse("");
    if (cursor.isEmpty() || !json.path("revocations").isArray()) {
      throw Server.notUnderstood(FEED);
    }
    return new FeedPage(List.copyOf(entries), cursor);
  }

  private static Entry entry(JsonNode json) {
    Optional<Revoked> session =
        Json.text(json, "sid").map(id -> new Revoked.OfSession(new SessionId(UUID.fromString(id))));
    Optional<Revoked> key = Json.text(json, "kid").map(Revoked.OfKey::new);
    return new Entry(
        session.or(() -> key).orElseThrow(() -> Server.notUnderstood(FEED)),
        Instant.parse(Json.text(json, "at").orElse("")));
  }
}
