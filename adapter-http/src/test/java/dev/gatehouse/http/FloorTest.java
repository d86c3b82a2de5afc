package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers whose time could tell whether an address is known. */
class FloorTest {
  private static final Duration FLOOR = Duration.ofMillis(150);

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.discreet(FLOOR);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Each with what it answers: successes and refusals. */
  static Stream<List<String>> asked() {
    return Stream.of(
        List.of("201", "/register", "email", "a@example.com", "tos_accepted", "true"),
        List.of("422", "/register", "email", "b@example.com", "tos_accepted", "false"),
        List.of("401", "/verify-otp", "email", "a@example.com", "code", "000000"),
        List.of("401", "/verify-otp", "email", "c@example.com", "code", "000000"),
        List.of("401", "/verify-email", "email", "c@example.com", "code", "000000"),
        List.of("200", "/resend-otp", "email", "d@example.com"),
        List.of("429", "/resend-otp", "email", "d@example.com"),
        List.of("200", "/resend-verification", "email", "e@example.com"),
        List.of("200", "/forgot-password", "email", "f@example.com"),
        List.of(
            "401", "/reset-password", "token", "none", "new_password", "a long enough password"),
        List.of("200", "/magic-link", "email", "g@example.com"),
        List.of("401", "/magic-link/verify", "token", "none"),
        List.of("401", "/login", "login_or_email", "nobody", "password", "a wrong guess"));
  }

  @ParameterizedTest
  @MethodSource("asked")
  @DisplayName("[L33] answers that could tell by their time come no earlier than the floor")
  void answers_come_no_earlier_than_the_floor(List<String> asked) {
    long began = System.nanoTime();
    Reply reply =
        node.post(asked.get(1), asked.stream().skip(2).toArray(String[]::new)).send();

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(FLOOR.toNanos());
    assertThat(reply.status()).isEqualTo(Integer.parseInt(asked.get(0)));
  }
}
