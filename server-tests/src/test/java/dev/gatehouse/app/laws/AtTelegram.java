package dev.gatehouse.app.laws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.app.Serving;
import dev.gatehouse.telegram.Forge;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Instant;
import java.util.Map;

/**
 * Somebody at Telegram, for whom Telegram signs what a bot is told of him.
 *
 * @param token of that bot
 */
record AtTelegram(Serving server, long id, String token) {
  static final String HANDSHAKE = "/api/v1/oauth/telegram/magic-link";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Like nobody else, to the bot of the default realm. */
  static AtTelegram somebody(Serving server) {
    return new AtTelegram(
        server, Long.parseLong(Fixtures.unique().substring(0, 12), 16) + 1, Forge.TOKEN);
  }

  /** What the stand-in for Telegram's OpenID calls him. */
  String name() {
    return Long.toString(id);
  }

  AtTelegram to(String otherToken) {
    return new AtTelegram(server, id, otherToken);
  }

  String initData() {
    return initData(server.now());
  }

  /** No two are alike. */
  String initData(Instant at) {
    return Forge.miniApp(token, user(), at);
  }

  /** Signed by Telegram itself, for a bot whose token we do not have. */
  String signedInitData(Instant at) {
    return signedInitData(Forge.SIGNED_BOT, at);
  }

  String signedInitData(long bot, Instant at) {
    return Forge.signedMiniApp(bot, user(), at);
  }

  Map<String, String> miniAppFields(Instant at) {
    return Forge.miniAppFields(user(), at);
  }

  private String user() {
    return "{\"id\":" + id + ",\"first_name\":\"Ada\",\"username\":\"ada_l\",\"nonce\":\""
        + Fixtures.unique() + "\"}";
  }

  Map<String, String> widget(Instant at) {
    return Forge.widget(
        token,
        Map.of(
            "id", Long.toString(id), "first_name", "Ada " + Fixtures.unique(), "username", "ada_l"),
        at);
  }

  private static ObjectNode json(Map<String, String> fields) {
    ObjectNode json = MAPPER.createObjectNode();
    fields.forEach((name, value) -> {
      if (name.equals("id") || name.equals("auth_date")) {
        json.put(name, Long.parseLong(value));
      } else {
        json.put(name, value);
      }
    });
    return json;
  }

  String web(Object... more) {
    return web(server.now(), more);
  }

  String web(Instant at, Object... more) {
    return with(json(widget(at)), more);
  }

  String mobile(Object... more) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("auth_data", json(widget(server.now())));
    json.putObject("device").put("platform", "ios").put("device_model", "iPhone 17");
    return with(json, more);
  }

  private static String with(ObjectNode json, Object... more) {
    for (int i = 0; i < more.length; i += 2) {
      json.set(more[i].toString(), MAPPER.valueToTree(more[i + 1]));
    }
    return json.toString();
  }

  /** What the bot's program says of what this person did about a handshake. */
  Reply answers(Serving node, String handshake, Object... more) {
    Object[] members = new Object[more.length + 4];
    members[0] = "token";
    members[1] = handshake;
    members[2] = "telegram_id";
    members[3] = id;
    System.arraycopy(more, 0, members, 4, more.length);
    return new Call(node, "POST", HANDSHAKE + "/complete").bot().json(members).send();
  }

  @Override
  public String toString() {
    return "AtTelegram[" + id + "]";
  }
}
