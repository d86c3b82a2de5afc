package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.domain.mail.Mail;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody leaves a real server, and is forgotten by a real database. */
class LeavingTest {
  private static Serving server;
  private static Tables tables;

  private Person person;

  @BeforeAll
  static void start() {
    server = Serving.behindProxy();
    tables = new Tables(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void settle() {
    person = Person.proven(server);
  }

  private Reply leave(Reply in) {
    return new Call(server, "DELETE", "/api/v1/auth/me")
        .to(person.host())
        .from(person.address())
        .bearer(in.access())
        .send()
        .is(202);
  }

  @Test
  @DisplayName(
      "[L46] after the grace period nothing of the person stands in any table, and the address can register anew")
  void nothing_is_left() {
    Reply in = person.signIn();
    new Call(server, "PATCH", "/api/v1/auth/me")
        .json("display_name", "Lady " + person.login())
        .to(person.host())
        .from(person.address())
        .bearer(in.access())
        .send()
        .is(200);
    String id = in.at("/user/id");
    assertThat(where(person.login())).isNotEmpty();
    assertThat(where(person.email())).isNotEmpty();
    leave(in);
    person.me(in.access()).is(401, "TOKEN_REJECTED");
    person.refresh(in.refresh()).is(401, "REFRESH_REJECTED");
    assertThat(tables.mailsTo(person.email()))
        .extracting(Mail::kind)
        .contains(Mail.Kind.DELETION_SCHEDULED);
    server.work("purge");
    assertThat(where(person.login())).as("in the grace period").isNotEmpty();

    tables.change(
        "update gatehouse.departures set due_at = now() - interval '1 second' where account_id = cast(? as uuid)",
        id);
    server.work("purge");

    assertThat(where(person.login())).isEmpty();
    assertThat(where(person.email())).isEmpty();
    assertThat(tables.one("select status from gatehouse.accounts where id = cast(? as uuid)", id))
        .isEqualTo("DELETED");
    assertThat(tables.column(
            "select distinct address from gatehouse.audit where account_id = cast(? as uuid)", id))
        .containsExactly("null");
    assertThat(tables.column(
            "select type from gatehouse.audit where account_id = cast(? as uuid)", id))
        .contains("SIGNED_IN", "DELETION_SCHEDULED", "ACCOUNT_ERASED");
    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    String flow = person.register();
    person.verify(tables.codeTo(person.email()), flow).is(200);
  }

  @Test
  @DisplayName(
      "[L08] a leaving account signs nobody in; its owner keeps it by the ticket, an operator by command")
  void a_leaving_account_can_be_kept() {
    leave(person.signIn());
    Reply leaving = person.login(person.password()).send().is(403, "ACCOUNT_LEAVING");
    person.post("/me/restore", "token", leaving.at("/restore_token")).send().is(200);
    person.signIn();

    server.command("admin", "delete", person.login());
    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    assertThat(server.command("admin", "keep", person.login())).contains("ACTIVE");
    person.signIn();
    server.command("admin", "delete", "--now", person.login());
    assertThat(where(person.login())).isEmpty();
  }

  @Test
  @DisplayName(
      "[L08] what is enabled by command is what it was before, and its owner is told by mail")
  void enabling_gives_back_what_was() {
    tables.change(
        "update gatehouse.accounts set status = 'LOCKED' where username = ?", person.login());
    server.command("admin", "disable", person.login());

    assertThat(server.command("admin", "enable", person.login())).contains("LOCKED");

    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    assertThat(tables.mailsTo(person.email()))
        .extracting(Mail::kind)
        .contains(Mail.Kind.ACCOUNT_DISABLED)
        .doesNotContain(Mail.Kind.ACCOUNT_ENABLED);
  }

  @Test
  @DisplayName(
      "[L44] an invitation by command is printed once, listed without its secret, taken, and revoked")
  void invitations_by_command() {
    String said = server.command("admin", "invite", "--role", "partner");
    String secret = said.lines()
        .findFirst()
        .orElseThrow()
        .replaceFirst("^https://id.example.com/invitation#token=", "");
    assertThat(secret).hasSize(43);
    String other = server.command("admin", "invite", "--email", Person.anAddress());
    String otherId = other.lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];

    String login = Person.aLogin();
    Call.post(
            server,
            "/register",
            "login",
            login,
            "password",
            person.password(),
            "tos_accepted",
            true,
            "invite_token",
            secret)
        .send()
        .is(201);
    server.command("admin", "revoke-invite", otherId);

    String listed = server.command("admin", "invites");
    assertThat(listed).contains("TAKEN", "REVOKED", otherId).doesNotContain(secret);
    assertThat(tables.one("select roles from gatehouse.accounts where username = ?", login))
        .isEqualTo("{PARTNER}");
    assertThat(where(secret)).isEmpty();
    assertThat(
            tables.column(
                "select actor from gatehouse.audit where type like 'INVITATION%' and actor_kind = 'OPERATOR'"))
        .hasSize(3)
        .containsOnly("command line");
  }

  /** Which tables have a row that says it. */
  private static List<String> where(String value) {
    return tables.everything().entrySet().stream()
        .filter(table -> table.getValue().stream()
            .anyMatch(row -> row.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT))))
        .map(Map.Entry::getKey)
        .toList();
  }
}
