package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.testkit.fixture.Race;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A password that was forgotten, through the real server on a real database. */
class ResetTest {
  private final Serving server = Serving.shared();
  private final Tables tables = new Tables(server);
  private final Person person = Person.proven(server);

  private String forgot() {
    return person
        .post("/forgot-password", "email", person.email())
        .send()
        .is(200)
        .at("/flow");
  }

  /** The last mail that tells how to set a new password. */
  private String said(String name) {
    return tables.mailsTo(person.email()).stream()
        .filter(mail -> mail.kind() == Mail.Kind.PASSWORD_RESET)
        .reduce((earlier, later) -> later)
        .flatMap(mail -> Optional.ofNullable(mail.values().get(name)))
        .orElseThrow();
  }

  @Test
  @DisplayName(
      "[L15][L23] the link sets the password once, and every session is at an end with its access tokens")
  void the_link_sets_the_password_once() {
    Reply here = person.login(person.password()).send().is(200);
    Reply there = person.login(person.password()).from(Call.elsewhere()).send().is(200);
    forgot();
    String wanted = Person.aPassword();

    List<Reply> replies = Race.of(
        Race.RACERS,
        racer -> Call.post(
                server, "/reset-password", "token", said("token"), "new_password", wanted)
            .send());

    assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
    for (Reply session : List.of(here, there)) {
      person.get("/me").bearer(session.at("/access_token")).send().is(401, "TOKEN_REJECTED");
      person
          .post("/refresh", "refresh_token", session.at("/refresh_token"))
          .send()
          .is(401, "REFRESH_REJECTED");
    }
    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    person.login(wanted).send().is(200);
    assertThat(tables.one(
            "select count(*) from gatehouse.audit a join gatehouse.accounts c on c.id = a.account_id where a.type = 'PASSWORD_RESET' and c.email = ?",
            person.email()))
        .isEqualTo("1");
  }

  @Test
  @DisplayName("[L14] digits without the asker's handle are worth nothing")
  void digits_need_the_handle() {
    String own = forgot();
    String code = said("code");
    String foreign = Call.post(server, "/forgot-password", "email", person.email())
        .send()
        .is(200)
        .at("/flow");

    digits(code, foreign).is(401, "CODE_REJECTED");
    digits(code, own).is(200);
  }

  private Reply digits(String code, String flow) {
    return person
        .post(
            "/reset-password",
            "email",
            person.email(),
            "code",
            code,
            "flow",
            flow,
            "new_password",
            Person.aPassword())
        .send();
  }

  @Test
  @DisplayName(
      "[L17] the link leads to the configured place, whatever the request claims to be for")
  void the_link_leads_to_the_configured_place() {
    String before = forgotThrough("X-Forwarded-Host", "evil.example");

    assertThat(before).startsWith("https://").doesNotContain("evil");
    assertThat(forgotThrough("Forwarded", "host=evil.example;proto=http")).isEqualTo(before);
  }

  private String forgotThrough(String header, String value) {
    person
        .post("/forgot-password", "email", person.email())
        .header(header, value)
        .send()
        .is(200);
    return said("page");
  }
}
