package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys turn, and nobody notices. */
public abstract class KeyLaws extends SessionLaws {
  private static final Actor OPERATOR = Actor.operator("laws");
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Duration AHEAD = Duration.ofMinutes(10);

  // ---- turning

  @Test
  @DisplayName(
      "[L26] while keys turn under load, on nodes whose work runs at other moments and on nodes"
          + " that start in the middle, no valid token is refused")
  void while_keys_turn_under_load_no_valid_token_is_refused() {
    KeyLoad load = new KeyLoad(this);
    for (int tick = 0; tick < 120; tick++) {
      if (tick % 40 == 17) {
        load.start(node());
      }
      load.tick(tick % 35 == 0);
    }
    assertThat(load.refusals()).isEmpty();
    assertThat(load.signers()).as("keys that signed").hasSizeGreaterThan(3);
    assertThat(keys(KeyUse.REFRESH_TOKEN)).as("refresh keys").hasSizeGreaterThan(3);
  }

  @Test
  @DisplayName(
      "[L26] the JWK Set holds a key for at least 10 minutes before it signs, and as long as a token"
          + " of it is good")
  void the_jwk_set_holds_a_key_for_ten_minutes_before_it_signs() {
    List<House> nodes = List.of(house, node());
    House.Person person = house.person();
    Map<String, Instant> published = new HashMap<>();
    Map<String, Instant> publishedEverywhere = new HashMap<>();
    Map<String, Instant> goodUntil = new HashMap<>();
    List<Tokens> current = new ArrayList<>(
        List.of(house.signIn(person).tokens(), house.signIn(person).tokens()));
    published.put(active(KeyUse.ACCESS_TOKEN).kid(), Instant.MIN);
    publishedEverywhere.put(active(KeyUse.ACCESS_TOKEN).kid(), Instant.MIN);
    for (int second = 0; second < 90 * 60; second += 15) {
      House working = nodes.get(second % 30 == 0 ? 0 : 1);
      working.work();
      if (second % 1500 == 0) {
        working.gatehouse().rotateKeys().handle(OPERATOR, KeyUse.ACCESS_TOKEN);
      }
      Instant now = house.clock().instant();
      for (KeyEntry key : keys(KeyUse.ACCESS_TOKEN)) {
        List<House> holding = nodes.stream()
            .filter(node -> node.gatehouse().jwks().contains(key.kid()))
            .toList();
        if (!holding.isEmpty()) {
          published.putIfAbsent(key.kid(), now);
        }
        if (holding.equals(nodes)) {
          publishedEverywhere.putIfAbsent(key.kid(), now);
        }
        if (now.isBefore(goodUntil.getOrDefault(key.kid(), Instant.MIN))) {
          assertThat(holding).isEqualTo(nodes);
        }
      }
      for (int i = 0; i < nodes.size(); i++) {
        Tokens tokens = refresh(nodes.get(i), person, current.get(i).refresh()).get();
        current.set(i, tokens);
        String kid = kid(tokens);
        goodUntil.put(kid, tokens.claims().expiresAt());
        assertThat(published.get(kid)).isBeforeOrEqualTo(now.minus(AHEAD));
        assertThat(publishedEverywhere.get(kid))
            .isBeforeOrEqualTo(now.minus(AHEAD).plus(PERIOD));
      }
      house.clock().advance(Duration.ofSeconds(15));
    }
    assertThat(goodUntil).hasSizeGreaterThan(3);
    Set<String> gone = new HashSet<>(published.keySet());
    keys(KeyUse.ACCESS_TOKEN).forEach(key -> gone.remove(key.kid()));
    assertThat(nodes.stream().flatMap(node -> node.events(EventType.KEY_DROPPED).stream()))
        .as("[L44] each key that is gone was dropped once")
        .extracting(Event::reason)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(gone);
  }

  @Test
  @DisplayName("[L26] the ring of refresh keys turns without logging anybody out")
  void the_ring_of_refresh_keys_turns_without_logging_anybody_out() {
    House.Person person = house.person();
    Tokens asleep = remembered(person);
    List<RefreshToken> sessions = new ArrayList<>();
    for (int turn = 0; turn < 6; turn++) {
      sessions.add(remembered(person).refresh());
      turn(KeyUse.REFRESH_TOKEN);
      house.clock().advance(Duration.ofDays(4));
      house.work();
      for (int i = 0; i < sessions.size(); i++) {
        sessions.set(i, refresh(house, person, sessions.get(i)).get().refresh());
      }
    }
    assertThat(refresh(house, person, asleep.refresh()).ok()).isTrue();
    assertThat(keys(KeyUse.REFRESH_TOKEN)).hasSizeGreaterThan(6);
  }

  @Test
  @DisplayName(
      "[L20][L26] one refresh token asked of two nodes, one of which signs with the next key already,"
          + " gets two writings of one generation, and both are good")
  void around_a_turn_two_nodes_give_two_writings_of_one_generation() {
    House other = node();
    House.Person person = house.person();
    Tokens start = house.signIn(person).tokens();
    turn(KeyUse.REFRESH_TOKEN);

    Tokens one = refresh(house, person, start.refresh()).get();
    Tokens two = refresh(other, person, start.refresh()).get();

    assertThat(one.refresh().reveal()).isNotEqualTo(two.refresh().reveal());
    assertThat(claim(one.refresh())).isEqualTo(claim(two.refresh()));
    assertThat(refresh(other, person, one.refresh()).ok()).isTrue();
    assertThat(refresh(house, person, two.refresh()).ok()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Turned.class)
  @DisplayName(
      "[L26] the ring of digest keys turns without voiding a pending code, whichever node mailed it and"
          + " whichever is told")
  void the_ring_of_digest_keys_turns_without_voiding_a_pending_code(Turned turned) {
    House other = node();
    PendingCode code = new PendingCode(house.client());
    if (turned.before) {
      code.ask(turned.mailedBy(house, other));
    }
    turn(KeyUse.DIGEST);
    if (!turned.before) {
      code.ask(turned.mailedBy(house, other));
    }

    assertThat(code.tell(turned.toldTo(house, other))).isEqualTo(Answer.OK);
  }

  /** Who mails a code, when, and who is told it; the other node has not read the rings since they turned. */
  enum Turned {
    BEFORE_HERE_HERE(true, true, true),
    BEFORE_HERE_THERE(true, true, false),
    BEFORE_THERE_HERE(true, false, true),
    AFTER_HERE_THERE(false, true, false),
    AFTER_THERE_HERE(false, false, true);

    private final boolean before;
    private final boolean mailedHere;
    private final boolean toldHere;

    Turned(boolean before, boolean mailedHere, boolean toldHere) {
      this.before = before;
      this.mailedHere = mailedHere;
      this.toldHere = toldHere;
    }

    House mailedBy(House here, House there) {
      return mailedHere ? here : there;
    }

    House toldTo(House here, House there) {
      return toldHere ? here : there;
    }
  }

  // ---- beginning

  @Test
  @DisplayName("[L26] nodes that start at once on an empty store make one ring of each use")
  void nodes_that_start_at_once_on_an_empty_store_make_one_ring() {
    Race.rounds(10, round -> {
      storage = storage();
      List<House> nodes = Race.of(Race.RACERS, racer -> over(Cable.to(storage)));

      for (KeyUse use : KeyUse.values()) {
        assertThat(keys(use))
            .extracting(KeyEntry::state)
            .containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.NEXT);
        assertThat(keys(use)).extracting(KeyEntry::version).containsExactlyInAnyOrder(0, 1);
      }
      House one = nodes.get(0);
      Tokens tokens = one.signIn(one.person()).tokens();
      assertThat(nodes)
          .allSatisfy(node -> assertThat(Answer.<AccessClaims>to(() ->
                      node.gatehouse().verifyAccessToken().handle(one.realm(), tokens.access()))
                  .ok())
              .isTrue());
    });
  }

  // ----

  /** Turns a ring at the first node, which alone reads it. */
  private void turn(KeyUse use) {
    Instant due = house.gatehouse().rotateKeys().handle(OPERATOR, use);
    if (due.isAfter(house.clock().instant())) {
      house.clock().set(due);
      house.work();
    }
  }

  private Tokens remembered(House.Person person) {
    return ((SignIn.SignedIn) house
            .gatehouse()
            .signInWithPassword()
            .handle(person.client(), person.name(), person.password(), true))
        .tokens();
  }
}
