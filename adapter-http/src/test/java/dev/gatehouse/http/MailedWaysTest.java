package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Magic links, and another address, over HTTP. */
class MailedWaysTest {
  private static final String FLOW = "__Host-gh_magic_flow";
  private static final String ACCESS = "__Secure-gh_access_token";
  private static Node node;

  private final EmailAddress address =
      EmailAddress.parse("m" + Fixtures.unique().substring(0, 12) + "@example.com");

  @BeforeAll
  static void start() {
    node = Node.production();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String said(EmailAddress to, Mail.Kind kind, String name) {
    return node.house.said(to, kind, name).reveal();
  }

  private String token() {
    return said(address, Mail.Kind.MAGIC_LINK, "token");
  }

  private String code() {
    return said(address, Mail.Kind.MAGIC_LINK, "code");
  }

  private Reply asked(String... more) {
    return node.post("/magic-link", with(more, "email", address.value())).send().is(200);
  }

  private static String[] with(String[] more, String... first) {
    List<String> all = new java.util.ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Registers by a link; what that answered. */
  private Reply resident() {
    String flow = asked("tos_accepted", "true").at("/flow");
    return node.post("/magic-link/verify", "token", token(), "flow", flow)
        .send()
        .is(200);
  }

  // ---- magic links

  @Test
  void the_first_link_registers_and_the_next_one_signs_in() {
    Reply first = resident();
    assertThat(first.json().path("is_new_user").asBoolean()).isTrue();
    assertThat(first.at("/user/email")).isEqualTo(address.value());
    assertThat(first.json().path("user").path("is_email_verified").asBoolean()).isTrue();

    String flow = asked("redirect", "/basket?step=2#top").at("/flow");
    Reply next = node.post(
            "/magic-link/verify-otp", "email", address.value(), "code", code(), "flow", flow)
        .send()
        .is(200);
    assertThat(next.json().path("is_new_user").asBoolean()).isFalse();
    assertThat(next.at("/redirect")).isEqualTo("/basket?step=2#top");
    node.get("/me").bearer(next.at("/access_token")).send().is(200);
  }

  @Test
  @DisplayName(
      "[L14] without the handle a link names whose it is and who asked, and signs in once that is confirmed")
  void a_link_from_elsewhere_waits_for_a_press() {
    resident();
    node.post("/magic-link", "email", address.value())
        .header("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0")
        .send()
        .is(200);

    Reply shown =
        node.post("/magic-link/verify", "token", token()).send().is(409, "CONFIRMATION_REQUIRED");
    assertThat(shown.at("/account")).isEqualTo(address.masked());
    assertThat(shown.at("/asked_from/name")).isEqualTo("Chrome on Windows");
    assertThat(shown.at("/asked_from/ip_address")).isNotEmpty();
    assertThat(shown.text()).doesNotContain(address.value());
    node.post("/magic-link/verify", "token", token(), "confirm", "true").send().is(200);
    node.post("/magic-link/verify", "token", token(), "confirm", "true")
        .send()
        .is(401, "CODE_REJECTED");
  }

  @Test
  @DisplayName(
      "[L14][L27] a browser keeps the handle as a cookie of its own, and gets its tokens as cookies")
  void a_browser_signs_in_by_its_own_cookie() {
    resident();
    Browser browser = node.browser();
    Reply asked = browser.post("/magic-link", "email", address.value()).is(200);
    assertThat(asked.json().has("flow")).isFalse();
    assertThat(asked.cookie(FLOW)).contains("; Path=/;", "; HttpOnly", "; Secure", "; Max-Age=600");

    Browser other = node.browser();
    other.post("/magic-link/verify", "token", token()).is(409, "CONFIRMATION_REQUIRED");
    other
        .post("/magic-link/verify-otp", "email", address.value(), "code", code())
        .is(422, "VALUE_REJECTED");
    assertThat(other.cookie(ACCESS)).isEmpty();

    Reply in = browser.post("/magic-link/verify", "token", token()).is(200);
    assertThat(in.json().has("access_token")).isFalse();
    assertThat(in.cookie(FLOW)).contains("Max-Age=0");
    browser.get("/me").is(200);
  }

  @Test
  @DisplayName("[L14] who asked in another browser gets nothing when somebody else presses")
  void who_asked_gets_nothing_of_another_s_press() {
    resident();
    Browser asker = node.browser();
    asker.post("/magic-link", "email", address.value()).is(200);
    String code = code();
    Browser owner = node.browser();
    owner.post("/magic-link/verify", "token", token(), "confirm", "true").is(200);
    owner.get("/me").is(200);

    asker
        .post("/magic-link/verify-otp", "email", address.value(), "code", code)
        .is(401, "CODE_REJECTED");
    asker.post("/magic-link/verify", "token", token()).is(401, "CODE_REJECTED");
    asker.get("/me").is(401);
  }

  @Test
  void terms_have_to_be_accepted_by_who_comes_in() {
    asked();
    node.post("/magic-link/verify", "token", token(), "confirm", "true")
        .send()
        .is(422, "TERMS_NOT_ACCEPTED");
    node.post("/magic-link/verify", "token", token(), "confirm", "true", "tos_accepted", "true")
        .send()
        .is(200);
  }

  @ParameterizedTest
  @DisplayName(
      "[L17] a redirect leads to a path here or to a listed origin, or is refused when it is asked for")
  @ValueSource(
      strings = {
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/\tevil",
        "/ /evil",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "https://evil.example/",
        "http://app.example.net/",
        "https://app.example.net.evil.example/",
        "https://app.example.net@evil.example/",
        "https://app.example.net:8443/",
        "https://app.example.net\\@evil.example/",
        "https://app.example.net%2eevil.example/",
        "https:app.example.net",
        "https:///evil.example",
        "HTTPS://app.example.net/",
        "https://APP.example.net/",
        "/\"><script>",
        "/api",
        "/api/v1/oauth/messenger/start?tos_accepted=true",
        "/API/v1/oauth/messenger/start",
        "/api;x/v1/oauth/messenger/start",
        "/realms/shop/api/v1/oauth/messenger/start",
        "https://id.example.com/api/v1/oauth/messenger/start",
        "/%61pi/v1/oauth/messenger/start",
        "/realms%2Fshop/api/v1/oauth/messenger/start",
        "/a/../api/v1/oauth/messenger/start",
        "/a/%2e%2E/api/v1/oauth/messenger/start",
        "/./api/v1/oauth/messenger/start",
        "/a//api",
        "https://id.example.com/a/../api/v1/oauth/messenger/start",
        ""
      })
  void a_redirect_elsewhere_is_refused(String to) {
    Reply refused = node.post("/magic-link", "email", address.value(), "redirect", to)
        .send()
        .is(422, "VALUE_REJECTED");
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("/redirect");
    assertThat(node.house.mailsTo(address)).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("[L17] a redirect to a path here or to a listed origin is given back as it is")
  @ValueSource(
      strings = {
        "/",
        "/a/b?c=d&e=%20#f",
        "https://app.example.net",
        "https://app.example.net/?x=//y",
        "https://id.example.com/here",
        "/apiary/%D1%8F%20%2B",
        "/shop/api?next=/api/../x",
        "https://app.example.net/api/../x"
      })
  void a_redirect_to_a_listed_place_is_given_back(String to) {
    String flow = asked("tos_accepted", "true", "redirect", to).at("/flow");
    Reply in =
        node.post("/magic-link/verify", "token", token(), "flow", flow).send().is(200);
    assertThat(in.at("/redirect")).isEqualTo(to);
  }

  // ---- another address

  @Test
  void an_address_is_changed_and_taken_back() {
    Reply in = resident();
    EmailAddress wanted = EmailAddress.parse("n" + address.value());
    node.post("/email", "email", wanted.value())
        .bearer(in.at("/access_token"))
        .send()
        .is(200);
    Reply changed = node.post(
            "/email/verify", "code", said(wanted, Mail.Kind.EMAIL_CHANGE_CODE, "code"))
        .bearer(in.at("/access_token"))
        .send()
        .is(200);
    assertThat(changed.at("/email")).isEqualTo(wanted.value());
    assertThat(me(in).at("/email")).isEqualTo(wanted.value());

    String token = said(address, Mail.Kind.EMAIL_CHANGED_OLD, "token");
    Reply back = node.post("/email/revert", "token", token).send().is(200);
    assertThat(back.json().path("sessions_revoked").asInt()).isEqualTo(1);
    node.get("/me").bearer(in.at("/access_token")).send().is(401, "TOKEN_REJECTED");
    node.post("/email/revert", "token", token).send().is(401, "CODE_REJECTED");
  }

  @Test
  @DisplayName(
      "[L30] an app that shows the mark of its device may ask though its network has gone wild")
  void a_known_app_is_heard_in_a_network_gone_wild() {
    try (Node wild = Node.production()) {
      Client network = wild.house.client("127.0.0.1");
      for (int neighbour = 0; neighbour < 12; neighbour++) {
        AccessClaims claims = wild.house.signIn(wild.house.person()).tokens().claims();
        for (int i = 0; i < 5; i++) {
          wild.house.gatehouse().askForEmailChange().handle(network, claims, Fixtures.email());
        }
      }
      SignIn.SignedIn in = wild.house.signIn(wild.house.person());
      String wanted = Fixtures.email().value();

      wild.post("/email", "email", wanted)
          .bearer(in.tokens().access().reveal())
          .send()
          .is(429, "THROTTLED");
      wild.post("/email", "email", wanted, "device_mark", in.mark().text())
          .bearer(in.tokens().access().reveal())
          .send()
          .is(200);
    }
  }

  private static Reply me(Reply in) {
    return node.get("/me").bearer(in.at("/access_token")).send().is(200);
  }

  @Test
  @DisplayName("[L33] an address of somebody else's is answered as a free one")
  void a_taken_address_is_answered_as_a_free_one() {
    Reply in = resident();
    EmailAddress free = EmailAddress.parse("f" + address.value());
    EmailAddress taken = EmailAddress.parse("t" + address.value());
    node.post("/magic-link", "email", taken.value(), "tos_accepted", "true")
        .send()
        .is(200);
    node.post(
            "/magic-link/verify",
            "token",
            said(taken, Mail.Kind.MAGIC_LINK, "token"),
            "confirm",
            "true",
            "tos_accepted",
            "true")
        .send()
        .is(200);

    List<Reply> replies = List.of(free, taken).stream()
        .map(wanted -> node.post("/email", "email", wanted.value())
            .bearer(in.at("/access_token"))
            .send()
            .is(200))
        .toList();
    assertThat(replies.get(0).text()).isEqualTo(replies.get(1).text());
    assertThat(node.house.mailsTo(taken))
        .anyMatch(mail -> mail.kind() == Mail.Kind.EMAIL_TAKEN && mail.code().isEmpty());
  }
}
