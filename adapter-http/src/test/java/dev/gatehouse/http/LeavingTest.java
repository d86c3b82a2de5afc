package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Registrant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How accounts begin and end, through the real server: apps with tokens in the body, browsers with cookies. */
class LeavingTest {
  private static final String RESTORE = "__Secure-gh_restore_token";

  private Node node;
  private House.Person owner;
  private EmailAddress email;

  @BeforeEach
  void start() {
    node = Node.production();
    owner = node.house.resident(AnAccount.in(node.house.realm().key()));
    email = owner.account().email().orElseThrow();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String password() {
    return new String(owner.password().utf8(), StandardCharsets.UTF_8);
  }

  private String signedIn() {
    return login().is(200).at("/access_token");
  }

  private Reply login() {
    return node.post("/login", "login_or_email", email.value(), "password", password())
        .send();
  }

  // ---- deletion

  @Test
  @DisplayName(
      "[L08] an app deletes the account, is given a ticket instead of tokens, and keeps it")
  void an_app_leaves_and_stays() {
    String access = signedIn();
    Reply gone = node.call("DELETE", Routes.AUTH + "/me").bearer(access).send().is(202);
    assertThat(Instant.parse(gone.at("/erased_at"))).isAfter(node.house.clock().instant());
    assertThat(gone.json().path("sessions_revoked").asInt()).isEqualTo(1);
    assertThat(gone.cookies()).isEmpty();
    node.get("/me").bearer(access).send().is(401, "TOKEN_REJECTED");

    node.post("/login", "login_or_email", email.value(), "password", "another long password")
        .send()
        .is(401, "CREDENTIALS_REJECTED");
    Reply leaving = login().is(403, "ACCOUNT_LEAVING");
    assertThat(leaving.at("/erased_at")).isEqualTo(gone.at("/erased_at"));
    assertThat(leaving.cookies()).isEmpty();
    assertThat(leaving.json().has("access_token")).isFalse();

    node.post("/me/restore").send().is(422, "VALUE_REJECTED");
    node.post("/me/restore", "token", "A".repeat(43)).send().is(401, "CODE_REJECTED");
    Reply kept =
        node.post("/me/restore", "token", leaving.at("/restore_token")).send().is(200);
    assertThat(kept.text()).doesNotContain("token");
    node.post("/me/restore", "token", leaving.at("/restore_token")).send().is(401, "CODE_REJECTED");
    assertThat(signedIn()).isNotEmpty();
  }

  @Test
  @DisplayName(
      "[L27] a browser has the ticket as a cookie of the one route that reads it, and loses its tokens")
  void a_browser_leaves_and_stays() {
    Browser browser = node.browser();
    browser
        .post("/login", "login_or_email", email.value(), "password", password())
        .is(200);
    Reply gone = browser
        .send(node.call("DELETE", Routes.AUTH + "/me"), Routes.AUTH + "/me")
        .is(202);
    assertThat(gone.cookie("__Secure-gh_access_token")).contains("Max-Age=0");
    assertThat(gone.cookie("__Secure-gh_refresh_token")).contains("Max-Age=0");
    browser.get("/me").is(401, "TOKEN_REQUIRED");

    Reply leaving = browser
        .post("/login", "login_or_email", email.value(), "password", password())
        .is(403, "ACCOUNT_LEAVING");
    assertThat(leaving.json().has("restore_token")).isFalse();
    assertThat(leaving.cookie(RESTORE))
        .contains("; Path=/api/v1/auth/me/restore", "HttpOnly", "Secure", "SameSite=Lax");
    assertThat(leaving.text()).doesNotContain(browser.cookie(RESTORE));

    Reply kept = browser.post("/me/restore").is(200);
    assertThat(kept.cookie(RESTORE)).contains("Max-Age=0");
    browser
        .post("/login", "login_or_email", email.value(), "password", password())
        .is(200);
  }

  @Test
  @DisplayName("[L19] a page of another site neither deletes nor keeps an account")
  void a_foreign_page_does_neither() {
    Browser browser = node.browser();
    browser
        .post("/login", "login_or_email", email.value(), "password", password())
        .is(200);

    browser
        .from("https://evil.example")
        .send(node.call("DELETE", Routes.AUTH + "/me"), Routes.AUTH + "/me")
        .is(403, "FOREIGN_ORIGIN");
    browser.post("/me/restore").is(403, "FOREIGN_ORIGIN");

    browser.from(Node.ORIGIN).get("/me").is(200);
  }

  @Test
  @DisplayName(
      "[L10] deleting, exporting and changing the phrase want an owner who was recognised lately")
  void each_needs_a_step_up() {
    String access = signedIn();
    node.house.clock().advance(Duration.ofMinutes(10).plusSeconds(1));

    for (Call call : List.of(
        node.call("DELETE", Routes.AUTH + "/me"),
        node.post("/me/export"),
        node.get("/me/export/" + Fixtures.id()),
        node.call("PUT", Routes.AUTH + "/me/anti-phishing-phrase")
            .json("phrase", "blue lantern"))) {
      call.bearer(access).send().is(403, "STEP_UP_REQUIRED");
    }
    node.post("/reauth", "password", password()).bearer(access).send().is(200);
    node.post("/me/export").bearer(access).send().is(202);
  }

  // ---- export

  @Test
  @DisplayName("[L46] the archive holds what is kept, without a secret, for its owner only")
  void the_archive_holds_what_is_kept() {
    Reply in = login().is(200);
    String access = in.at("/access_token");
    node.call("PUT", Routes.AUTH + "/me/anti-phishing-phrase")
        .json("phrase", "  seven blue lanterns ")
        .bearer(access)
        .send()
        .is(200);
    Reply asked = node.post("/me/export").bearer(access).send().is(202);
    Reply archive =
        node.get("/me/export/" + asked.at("/id")).bearer(access).send().is(200);

    JsonNode json = archive.json();
    assertThat(json.at("/account/email").asText()).isEqualTo(email.value());
    assertThat(json.at("/account/anti_phishing_phrase").asText()).isEqualTo("seven blue lanterns");
    assertThat(json.at("/account/has_password").asBoolean()).isTrue();
    assertThat(json.at("/sessions/0/id").asText()).isEqualTo(in.at("/user/session/id"));
    assertThat(json.at("/waiting_mails/0").asText()).isEqualTo("export_ready");
    assertThat(json.at("/given_up_mails").size()).isZero();
    assertThat(json.at("/former_addresses").size()).isZero();
    assertThat(json.at("/second_factor").isNull()).isTrue();
    assertThat(json.path("events").findValuesAsText("type")).contains("signed_in", "export_read");
    assertThat(archive.header("Cache-Control").orElse("")).contains("no-store");
    assertThat(archive.header("Content-Disposition").orElse("")).startsWith("attachment");
    assertThat(archive.text())
        .doesNotContain(password(), in.at("/refresh_token"), access, "digest", "hash");

    House.Person other = node.house.person();
    String thief = node.post(
            "/login",
            "login_or_email",
            other.username().value(),
            "password",
            new String(other.password().utf8(), StandardCharsets.UTF_8))
        .send()
        .at("/access_token");
    node.get("/me/export/" + asked.at("/id")).bearer(thief).send().is(404, "NOT_FOUND");
    node.get("/me/export/1").bearer(access).send().is(404, "NOT_FOUND");
  }

  @Test
  @DisplayName(
      "[L46] the archive tells the former address, the invitations that name the address, and what is left of the second factor")
  void the_archive_tells_what_is_left() {
    Careful careful = Careful.of(node.house, owner);
    EmailAddress moved = Fixtures.email();
    Gatehouse gatehouse = node.house.gatehouse();
    gatehouse.askForEmailChange().handle(owner.client(), careful.claims(), moved);
    gatehouse
        .confirmEmailChange()
        .handle(owner.client(), careful.claims(), node.house.codeTo(moved));
    gatehouse
        .issueInvitation()
        .handle(new IssueInvitation.Command(
            Actor.operator("test"),
            node.house.realm(),
            Role.USER,
            Optional.of(moved),
            Optional.empty()));
    String access = careful.tokens().access().reveal();
    Reply asked = node.post("/me/export").bearer(access).send().is(202);

    Reply archive =
        node.get("/me/export/" + asked.at("/id")).bearer(access).send().is(200);

    JsonNode json = archive.json();
    assertThat(json.at("/account/email").asText()).isEqualTo(moved.value());
    assertThat(json.at("/former_addresses/0/email").asText()).isEqualTo(email.value());
    assertThat(Instant.parse(archive.at("/former_addresses/0/kept_until")))
        .isAfter(node.house.clock().instant());
    assertThat(json.at("/invitations/0/email").asText()).isEqualTo(moved.value());
    assertThat(json.at("/invitations/0/taken_at").isNull()).isTrue();
    assertThat(Instant.parse(archive.at("/second_factor/enrolled_at")))
        .isBefore(node.house.clock().instant());
    assertThat(json.at("/second_factor/recovery_codes_left").asInt())
        .isEqualTo(careful.codes().size());
  }

  // ---- the phrase and consents

  @Test
  @DisplayName(
      "[L45] the phrase is set and taken away, refused where it could be a link, and told to nobody who asks for the account")
  void the_phrase_is_set() {
    String access = signedIn();
    for (String bad : List.of(
        "abc", "a".repeat(51), "see evil.example now", "https://x", "me@here", "two\nlines")) {
      phrase(access, bad).is(422, "VALUE_REJECTED");
    }
    assertThat(
            phrase(access, "seven blue lanterns").is(200).json().path("is_set").asBoolean())
        .isTrue();
    assertThat(node.get("/me").bearer(access).send().text()).doesNotContain("lanterns");
    assertThat(phrase(access, "").is(200).json().path("is_set").asBoolean()).isFalse();
  }

  private Reply phrase(String access, String text) {
    return node.call("PUT", Routes.AUTH + "/me/anti-phishing-phrase")
        .json("phrase", text)
        .bearer(access)
        .send();
  }

  @Test
  void consent_to_news_is_taken_back_and_who_has_no_address_is_prompted_for_one() {
    String login = "u" + Fixtures.unique().substring(0, 12);
    node.post(
            "/register",
            "login",
            login,
            "password",
            password(),
            "tos_accepted",
            "true",
            "marketing_consent",
            "true")
        .send()
        .is(201);
    Reply in = node.post("/login", "login_or_email", login, "password", password())
        .send()
        .is(200);
    assertThat(in.json().at("/user/marketing_consent").asBoolean()).isTrue();
    assertThat(in.json().at("/user/prompts").toString()).isEqualTo("[\"email\"]");

    Reply changed = node.call("PATCH", Routes.AUTH + "/me")
        .json("marketing_consent", "false", "display_name", "Ada")
        .bearer(in.at("/access_token"))
        .send()
        .is(200);

    assertThat(changed.json().path("marketing_consent").asBoolean(true)).isFalse();
    assertThat(changed.at("/display_name")).isEqualTo("Ada");
  }

  @Test
  void who_has_accepted_no_terms_is_asked_for_them_until_he_does() {
    Registrant registrant = Registrant.of(node.house);
    Reply in = node.post(
            "/verify-otp",
            "email",
            registrant.email().value(),
            "code",
            registrant.code().reveal(),
            "password",
            password())
        .send()
        .is(200);
    assertThat(in.json().at("/user/prompts").toString())
        .as("who comes without a handle has no part in what somebody said when registering")
        .isEqualTo("[\"terms\"]");
    Reply untouched = update(in, "display_name", "Ada");
    assertThat(untouched.json().path("prompts").toString()).isEqualTo("[\"terms\"]");

    Reply accepted = update(in, "tos_accepted", "true");
    assertThat(accepted.json().path("prompts")).isEmpty();
    Reply mine = node.get("/me").bearer(in.at("/access_token")).send();
    assertThat(mine.json().path("prompts")).isEmpty();
  }

  private Reply update(Reply in, String field, String value) {
    return node.call("PATCH", Routes.AUTH + "/me")
        .json(field, value)
        .bearer(in.at("/access_token"))
        .send()
        .is(200);
  }

  // ---- invitations

  @Test
  @DisplayName(
      "[L33] where only the invited are let in, everybody else is told the channel, and the invited get their role")
  void only_the_invited_are_let_in() {
    House house = House.over(new InMemoryStorage());
    try (Node shut = Node.over(house.with(house.realm().with(RegistrationMode.INVITE_ONLY)))) {
      Reply refused = shut.post(
              "/register", "login", "somebody", "password", password(), "tos_accepted", "true")
          .send()
          .is(403, "REGISTRATION_DISABLED");
      assertThat(refused.at("/channel")).isEqualTo("username");
      IssueInvitation.Issued issued = shut.house
          .gatehouse()
          .issueInvitation()
          .handle(new IssueInvitation.Command(
              Actor.operator("test"),
              shut.house.realm(),
              Role.PARTNER,
              Optional.empty(),
              Optional.empty()));
      String[] command = {
        "login",
        "somebody",
        "password",
        password(),
        "tos_accepted",
        "true",
        "invite_token",
        issued.secret().reveal()
      };
      shut.post("/register", command).send().is(201);
      assertThat(shut.post("/login", "login_or_email", "somebody", "password", password())
              .send()
              .at("/user/role"))
          .isEqualTo("partner");
      command[1] = "somebody_else";
      shut.post("/register", command).send().is(403, "INVITATION_REJECTED");
    }
  }

  @Test
  @DisplayName(
      "[L33] an invitation is shown when a link is asked for, of whoever's address, and lets who asked in")
  void the_invited_come_in_by_a_link() {
    House house = House.over(new InMemoryStorage());
    try (Node shut = Node.over(house.with(house.realm().with(RegistrationMode.INVITE_ONLY)))) {
      EmailAddress email = Fixtures.email();
      IssueInvitation.Issued issued = shut.house
          .gatehouse()
          .issueInvitation()
          .handle(new IssueInvitation.Command(
              Actor.operator("test"),
              shut.house.realm(),
              Role.PARTNER,
              Optional.of(email),
              Optional.empty()));
      String[] asking = {
        "email",
        email.value(),
        "tos_accepted",
        "true",
        "invite_token",
        issued.secret().reveal() + "x"
      };
      shut.post("/magic-link", asking).send().is(403, "INVITATION_REJECTED");
      asking[5] = issued.secret().reveal();
      String flow = shut.post("/magic-link", asking).send().is(200).at("/flow");
      String token = shut.house.said(email, Mail.Kind.MAGIC_LINK, "token").reveal();

      Reply elsewhere = shut.post("/magic-link/verify", "token", token, "confirm", "true")
          .send()
          .is(403, "REGISTRATION_DISABLED");
      assertThat(elsewhere.at("/channel")).isEqualTo("magic_link");
      Reply in =
          shut.post("/magic-link/verify", "token", token, "flow", flow).send().is(200);
      assertThat(in.at("/user/role")).isEqualTo("partner");
      shut.post("/magic-link", asking).send().is(403, "INVITATION_REJECTED");
    }
  }
}
