package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.Serving;
import dev.gatehouse.telegram.Forge;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every door of Telegram, with what Telegram really signs, on a real database and two nodes. */
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

  /** Prepares to come in; the same call may be sent again where it came to nothing. */
  private interface Door {
    Call ready(AtTelegram who, boolean terms);
  }

  private static Map<String, Door> doors() {
    Map<String, Door> doors = new TreeMap<>();
    doors.put(
        "miniapp",
        (who, terms) -> Call.post(
            server, "/telegram/miniapp", "init_data", who.initData(), "tos_accepted", terms));
    doors.put(
        "web",
        (who, terms) -> Call.post(server, "/telegram/web").body(who.web("tos_accepted", terms)));
    doors.put(
        "mobile",
        (who, terms) -> new Call(server, "POST", "/api/v1/mobile/auth/telegram/callback")
            .body(who.mobile("tos_accepted", terms)));
    doors.put("handshake", (who, terms) -> {
      Reply begun = new Call(server, "POST", BEGIN).send().is(200);
      who.answers(server, begun.at("/token"), "match_code", begun.at("/match_code"))
          .is(200);
      return collect(server, begun, terms);
    });
    doors.put("bot-link", (who, terms) -> {
      String token = Call.post(server, "/telegram/generate-login-link", "telegram_id", who.id())
          .bot()
          .send()
          .is(200)
          .at("/token");
      return Call.post(
          server, "/telegram/bot-link", "token", token, "confirm", true, "tos_accepted", terms);
    });
    return doors;
  }

  private static Call collect(Serving node, Reply begun, boolean terms) {
    return new Call(node, "POST", STATUS)
        .json("token", begun.at("/token"), "flow", begun.at("/flow"), "tos_accepted", terms);
  }

  private static Stream<DynamicTest> each(String law, BiConsumer<Door, AtTelegram> test) {
    return doors().entrySet().stream()
        .map(door -> DynamicTest.dynamicTest(
            law + " " + door.getKey(),
            () -> test.accept(door.getValue(), AtTelegram.somebody(server))));
  }

  private static Reply in(Door door, AtTelegram who) {
    return door.ready(who, true).send().is(200);
  }

  private static String found(Reply reply, String name) {
    JsonNode value = reply.json().findValue(name);
    return value == null || value.isNull() ? "" : value.asText();
  }

  private static String account(Reply reply) {
    return reply.json().findValue("user").path("id").asText();
  }

  private static void givesNoTokens(Reply reply) {
    assertThat(reply.text()).doesNotContain("gtr_", "\"access_token\":\"");
    assertThat(reply.cookies()).isEmpty();
  }

  @TestFactory
  @DisplayName(
      "[L06] by every door whoever is new gets one account, after the terms, and comes to it by every other")
  Stream<DynamicTest> one_account_by_every_door() {
    return each("[L06]", (door, who) -> {
      door.ready(who, false).send().is(422, "TERMS_NOT_ACCEPTED");
      Reply first = in(door, who);

      assertThat(found(first, "is_new_user")).isEqualTo("true");
      doors().values().forEach(other -> {
        Reply again = in(other, who);
        assertThat(account(again)).isEqualTo(account(first));
        assertThat(found(again, "is_new_user")).isEqualTo("false");
      });
      JsonNode me = Call.get(server, "/me")
          .bearer(found(first, "access_token"))
          .send()
          .is(200)
          .json();
      assertThat(me.path("telegram_id").asLong()).isEqualTo(who.id());
      assertThat(me.path("linked_providers")).hasToString("[\"telegram\"]");
    });
  }

  @TestFactory
  @DisplayName("[L07] no door skips an enrolled second factor, whose account is linked")
  Stream<DynamicTest> a_factor_is_due() {
    return each("[L07]", (door, who) -> {
      Person person = Person.proven(server);
      String access = person.signIn().access();
      person
          .post("/telegram/link", "init_data", who.initData())
          .bearer(access)
          .send()
          .is(200);
      assertThat(found(in(door, who), "id")).isNotEmpty();
      String uri = new Call(server, "POST", "/api/v1/2fa/setup")
          .bearer(access)
          .send()
          .is(200)
          .at("/qr_uri");
      JsonNode codes = new Call(server, "POST", "/api/v1/2fa/verify")
          .json("code", Careful.shown(uri, server.now()))
          .bearer(access)
          .send()
          .is(200)
          .json()
          .path("recovery_codes");

      Reply due = in(door, who);

      givesNoTokens(due);
      assertThat(found(due, "requires_2fa")).isEqualTo("true");
      Reply complete = new Call(server, "POST", "/api/v1/2fa/complete")
          .json("recovery_code", codes.path(0).asText())
          .bearer(found(due, "tfa_token"))
          .send()
          .is(200);
      assertThat(complete.at("/user/login")).isEqualTo(person.login());
      assertThat(complete.json().at("/user/session/amr").toString()).contains("fed", "mfa");
    });
  }

  @TestFactory
  @DisplayName(
      "[L08] an account that is disabled, locked, pending or deleted gets tokens by no door")
  Stream<DynamicTest> accounts_that_are_not_active() {
    return Stream.of("disabled by command", "DISABLED", "LOCKED", "PENDING", "DELETED")
        .flatMap(state -> each("[L08] " + state, (door, who) -> {
          Person person = Person.proven(server);
          person
              .post("/telegram/link", "init_data", who.initData())
              .bearer(person.signIn().access())
              .send()
              .is(200);
          Call before = door.ready(who, true);
          if (state.equals("disabled by command")) {
            server.command("admin", "disable", person.login());
          } else {
            tables.change(
                "update gatehouse.accounts set status = ? where username = ?",
                state,
                person.login());
          }

          for (Call call : List.of(before, door.ready(who, true))) {
            Reply reply = call.send().is(401);
            // a link that was given before the account was disabled is none any more
            assertThat(reply.code()).isIn("CREDENTIALS_REJECTED", "IDENTITY_REJECTED");
            givesNoTokens(reply);
          }
        }));
  }

  @TestFactory
  @DisplayName(
      "[L08] [L46] whose account leaves is told until when it can be kept; once it is erased, the person is new")
  Stream<DynamicTest> accounts_that_leave() {
    return each("[L08]", (door, who) -> {
      Person person = Person.proven(server);
      String access = person.signIn().access();
      person
          .post("/telegram/link", "init_data", who.initData())
          .bearer(access)
          .send()
          .is(200);
      new Call(server, "DELETE", "/api/v1/auth/me").bearer(access).send().is(202);

      Reply leaving = door.ready(who, true).send().is(403, "ACCOUNT_LEAVING");
      givesNoTokens(leaving);
      Call.post(server, "/me/restore", "token", leaving.at("/restore_token"))
          .send()
          .is(200);
      Reply kept = in(door, who);
      assertThat(kept.json().findValue("login").asText()).isEqualTo(person.login());

      server.command("admin", "delete", "--now", person.login());
      Reply anew = in(door, who);
      assertThat(found(anew, "is_new_user")).isEqualTo("true");
      assertThat(account(anew)).isNotEqualTo(account(kept));
    });
  }

  @Test
  @DisplayName(
      "where registration is shut nobody new comes in by any door, and who has an account does")
  void registration_is_shut() {
    AtTelegram who = AtTelegram.somebody(server);
    List<Call> calls = List.of(
        Call.post(server, "/telegram/miniapp", "init_data", who.initData(), "tos_accepted", true),
        Call.post(server, "/telegram/web").body(who.web("tos_accepted", true)),
        new Call(server, "POST", "/api/v1/mobile/auth/telegram/callback")
            .body(who.mobile("tos_accepted", true)));
    calls.forEach(call -> call.to(Serving.SHUT).send().is(403, "REGISTRATION_DISABLED"));
    String id = account(in(doors().get("miniapp"), who));
    // as if it had been made before registration was shut
    for (String table : List.of("accounts where id", "identities where account_id")) {
      tables.change(
          "update gatehouse." + table.replace(" where", " set realm = 'shut' where")
              + " = cast(? as uuid)",
          id);
    }
    calls.forEach(call ->
        assertThat(found(call.to(Serving.SHUT).send().is(200), "is_new_user")).isEqualTo("false"));
  }

  // ---- proofs

  private static void rejected(Call call) {
    givesNoTokens(call.send().is(401, "IDENTITY_REJECTED"));
  }

  private static List<String> reasons() {
    return tables.column(
        "select reason from gatehouse.audit where type = 'IDENTITY_FAILED' order by position desc limit 1");
  }

  @Test
  @DisplayName("[L12] a proof that one node took, no other takes; of racing nodes one does")
  void a_proof_is_taken_once() {
    AtTelegram who = AtTelegram.somebody(server);
    in(doors().get("miniapp"), who);
    String initData = who.initData();
    String web = who.web();
    Call.post(server, "/telegram/miniapp", "init_data", initData).send().is(200);
    Call.post(server, "/telegram/web").body(web).send().is(200);
    for (Serving node : List.of(beside, server)) {
      rejected(Call.post(node, "/telegram/miniapp", "init_data", initData));
      rejected(Call.post(node, "/telegram/web").body(web));
      assertThat(reasons()).containsExactly("PROOF_REUSED");
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
    in(doors().get("web"), who);
    Instant now = server.now();
    Map<Instant, String> wrong = Map.of(
        now.plusSeconds(120), "PROOF_FROM_THE_FUTURE",
        now.minus(Duration.ofMinutes(6)), "PROOF_STALE");
    wrong.forEach((at, why) -> {
      rejected(Call.post(server, "/telegram/miniapp", "init_data", who.initData(at)));
      assertThat(reasons()).containsExactly(why);
      rejected(Call.post(server, "/telegram/web").body(who.web(at)));
      assertThat(reasons()).containsExactly(why);
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
    in(doors().get("web"), who);
    Map<String, String> widget = who.widget(server.now());
    rejected(Call.post(server, "/telegram/miniapp", "init_data", Forge.query(widget)));
    rejected(Call.post(
        server,
        "/telegram/miniapp",
        "init_data",
        Forge.query(
            Forge.with(Forge.without(widget, "hash"), "user", "{\"id\":" + who.id() + "}"))));
    Map<String, String> keyedAsMiniApp =
        Forge.hashed(Forge.without(widget, "hash"), Forge.miniAppKey(Forge.TOKEN));
    Object[] members = keyedAsMiniApp.entrySet().stream()
        .flatMap(field -> Stream.<Object>of(field.getKey(), field.getValue()))
        .toArray();
    rejected(Call.post(server, "/telegram/web", members));
    AtTelegram ofAnother = who.to(Forge.OTHER_TOKEN);
    rejected(Call.post(server, "/telegram/miniapp", "init_data", ofAnother.initData()));
    rejected(Call.post(server, "/telegram/web").body(ofAnother.web()));
    rejected(Call.post(server, "/telegram/miniapp", "init_data", who.initData()).to(Serving.SHOP));
    rejected(Call.post(
        server,
        "/telegram/miniapp",
        "init_data",
        who.initData().replace(Long.toString(who.id()), "42")));
    assertThat(reasons()).containsExactly("PROOF_FORGED");
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
    AtTelegram ada = AtTelegram.somebody(server);
    in(doors().get("web"), ada);
    Race.rounds(4, round -> {
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

  @Test
  @DisplayName(
      "[L11] [L14] a second browser collects nothing, with a handle of its own or an app's way, and the first one does")
  void a_second_browser() {
    AtTelegram ada = AtTelegram.somebody(server);
    in(doors().get("web"), ada);
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
    in(doors().get("handshake"), ada);
    String account = account(in(doors().get("bot-link"), ada));
    assertThat(tables.column(
            "select reason from gatehouse.audit where type = 'VOUCHED' and address is not null and account_id = cast(? as uuid)",
            account))
        .containsExactly("LOGIN_LINK");
    assertThat(tables.column(
            "select reason from gatehouse.audit where type = 'VOUCHED' and address is not null"))
        .contains("HANDSHAKE");
    assertThat(tables.column("select a::text from gatehouse.audit a where type <> 'x'"))
        .noneMatch(row -> row.contains(Long.toString(ada.id())))
        .noneMatch(row -> row.contains("ada_l"));
  }
}
