package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.testkit.fixture.Race;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Magic links, another address, and a new device, through the real server on a real database. */
class MailedWaysTest {
  private final Serving server = Serving.shared();
  private final Tables tables = new Tables(server);
  private final Person person = Person.proven(server);

  /** What the last mail of that kind to that address says. */
  private String said(String to, Mail.Kind kind, String name) {
    return tables.mailsTo(to).stream()
        .filter(mail -> mail.kind() == kind)
        .flatMap(mail -> Optional.ofNullable(mail.values().get(name)).stream())
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private String token() {
    return said(person.email(), Mail.Kind.MAGIC_LINK, "token");
  }

  private String asked() {
    return person.post("/magic-link", "email", person.email()).send().is(200).at("/flow");
  }

  @Test
  @DisplayName("[L02] of racing callers with the link, each by another way, one is signed in")
  void of_racing_callers_one_is_signed_in() {
    String flow = asked();
    String token = token();
    String code = said(person.email(), Mail.Kind.MAGIC_LINK, "code");

    List<Reply> replies = Race.of(Race.RACERS, racer -> switch (racer % 3) {
      case 0 ->
        Call.post(server, "/magic-link/verify", "token", token, "flow", flow).send();
      case 1 ->
        Call.post(server, "/magic-link/verify", "token", token, "confirm", true).send();
      default ->
        Call.post(
                server,
                "/magic-link/verify-otp",
                "email",
                person.email(),
                "code",
                code,
                "flow",
                flow)
            .send();
    });

    assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
    assertThat(replies)
        .filteredOn(reply -> reply.status() != 200)
        .allMatch(reply -> reply.text().contains("CODE_REJECTED"));
  }

  @Test
  @DisplayName(
      "[L14] in another browser the link waits for a press, and who asked has nothing of it")
  void a_link_in_another_browser_waits_for_a_press() {
    Browser asker = new Browser(server);
    asker.post("/magic-link", "email", person.email()).is(200);
    Browser owner = new Browser(server);

    owner.post("/magic-link/verify", "token", token()).is(409, "CONFIRMATION_REQUIRED");
    owner.get("/me").is(401);
    owner.post("/magic-link/verify", "token", token(), "confirm", true).is(200);
    owner.get("/me").is(200);
    asker.post("/magic-link/verify", "token", token()).is(401, "CODE_REJECTED");
    asker.get("/me").is(401);
  }

  @Test
  @DisplayName("[L08] the link of a disabled account is worth nothing")
  void a_disabled_account_stays_out() {
    String flow = asked();
    server.command("admin", "disable", person.login(), "--reason", "a test");
    Call.post(server, "/magic-link/verify", "token", token(), "flow", flow)
        .send()
        .is(401, "CODE_REJECTED");
  }

  @Test
  @DisplayName(
      "[L45][L15] an address is changed once, both are told, and the old one takes it back")
  void an_address_is_changed_and_taken_back() {
    String access = person.signIn().access();
    String wanted = Person.anAddress();
    person.post("/email", "email", wanted).bearer(access).send().is(200);
    String code = said(wanted, Mail.Kind.EMAIL_CHANGE_CODE, "code");
    List<Reply> replies = Race.of(
        Race.RACERS,
        racer -> person.post("/email/verify", "code", code).bearer(access).send());
    assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
    assertThat(person.me(access).at("/email")).isEqualTo(wanted);
    said(wanted, Mail.Kind.EMAIL_CHANGED, "address");

    Call.post(
            server,
            "/email/revert",
            "token",
            said(person.email(), Mail.Kind.EMAIL_CHANGED_OLD, "token"))
        .send()
        .is(200);
    person.me(access).is(401, "TOKEN_REJECTED");
    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    String flow = asked();
    Reply entered =
        Call.post(server, "/magic-link/verify", "token", token(), "flow", flow).send();
    assertThat(person.me(entered.access()).at("/email")).isEqualTo(person.email());
  }

  @Test
  @DisplayName("[L10] an address is changed by who was recognised lately only")
  void an_address_needs_a_step_up() {
    try (Serving standing = Serving.behindProxy()) {
      Person owner = Person.proven(standing);
      String access = owner.signIn().access();
      standing.standStill();
      standing.advance(java.time.Duration.ofMinutes(11));
      owner
          .post("/email", "email", Person.anAddress())
          .bearer(access)
          .send()
          .is(403, "STEP_UP_REQUIRED");
    }
  }

  @Test
  @DisplayName("[L45] the owner is told of a new device, and not of one that shows its mark")
  void the_owner_is_told_of_a_new_device() {
    String mark = person.signIn().at("/device_mark");
    long told = newDevices();
    person.marked(mark).from(Call.elsewhere()).send().is(200);
    assertThat(newDevices()).isEqualTo(told);

    String elsewhere = Call.elsewhere();
    person.login(person.password()).from(elsewhere).send().is(200);
    assertThat(newDevices()).isEqualTo(told + 1);
    assertThat(said(person.email(), Mail.Kind.NEW_DEVICE, "address")).isEqualTo(elsewhere);
  }

  private long newDevices() {
    return tables.mailsTo(person.email()).stream()
        .filter(mail -> mail.kind() == Mail.Kind.NEW_DEVICE)
        .count();
  }

  @Test
  @DisplayName(
      "who has no account reads the language of the request, else of the browser, if it says one")
  void who_has_no_account_reads_the_language_of_the_browser() {
    for (Map.Entry<String, String> read : Map.of(
            "fr;q=0.3, de-CH;q=0.9, en;q=0.1",
            "de-CH",
            "fa",
            "fa",
            "*",
            "en",
            "de;q=2",
            "en",
            "en;q=0, ru;q=0.1",
            "ru",
            "x".repeat(201),
            "en")
        .entrySet()) {
      for (String path : List.of("/register", "/magic-link")) {
        String address = Person.anAddress();
        Call.post(server, path, "email", address, "tos_accepted", true)
            .header("Accept-Language", read.getKey())
            .send();
        assertThat(tables.mailsTo(address))
            .singleElement()
            .satisfies(mail ->
                assertThat(mail.locale().toLanguageTag()).as(path).isEqualTo(read.getValue()));
      }
    }
    String address = Person.anAddress();
    Call.post(server, "/register", "email", address, "locale", "ru", "tos_accepted", true)
        .header("Accept-Language", "de")
        .send();
    assertThat(tables.mailsTo(address).get(0).locale()).isEqualTo(Locale.forLanguageTag("ru"));
  }

  @Test
  @DisplayName("[L08] who has no password keeps an account that leaves by a mailed link")
  void a_leaving_account_is_kept_by_a_mailed_link() {
    new Call(server, "DELETE", "/api/v1/auth/me")
        .bearer(person.signIn().access())
        .send()
        .is(202);
    String flow = asked();
    Reply leaving = Call.post(server, "/magic-link/verify", "token", token(), "flow", flow)
        .send()
        .is(403, "ACCOUNT_LEAVING");
    person.post("/me/restore", "token", leaving.at("/restore_token")).send().is(200);
    person.signIn();
  }

  @Test
  @DisplayName(
      "[L17] links lead to the configured place, and their pages act by themselves in nothing")
  void links_lead_to_pages_that_do_nothing_by_themselves() {
    asked();
    assertThat(said(person.email(), Mail.Kind.MAGIC_LINK, "page"))
        .isEqualTo("https://" + Serving.HOST);
    for (String page :
        List.of("/magic-link", "/reset", "/email/revert", "/invitation", "/bot-link")) {
      Reply reply = new Call(server, "GET", page).send();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Security-Policy").toString())
          .contains("default-src 'none'", "script-src 'sha256-")
          .doesNotContain("unsafe");
    }
  }
}
