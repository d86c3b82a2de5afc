package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Sign-ins and refreshes that are under way while everything before them is being ended. */
public abstract class SignInRaceLaws extends Laws {
  private static final int CHANGES = 150;

  @TestFactory
  @DisplayName(
      "[L23] a sign-in that checked the password before the change has no session after it")
  Stream<DynamicTest> a_sign_in_caught_in_the_middle_has_no_session() {
    Map<String, BiConsumer<House.Person, AccessClaims>> changes = Map.of(
        "changing the password",
        (person, claims) -> gatehouse()
            .changePassword()
            .handle(person.client(), claims, person.password(), House.newPassword()),
        "signing out everywhere",
        (person, claims) -> gatehouse().signOutEverywhere().handle(person.client(), claims, false),
        "signing out everywhere else",
        (person, claims) -> gatehouse().signOutEverywhere().handle(person.client(), claims, true),
        "disabling",
        (person, claims) -> gatehouse().disableAccount().handle(act(person)));
    return changes.entrySet().stream()
        .map(change -> DynamicTest.dynamicTest("[L23] " + change.getKey(), () -> {
          House.Person person = house().person();
          AccessClaims acting = house().claims(house().signIn(person).tokens());
          Interrupted interrupted = new Interrupted(hasher());
          House caught = house().with(interrupted);
          interrupted.whileChecking(() -> change.getValue().accept(person, acting));

          assertThat(Refusals.of(() -> caught.signIn(person)))
              .isEqualTo(new Refusal.CredentialsRejected());

          assertThat(live(person)).allMatch(session -> session.id().equals(acting.session()));
          assertThat(engine().rows(EventType.SIGN_IN_FAILED))
              .filteredOn(
                  row -> row.subject().equals(Optional.of(person.account().id())))
              .singleElement()
              .satisfies(row -> assertThat(row.reason()).isEqualTo("ACCOUNT_CHANGED"));
        }));
  }

  @Test
  @DisplayName("[L23] of sign-ins racing with a change of the password no session lives after it")
  void no_racing_sign_in_survives_a_change_of_the_password() {
    Race.rounds(CHANGES, round -> {
      House.Person person = house().person();
      Tokens acting = house().signIn(person).tokens();
      var claims = house().claims(acting);

      List<Optional<SignIn.SignedIn>> in = Race.between(List.of(
          () -> {
            gatehouse()
                .changePassword()
                .handle(person.client(), claims, person.password(), House.newPassword());
            return Optional.empty();
          },
          () -> signedIn(person),
          () -> signedIn(person)));

      in.forEach(late -> late.ifPresent(session -> assertDead(person, session.tokens())));
      assertThat(live(person)).extracting(Session::id).containsExactly(claims.session());
    });
  }

  @Test
  @DisplayName(
      "[L23] of sign-ins and refreshes racing with signing out everywhere no session lives after it")
  void nothing_racing_survives_signing_out_everywhere() {
    Race.rounds(round -> {
      House.Person person = house().person();
      Tokens acting = house().signIn(person).tokens();
      Tokens other = house().signIn(person).tokens();
      var claims = house().claims(acting);
      List<Tokens> got = new CopyOnWriteArrayList<>(List.of(acting, other));

      Race.between(List.of(
          () -> gatehouse().signOutEverywhere().handle(person.client(), claims, false),
          () -> {
            Refusals.maybe(() -> got.add(house().refresh(person, other)));
            return 0;
          },
          () -> {
            Refusals.maybe(() -> got.add(house().refresh(person, acting)));
            return 0;
          }));

      got.forEach(tokens -> assertDead(person, tokens));
      assertThat(live(person)).isEmpty();
    });
  }

  // ---- steps

  private Optional<SignIn.SignedIn> signedIn(House.Person person) {
    SignIn.SignedIn[] in = new SignIn.SignedIn[1];
    return Refusals.maybe(() -> in[0] = house().signIn(person)).isPresent()
        ? Optional.empty()
        : Optional.of(in[0]);
  }

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
}
