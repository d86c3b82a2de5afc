package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link PasswordHasher} promises. */
public abstract class PasswordHasherContract {
  private static final Password RIGHT = new Password("correct horse battery staple");

  private PasswordHasher hasher;

  /** The hasher under test; called once for each test. */
  protected abstract PasswordHasher hasher();

  /** One of the same kind, with parameters in force that cost more. */
  protected abstract PasswordHasher withStrongerParameters();

  @BeforeEach
  void takeTheHasher() {
    hasher = hasher();
  }

  @Test
  void a_password_matches_its_hash_and_no_other_password_does() {
    PasswordHash hash = hasher.hash(RIGHT);

    assertThat(matches(RIGHT, hash)).isTrue();
    for (String wrong : List.of(
        "",
        "correct horse battery stapl",
        "correct horse battery staple ",
        "Correct horse battery staple",
        "correct horse battery staple\u0000",
        hash.phc())) {
      assertThat(matches(new Password(wrong), hash))
          .as("%s characters", wrong.length())
          .isFalse();
    }
  }

  @TestFactory
  Stream<DynamicTest> every_character_of_a_password_counts() {
    String long72 = "x".repeat(72);
    return Stream.of(
            pair("past 72 bytes", long72 + "a", long72 + "b"),
            pair("past 128 characters", "y".repeat(200) + "a", "y".repeat(200) + "b"),
            pair("the longest that is read", "z".repeat(1023) + "a", "z".repeat(1023) + "b"),
            pair(
                "one character too long",
                "z".repeat(Password.MAX_CHARS),
                "z".repeat(Password.MAX_CHARS + 1)),
            pair("behind a NUL", "abc\u0000def", "abc\u0000xyz"),
            pair("before a NUL", "abc", "abc\u0000def"),
            pair("beyond Latin", "пароль-пароль-а", "пароль-пароль-б"),
            pair("beyond the first plane", "🦊🦊🦊🦊", "🦊🦊🦊🐺"),
            pair("white space", " secret words", "secret words"))
        .map(pair -> DynamicTest.dynamicTest(pair.get(0), () -> {
          PasswordHash hash = hasher.hash(new Password(pair.get(1)));
          assertThat(matches(new Password(pair.get(1)), hash)).isTrue();
          assertThat(matches(new Password(pair.get(2)), hash)).isFalse();
        }));
  }

  private static List<String> pair(String what, String one, String other) {
    return List.of(what, one, other);
  }

  @Test
  void one_password_typed_in_two_forms_of_unicode_is_one_password() {
    assertThat(matches(
            new Password("Cafe\u0301 Zu\u0308rich"), hasher.hash(new Password("Café Zürich"))))
        .isTrue();
  }

  @Test
  void two_hashes_of_one_password_differ() {
    PasswordHash one = hasher.hash(RIGHT);
    PasswordHash other = hasher.hash(RIGHT);

    assertThat(one).isNotEqualTo(other);
    assertThat(matches(RIGHT, one)).isTrue();
    assertThat(matches(RIGHT, other)).isTrue();
  }

  @Test
  @DisplayName("[L40] a hash shows nothing of the password")
  void a_hash_shows_nothing_of_the_password() {
    assertThat(hasher.hash(RIGHT).phc()).doesNotContain("horse").startsWith("$");
  }

  // ---- where there is no hash

  @Test
  @DisplayName("[L33] where nothing is stored no password matches")
  void where_nothing_is_stored_no_password_matches() {
    assertThat(hasher.matches(RIGHT, Optional.empty())).isFalse();
    assertThat(hasher.matches(new Password(""), Optional.empty())).isFalse();
  }

  @Test
  @DisplayName("[L33] where nothing is stored checking costs as much")
  void where_nothing_is_stored_checking_costs_as_much() {
    Optional<PasswordHash> stored = Optional.of(hasher.hash(RIGHT));
    Password wrong = new Password("wrong horse battery staple");
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int n = 0; n < 9; n++) {
      known.add(nanos(() -> hasher.matches(wrong, stored)));
      unknown.add(nanos(() -> hasher.matches(wrong, Optional.empty())));
    }

    double ratio = (double) median(unknown) / median(known);

    // a hasher that takes no time worth measuring hides nothing behind it
    assertThat(median(known) < Duration.ofMillis(2).toNanos() || (ratio > 0.6 && ratio < 1.67))
        .as("ratio %s", ratio)
        .isTrue();
  }

  @TestFactory
  Stream<DynamicTest> a_stored_hash_that_is_not_to_be_borne_matches_nothing_and_costs_little() {
    String salt = "c29tZXNhbHRzb21lc2FsdA";
    String tag = "RdescudvJCsgt3ub+b0dWRWJTmaaJObGc2hBN4eDCDs";
    return Stream.of(
            "$",
            "$$$$$$",
            "$unknown$v=1$" + salt + "$" + tag,
            "$argon2id$v=19$m=19456,t=2,p=1$" + salt,
            "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$",
            "$argon2id$v=19$m=19456,t=2,p=1$$" + tag,
            "$argon2id$v=19$m=4194304,t=1000000,p=1$" + salt + "$" + tag,
            "$argon2id$v=19$m=2147483647,t=2147483647,p=16777215$" + salt + "$" + tag,
            "$argon2id$v=19$m=-1,t=-1,p=-1$" + salt + "$" + tag,
            "$argon2id$v=19$m=99999999999999999999,t=2,p=1$" + salt + "$" + tag,
            "$pbkdf2-sha256$i=2147483647$" + salt + "$" + tag,
            "$2b$31$" + "a".repeat(53),
            "$scrypt$ln=31,r=255,p=255$" + salt + "$" + tag)
        .map(phc -> DynamicTest.dynamicTest(phc, () -> {
          Race.Running<Boolean> answer = Race.start(() -> matchesOrFails(new PasswordHash(phc)));
          assertThat(answer.endsWithin(Duration.ofSeconds(20))).as("answered").isTrue();
          assertThat(answer.result()).isFalse();
        }));
  }

  /** It may well be an error: the row is damaged. It must not be a "yes". */
  private boolean matchesOrFails(PasswordHash damaged) {
    try {
      return hasher.matches(RIGHT, Optional.of(damaged));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return false;
    }
  }

  // ---- parameters

  @Test
  void a_hash_of_weaker_parameters_still_matches_and_is_outdated() {
    PasswordHasher stronger = withStrongerParameters();
    PasswordHash weak = hasher.hash(RIGHT);
    PasswordHash strong = stronger.hash(RIGHT);

    assertThat(stronger.matches(RIGHT, Optional.of(weak))).isTrue();
    assertThat(stronger.matches(new Password("wrong"), Optional.of(weak))).isFalse();
    assertThat(stronger.outdated(weak)).isTrue();
    assertThat(stronger.outdated(strong)).isFalse();
    assertThat(hasher.outdated(weak)).isFalse();
    assertThat(hasher.outdated(new PasswordHash("$unknown$v=1$x")))
        .as("of another kind")
        .isTrue();
  }

  @Test
  void a_hash_of_stronger_parameters_still_matches() {
    PasswordHash strong = withStrongerParameters().hash(RIGHT);

    assertThat(matches(RIGHT, strong)).isTrue();
    assertThat(matches(new Password("wrong"), strong)).isFalse();
  }

  // ---- many at once

  @Test
  @DisplayName("[L37] many at once all get the truth, or are told to come back")
  void many_at_once_get_the_truth_or_are_told_to_come_back() {
    PasswordHash hash = hasher.hash(RIGHT);
    Password wrong = new Password("wrong horse battery staple");

    List<String> answers = Race.of(12, n -> told(n % 2 == 0 ? RIGHT : wrong, hash));

    for (int n = 0; n < answers.size(); n++) {
      assertThat(answers.get(n)).isIn("outage", n % 2 == 0 ? "yes" : "no");
    }
    assertThat(answers).as("not everybody").anyMatch(answer -> !answer.equals("outage"));
    assertThat(matches(RIGHT, hash)).as("afterwards").isTrue();
  }

  private String told(Password password, PasswordHash hash) {
    try {
      return matches(password, hash) ? "yes" : "no";
    } catch (Outage full) {
      return full.retryAfter().isNegative() ? "an outage without an end" : "outage";
    }
  }

  @Test
  void hashes_made_at_once_each_match_their_own_password_only() {
    List<Optional<PasswordHash>> hashes = Race.of(4, n -> {
      try {
        return Optional.of(hasher.hash(new Password("password number " + n)));
      } catch (Outage full) {
        return Optional.empty();
      }
    });

    assertThat(hashes).as("not everybody was told to come back").anyMatch(Optional::isPresent);
    IntStream.range(0, 4)
        .forEach(n -> hashes.get(n).ifPresent(hash -> {
          assertThat(matches(new Password("password number " + n), hash)).isTrue();
          assertThat(matches(new Password("password number " + (n + 1)), hash)).isFalse();
        }));
  }

  private boolean matches(Password password, PasswordHash hash) {
    return hasher.matches(password, Optional.of(hash));
  }

  private static long nanos(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return System.nanoTime() - begun;
  }

  private static long median(List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
