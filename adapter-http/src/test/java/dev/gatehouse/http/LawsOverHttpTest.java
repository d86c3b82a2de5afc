package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Laws of the core that the door could break. */
class LawsOverHttpTest {
  private static final String PASSWORD = "correct horse battery staple";

  private Node node;

  @BeforeEach
  void start() {
    node = Node.production();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static EmailAddress address() {
    return EmailAddress.parse("u" + Fixtures.unique().substring(0, 12) + "@example.com");
  }

  private Reply register(EmailAddress address) {
    return node.post(
            "/register", "email", address.value(), "password", PASSWORD, "tos_accepted", "true")
        .send();
  }

  private Reply verify(EmailAddress address, String code, String flow) {
    return node.post("/verify-otp", "email", address.value(), "code", code, "flow", flow)
        .send();
  }

  private Reply login(String name, String password) {
    return node.post("/login", "login_or_email", name, "password", password).send();
  }

  private EmailAddress resident() {
    EmailAddress address = address();
    String flow = register(address).is(201).at("/flow");
    verify(address, node.house.codeTo(address).reveal(), flow).is(200);
    return address;
  }

  @Test
  @DisplayName(
      "[L01] a wrong code spends an attempt, and after the last one the right code is refused too")
  void a_wrong_code_spends_an_attempt() {
    EmailAddress address = address();
    String flow = register(address).is(201).at("/flow");
    String code = node.house.codeTo(address).reveal();
    String wrong = code.equals("000000") ? "111111" : "000000";
    for (int left = 4; left >= 0; left--) {
      Reply reply = verify(address, wrong, flow).is(401, "CODE_REJECTED");
      assertThat(reply.json().path("attempts_remaining").asInt()).isEqualTo(left);
    }
    verify(address, code, flow).is(401, "CODE_REJECTED");
  }

  @Test
  @DisplayName(
      "[L33] register, login, resend and verify answer the same for known and unknown addresses")
  void known_and_unknown_addresses_are_answered_the_same() {
    EmailAddress known = resident();
    EmailAddress unknown = address();
    node.house.clock().advance(Duration.ofHours(2));
    assertThat(shape(login(known.value(), "wrong")))
        .isEqualTo(shape(login(unknown.value(), "wrong")));
    assertThat(shape(resend(known))).isEqualTo(shape(resend(unknown)));
    assertThat(shape(resend(known))).isEqualTo(shape(resend(unknown)));
    node.house.clock().advance(Duration.ofHours(2));
    assertThat(shape(register(known))).isEqualTo(shape(register(unknown)));
    assertThat(shape(verify(known, "000000", "A".repeat(43))))
        .isEqualTo(shape(verify(unknown, "000000", "A".repeat(43))));
  }

  private Reply resend(EmailAddress address) {
    return node.post("/resend-otp", "email", address.value()).send();
  }

  /** Everything but what differs from one request to the next for anybody. */
  private static List<Object> shape(Reply reply) {
    ObjectNode body = reply.json().deepCopy();
    for (String own : List.of("instance", "flow", "email", "next_resend_available_at")) {
      if (body.has(own)) {
        body.put(own, "…");
      }
    }
    Set<String> names = new HashSet<>();
    reply.headers().keySet().forEach(name -> names.add(name.toLowerCase(java.util.Locale.ROOT)));
    return List.of(reply.status(), body, names);
  }

  @Test
  @DisplayName("[L20] concurrent refreshes with one token all get the same successor")
  void concurrent_refreshes() {
    Reply in = login(resident().value(), PASSWORD).is(200);
    Set<String> successors = new HashSet<>();
    for (int round = 0; round < 5; round++) {
      String token =
          round == 0 ? in.at("/refresh_token") : successors.iterator().next();
      List<CompletableFuture<Reply>> racing = IntStream.range(0, 16)
          .mapToObj(i -> CompletableFuture.supplyAsync(
              () -> node.post("/refresh", "refresh_token", token).send()))
          .toList();
      successors.clear();
      racing.forEach(reply -> successors.add(reply.join().is(200).at("/refresh_token")));
      assertThat(successors).hasSize(1);
    }
  }

  @Test
  @DisplayName("[L21] a refresh token two steps old ends its session and no other")
  void reuse_ends_the_session() {
    String name = resident().value();
    Reply in = login(name, PASSWORD).is(200);
    Reply elsewhere = login(name, PASSWORD).is(200);
    String oldest = in.at("/refresh_token");
    String second =
        node.post("/refresh", "refresh_token", oldest).send().is(200).at("/refresh_token");
    Reply third = node.post("/refresh", "refresh_token", second).send().is(200);
    node.post("/refresh", "refresh_token", oldest).send().is(401, "REFRESH_REJECTED");
    node.post("/refresh", "refresh_token", third.at("/refresh_token")).send().is(401);
    node.get("/me").bearer(third.at("/access_token")).send().is(401, "TOKEN_REJECTED");
    node.get("/me").bearer(elsewhere.at("/access_token")).send().is(200);
  }

  @Test
  @DisplayName("[L28] every sign-in gives a new session id")
  void every_sign_in_is_a_new_session() {
    String name = resident().value();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      assertThat(ids.add(login(name, PASSWORD).is(200).at("/user/session/id"))).isTrue();
    }
  }

  @Test
  @DisplayName("[L35] failing logins from an address never stop refresh and logout from there")
  void buckets_are_apart() {
    Reply in = login(resident().value(), PASSWORD).is(200);
    for (int i = 0; i < 60; i++) {
      login("u" + Fixtures.unique().substring(0, 12), "wrong");
    }
    login("u" + Fixtures.unique().substring(0, 12), "wrong").is(423, "LOCKED_OUT");
    Reply refreshed =
        node.post("/refresh", "refresh_token", in.at("/refresh_token")).send().is(200);
    node.post("/logout").bearer(refreshed.at("/access_token")).send().is(204);
  }

  @Test
  @DisplayName(
      "[L23] signing out ends the session by whichever good token is shown, the other being what it may")
  void any_good_token_signs_out() {
    String name = resident().value();
    Reply in = login(name, PASSWORD).is(200);
    node.post("/logout", "refresh_token", "gtr_nonsense")
        .bearer(in.at("/access_token"))
        .send()
        .is(204);
    node.get("/me").bearer(in.at("/access_token")).send().is(401, "TOKEN_REJECTED");
    Reply again = login(name, PASSWORD).is(200);
    node.post("/logout", "refresh_token", again.at("/refresh_token"))
        .bearer("nonsense")
        .send()
        .is(204);
    node.get("/me").bearer(again.at("/access_token")).send().is(401, "TOKEN_REJECTED");
    node.post("/logout").bearer("nonsense").send().is(401, "TOKEN_REJECTED");
    node.post("/logout").send().is(401, "TOKEN_REQUIRED");
  }
}
