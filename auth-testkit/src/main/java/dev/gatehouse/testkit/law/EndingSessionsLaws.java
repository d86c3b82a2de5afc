package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Everything that ends sessions: it ends what it says, all of it, at once, and nothing else. */
public abstract class EndingSessionsLaws extends Laws {
  /** Somebody signed in three times from one browser at one address, and a neighbour. The first session is the one that acts. */
  private final class Street {
    final House.Person person = house().person();
    final List<Tokens> sessions =
        IntStream.range(0, 3).mapToObj(i -> house().signIn(person).tokens()).toList();
    final House.Person neighbour = house().person();
    final Tokens neighbours = house().signIn(neighbour).tokens();

    Tokens session(int index) {
      return sessions.get(index);
    }

    void assertEnded(Integer... ended) {
      Set<Integer> expected = Set.of(ended);
      for (int i = 0; i < sessions.size(); i++) {
        Tokens tokens = sessions.get(i);
        if (expected.contains(i)) {
          assertDead(person, tokens);
        } else {
          assertAlive(person, tokens);
        }
      }
      assertAlive(neighbour, neighbours);
      List<SessionId> left = IntStream.range(0, sessions.size())
          .filter(i -> !expected.contains(i))
          .mapToObj(i -> sessions.get(i).claims().session())
          .toList();
      assertThat(live(person).stream().map(Session::id)).containsExactlyInAnyOrderElementsOf(left);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // positions, for reading only
  private record Ending(
      String name,
      RevokeReason reason,
      Consumer<EndingSessionsLaws.Street> act,
      Integer... ended) {}

  private List<Ending> endings() {
    return List.of(
        new Ending(
            "signing out by access token",
            RevokeReason.SIGNED_OUT,
            s -> gatehouse().signOut().handle(s.person.client(), house().claims(s.session(0))),
            0),
        new Ending(
            "signing out by refresh token",
            RevokeReason.SIGNED_OUT,
            s -> gatehouse().signOut().handle(s.person.client(), s.session(1).refresh()),
            1),
        new Ending(
            "signing out by an earlier refresh token",
            RevokeReason.SIGNED_OUT,
            s -> {
              house().refresh(s.person, house().refresh(s.person, s.session(1)));
              gatehouse().signOut().handle(s.person.client(), s.session(1).refresh());
            },
            1),
        new Ending(
            "removing a device",
            RevokeReason.REMOVED_BY_OWNER,
            s -> gatehouse()
                .endSession()
                .handle(
                    s.person.client(),
                    house().claims(s.session(0)),
                    s.session(2).claims().session()),
            2),
        new Ending(
            "removing the device that asks",
            RevokeReason.REMOVED_BY_OWNER,
            s -> gatehouse()
                .endSession()
                .handle(
                    s.person.client(),
                    house().claims(s.session(0)),
                    s.session(0).claims().session()),
            0),
        new Ending(
            "signing out everywhere",
            RevokeReason.SIGNED_OUT_EVERYWHERE,
            s -> assertThat(everywhere(s, false)).isEqualTo(3),
            0,
            1,
            2),
        new Ending(
            "signing out everywhere else",
            RevokeReason.SIGNED_OUT_EVERYWHERE,
            s -> assertThat(everywhere(s, true)).isEqualTo(2),
            1,
            2),
        new Ending(
            "changing the password",
            RevokeReason.PASSWORD_CHANGED,
            s -> assertThat(changePassword(s)).isEqualTo(2),
            1,
            2),
        new Ending(
            "disabling",
            RevokeReason.ACCOUNT_DISABLED,
            s -> assertThat(gatehouse().disableAccount().handle(act(s.person))).isEqualTo(3),
            0,
            1,
            2));
  }

  private int everywhere(Street street, boolean keep) {
    return gatehouse()
        .signOutEverywhere()
        .handle(street.person.client(), house().claims(street.session(0)), keep);
  }

  private int changePassword(Street street) {
    return gatehouse()
        .changePassword()
        .handle(
            street.person.client(),
            house().claims(street.session(0)),
            street.person.password(),
            House.newPassword());
  }

  @TestFactory
  @DisplayName(
      "[L23] whatever ends sessions ends exactly what it says, access tokens included, at once on this node")
  Stream<DynamicTest> each_ends_exactly_what_it_says() {
    return endings().stream()
        .map(ending -> DynamicTest.dynamicTest("[L23] " + ending.name(), () -> {
          Street street = new Street();

          ending.act().accept(street);

          street.assertEnded(ending.ended());
          assertThat(engine().rows(EventType.SESSION_ENDED).stream()
                  .filter(row ->
                      row.subject().equals(Optional.of(street.person.account().id())))
                  .map(row -> row.reason()))
              .hasSize(ending.ended().length)
              .containsOnly(ending.reason().name());
          later(Duration.ofSeconds(5));
          street.assertEnded(ending.ended());
          house().work();
          street.assertEnded(ending.ended());
        }));
  }

  @Test
  @DisplayName(
      "[L24] of two sessions of one browser at one address removing one ends just that one")
  void a_device_is_a_session() {
    House.Person person = house().person();
    Tokens one = house().signIn(person).tokens();
    Tokens two = house().signIn(person).tokens();
    List<Session> listed =
        gatehouse().listSessions().handle(house().claims(one), Optional.empty(), 10);
    assertThat(listed).hasSize(2);
    assertThat(listed.get(0).userAgent()).isEqualTo(listed.get(1).userAgent());
    assertThat(listed.get(0).address()).isEqualTo(listed.get(1).address());

    gatehouse()
        .endSession()
        .handle(person.client(), house().claims(one), two.claims().session());

    assertAlive(person, one);
    assertDead(person, two);
  }

  @Test
  @DisplayName("[L24] a device of somebody else, and one that was removed already, are not there")
  void others_devices_are_not_there() {
    House.Person person = house().person();
    House.Person other = house().person();
    Tokens mine = house().signIn(person).tokens();
    Tokens second = house().signIn(person).tokens();
    Tokens others = house().signIn(other).tokens();
    SessionId gone = second.claims().session();
    gatehouse().endSession().handle(person.client(), house().claims(mine), gone);

    for (SessionId id : List.of(others.claims().session(), gone)) {
      assertThat(Refusals.of(
              () -> gatehouse().endSession().handle(person.client(), house().claims(mine), id)))
          .isEqualTo(new Refusal.NotFound());
    }
    assertAlive(other, others);
  }

  @Test
  @DisplayName("[L23] signing out twice is no error and writes nothing more")
  void signing_out_twice_is_no_error() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    var claims = house().claims(tokens);

    gatehouse().signOut().handle(person.client(), claims);
    gatehouse().signOut().handle(person.client(), claims);
    gatehouse().signOut().handle(person.client(), tokens.refresh());

    assertThat(engine().rows(EventType.SESSION_ENDED)).hasSize(1);
  }

  // ---- session ids

  @Test
  @DisplayName(
      "[L28] every sign-in gives a session id of its own, whatever was shown or signed out before")
  void every_sign_in_gives_a_new_session_id() {
    House.Person person = house().person();
    Set<SessionId> ids = new HashSet<>();
    House.Person same = person;
    for (int i = 0; i < 60; i++) {
      SignIn.SignedIn in = house().signIn(same);
      assertThat(ids.add(in.tokens().claims().session())).isTrue();
      same = person.showing(in.mark());
      if (i % 3 == 0) {
        gatehouse().signOut().handle(person.client(), in.tokens().refresh());
      } else if (i % 3 == 1) {
        assertThat(ids).contains(house().refresh(person, in.tokens()).claims().session());
      }
    }
    assertThat(ids).hasSize(60);
  }

  @Test
  @DisplayName("[L28] sign-ins at one moment get ids of their own too")
  void sign_ins_at_once_get_ids_of_their_own() {
    House.Person person = house().person();

    List<SessionId> ids = Race.of(
        16,
        racer -> house().signIn(person.at(house().client())).tokens().claims().session());

    assertThat(ids).doesNotHaveDuplicates();
  }

  // ---- steps

  private static Act act(House.Person person) {
    return new Act(
        Actor.operator("test"), person.account().realm(), person.account().id(), "asked by a test");
  }

  private List<Session> live(House.Person person) {
    return engine().sessions().live(person.account().id(), Optional.empty(), 100, now());
  }

  private void assertDead(House.Person person, Tokens tokens) {
    assertThat(Refusals.of(() -> house().claims(tokens))).isEqualTo(new Refusal.TokenRejected());
    assertThat(Refusals.of(() -> house().refresh(person, tokens)))
        .isEqualTo(new Refusal.RefreshRejected());
  }

  /** Without refreshing: that would make an earlier token of it. */
  private void assertAlive(House.Person person, Tokens tokens) {
    SessionId session = house().claims(tokens).session();
    assertThat(live(person)).extracting(Session::id).contains(session);
  }
}
