package dev.gatehouse.client;

import dev.gatehouse.domain.token.AccessClaims;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;

/** What {@link GatehouseFilter} is for servlets, for Javalin: {@code config.routes.before("/orders/*", new GatehouseHandler(client))}. */
public final class GatehouseHandler implements Handler {
  private final Door door;

  /** Takes tokens from the header {@code Authorization} only. */
  public GatehouseHandler(GatehouseClient client) {
    this.door = new Door(client, Optional.empty());
  }

  /** Takes them from a cookie too. */
  public GatehouseHandler(GatehouseClient client, CookieTokens cookie) {
    this.door = new Door(client, Optional.of(cookie));
  }

  /**
   * Who asks.
   *
   * @throws IllegalStateException when the request did not come through this handler
   */
  public static AccessClaims claims(Context context) {
    return GatehouseFilter.claims(context.req());
  }

  @Override
  public void handle(Context context) {
    door.deny(context.req()).ifPresent(denied -> {
      context.status(denied.status());
      denied.headers().forEach(context::header);
      context.header("Cache-Control", "no-store");
      context.result(denied.json());
      context.contentType(Denied.CONTENT_TYPE);
      context.skipRemainingHandlers();
    });
  }
}
