package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.app.laws.Door.Ended;
import dev.gatehouse.app.laws.Door.Site;
import dev.gatehouse.telegram.Forge;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Telegram signs, and handshakes, in wrong hands: on a real database and two nodes. Who comes in by them is for {@link DoorsTest}. */
class TelegramTest {
  private static final String BEGIN = AtTelegram.HANDSHAKE;
  private static final String STATUS = BEGIN + "/status";

  private static Serving server;
  private static Serving beside;
  private static Tables tables;

  @BeforeAll
  static void start() {
    server = Serving.behindProxy();
    beside = server.beside();
    tables = new Tables(server);
  }

  @AfterAll
  static void stop() {
    beside.close();
    server.close();
  }

  private static Ended in(Door door, AtTelegram who) {
    Ended ended = door.enter(new Site(server, Optional.empty()), who);
    assertThat(ended.code()).isEqualTo(Door.IN);
    return ended;
  }

  private static Call collect(Serving node, Reply begun, boolean terms) {
    return new Call(node, "POST", STATUS)
        .json("token", begun.at("/token"), "flow", begun.at("/flow"), "tos_accepted", terms);
  }

  private static void givesNoTokens(Reply reply) {
    assertThat(reply.text()).doesNotContain("gtr_", "\"access_token\":\"");
    assertThat(reply.cookies()).isEmpty();
  }

  // ---- proofs

  /** @param why as the trail has it, in one row more */
  private static void rejected(Call call, String why) {
    String last = tables.one("select coalesce(max(position), 0) from gatehouse.audit");
    givesNoTokens(call.send().is(401, "IDENTITY_REJECTED"));
    assertThat(tables.column(
            "select reason from gatehouse.audit where type = 'IDENTITY_FAILED' and position > cast(? as bigint)",
            last))
        .containsExactly(why);
  }

  private static void forged(Call call) {
    rejected(call, "PROOF_FORGED");
  }

  private static Call miniApp(Map<String, String> fields) {
    return Call.post(server, "/telegram/miniapp", "init_data", Forge.query(fields));
  }

  private static Object[] members(Map<String, String> fields) {
    return fields.entrySet().stream()
        .flatMap(field -> Stream.<Object>of(field.getKey(), field.getValue()))
        .toArray();
  }

  @Test
  @DisplayName("[L12] a proof that one node took, no other takes; of racing nodes one does")
  void a_proof_is_taken_once() {
    AtTelegram who = AtTelegram.somebody(server);
    in(Door.MINI_APP, who);
    String initData = who.initData();
    String signed = who.signedInitData(server.now());
    String web = who.web();
    Call.post(server, "/telegram/miniapp", "init_data", initData).send().is(200);
    Call.post(server, "/telegram/miniapp", "init_data", signed).send().is(200);
    Call.post(server, "/telegram/web").body(web).send().is(200);
    for (Serving node : List.of(beside, server)) {
      rejected(Call.post(node, "/telegram/miniapp", "init_data", initData), "PROOF_REUSED");
      rejected(Call.post(node, "/telegram/miniapp", "init_data", signed), "PROOF_REUSED");
      rejected(Call.post(node, "/telegram/web").body(web), "PROOF_REUSED");
    }
    Race.rounds(5, round -> {
      String raced = who.initData();
      List<Integer> statuses = Race.of(
          6,
          n -> Call.post(n % 2 == 0 ? server : beside, "/telegram/miniapp", "init_data", raced)
              .send()
              .status());
      assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 401);
    });
  }

  @Test
  @DisplayName("[L12] no proof from the future or too old is taken, and the trail says why")
  void a_proof_is_fresh() {
    AtTelegram who = AtTelegram.somebody(server);
    in(Door.WIDGET, who);
    Instant now = server.now();
    Map<Instant, String> wrong = Map.of(
        now.plusSeconds(120), "PROOF_FROM_THE_FUTURE",
        now.minus(Duration.ofMinutes(6)), "PROOF_STALE");
    wrong.forEach((at, why) -> {
      rejected(Call.post(server, "/telegram/miniapp", "init_data", who.initData(at)), why);
      rejected(Call.post(server, "/telegram/miniapp", "init_data", who.signedInitData(at)), why);
      rejected(Call.post(server, "/telegram/web").body(who.web(at)), why);
    });
    Call.post(server, "/telegram/web").body(who.web(now.plusSeconds(30))).send().is(200);
    Call.post(server, "/telegram/web")
        .body(who.web(now.minus(Duration.ofMinutes(4))))
        .send()
        .is(200);
  }

  @Test
  @DisplayName(
      "[L12] neither kind of proof is taken for the other, nor another bot's, nor one that was changed")
  void a_proof_is_of_its_kind() {
    AtTelegram who = AtTelegram.somebody(server);
    in(Door.WIDGET, who);
    Instant now = server.now();
    Map<String, String> widget = who.widget(now);
    forged(Call.post(server, "/telegram/miniapp", "init_data", Forge.query(widget)));
    // what the Mini App gives, by the key of the widget's data
    forged(miniApp(Forge.hashed(who.miniAppFields(now), Forge.widgetKey(Forge.TOKEN))));
    Map<String, String> keyedAsMiniApp =
        Forge.hashed(Forge.without(widget, "hash"), Forge.miniAppKey(Forge.TOKEN));
    forged(Call.post(server, "/telegram/web", members(keyedAsMiniApp)));
    // and by the right ones they are good
    miniApp(Forge.hashed(who.miniAppFields(now), Forge.miniAppKey(Forge.TOKEN)))
        .send()
        .is(200);
    Call.post(server, "/telegram/web", members(widget)).send().is(200);
    AtTelegram ofAnother = who.to(Forge.OTHER_TOKEN);
    forged(Call.post(server, "/telegram/miniapp", "init_data", ofAnother.initData()));
    forged(Call.post(server, "/telegram/web").body(ofAnother.web()));
    forged(Call.post(server, "/telegram/miniapp", "init_data", who.initData()).to(Serving.SHOP));
    forged(Call.post(
        server,
        "/telegram/miniapp",
        "init_data",
        who.initData().replace(Long.toString(who.id()), "42")));
    // whom Telegram vouches for to one bot, to no other: neither one of nobody here, nor one whose
    // token is known
    for (long bot : List.of(Forge.SIGNED_BOT + 1, Forge.BOT)) {
      forged(Call.post(server, "/telegram/miniapp", "init_data", who.signedInitData(bot, now)));
    }
    forged(Call.post(
        server,
        "/telegram/miniapp",
        "init_data",
        who.signedInitData(now).replace(Long.toString(who.id()), "42")));
    Call.post(server, "/telegram/miniapp", "init_data", ofAnother.initData(), "tos_accepted", true)
        .to(Serving.SHOP)
        .send()
        .is(200);
    Call.post(server, "/telegram/miniapp", "init_data", who.initData())
        .to(Serving.CREW)
        .send()
        .is(403, "PROVIDERS_SHUT");
  }

  // ---- handshakes

  private static Reply begin() {
    return new Call(server, "POST", BEGIN).send().is(200);
  }

  private static String other(Reply begun) {
    return Integer.toString(10 + (Integer.parseInt(begun.at("/match_code")) - 9) % 90);
  }

  private static void assertStatus(Reply begun, String expected) {
    for (Serving node : List.of(server, beside)) {
      Reply reply = collect(node, begun, true).send().is(200);
      assertThat(reply.at("/status")).isEqualTo(expected);
      givesNoTokens(reply);
    }
  }

  @Test
  @DisplayName(
      "[L11] whoever did not press the button confirms nothing, and a wrong number denies for good")
  void wrong_people_and_wrong_numbers() {
    AtTelegram ada = AtTelegram.somebody(server);
    AtTelegram eve = AtTelegram.somebody(server);
    Reply begun = begin();
    ada.answers(server, begun.at("/token")).is(200);
    eve.answers(beside, begun.at("/token"), "match_code", begun.at("/match_code"))
        .is(404);
    eve.answers(server, begun.at("/token"), "deny", true).is(404);
    assertStatus(begun, "confirming");

    ada.answers(beside, begun.at("/token"), "match_code", other(begun)).is(401, "CODE_REJECTED");

    for (AtTelegram anybody : List.of(ada, eve)) {
      anybody
          .answers(server, begun.at("/token"), "match_code", begun.at("/match_code"))
          .is(404);
    }
    assertStatus(begun, "denied");
  }

  @Test
  @DisplayName(
      "[L11] [L02] of racing answers one counts, and of racing collectors one is let in, on two nodes")
  void once_and_no_more() {
    Race.rounds(4, round -> {
      AtTelegram ada = known();
      Reply begun = begin();
      List<Integer> answers = Race.of(
          4,
          n -> ada.answers(
                  n % 2 == 0 ? server : beside,
                  begun.at("/token"),
                  "match_code",
                  begun.at("/match_code"))
              .status());
      assertThat(answers).containsOnlyOnce(200).containsOnly(200, 404);

      List<Reply> collected =
          Race.of(4, n -> collect(n % 2 == 0 ? server : beside, begun, true).send());
      assertThat(collected)
          .filteredOn(reply -> reply.text().contains("\"access_token\""))
          .hasSize(1);
      assertStatus(begun, "expired");
    });
    Race.rounds(4, round -> {
      AtTelegram ada = known();
      Reply begun = begin();
      ada.answers(server, begun.at("/token")).is(200);
      List<Integer> answers = Race.of(
          4,
          n -> ada.answers(
                  n % 2 == 0 ? server : beside, begun.at("/token"), "match_code", other(begun))
              .status());
      assertThat(answers).containsOnlyOnce(401).containsOnly(401, 404);
      assertStatus(begun, "denied");
    });
  }

  /** Somebody new with an account: a bot's program lets one person in so often in an hour. */
  private AtTelegram known() {
    AtTelegram ada = AtTelegram.somebody(server);
    in(Door.WIDGET, ada);
    return ada;
  }

  @Test
  @DisplayName(
      "[L11] [L14] a second browser collects nothing, with a handle of its own or an app's way, and the first one does")
  void a_second_browser() {
    AtTelegram ada = AtTelegram.somebody(server);
    in(Door.WIDGET, ada);
    Browser first = new Browser(server);
    Browser second = new Browser(server);
    String origin = "https://" + Serving.HOST;
    Reply begun = first
        .send(new Call(server, "POST", BEGIN).header("Origin", origin), BEGIN)
        .is(200);
    second.send(new Call(server, "POST", BEGIN).header("Origin", origin), BEGIN).is(200);
    String token = begun.at("/token");
    ada.answers(server, token, "match_code", begun.at("/match_code")).is(200);

    Reply none = second
        .send(
            new Call(server, "POST", STATUS).json("token", token).header("Origin", origin), STATUS)
        .is(200);
    assertThat(none.at("/status")).isEqualTo("expired");
    assertThat(new Call(server, "POST", STATUS)
            .json("token", token, "flow", first.cookie("handshake_flow"))
            .send()
            .is(200)
            .at("/status"))
        .isEqualTo("expired");
    String look = BEGIN + "/" + token + "/status";
    assertThat(new Call(server, "GET", look).send().is(200).at("/status")).isEqualTo("expired");
    Reply seen = first.send(new Call(server, "GET", look), look).is(200);
    assertThat(seen.at("/status")).isEqualTo("completed");
    assertThat(seen.cookies()).isEmpty();

    Reply in = first
        .send(
            new Call(beside, "POST", STATUS).json("token", token).header("Origin", origin), STATUS)
        .is(200);
    assertThat(in.text()).doesNotContain("access_token", "gtr_");
    assertThat(first.get("/me").is(200).json().path("telegram_id").asLong()).isEqualTo(ada.id());
    second.get("/me").is(401);
  }

  @Test
  @DisplayName(
      "[L16] [L49] the secret of one realm's bot is none in another, and its handshakes are its own")
  void a_secret_of_one_realm() {
    AtTelegram ada = AtTelegram.somebody(server);
    Reply begun = begin();
    Call shop = new Call(server, "POST", BEGIN + "/complete")
        .to(Serving.SHOP)
        .json(
            "token",
            begun.at("/token"),
            "telegram_id",
            ada.id(),
            "match_code",
            begun.at("/match_code"));
    shop.bot().send().is(401, "BOT_SECRET_REQUIRED");
    shop.header("X-Telegram-Bot-Secret", Serving.SHOP_BOT_SECRET).send().is(404, "NOT_FOUND");
    Call.post(server, "/telegram/generate-login-link", "telegram_id", ada.id())
        .header("X-Telegram-Bot-Secret", Serving.SHOP_BOT_SECRET)
        .send()
        .is(401, "BOT_SECRET_REQUIRED");
    assertStatus(begun, "pending");
  }

  @Test
  @DisplayName(
      "[L44] [L40] what the bot's program does is on record from where, and neither number nor name is in it")
  void on_record() {
    AtTelegram ada = AtTelegram.somebody(server);
    in(Door.HANDSHAKE, ada);
    String account = in(Door.BOT_LINK, ada).account();
    assertThat(tables.column(
            "select reason from gatehouse.audit where type = 'VOUCHED' and address is not null and account_id = cast(? as uuid)",
            account))
        .containsExactly("LOGIN_LINK");
    assertThat(tables.column(
            "select reason from gatehouse.audit where type = 'VOUCHED' and address is not null"))
        .contains("LET_IN");
    assertThat(tables.column("select a::text from gatehouse.audit a where type <> 'x'"))
        .noneMatch(row -> row.contains(Long.toString(ada.id())))
        .noneMatch(row -> row.contains("ada_l"));
  }
}
