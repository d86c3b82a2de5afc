package dev.gatehouse.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** More sign-ins than there is room to hash for, with the real Argon2id. */
class HashingBudgetLawsTest {
  private static final int MEMORY_KIB = 19_456;
  private static final int PLACES = 2;
  private static final int GUESSERS = 16;

  private static final int REFRESHES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Passwords passwords = Passwords.open(
      new Passwords.Settings(MEMORY_KIB, 2, 1, PLACES, Duration.ofMillis(100)),
      bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length));
  private final House house = House.over(new InMemoryStorage()).with(passwords.hasher());

  private enum Outcome {
    SIGNED_IN,
    REFUSED,
    TOLD_TO_COME_BACK
  }

  @Test
  @DisplayName(
      "[L37] hashing stays within its budget of memory and threads, and tells the rest to come back")
  void hashing_stays_within_its_budget() {
    List<House.Person> people = people(GUESSERS);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger most = new AtomicInteger();
    Race.Running<Boolean> gauge = Race.start(() -> {
      while (!over.get()) {
        most.accumulateAndGet(passwords.inUseKib(), Math::max);
        Thread.onSpinWait();
      }
      return true;
    });

    Map<Outcome, AtomicInteger> outcomes = new ConcurrentHashMap<>();
    Race.of(GUESSERS, racer -> {
      House.Person person = people.get(racer);
      for (int i = 0; i < 3; i++) {
        outcomes
            .computeIfAbsent(outcome(() -> house.signIn(person)), o -> new AtomicInteger())
            .incrementAndGet();
      }
      return racer;
    });
    over.set(true);

    assertThat(gauge.result()).isTrue();
    assertThat(most.get()).isBetween(MEMORY_KIB, MEMORY_KIB * PLACES);
    assertThat(outcomes).containsOnlyKeys(Outcome.SIGNED_IN, Outcome.TOLD_TO_COME_BACK);
    assertThat(passwords.running()).isZero();
    assertThat(passwords.waiting()).isZero();
    assertThat(passwords.inUseKib()).isZero();
  }

  @Test
  @DisplayName(
      "[L37] while hashing is saturated every refresh and every verification goes on, and none waits for it")
  void refresh_and_verification_go_on_while_hashing_is_saturated() {
    House.Person person = people(1).get(0);
    Tokens tokens = house.signIn(person).tokens();
    List<House.Person> people = people(GUESSERS);
    AtomicBoolean over = new AtomicBoolean();
    List<Race.Running<Integer>> guessers = new ArrayList<>();
    for (House.Person guesser : people) {
      guessers.add(Race.start(() -> {
        int told = 0;
        while (!over.get()) {
          told += outcome(() -> house.signIn(guesser)) == Outcome.TOLD_TO_COME_BACK ? 1 : 0;
        }
        return told;
      }));
    }

    int refreshed = 0;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (refreshed < REFRESHES && System.nanoTime() < deadline) {
        if (passwords.running() == PLACES && passwords.waiting() > 0) {
          tokens = house.refresh(person, tokens);
          assertThat(house.claims(tokens).subject()).isEqualTo(person.account().id());
          refreshed++;
        }
        Thread.onSpinWait();
      }
    } finally {
      over.set(true);
    }
    int told = guessers.stream().mapToInt(Race.Running::result).sum();

    assertThat(refreshed).as("refreshes made while hashing was saturated").isEqualTo(REFRESHES);
    assertThat(told).as("sign-ins told to come back").isPositive();
    assertThat(house.signIn(person).account().id()).isEqualTo(person.account().id());
  }

  private List<House.Person> people(int count) {
    List<House.Person> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(house.person());
    }
    return people;
  }

  private static Outcome outcome(Supplier<?> signIn) {
    try {
      Object answer = signIn.get();
      return answer instanceof SignIn.SignedIn ? Outcome.SIGNED_IN : Outcome.REFUSED;
    } catch (Outage full) {
      return Outcome.TOLD_TO_COME_BACK;
    } catch (Refused refused) {
      return Outcome.REFUSED;
    }
  }
}
