package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.Serving;
import dev.gatehouse.app.laws.Door.Ended;
import dev.gatehouse.app.laws.Door.Site;
import dev.gatehouse.telegram.Forge;
import dev.gatehouse.telegram.OpenIdStand;
import dev.gatehouse.testkit.fixture.Careful;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every door of Telegram's, for somebody whose account is as it may be, with and without a second factor, where registration is open, shut, or for the invited: all
 * of them together, on a real database and a node for each. What goes on elsewhere is the same account: it was made where registration is open.
 */
class DoorsTest {
  private static final String SECRET = "the-secret-of-the-client";

  private static OpenIdStand stand;
  private static final Map<Registration, Serving> NODES = new EnumMap<>(Registration.class);
  private static final Map<Case, Guest> GUESTS = new HashMap<>();
  private static Tables tables;

  /** How it is with new accounts. */
  private enum Registration {
    OPEN,
    CLOSED,
    INVITE_ONLY
  }

  /** How it is with the account of who comes. */
  private enum State {
    /** There is none. */
    NEW,
    /** Made by Telegram, and nothing else leads to it. */
    EXISTING,
    /** Of somebody with a password, who has linked Telegram. */
    LINKED,
    LOCKED,
    PENDING,
    DISABLED,
    /** Its owner has deleted it, and may keep it yet. */
    IN_GRACE,
    /** There was one. */
    ERASED;

    boolean nobody() {
      return this == NEW || this == ERASED;
    }

    boolean inUse() {
      return this == EXISTING || this == LINKED;
    }
  }

  private record Case(Door door, State state, boolean factor, Registration registration) {
    /** Who can try every door, as nothing comes of it that changes how it is with him: one for all of them. */
    Case shared() {
      return state.nobody() ? this : new Case(Door.MINI_APP, state, factor, registration);
    }
  }

  /** @param codes of recovery, each good once */
  private record Guest(AtTelegram who, String account, Deque<String> codes) {}

  private static Stream<Case> cases() {
    return Door.all()
        .flatMap(door -> Stream.of(State.values())
            .flatMap(state -> Stream.of(false, true)
                .filter(factor -> !factor || !state.nobody())
                .flatMap(factor -> Stream.of(Registration.values())
                    .map(registration -> new Case(door, state, factor, registration)))));
  }

  static Stream<Arguments> everything() {
    return cases()
        .map(one -> Arguments.of(
            one.door(), one.state(), one.factor() ? "TOTP" : "no factor", one.registration()));
  }

  @BeforeAll
  static void start() {
    stand = new OpenIdStand(Forge.BOT, SECRET, Clock.systemUTC());
    Serving open = Serving.withTelegram(stand.issuer(), SECRET);
    NODES.put(Registration.OPEN, open);
    NODES.put(Registration.CLOSED, open.beside("closed"));
    NODES.put(Registration.INVITE_ONLY, open.beside("invite_only"));
    tables = new Tables(open);
    cases().forEach(one -> GUESTS.computeIfAbsent(one.shared(), DoorsTest::guest));
    tables.change(
        "update gatehouse.departures set due_at = now() - interval '1 second' where account_id::text = any(?)",
        (Object) GUESTS.entrySet().stream()
            .filter(guest -> guest.getKey().state() == State.ERASED)
            .map(guest -> guest.getValue().account())
            .toArray(String[]::new));
    open.work("purge");
  }

  @AfterAll
  static void stop() {
    NODES.values().forEach(Serving::close);
    stand.close();
  }

  private static Site at(Registration registration) {
    return new Site(NODES.get(registration), stand);
  }

  // ---- who comes

  private static Guest guest(Case one) {
    Serving open = NODES.get(Registration.OPEN);
    AtTelegram who = AtTelegram.somebody(open);
    Deque<String> codes = new ArrayDeque<>();
    if (one.state() == State.NEW) {
      return new Guest(who, "", codes);
    }
    String access = one.state() == State.LINKED ? linked(open, who) : made(who);
    String account = Call.get(open, "/me").bearer(access).send().is(200).at("/id");
    if (one.factor()) {
      codes.addAll(enrol(open, access));
    }
    switch (one.state()) {
      case DISABLED -> open.command("admin", "disable", "--id", account);
      case LOCKED, PENDING ->
        tables.change(
            "update gatehouse.accounts set status = ? where id = cast(? as uuid)",
            one.state().name(),
            account);
      case IN_GRACE, ERASED ->
        new Call(open, "DELETE", "/api/v1/auth/me").bearer(access).send().is(202);
      default -> {}
    }
    return new Guest(who, account, codes);
  }

  private static String made(AtTelegram who) {
    return Door.MINI_APP.enter(at(Registration.OPEN), who).access();
  }

  private static String linked(Serving open, AtTelegram who) {
    Person person = Person.named(open);
    String access = person.signIn().access();
    person
        .post("/telegram/link", "init_data", who.initData())
        .bearer(access)
        .send()
        .is(200);
    return access;
  }

  /** The codes of recovery, once there is a second factor. */
  static List<String> enrol(Serving open, String access) {
    String uri = new Call(open, "POST", "/api/v1/2fa/setup")
        .bearer(access)
        .send()
        .is(200)
        .at("/qr_uri");
    List<String> codes = new ArrayList<>();
    new Call(open, "POST", "/api/v1/2fa/verify")
        .json("code", Careful.shown(uri, open.now()))
        .bearer(access)
        .send()
        .is(200)
        .json()
        .path("recovery_codes")
        .forEach(code -> codes.add(code.asText()));
    return codes;
  }

  // ---- what comes of it

  private static String expected(Case one) {
    if (one.state().nobody()) {
      return one.registration() == Registration.OPEN ? Door.IN : "REGISTRATION_DISABLED";
    }
    if (!one.door().signsIn()) {
      return Door.IN;
    }
    return switch (one.state()) {
      case DISABLED, LOCKED, PENDING -> "CREDENTIALS_REJECTED";
      case IN_GRACE -> one.factor() ? Door.SECOND_FACTOR : "ACCOUNT_LEAVING";
      default -> one.factor() ? Door.SECOND_FACTOR : Door.IN;
    };
  }

  @ParameterizedTest(name = "[L04] [L07] [L08] {0}, {1}, {2}, registration {3}")
  @MethodSource("everything")
  @DisplayName(
      "[L04] [L07] [L08] no door lets in whose account is not in use, or skips a factor, or makes an account where none is to be made; and each lets in all the others")
  void each_door(Door door, State state, String factor, Registration registration) {
    Case one = new Case(door, state, factor.equals("TOTP"), registration);
    Guest guest = GUESTS.get(one.shared());
    long sessions = sessions(guest);

    Ended ended = door.enter(at(registration), guest.who());

    assertThat(ended.code()).isEqualTo(expected(one));
    switch (ended.code()) {
      case Door.IN -> assertIn(one, guest, ended);
      case Door.SECOND_FACTOR -> {
        assertThat(sessions(guest)).isEqualTo(sessions);
        complete(one, guest, ended);
      }
      default -> {
        assertThat(sessions(guest)).isEqualTo(sessions);
        assertThat(ended.ticket().isEmpty()).isEqualTo(!ended.code().equals("ACCOUNT_LEAVING"));
        assertThat(owners(guest.who())).hasSize(state.nobody() ? 0 : 1);
      }
    }
  }

  private static void assertIn(Case one, Guest guest, Ended ended) {
    ended.newcomer().ifPresent(said -> assertThat(said).isEqualTo(one.state().nobody()));
    assertThat(owners(guest.who())).containsExactly(ended.account());
    if (one.state().nobody()) {
      assertThat(ended.account()).isNotEqualTo(guest.account());
    } else {
      assertThat(ended.account()).isEqualTo(guest.account());
    }
    if (one.door().signsIn() && ended.browser().isEmpty()) {
      Call.get(NODES.get(one.registration()), "/me")
          .bearer(ended.access())
          .send()
          .is(200);
    }
  }

  private static void complete(Case one, Guest guest, Ended ended) {
    Reply reply = ended.goOn(
        at(one.registration()),
        "/api/v1/2fa/complete",
        "recovery_code",
        guest.codes().pop());
    if (one.state().inUse()) {
      assertThat(reply.is(200).at("/user/id")).isEqualTo(guest.account());
      assertThat(reply.json().at("/user/session/amr").toString()).contains("fed", "mfa");
    } else {
      reply.is(403, "ACCOUNT_LEAVING");
      assertThat(reply.text()).doesNotContain("gtr_", "\"access_token\":\"");
    }
  }

  private static long sessions(Guest guest) {
    return Long.parseLong(tables.one(
        "select count(*) from gatehouse.sessions where account_id::text = ?", guest.account()));
  }

  private static List<String> owners(AtTelegram who) {
    return tables.column(
        "select account_id::text from gatehouse.identities where realm = 'main' and provider = 'telegram' and subject = ?",
        who.name());
  }

  // ---- one person, all doors

  @ParameterizedTest
  @EnumSource(Door.class)
  @DisplayName(
      "[L06] by every door whoever is new gets one account, after the terms, and comes to it by every other")
  void one_account_by_every_door(Door door) {
    AtTelegram who = AtTelegram.somebody(NODES.get(Registration.OPEN));
    Door.Way way = door.prepared(at(Registration.OPEN), who);
    assertThat(way.go().code()).isEqualTo("TERMS_NOT_ACCEPTED");
    assertThat(owners(who)).isEmpty();
    Ended first = way.go("tos_accepted", true);

    assertThat(first.newcomer()).isIn(Optional.of(true), Optional.empty());
    Door.all().forEach(other -> {
      Ended again = other.enter(at(Registration.OPEN), who);
      assertThat(again.account()).isEqualTo(first.account());
      assertThat(again.newcomer()).isIn(Optional.of(false), Optional.empty());
    });
    JsonNode me = Call.get(NODES.get(Registration.OPEN), "/me")
        .bearer(made(who))
        .send()
        .is(200)
        .json();
    assertThat(me.path("telegram_id").asLong()).isEqualTo(who.id());
    assertThat(me.path("linked_providers")).hasToString("[\"telegram\"]");
  }

  @ParameterizedTest
  @EnumSource(value = Door.class, mode = EnumSource.Mode.EXCLUDE, names = "BOT_USER")
  @DisplayName("[L08] whose account leaves is given by every door what keeps it, and comes in then")
  void what_keeps_an_account(Door door) {
    Site open = at(Registration.OPEN);
    AtTelegram who = AtTelegram.somebody(open.node());
    String access = made(who);
    new Call(open.node(), "DELETE", "/api/v1/auth/me").bearer(access).send().is(202);

    Ended leaving = door.enter(open, who);
    assertThat(leaving.code()).isEqualTo("ACCOUNT_LEAVING");
    Object[] shown =
        leaving.browser().isPresent() ? new Object[0] : new Object[] {"token", leaving.ticket()};
    leaving.goOn(open, "/api/v1/auth/me/restore", shown).is(200);

    Ended kept = door.enter(open, who);
    assertThat(kept.code()).isEqualTo(Door.IN);
    assertThat(owners(who)).containsExactly(kept.account());
  }

  @ParameterizedTest
  @EnumSource(value = Door.class, mode = EnumSource.Mode.EXCLUDE, names = "BOT_USER")
  @DisplayName("[L08] what was in hand before the account was disabled lets nobody in after it")
  void what_was_in_hand_before(Door door) {
    Site open = at(Registration.OPEN);
    AtTelegram who = AtTelegram.somebody(open.node());
    String account = Door.MINI_APP.enter(open, who).account();
    Door.Way before = door.prepared(open, who);
    open.node().command("admin", "disable", "--id", account);

    // a link that was given before is none any more
    assertThat(before.go("tos_accepted", true).code())
        .isIn("CREDENTIALS_REJECTED", "IDENTITY_REJECTED");
  }
}
