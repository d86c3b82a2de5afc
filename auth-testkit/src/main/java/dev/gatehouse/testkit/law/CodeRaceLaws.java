package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Codes tried by many at once: every try counts, and one right try is accepted. */
public abstract class CodeRaceLaws extends Laws {

  @Test
  @DisplayName(
      "[L31] racing wrong codes each spend an attempt of their own, and never more are judged than there are")
  void racing_wrong_codes_spend_an_attempt_each() {
    Race.rounds(round -> {
      Registrant registrant = Registrant.of(house());
      SecretText right = registrant.code();
      boolean withHandle = round % 2 == 0;

      List<Integer> left = Race.of(8, racer -> {
        Refusal refusal = withHandle
            ? tryWithHandle(registrant, wrong(right, 1 + racer))
            : tryAsStranger(registrant.email(), Optional.empty(), wrong(right, 1 + racer));
        return ((Refusal.CodeRejected) refusal).attemptsLeft();
      });

      assertThat(left).containsExactlyInAnyOrder(4, 3, 2, 1, 0, 0, 0, 0);
    });
  }

  @Test
  @DisplayName("[L02] of racing callers with the right code exactly one is signed in")
  void of_racing_right_codes_one_is_accepted() {
    Race.rounds(round -> {
      Registrant registrant = Registrant.of(house());
      SecretText right = registrant.code();

      List<Optional<SignIn>> in = Race.of(
          Race.RACERS,
          racer -> attempt(
              racer == 0 ? registrant.client() : house().client(),
              VerifyEmail.Command.of(registrant.email(), right, registrant.flow())));

      assertOneIsIn(in);
    });
  }

  @Test
  @DisplayName("[L02] of callers racing with and without the handle exactly one is signed in")
  void of_racing_right_codes_in_two_scopes_one_is_accepted() {
    Race.rounds(round -> {
      Registrant registrant = Registrant.of(house());
      SecretText right = registrant.code();

      List<Optional<SignIn>> in = Race.of(
          Race.RACERS,
          racer -> attempt(
              house().client(),
              new VerifyEmail.Command(
                  registrant.email(),
                  right,
                  Optional.of(registrant.flow()).filter(flow -> racer % 2 == 0),
                  Optional.empty(),
                  false)));

      assertOneIsIn(in);
    });
  }

  @Test
  @DisplayName(
      "[L02] of right codes racing with wrong ones at most one is accepted, and none after the last attempt")
  void of_right_and_wrong_codes_racing_at_most_one_is_accepted() {
    Race.rounds(round -> {
      Registrant registrant = Registrant.of(house());
      SecretText right = registrant.code();

      List<Optional<SignIn>> in = Race.of(
          10,
          racer -> attempt(
              house().client(),
              VerifyEmail.Command.of(
                  registrant.email(),
                  racer % 2 == 0 ? right : wrong(right, racer),
                  registrant.flow())));

      assertThat(in.stream().flatMap(Optional::stream)).hasSizeLessThanOrEqualTo(1);
      assertThat(IntStream.range(0, 10).filter(i -> i % 2 == 1 && in.get(i).isPresent()))
          .as("wrong codes that were accepted")
          .isEmpty();
      assertThat(tryWithHandle(registrant, right)).isInstanceOf(Refusal.class);
    });
  }

  @Test
  @DisplayName("[L02] a code that was accepted is never accepted again, by whichever way")
  void a_spent_code_stays_spent() {
    Registrant registrant = Registrant.of(house());
    SecretText right = registrant.code();
    registrant.verify(right);

    List<Refusal> answers = new ArrayList<>();
    answers.add(tryWithHandle(registrant, right));
    answers.add(tryAsStranger(registrant.email(), Optional.empty(), right));
    later(Duration.ofMinutes(31));
    answers.add(tryWithHandle(registrant, right));
    answers.add(tryAsStranger(registrant.email(), Optional.empty(), right));

    assertThat(answers).hasSize(4);
    assertThat(house().events(EventType.SIGNED_IN)).hasSize(1);
  }

  // ---- steps

  private Refusal tryWithHandle(Registrant registrant, SecretText code) {
    return tryAsStranger(registrant.email(), Optional.of(registrant.flow()), code);
  }

  private Refusal tryAsStranger(EmailAddress email, Optional<FlowHandle> flow, SecretText code) {
    return Refusals.of(() -> gatehouse()
        .verifyEmail()
        .handle(
            house().client(), new VerifyEmail.Command(email, code, flow, Optional.empty(), false)));
  }

  /** Who got in; refused or told to come back is nobody. */
  private Optional<SignIn> attempt(Client client, VerifyEmail.Command command) {
    SignIn[] answer = new SignIn[1];
    Optional<Refusal> refusal =
        Refusals.maybe(() -> answer[0] = gatehouse().verifyEmail().handle(client, command));
    return refusal.isPresent() ? Optional.empty() : Optional.of(answer[0]);
  }

  private void assertOneIsIn(List<Optional<SignIn>> in) {
    List<SignIn.SignedIn> signedIn =
        in.stream().flatMap(Optional::stream).map(SignIn.SignedIn.class::cast).toList();
    assertThat(signedIn).hasSize(1);
    assertThat(
            engine().sessions().live(signedIn.get(0).account().id(), Optional.empty(), 10, now()))
        .hasSize(1);
  }
}
