package dev.gatehouse.domain.event;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.SessionId;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final SessionId SESSION = SessionId.of(ACCOUNT, NOW, bytes(10, 1));

  @Test
  @DisplayName("[L44] what a client did has its realm, its actor and where it came from")
  void what_a_client_did_has_its_realm_its_actor_and_where_it_came_from() {
    Client client = Client.bearer(SHOP, "192.0.2.1", "Agent/1.0");
    Event event = Event.of(EventType.SIGNED_IN, NOW, client, Actor.STRANGER);
    assertThat(event)
        .isEqualTo(new Event(
            EventType.SIGNED_IN,
            NOW,
            Optional.of(SHOP_KEY),
            Actor.STRANGER,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Event.Origin(client.address(), "Agent/1.0")),
            ""));
  }

  @Test
  @DisplayName("[L44] subject, session and reason are added one by one")
  void subject_session_and_reason_are_added_one_by_one() {
    Event event = Event.of(EventType.KEY_CREATED, NOW, Optional.empty(), Actor.SYSTEM);
    assertThat(event)
        .isEqualTo(new Event(
            EventType.KEY_CREATED,
            NOW,
            Optional.empty(),
            Actor.SYSTEM,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ""));
    assertThat(event.about(ACCOUNT).about(SESSION).because("ROTATED"))
        .isEqualTo(new Event(
            EventType.KEY_CREATED,
            NOW,
            Optional.empty(),
            Actor.SYSTEM,
            Optional.of(ACCOUNT),
            Optional.of(SESSION),
            Optional.empty(),
            "ROTATED"));
  }

  @Test
  void an_event_prints_what_happened_and_to_whom() {
    Event event = Event.of(EventType.KEY_CREATED, NOW, Optional.empty(), Actor.SYSTEM);
    assertThat(event.because("WHY")).hasToString("Event[KEY_CREATED, WHY, subject -]");
    assertThat(event.about(ACCOUNT)).hasToString("Event[KEY_CREATED, , subject " + ACCOUNT + "]");
  }

  @Test
  void an_owner_is_known_by_account_and_an_operator_by_name() {
    assertThat(Actor.owner(ACCOUNT))
        .isEqualTo(new Actor(Actor.Kind.OWNER, "019a0000-0000-7000-8000-00000000beef"));
    assertThat(Actor.operator("cli")).isEqualTo(new Actor(Actor.Kind.OPERATOR, "cli"));
    assertThat(Actor.STRANGER).isEqualTo(new Actor(Actor.Kind.STRANGER, ""));
    assertThat(Actor.SYSTEM).isEqualTo(new Actor(Actor.Kind.SYSTEM, ""));
  }
}
