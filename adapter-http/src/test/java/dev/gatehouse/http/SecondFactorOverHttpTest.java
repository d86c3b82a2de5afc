package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.House;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The second factor over HTTP, for apps and for browsers. */
class SecondFactorOverHttpTest {
  private static final Duration LATELY = Duration.ofMinutes(10);

  private Node node;

  @BeforeEach
  void start() {
    node = Node.production();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Call post(String path, String... members) {
    return node.call("POST", Routes.SECOND_FACTOR + path).json(members);
  }

  private static String text(House.Person person) {
    return new String(person.password().utf8(), StandardCharsets.UTF_8);
  }

  private Call login(House.Person person) {
    return node.post(
        "/login",
        "login_or_email",
        person.username().value(),
        "password",
        text(person),
        "remember_me",
        "true");
  }

  @Test
  void an_app_enrols_signs_in_steps_up_and_removes() {
    House.Person person = node.house.person();
    String access = login(person).send().is(200).at("/access_token");
    Reply setUp = post("/setup").bearer(access).send().is(200);
    assertThat(setUp.at("/secret")).matches("[A-Z2-7]{32}");
    assertThat(setUp.at("/qr_uri"))
        .startsWith("otpauth://totp/customers.example.com:" + person.username().value())
        .contains("secret=" + setUp.at("/secret"));
    assertThat(setUp.at("/qr_svg")).startsWith("<svg ").doesNotContain("script", "href");
    post("/verify", "code", "000").bearer(access).send().is(401, "SECOND_FACTOR_REJECTED");
    assertThat(status(access).path("enabled").asBoolean()).isFalse();

    Careful owner = Careful.of(node.house, node.house.person());
    Reply due = login(owner.person()).send().is(200);
    assertThat(due.json().path("requires_2fa").asBoolean()).isTrue();
    assertThat(due.json().path("requires_2fa_setup").asBoolean()).isFalse();
    String ticket = due.at("/tfa_token");
    post("/complete", "code", "000000x").bearer(ticket).send().is(401, "CODE_REJECTED");
    post("/complete").bearer(ticket).send().is(422, "VALUE_REJECTED");
    Reply in = post("/complete", "code", code(owner)).bearer(ticket).send().is(200);
    assertThat(in.at("/user/session/acr")).isEqualTo("aal2");
    assertThat(in.json().at("/user/is_2fa_enabled").asBoolean()).isTrue();
    assertThat(in.cookies()).isEmpty();
    post("/complete", "code", next(owner)).bearer(ticket).send().is(401, "CODE_REJECTED");

    String strong = in.at("/access_token");
    assertThat(node.get("/devices").bearer(strong).send().is(200).at("/devices/0/acr"))
        .isEqualTo("aal2");
    assertThat(status(strong).path("recovery_codes_remaining").asInt()).isEqualTo(10);
    node.house.clock().advance(Duration.ofMinutes(11));
    Reply refused = post("/recovery-codes").bearer(strong).send().is(403, "STEP_UP_REQUIRED");
    assertThat(refused.at("/first_factors/0")).isEqualTo("password");
    assertThat(refused.json().path("second_factors")).hasSize(2);
    assertThat(refused.json().path("max_age").asInt()).isEqualTo(600);
    Reply steppedUp = post("/reauth", "password", text(owner.person()), "code", code(owner))
        .bearer(strong)
        .send()
        .is(200);
    assertThat(steppedUp.json().path("valid_for_minutes").asInt()).isEqualTo(10);
    Reply codes = post("/recovery-codes").bearer(strong).send().is(200);
    assertThat(codes.json().path("recovery_codes")).hasSize(10);
    assertThat(post("/validate", "code", "1")
            .bearer(strong)
            .send()
            .is(200)
            .json()
            .path("valid")
            .asBoolean())
        .isFalse();
    node.call("DELETE", Routes.SECOND_FACTOR + "/disable")
        .json("password", text(owner.person()), "code", next(owner))
        .bearer(strong)
        .send()
        .is(200);
    assertThat(login(owner.person()).send().is(200).json().path("requires_2fa").asBoolean())
        .isFalse();
  }

  @Test
  void the_session_that_enrols_gets_ten_codes_once() {
    House.Person person = node.house.person();
    String access = login(person).send().is(200).at("/access_token");
    Reply setUp = post("/setup").bearer(access).send().is(200);
    Reply enrolled = post("/verify", "code", shown(setUp)).bearer(access).send().is(200);

    assertThat(enrolled.at("/status")).isEqualTo("enabled");
    assertThat(enrolled.json().path("recovery_codes")).hasSize(10);
    assertThat(enrolled.json().has("access_token")).isFalse();
    String ticket = login(person).send().is(200).at("/tfa_token");
    Reply in = post("/complete", "recovery_code", enrolled.at("/recovery_codes/0"))
        .bearer(ticket)
        .send()
        .is(200);
    assertThat(status(in.at("/access_token")).path("recovery_codes_remaining").asInt())
        .isEqualTo(9);
  }

  @Test
  @DisplayName(
      "[L27] a browser's ticket is a cookie of the routes that read it, and so are the tokens; no body has either")
  void a_browser_completes_by_cookie() {
    Careful owner = Careful.of(node.house);
    Browser browser = node.browser();
    Reply due = browser.send(login(owner.person()), Routes.AUTH + "/login").is(200);
    assertThat(due.json().has("tfa_token")).isFalse();
    assertThat(due.cookie("__Secure-gh_tfa_token"))
        .contains("Path=/api/v1/2fa;", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600");
    assertThat(browser.cookie("__Secure-gh_access_token")).isEmpty();
    String ticket = browser.cookie("__Secure-gh_tfa_token");

    post("/complete", "code", code(owner)).bearer(ticket).send().is(401, "CODE_REJECTED");
    Reply in = browser
        .send(post("/complete", "code", code(owner)), Routes.SECOND_FACTOR + "/complete")
        .is(200);

    assertThat(in.json().has("access_token")).isFalse();
    assertThat(in.cookie("__Secure-gh_refresh_token"))
        .as("remembered, as was asked for")
        .contains("Max-Age=");
    assertThat(browser.cookie("__Secure-gh_tfa_token")).isEmpty();
    browser.get("/me").is(200);
    node.house.clock().advance(Duration.ofMinutes(1));
    assertThat(browser.cookie("__Secure-gh_device")).isNotEmpty();
  }

  @Test
  @DisplayName("[L19] no page elsewhere completes a sign-in with the cookie of a ticket")
  void a_page_elsewhere_completes_nothing() {
    Careful owner = Careful.of(node.house);
    Browser browser = node.browser();
    browser.send(login(owner.person()), Routes.AUTH + "/login").is(200);

    browser
        .from("https://evil.example")
        .send(post("/complete", "code", code(owner)), Routes.SECOND_FACTOR + "/complete")
        .is(403, "FOREIGN_ORIGIN");
  }

  @Test
  @DisplayName(
      "[L03] a browser has a session or a ticket, never both: whoever signs in on top of another's session enrols for himself")
  void a_ticket_takes_the_session_away() {
    House.Person first = staff();
    House.Person second = staff();
    Browser browser = node.browser();
    staff(browser, "/auth/login", credentials(first)).is(200);
    String code = shown(staff(browser, "/2fa/setup").is(200));
    String mailed = node.house.codeTo(first.account().email().orElseThrow()).reveal();
    staff(browser, "/2fa/verify", "code", code, "mail_code", mailed).is(200);
    assertThat(browser.cookie("__Secure-staff_tfa_token")).isEmpty();
    assertThat(browser.cookie("__Secure-staff_access_token")).isNotEmpty();

    staff(browser, "/auth/login", credentials(second)).is(200);

    assertThat(browser.cookie("__Secure-staff_access_token")).isEmpty();
    assertThat(browser.cookie("__Secure-staff_refresh_token")).isEmpty();
    Reply setUp = staff(browser, "/2fa/setup").is(200);
    assertThat(setUp.at("/qr_uri")).contains(":" + second.username().value());
  }

  @Test
  @DisplayName(
      "[L03] where a session and a ticket come at once neither counts, and both are taken away")
  void a_session_beside_a_ticket_is_refused() {
    House.Person person = node.house.person();
    Browser browser = node.browser();
    browser.send(login(person), Routes.AUTH + "/login").is(200);
    String access = login(person).send().is(200).at("/access_token");
    browser.put("__Secure-gh_tfa_token", "A".repeat(43));

    Reply both = browser.send(post("/setup"), Routes.SECOND_FACTOR + "/setup");

    both.is(400, "TRANSPORT_CONFLICT");
    for (String name : List.of("access_token", "refresh_token", "tfa_token")) {
      assertThat(both.cookie("__Secure-gh_" + name)).contains("Max-Age=0");
    }
    post("/setup")
        .header("Origin", Node.ORIGIN)
        .header("Cookie", "__Secure-gh_tfa_token=" + "A".repeat(43))
        .bearer(access)
        .send()
        .is(400, "TRANSPORT_CONFLICT");
  }

  @Test
  @DisplayName("[L19] [L27] a ticket that an app was given makes no tokens for a page")
  void a_page_makes_nothing_of_a_bearer_ticket() {
    Careful owner = Careful.of(node.house);
    String ticket = login(owner.person()).send().is(200).at("/tfa_token");

    for (String path : List.of("/complete", "/setup")) {
      Call call = post(path).bearer(ticket);
      call.header("Origin", "https://evil.example").send().is(403, "FOREIGN_ORIGIN");
      call.header("Origin", Node.ORIGIN).send().is(400, "TRANSPORT_CONFLICT");
      call.header("X-Auth-Transport", "bearer").send().is(403, "TRANSPORT_NOT_ALLOWED");
    }
    Reply listed = post("/complete", "code", code(owner))
        .bearer(ticket)
        .header("Origin", Node.MINI_APP)
        .send()
        .is(200);
    assertThat(listed.at("/refresh_token")).startsWith("gtr_");
    assertThat(listed.cookies()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L07] a ticket opens nothing but what is due, and no access token completes a sign-in")
  void tickets_and_tokens_are_apart() {
    Careful owner = Careful.of(node.house);
    String ticket = login(owner.person()).send().is(200).at("/tfa_token");

    node.get("/me").bearer(ticket).send().is(401, "TOKEN_REJECTED");
    post("/setup").bearer(ticket).send().is(401, "CODE_REJECTED");
    post("/recovery-codes").bearer(ticket).send().is(401, "TOKEN_REJECTED");
    post("/complete", "code", code(owner))
        .bearer(owner.tokens().access().reveal())
        .send()
        .is(401, "TOKEN_REQUIRED");
    post("/complete", "code", code(owner)).send().is(401, "TOKEN_REQUIRED");
  }

  @Test
  @DisplayName(
      "[L07] staff enrol by ticket, code and mailed code, in a browser too, and are signed in by both factors")
  void staff_enrol_by_ticket() {
    House.Person staff = staff();
    String prefix = "/realms/" + node.house.staffRealm().key();
    String factor = prefix + Routes.SECOND_FACTOR;
    Browser browser = node.browser();
    Reply due = browser
        .send(
            node.call("POST", prefix + Routes.AUTH + "/login")
                .json("login_or_email", staff.username().value(), "password", text(staff)),
            prefix + Routes.AUTH + "/login")
        .is(200);
    assertThat(due.json().path("requires_2fa_setup").asBoolean()).isTrue();

    Reply setUp =
        browser.send(node.call("POST", factor + "/setup"), factor + "/setup").is(200);
    assertThat(setUp.json().path("mail_code_required").asBoolean()).isTrue();
    String code = shown(setUp);
    browser
        .send(node.call("POST", factor + "/verify").json("code", code), factor + "/verify")
        .is(401, "CODE_REJECTED");
    String mailed = node.house.codeTo(staff.account().email().orElseThrow()).reveal();
    Reply in = browser
        .send(
            node.call("POST", factor + "/verify").json("code", code, "mail_code", mailed),
            factor + "/verify")
        .is(200);

    assertThat(in.json().path("recovery_codes")).hasSize(10);
    assertThat(in.json().has("access_token")).isFalse();
    assertThat(in.at("/user/session/acr")).isEqualTo("aal2");
    assertThat(browser.cookie("__Secure-staff_tfa_token")).isEmpty();
    browser
        .send(node.call("GET", prefix + Routes.AUTH + "/me"), prefix + Routes.AUTH + "/me")
        .is(200);
  }

  private Reply staff(Browser browser, String path, String... members) {
    String whole = "/realms/" + node.house.staffRealm().key() + "/api/v1" + path;
    return browser.send(node.call("POST", whole).json(members), whole);
  }

  private static String[] credentials(House.Person person) {
    return new String[] {"login_or_email", person.username().value(), "password", text(person)};
  }

  private House.Person staff() {
    return node.house.resident(AnAccount.in(node.house.staffRealm().key()).roles(Role.VIEWER));
  }

  @Test
  @DisplayName(
      "[L10] every route that needs a step-up refuses a session whose owner was not recognised lately, and lets on one whose was")
  void what_needs_a_step_up_needs_it() {
    Set<String> tried = new TreeSet<>();
    for (Route route : new Routes(node.surroundings()).served()) {
      if (route.access().stepUp()) {
        House.Person person = node.house.person();
        Call call = call(route, person);
        String before = login(person).send().is(200).at("/access_token");
        node.house.clock().advance(LATELY.plusMillis(1));
        call.bearer(before).send().is(403, "STEP_UP_REQUIRED");
        String now = login(person).send().is(200).at("/access_token");
        assertPasses(route, call.bearer(now).send());
        tried.add(route.verb() + " " + route.path());
      }
    }
    assertThat(tried).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  @DisplayName(
      "[L10] where a factor is enrolled every such route, and a change of password, refuses a session of one factor, however fresh, and one of both that is old")
  void what_needs_a_step_up_needs_the_factor() {
    for (Route route : new Routes(node.surroundings()).served()) {
      if (route.access().stepUp() || route.path().endsWith("/change-password")) {
        House.Person person = node.house.person();
        Call call = call(route, person);
        String weak = login(person).send().is(200).at("/access_token");
        Careful owner = Careful.of(node.house, person);
        String strong = owner.tokens().access().reveal();
        call.bearer(weak).send().is(403, "STEP_UP_REQUIRED");
        node.house.clock().advance(LATELY);
        call.bearer(strong).send().is(403, "STEP_UP_REQUIRED");
        post("/reauth", "password", text(person), "code", code(owner))
            .bearer(strong)
            .send()
            .is(200);
        assertPasses(route, call.bearer(strong).send());
      }
    }
  }

  private Call call(Route route, House.Person person) {
    return node.call(
            route.verb().name(),
            route
                .path()
                .replace("{id}", UUID.randomUUID().toString())
                .replace("{provider}", "messenger"))
        .json(plausible(route, person));
  }

  private static void assertPasses(Route route, Reply reply) {
    assertThat(reply.text())
        .as(route.path())
        .doesNotContain("STEP_UP_REQUIRED", "VALUE_REJECTED", "TOKEN_REJECTED");
  }

  /** Values that get as far as to what judges who asks. */
  private static String[] plausible(Route route, House.Person person) {
    List<String> members = new ArrayList<>();
    for (Field field : route.body().all()) {
      String value = switch (field.name()) {
        case "email", "new_email" -> "new" + person.username().value() + "@example.com";
        case "password", "current_password" -> text(person);
        case "new_password" -> text(person) + "!";
        case "code", "state", "init_data" -> "000000";
        default -> "";
      };
      if (!value.isEmpty()) {
        members.add(field.name());
        members.add(value);
      }
    }
    return members.toArray(String[]::new);
  }

  private String code(Careful owner) {
    return owner.code().text().reveal();
  }

  private String next(Careful owner) {
    return owner.nextCode().text().reveal();
  }

  private String shown(Reply setUp) {
    return Careful.shown(setUp.at("/qr_uri"), node.house.clock().instant());
  }

  private JsonNode status(String access) {
    return node.call("GET", Routes.SECOND_FACTOR + "/status")
        .bearer(access)
        .send()
        .is(200)
        .json();
  }
}
