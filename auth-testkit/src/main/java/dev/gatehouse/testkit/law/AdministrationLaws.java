package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Administrative acts: each leaves its row, and none is done without it. */
public abstract class AdministrationLaws extends Laws {
  private static final Actor OPERATOR = Actor.operator("the operator");
  private static final String WHY = "ticket 4711";

  @Test
  @DisplayName(
      "[L44] disabling, enabling and unlocking leave who did it, to whom, in which realm and why")
  void acts_on_accounts_are_audited() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    gatehouse().disableAccount().handle(act(person));
    gatehouse().enableAccount().handle(act(person));
    gatehouse().unlockAccount().handle(act(person));

    for (EventType type : List.of(
        EventType.ACCOUNT_DISABLED,
        EventType.SESSION_ENDED,
        EventType.ACCOUNT_ENABLED,
        EventType.ACCOUNT_UNLOCKED)) {
      Event row = only(type);
      assertThat(row.actor()).isEqualTo(OPERATOR);
      assertThat(row.subject()).contains(person.account().id());
      assertThat(row.realm()).contains(person.account().realm());
      assertThat(row.reason())
          .isEqualTo(type == EventType.SESSION_ENDED ? "ACCOUNT_DISABLED" : WHY);
      assertThat(row.at()).isEqualTo(now());
    }
    assertThat(only(EventType.SESSION_ENDED).session()).contains(tokens.claims().session());
  }

  @Test
  @DisplayName("[L44] an act that is refused leaves no row as if it had been done")
  void refused_acts_leave_no_row() {
    House.Person person = house().person();

    assertThat(Refusals.of(() -> gatehouse().enableAccount().handle(act(person))))
        .isEqualTo(new Refusal.NotFound());
    assertThat(Refusals.of(() -> gatehouse().withdrawKey().handle(OPERATOR, "no such key")))
        .isEqualTo(new Refusal.NotFound());

    assertThat(engine().rows(EventType.ACCOUNT_ENABLED)).isEmpty();
    assertThat(engine().rows(EventType.KEY_WITHDRAWN)).isEmpty();
  }

  @TestFactory
  @DisplayName("[L44] commanding a rotation and withdrawing a key leave who did it and which key")
  Stream<DynamicTest> acts_on_keys_are_audited() {
    return Stream.of(KeyUse.values())
        .map(use -> DynamicTest.dynamicTest("[L44] " + use, () -> {
          int before = engine().rows().size();
          String next = key(use, KeyState.NEXT).kid();
          gatehouse().rotateKeys().handle(OPERATOR, use);
          String active = key(use, KeyState.ACTIVE).kid();
          gatehouse().withdrawKey().handle(OPERATOR, active);
          house().run("keys");

          List<Event> rows = engine().rows().subList(before, engine().rows().size());
          assertAct(rows, EventType.KEY_ROTATION_COMMANDED, next);
          assertAct(rows, EventType.KEY_WITHDRAWN, active);
          assertThat(rows)
              .extracting(Event::type)
              .as("what the ring did about it")
              .contains(EventType.KEY_ACTIVATED, EventType.KEY_CREATED);
        }));
  }

  private static void assertAct(List<Event> rows, EventType type, String kid) {
    assertThat(rows).filteredOn(row -> row.type() == type).singleElement().satisfies(row -> {
      assertThat(row.actor()).isEqualTo(OPERATOR);
      assertThat(row.reason()).isEqualTo(kid);
    });
  }

  // ---- no row, no act

  @Test
  @DisplayName("[L44] no row, no disabling: account and sessions stay as they were")
  void no_row_no_disabling() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();

    for (EventType row : List.of(EventType.ACCOUNT_DISABLED, EventType.SESSION_ENDED)) {
      engine().failToRecord(row);
      assertThatThrownBy(() -> gatehouse().disableAccount().handle(act(person)))
          .isInstanceOf(IllegalStateException.class);
    }

    engine().failToRecord();
    assertThat(stored(person.account()).status()).isEqualTo(AccountStatus.ACTIVE);
    assertThat(house().claims(tokens).subject()).isEqualTo(person.account().id());
    house().work();
    assertThat(house().claims(house().refresh(person, tokens)).subject())
        .isEqualTo(person.account().id());
    assertThat(stored(person.account()).epoch()).isZero();
  }

  @Test
  @DisplayName("[L44] no row, no enabling")
  void no_row_no_enabling() {
    House.Person person = house().person();
    gatehouse().disableAccount().handle(act(person));
    engine().failToRecord(EventType.ACCOUNT_ENABLED);

    assertThatThrownBy(() -> gatehouse().enableAccount().handle(act(person)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stored(person.account()).status()).isEqualTo(AccountStatus.DISABLED);
    assertThat(Refusals.of(() -> house().signIn(person)))
        .isEqualTo(new Refusal.CredentialsRejected());
  }

  @Test
  @DisplayName(
      "[L44] no row, no unlocking: neither the administrator's lock nor the ladder's opens")
  void no_row_no_unlocking() {
    House.Person person = house().person();
    for (int i = 0; i < 5; i++) {
      Refusals.of(() -> gatehouse()
          .signInWithPassword()
          .handle(person.client(), person.name(), House.newPassword(), false));
    }
    set(person.account(), AccountStatus.LOCKED);
    engine().failToRecord(EventType.ACCOUNT_UNLOCKED);

    assertThatThrownBy(() -> gatehouse().unlockAccount().handle(act(person)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stored(person.account()).status()).isEqualTo(AccountStatus.LOCKED);
    assertThat(Refusals.of(() -> house().signIn(person))).isInstanceOf(Refusal.LockedOut.class);
  }

  @Test
  @DisplayName("[L44] no row, no withdrawal: the key goes on signing and verifying")
  void no_row_no_withdrawal() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    String active = key(KeyUse.ACCESS_TOKEN, KeyState.ACTIVE).kid();
    engine().failToRecord(EventType.KEY_WITHDRAWN);

    assertThatThrownBy(() -> gatehouse().withdrawKey().handle(OPERATOR, active))
        .isInstanceOf(IllegalStateException.class);

    engine().failToRecord();
    house().work();
    assertThat(key(KeyUse.ACCESS_TOKEN, KeyState.ACTIVE).kid()).isEqualTo(active);
    assertThat(house().claims(tokens).subject()).isEqualTo(person.account().id());
  }

  @Test
  @DisplayName("[L44] no row, no rotation: the next key waits for its time")
  void no_row_no_rotation() {
    String active = key(KeyUse.ACCESS_TOKEN, KeyState.ACTIVE).kid();
    engine().failToRecord(EventType.KEY_ROTATION_COMMANDED);

    assertThatThrownBy(() -> gatehouse().rotateKeys().handle(OPERATOR, KeyUse.ACCESS_TOKEN))
        .isInstanceOf(IllegalStateException.class);

    engine().failToRecord();
    assertThat(key(KeyUse.ACCESS_TOKEN, KeyState.NEXT).dueAt()).isEmpty();
    later(Duration.ofHours(1));
    house().work();
    assertThat(key(KeyUse.ACCESS_TOKEN, KeyState.ACTIVE).kid()).isEqualTo(active);
  }

  @Test
  @DisplayName("[L44] an act without a reason, or with a tale for one, is none")
  void an_act_needs_a_reason() {
    House.Person person = house().person();
    for (String reason : List.of("", "   ", "x".repeat(201))) {
      assertThatThrownBy(
              () -> new Act(OPERATOR, person.account().realm(), person.account().id(), reason))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // ---- steps

  private static Act act(House.Person person) {
    return new Act(OPERATOR, person.account().realm(), person.account().id(), WHY);
  }

  private Event only(EventType type) {
    assertThat(engine().rows(type)).hasSize(1);
    return engine().rows(type).get(0);
  }

  private KeyEntry key(KeyUse use, KeyState state) {
    return engine().keys().all().stream()
        .filter(key -> key.use() == use && key.state() == state)
        .findFirst()
        .orElseThrow();
  }
}
