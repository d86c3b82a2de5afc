package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ways of an account, through the real server. */
class AccountsOverHttpTest {
  private static final String PASSWORD = "correct horse battery staple";

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.production();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String name() {
    return "u" + Fixtures.unique().substring(0, 12);
  }

  private static Reply registered(String login) {
    return node.post("/register", "login", login, "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
  }

  private static Reply signedIn(String login) {
    return node.post("/login", "login_or_email", login, "password", PASSWORD)
        .send()
        .is(200);
  }

  @Test
  void a_username_is_registered_signs_in_refreshes_and_signs_out() {
    String login = name();
    assertThat(registered(login).json().path("is_active").asBoolean()).isTrue();

    Reply in = signedIn(login);
    assertThat(in.at("/token_type")).isEqualTo("Bearer");
    assertThat(in.at("/user/login")).isEqualTo(login);
    assertThat(in.json().path("user").path("sign_in_count").asInt()).isEqualTo(1);
    assertThat(in.cookies()).isEmpty();
    String access = in.at("/access_token");
    assertThat(node.get("/me").bearer(access).send().is(200).json().path("user"))
        .isEmpty();
    assertThat(node.get("/session").bearer(access).send().is(200).at("/session/id"))
        .isEqualTo(in.at("/user/session/id"));

    Reply refreshed =
        node.post("/refresh", "refresh_token", in.at("/refresh_token")).send().is(200);
    String newest = refreshed.at("/access_token");
    node.post("/logout").bearer(newest).send().is(204);
    node.get("/me").bearer(newest).send().is(401, "TOKEN_REJECTED");
    node.post("/refresh", "refresh_token", refreshed.at("/refresh_token"))
        .send()
        .is(401, "REFRESH_REJECTED");
    node.post("/logout", "refresh_token", refreshed.at("/refresh_token")).send().is(204);
  }

  @Test
  void an_address_is_proven_by_the_mailed_code_and_the_handle() {
    EmailAddress address = EmailAddress.parse(name() + "@example.com");
    Reply registered = node.post(
            "/register", "email", address.value(), "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
    assertThat(registered.json().path("is_active").asBoolean()).isFalse();
    String code = node.house.codeTo(address).reveal();
    node.post("/verify-otp", "email", address.value(), "code", "x", "flow", registered.at("/flow"))
        .send()
        .is(401, "CODE_REJECTED");
    Reply verified = node.post(
            "/verify-email", "email", address.value(), "code", code, "flow", registered.at("/flow"))
        .send()
        .is(200);
    assertThat(verified.at("/user/email")).isEqualTo(address.value());
    assertThat(verified.json().path("user").path("is_email_verified").asBoolean())
        .isTrue();
    node.post("/login", "email", address.value(), "password", PASSWORD).send().is(200);
  }

  @Test
  void a_code_is_sent_again_and_the_answer_says_when_once_more() {
    EmailAddress address = EmailAddress.parse(name() + "@example.com");
    Reply resent = node.post("/resend-otp", "email", address.value()).send().is(200);
    assertThat(resent.json().path("resends_remaining").asInt()).isPositive();
    Reply tooSoon = node.post("/resend-verification", "email", address.value())
        .send()
        .is(429, "RESEND_THROTTLED");
    assertThat(tooSoon.json().path("retry_after").asInt()).isPositive();
    assertThat(nextResend(tooSoon)).isCloseTo(nextResend(resent), within(1, ChronoUnit.SECONDS));
  }

  private static Instant nextResend(Reply reply) {
    return Instant.parse(reply.json().path("next_resend_available_at").asText());
  }

  @Test
  void the_profile_is_changed_and_what_is_not_named_stays() {
    String login = name();
    registered(login);
    String access = signedIn(login).at("/access_token");
    Call rename = node.call("PATCH", Routes.AUTH + "/me").bearer(access);
    Reply changed =
        rename.json("display_name", "Alice", "timezone", "Europe/Berlin").send().is(200);
    assertThat(changed.at("/display_name")).isEqualTo("Alice");
    Reply again = node.call("PATCH", Routes.AUTH + "/me")
        .bearer(access)
        .body("{\"display_name\":null,\"locale\":\"de\"}")
        .send()
        .is(200);
    assertThat(again.json().path("display_name").isNull()).isTrue();
    assertThat(again.at("/timezone")).isEqualTo("Europe/Berlin");
    assertThat(again.at("/locale")).isEqualTo("de");
    Reply refused = node.call("PATCH", Routes.AUTH + "/me")
        .bearer(access)
        .json("timezone", "Nowhere/Never")
        .send()
        .is(422, "VALUE_REJECTED");
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("/timezone");
    assertThat(refused.text()).doesNotContain("Nowhere");
  }

  /** Somebody with a proven address. */
  private static EmailAddress proven() {
    EmailAddress address = EmailAddress.parse(name() + "@example.com");
    Reply registered = node.post(
            "/register", "email", address.value(), "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
    node.post(
            "/verify-otp",
            "email",
            address.value(),
            "code",
            node.house.codeTo(address).reveal(),
            "flow",
            registered.at("/flow"))
        .send()
        .is(200);
    return address;
  }

  @Test
  void a_forgotten_password_is_set_anew_by_the_mailed_digits_or_link() {
    EmailAddress address = proven();
    String flow =
        node.post("/forgot-password", "email", address.value()).send().is(200).at("/flow");
    String code = node.house.codeTo(address).reveal();
    Reply reset = node.post(
            "/reset-password",
            "email",
            address.value(),
            "code",
            code,
            "flow",
            flow,
            "new_password",
            PASSWORD + " two")
        .send()
        .is(200);
    assertThat(reset.json().path("sessions_revoked").asInt()).isEqualTo(1);
    assertThat(reset.json().path("linked_identities").isArray()).isTrue();
    node.post("/login", "email", address.value(), "password", PASSWORD).send().is(401);
    node.post("/login", "email", address.value(), "password", PASSWORD + " two")
        .send()
        .is(200);

    node.post("/forgot-password", "email", address.value()).send().is(200);
    String token = node.house.mailsTo(address).stream()
        .flatMap(mail -> Optional.ofNullable(mail.values().get("token")).stream())
        .reduce((earlier, later) -> later)
        .orElseThrow();
    Reply bad = node.post("/reset-password", "token", token, "new_password", "short")
        .send()
        .is(422, "PASSWORD_REJECTED");
    assertThat(bad.json().path("reasons")).isNotEmpty();
    node.post("/reset-password", "token", token, "new_password", PASSWORD + " three")
        .send()
        .is(200);
    node.post("/reset-password", "token", token, "new_password", PASSWORD + " four")
        .send()
        .is(401, "CODE_REJECTED");
  }

  @Test
  void what_a_reset_lacks_is_named() {
    List.of(
            List.of("/email"),
            List.of("/code", "email", "a@example.com"),
            List.of("/flow", "email", "a@example.com", "code", "123456"))
        .forEach(asked -> {
          List<String> members = new ArrayList<>(asked.subList(1, asked.size()));
          members.addAll(List.of("new_password", PASSWORD));
          Reply reply = node.post("/reset-password", members.toArray(String[]::new))
              .send()
              .is(422, "VALUE_REJECTED");
          assertThat(reply.at("/errors/0/pointer")).isEqualTo(asked.get(0));
        });
  }

  @Test
  void a_changed_password_ends_the_other_sessions() {
    String login = name();
    registered(login);
    String here = signedIn(login).at("/access_token");
    String there = signedIn(login).at("/access_token");
    node.post("/change-password", "current_password", "wrong", "new_password", PASSWORD + "!")
        .bearer(here)
        .send()
        .is(401, "CREDENTIALS_REJECTED");
    Reply weak = node.post(
            "/change-password", "current_password", PASSWORD, "new_password", "short")
        .bearer(here)
        .send()
        .is(422, "PASSWORD_REJECTED");
    assertThat(weak.at("/reason")).isEqualTo("TOO_SHORT");
    Reply changed = node.post(
            "/change-password", "current_password", PASSWORD, "new_password", PASSWORD + "!")
        .bearer(here)
        .send()
        .is(200);
    assertThat(changed.json().path("sessions_revoked").asInt()).isEqualTo(1);
    node.get("/me").bearer(here).send().is(200);
    node.get("/me").bearer(there).send().is(401, "TOKEN_REJECTED");
  }

  @Test
  void devices_are_sessions_and_each_ends_alone() {
    String login = name();
    registered(login);
    Reply here = signedIn(login);
    Reply there = signedIn(login);
    String access = here.at("/access_token");
    Reply devices = node.get("/devices").bearer(access).send().is(200);
    assertThat(devices.json().path("total").asInt()).isEqualTo(2);
    String other = there.at("/user/session/id");
    Call remove = node.call("DELETE", Routes.AUTH + "/devices/" + other).bearer(access);
    assertThat(remove.send().is(200).at("/device_id")).isEqualTo(other);
    remove.send().is(404, "NOT_FOUND");
    node.get("/me").bearer(there.at("/access_token")).send().is(401);
    for (String nobodys : new String[] {Fixtures.id().toString(), "1-1-1-1-1", "x", "%20"}) {
      node.call("DELETE", Routes.AUTH + "/devices/" + nobodys)
          .bearer(access)
          .send()
          .is(404);
    }
  }

  @Test
  void signing_out_everywhere_may_keep_the_session_that_asks() {
    String login = name();
    registered(login);
    String here = signedIn(login).at("/access_token");
    String there = signedIn(login).at("/access_token");
    Reply kept =
        node.post("/logout-all", "keep_current", "true").bearer(here).send().is(200);
    assertThat(kept.json().path("sessions_revoked").asInt()).isEqualTo(1);
    node.get("/me").bearer(there).send().is(401);
    node.post("/logout-all").bearer(here).send().is(200);
    node.get("/me").bearer(here).send().is(401);
  }

  @Test
  void the_own_history_is_read_a_page_at_a_time() {
    String login = name();
    registered(login);
    String access = signedIn(login).at("/access_token");
    signedIn(login);
    Reply first = node.get("/security-events?limit=2").bearer(access).send().is(200);
    assertThat(first.json().path("events")).hasSize(2);
    assertThat(first.at("/events/0/type")).isEqualTo("signed_in");
    Reply next = node.get("/security-events?limit=2&cursor=" + first.at("/next_cursor"))
        .bearer(access)
        .send()
        .is(200);
    assertThat(next.at("/events/0/type")).isEqualTo("account_registered");
    assertThat(next.json().path("next_cursor").isNull()).isTrue();
    for (String query : new String[] {"limit=0", "limit=101", "limit=x", "cursor=-1"}) {
      node.get("/security-events?" + query).bearer(access).send().is(422, "VALUE_REJECTED");
    }
  }

  @Test
  void a_gateway_asks_whether_a_token_is_good() {
    String login = name();
    registered(login);
    Reply in = signedIn(login);
    Reply good = node.get("/check").bearer(in.at("/access_token")).send().is(204);
    assertThat(good.header("X-Auth-Subject")).contains(in.at("/user/id"));
    node.get("/check").bearer("nonsense").send().is(401, "TOKEN_REJECTED");
    node.get("/check").send().is(401, "TOKEN_REQUIRED");
  }

  @Test
  void a_realm_that_requires_a_second_factor_gives_a_ticket_for_enrolling_one() {
    String prefix = "/realms/" + node.house.staffRealm().key() + Routes.AUTH;
    String login = name();
    EmailAddress address = Fixtures.email();
    node.call("POST", prefix + "/register")
        .json("login", login, "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(422, "VALUE_REJECTED");
    Reply pending = node.call("POST", prefix + "/register")
        .json(
            "login", login, "email", address.value(), "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
    node.call("POST", prefix + "/verify-otp")
        .json(
            "email",
            address.value(),
            "code",
            node.house.codeTo(address).reveal(),
            "flow",
            pending.at("/flow"))
        .send()
        .is(200);
    Reply due = node.call("POST", prefix + "/login")
        .json("login_or_email", login, "password", PASSWORD)
        .send()
        .is(200);
    assertThat(due.json().path("requires_2fa").asBoolean()).isTrue();
    assertThat(due.at("/tfa_token")).isNotEmpty();
    assertThat(due.json().has("access_token")).isFalse();
    assertThat(due.json().path("user").isNull()).isTrue();
  }
}
