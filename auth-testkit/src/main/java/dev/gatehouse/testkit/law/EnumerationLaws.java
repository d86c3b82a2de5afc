package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Chance;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Prober;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Somebody asks all he can about an address, or a name, that has an account, and the same about one that has none: he hears the same. */
public abstract class EnumerationLaws extends Laws {
  private static final int SCRIPTS = 25;
  private static final int STEPS = 14;

  /** What is asked about an address, as a list of steps of a {@link Prober}. */
  private record Script(String name, Consumer<Prober> steps) {}

  private static List<Script> scripts() {
    return List.of(
        new Script("registering again and again", p -> times(7, p::register)),
        new Script("registering without a password", p -> times(3, p::registerBare)),
        new Script("trying codes with the handle", p -> {
          p.register();
          times(7, p::tryWithHandle);
        }),
        new Script("trying codes without a handle", p -> {
          p.register();
          times(7, p::tryWithoutHandle);
        }),
        new Script("trying codes that nobody asked for", p -> times(7, p::tryWithoutHandle)),
        new Script("trying codes with a password", p -> {
          p.register();
          times(3, p::tryWithPassword);
        }),
        new Script(
            "asking for codes that nobody waits for",
            p -> times(8, () -> {
              p.resend();
              p.wait(Duration.ofMinutes(1));
            })),
        new Script("asking for codes after registering, and too fast", p -> {
          p.register();
          times(5, p::resend);
          p.wait(Duration.ofMinutes(1));
          times(2, p::resend);
          p.tryWithHandle();
        }),
        new Script("trying, asking anew, and trying again", p -> {
          p.register();
          times(2, p::tryWithHandle);
          times(3, p::tryWithoutHandle);
          p.resend();
          p.tryWithHandle();
          p.tryWithoutHandle();
        }),
        new Script("until codes and candidates run out", p -> {
          p.register();
          times(2, p::tryWithHandle);
          p.wait(Duration.ofMinutes(31));
          p.tryWithHandle();
          p.tryWithoutHandle();
          p.wait(Duration.ofHours(24));
          p.tryWithHandle();
          p.resend();
          p.tryWithoutHandle();
        }),
        new Script(
            "signing in up the ladder",
            p -> times(9, () -> {
              p.signIn();
              p.signIn();
              p.wait(Duration.ofMinutes(4));
            })),
        new Script("signing in while registering", p -> {
          p.register();
          times(3, p::signIn);
          p.resend();
          times(4, p::signIn);
          p.tryWithHandle();
        }));
  }

  @TestFactory
  @DisplayName("[L33] known and unknown addresses get the same answers, mails and work")
  Stream<DynamicTest> known_and_unknown_addresses_are_answered_alike() {
    return scripts().stream()
        .map(script ->
            DynamicTest.dynamicTest("[L33] " + script.name(), () -> assertAlike(script.steps())));
  }

  @TestFactory
  @DisplayName("[L33] so do they for whatever is asked in whatever order")
  Stream<DynamicTest> whatever_is_asked_is_answered_alike() {
    Chance seeds = new Chance(Long.getLong("gatehouse.seed", 33));
    return IntStream.range(0, SCRIPTS).mapToObj(i -> {
      long seed = seeds.next();
      return DynamicTest.dynamicTest(
          "[L33] random questions, seed " + seed, () -> assertAlike(p -> p.random(seed, STEPS)));
    });
  }

  private void assertAlike(Consumer<Prober> script) {
    EmailAddress known =
        house().resident(AnAccount.in(house().realm().key())).account().email().orElseThrow();
    Prober ofKnown = prober(known);
    script.accept(ofKnown);
    Prober ofUnknown = prober(Fixtures.email());
    script.accept(ofUnknown);

    assertThat(ofKnown.heard()).isEqualTo(ofUnknown.heard());
  }

  private Prober prober(EmailAddress email) {
    return new Prober(house(), hasher()::work, email);
  }

  // ---- an address that becomes known

  @Test
  @DisplayName(
      "[L33] a rival registrant does not hear that the owner has proven the address meanwhile")
  void a_rival_does_not_hear_of_the_proof() {
    List<String> whileItIsNot = heardByRival((owner, code) -> {});
    assertThat(heardByRival(Registrant::verify)).isEqualTo(whileItIsNot);
    assertThat(heardByRival((owner, old) -> Registrant.verifyWithoutHandle(
            house(),
            owner.email(),
            house().codeTo(owner.email()),
            Optional.of(House.newPassword()))))
        .isEqualTo(whileItIsNot);
  }

  private List<String> heardByRival(BiConsumer<Registrant, SecretText> meanwhile) {
    Registrant owner = Registrant.of(house());
    SecretText code = owner.code();
    Prober rival = prober(owner.email());
    rival.register();
    rival.tryWithHandle();
    rival.tryWithHandle();
    rival.tryWithoutHandle();
    meanwhile.accept(owner, code);
    rival.tryWithHandle();
    rival.tryWithoutHandle();
    rival.tryWithHandle();
    rival.wait(Duration.ofMinutes(1));
    rival.resend();
    rival.tryWithHandle();
    rival.tryWithoutHandle();
    rival.signIn();
    rival.register();
    rival.tryWithHandle();
    return rival.heard();
  }

  // ---- names at sign-in

  @Test
  @DisplayName(
      "[L33] known and unknown usernames, addresses and texts that name nobody climb the same ladder and cost the same work")
  void names_at_sign_in_are_answered_alike() {
    House.Person known = house().resident(AnAccount.in(house().realm().key()));
    House.Person disabled = house().person();
    set(disabled.account(), AccountStatus.DISABLED);
    List<Identifier> names = List.of(
        known.name(),
        disabled.name(),
        new Identifier.ByUsername(Fixtures.username()),
        new Identifier.ByEmail(Fixtures.email()),
        new Identifier.ByEmail(house()
            .resident(AnAccount.in(house().realm().key()))
            .account()
            .email()
            .orElseThrow()),
        Identifier.parse("no name at all " + Fixtures.unique()));

    List<List<String>> heard = names.stream().map(this::climb).toList();

    assertThat(heard).allMatch(heard.get(0)::equals);
  }

  @Test
  @DisplayName(
      "[L33] guesses at a username do not tell which address belongs to it, nor the other way round")
  void two_names_of_one_account_are_answered_as_two_names_of_nobody() {
    House.Person owner = house().resident(AnAccount.in(house().realm().key()));
    Identifier address = new Identifier.ByEmail(owner.account().email().orElseThrow());
    House.Person other = house().resident(AnAccount.in(house().realm().key()));
    Identifier others = new Identifier.ByEmail(other.account().email().orElseThrow());
    Identifier username = new Identifier.ByUsername(Fixtures.username());
    Identifier nobodys = new Identifier.ByEmail(Fixtures.email());

    assertThat(first(owner.name(), address)).isEqualTo(first(username, nobodys));
    assertThat(first(others, other.name()))
        .isEqualTo(first(
            new Identifier.ByEmail(Fixtures.email()),
            new Identifier.ByUsername(Fixtures.username())));
  }

  /** Guesses at one name until its day is used up, and then at the other up its ladder. */
  private List<String> first(Identifier one, Identifier other) {
    Prober prober = prober(Fixtures.email());
    for (int network = 0; network < 25; network++) {
      prober.move();
      times(6, () -> prober.signIn(one));
      times(network % 4, () -> prober.signIn(other));
    }
    times(12, () -> {
      prober.signIn(other);
      prober.signIn(one);
      prober.wait(Duration.ofMinutes(11));
    });
    return prober.heard();
  }

  private List<String> climb(Identifier name) {
    Prober prober = prober(Fixtures.email());
    for (int i = 0; i < 14; i++) {
      prober.signIn(name);
      prober.wait(Duration.ofMinutes(2));
    }
    return prober.heard();
  }

  @Test
  @DisplayName(
      "[L33] the right password of an account that is not active is answered like a wrong one")
  void the_right_password_of_a_disabled_account_tells_nothing() {
    House.Person person = house().person();
    set(person.account(), AccountStatus.DISABLED);
    int before = hasher().work();

    Refusal right = Refusals.of(() -> house().signIn(person));
    int rights = hasher().work() - before;
    Refusal unknown = Refusals.of(() -> gatehouse()
        .signInWithPassword()
        .handle(
            house().client(),
            new Identifier.ByUsername(Fixtures.username()),
            House.newPassword(),
            false));

    assertThat(right).isEqualTo(unknown);
    assertThat(hasher().work() - before - rights).isEqualTo(rights);
  }

  private static void times(int count, Runnable step) {
    IntStream.range(0, count).forEach(i -> step.run());
  }
}
