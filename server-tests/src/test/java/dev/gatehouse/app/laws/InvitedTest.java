package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.app.laws.Door.Ended;
import dev.gatehouse.app.laws.Door.Site;
import dev.gatehouse.app.laws.Door.Way;
import dev.gatehouse.telegram.Forge;
import dev.gatehouse.telegram.OpenIdStand;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A realm that takes only whoever is invited, and people at each door of Telegram's with an invitation, without, with another's, or twice. */
class InvitedTest {
  private static final String SECRET = "the-secret-of-the-client";

  private static OpenIdStand stand;
  private static Serving open;
  private static Serving server;
  private static Serving shut;
  private static Tables tables;
  private static Map<String, String> worthless;

  /** A good one, of a partner. */
  private static Invitation untaken;

  @BeforeAll
  static void start() {
    stand = new OpenIdStand(Forge.BOT, SECRET, Clock.systemUTC());
    open = Serving.withTelegram(stand.issuer(), SECRET);
    server = open.beside("invite_only");
    shut = open.beside("closed");
    tables = new Tables(open);
    untaken = Invitation.issued("--role", "partner");
    worthless = Map.of(
        "made up", "A".repeat(43),
        "of another realm", Invitation.issued("--realm", "shop").secret(),
        "run out", Invitation.issued().over().secret(),
        "revoked", Invitation.issued().revoked().secret(),
        "for an address", Invitation.issued("--email", Person.anAddress()).secret());
  }

  @AfterAll
  static void stop() {
    shut.close();
    server.close();
    open.close();
    stand.close();
  }

  static Stream<Door> doors() {
    return Door.all().filter(Door::takesInvitations);
  }

  /** @param secret behind the link */
  private record Invitation(String secret, UUID id) {
    static Invitation issued(String... more) {
      String said = server.command(
          Stream.concat(Stream.of("admin", "invite"), Stream.of(more)).toArray(String[]::new));
      List<String> lines = said.lines().toList();
      return new Invitation(
          lines.get(0).replaceAll(".*#token=", ""), UUID.fromString(lines.get(1).split(" ", 2)[0]));
    }

    /** Nobody, or who took it. */
    String taker() {
      return tables.one("select account_id::text from gatehouse.invitations where id = ?", id);
    }

    Invitation over() {
      tables.change(
          "update gatehouse.invitations set ends_at = now() - interval '1 second' where id = ?",
          id);
      return this;
    }

    Invitation revoked() {
      server.command("admin", "revoke-invite", id.toString());
      return this;
    }
  }

  private static Site site() {
    return new Site(server, stand);
  }

  private static Ended go(Way way, String secret) {
    return way.go("tos_accepted", true, "invite_token", secret);
  }

  @ParameterizedTest
  @MethodSource("doors")
  @DisplayName(
      "[L02] [L12] an invitation lets one in, once, with the role it names; what is none, another realm's, revoked or run out lets nobody in and uses up neither itself nor what was shown")
  void an_invitation_lets_one_in(Door door) {
    AtTelegram ada = AtTelegram.somebody(server);
    Way way = door.prepared(site(), ada);
    Invitation good = Invitation.issued("--role", "partner");

    assertThat(way.go("tos_accepted", true).code()).isEqualTo("REGISTRATION_DISABLED");
    assertThat(go(way, good.secret().substring(1)).code()).isEqualTo("INVITATION_REJECTED");
    worthless.forEach(
        (what, none) -> assertThat(go(way, none).code()).as(what).isEqualTo("INVITATION_REJECTED"));
    assertThat(way.go("invite_token", good.secret()).code()).isEqualTo("TERMS_NOT_ACCEPTED");
    assertThat(good.taker()).isEqualTo("null");
    Ended in = go(way, good.secret());

    assertThat(in.code()).isEqualTo(Door.IN);
    assertThat(in.newcomer()).contains(true);
    assertThat(good.taker()).isEqualTo(in.account());
    assertThat(tables.one(
            "select roles::text from gatehouse.accounts where id = cast(? as uuid)", in.account()))
        .isEqualTo("{PARTNER}");
    assertThat(go(door.prepared(site(), AtTelegram.somebody(server)), good.secret())
            .code())
        .isEqualTo("INVITATION_REJECTED");
    assertThat(good.taker()).isEqualTo(in.account());
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  @DisplayName(
      "[L18] whoever has an account comes in, uses no invitation up, be it good or none, and stays what he is")
  void who_has_an_account_uses_none_up(Door door) {
    AtTelegram ada = AtTelegram.somebody(server);
    String account = Door.MINI_APP.enter(new Site(open, stand), ada).account();
    for (String shown : List.of(untaken.secret(), "A".repeat(43))) {
      Ended in = go(door.prepared(site(), ada), shown);
      assertThat(in.code()).isEqualTo(Door.IN);
      assertThat(in.account()).isEqualTo(account);
    }
    assertThat(untaken.taker()).isEqualTo("null");
    assertThat(tables.one(
            "select roles::text from gatehouse.accounts where id = cast(? as uuid)", account))
        .isEqualTo("{USER}");
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  @DisplayName("[L04] the kill switch stops the invited at every door, and uses nothing up")
  void the_kill_switch_stops_the_invited(Door door) {
    AtTelegram ada = AtTelegram.somebody(server);

    assertThat(go(door.prepared(new Site(shut, stand), ada), untaken.secret()).code())
        .isEqualTo("REGISTRATION_DISABLED");
    assertThat(untaken.taker()).isEqualTo("null");
    assertThat(tables.column("select 1 from gatehouse.identities where subject = ?", ada.name()))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "[L02] of racing people with one invitation, each at another door and node, one is let in")
  void a_race_of_all_doors_lets_one_in() {
    List<Door> doors = doors().toList();
    Race.rounds(3, round -> {
      Invitation one = Invitation.issued();
      List<Way> ways = doors.stream()
          .map(door -> door.prepared(site(), AtTelegram.somebody(server)))
          .toList();

      List<Ended> ended = Race.of(ways.size(), n -> go(ways.get(n), one.secret()));

      assertThat(ended.stream().map(Ended::code).collect(Collectors.toList()))
          .containsOnlyOnce(Door.IN)
          .containsOnly(Door.IN, "INVITATION_REJECTED");
    });
  }

  @Test
  @DisplayName(
      "[L02] of one person's racing proofs with one invitation all come to the account that it made")
  void racing_proofs_come_to_one_account() {
    Race.rounds(3, round -> {
      Invitation one = Invitation.issued();
      AtTelegram ada = AtTelegram.somebody(server);
      List<Way> ways = Stream.of(
              Door.MINI_APP, Door.WIDGET, Door.MOBILE_CALLBACK, Door.MOBILE_ID_TOKEN)
          .map(door -> door.prepared(site(), ada))
          .toList();

      List<Ended> ended = Race.of(ways.size(), n -> go(ways.get(n), one.secret()));

      assertThat(ended.stream().map(Ended::code)).containsOnly(Door.IN);
      assertThat(ended.stream().map(Ended::account)).containsOnly(one.taker());
    });
  }
}
