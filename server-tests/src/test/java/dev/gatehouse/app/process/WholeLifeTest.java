package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account from its first mail to its last, as its owner lives it: the server, a mailbox, and an authenticator that knows nothing of us. */
@Tag("debian")
class WholeLifeTest {
  private static final String AUTH = "/api/v1/auth/";
  private static final String TFA = "/api/v1/2fa/";
  private static final String NEW_PASSWORD = "another umbrella for another lighthouse";

  @TempDir
  Path folder;

  private final String address = "w" + Fixtures.unique().substring(0, 16) + "@example.com";
  private final String moved = "moved-" + address;
  private final Caller owner = Caller.anyone();

  @Test
  @DisplayName(
      "[L07] [L09] [L15] [L23] [L45] [L46] registered, verified, signed in with a second factor, lost it, reset, moved, exported, deleted, and registered anew")
  void a_whole_life() throws Exception {
    try (PostOffice mail = new PostOffice()) {
      Site site = new Site(folder, ScratchPostgres.shared().fresh());
      site.set("SMTP_URLS", mail.url());
      site.set("MAIL_FROM", "Gatehouse <no-reply@id.example.com>");
      try (Program server = site.begin("server").ready()) {
        live(site, server, mail);
      }
    }
  }

  private void live(Site site, Program server, PostOffice mail) throws Exception {
    Reply.Tokens first = registered(server, mail, address);
    String account = ok(200, owner.me(server, first.access())).text("id");

    Reply setUp = ok(200, owner.postAs(server, first.access(), TFA + "setup"));
    String secret = setUp.text("secret");
    assertThat(setUp.text("qr_uri")).startsWith("otpauth://totp/").contains(secret);
    assertThat(setUp.text("qr_svg")).startsWith("<svg");
    Reply enrolled =
        ok(200, owner.postAs(server, first.access(), TFA + "verify", "code", code(secret, "now")));
    Iterator<JsonNode> recovery = enrolled.json().path("recovery_codes").iterator();
    mail.letter(address, "A second factor was added");

    Reply due = ok(200, owner.login(server, address));
    assertThat(due.json().path("requires_2fa").asBoolean()).isTrue();
    Reply.Tokens second =
        completed(server, due, "code", code(secret, "now + 30 seconds")).tokens();
    assertThat(
            ok(200, owner.me(server, second.access())).json().at("/session/acr").asText())
        .isEqualTo("aal2");

    // the telephone is lost
    Reply.Tokens third = completed(
            server,
            owner.login(server, address),
            "recovery_code",
            recovery.next().asText())
        .tokens();
    mail.letter(address, "A recovery code was used");

    ok(200, owner.post(server, AUTH + "forgot-password", "email", address));
    PostOffice.Letter reset = mail.letter(address, "Set a new password");
    assertThat(reset.page()).isEqualTo("https://" + Site.HOST + "/reset");
    ok(
        200,
        owner.post(
            server, AUTH + "reset-password", "token", reset.token(), "new_password", NEW_PASSWORD));
    mail.letter(address, "Your password was changed");
    for (Reply.Tokens ended : new Reply.Tokens[] {first, second, third}) {
      ok(401, owner.refresh(server, ended.refresh()));
      ok(401, owner.me(server, ended.access()));
    }

    Reply.Tokens now = completed(
            server,
            owner.login(server, address, NEW_PASSWORD),
            "recovery_code",
            recovery.next().asText())
        .tokens();
    ok(200, owner.postAs(server, now.access(), AUTH + "email", "email", moved));
    String proof = mail.letter(moved, "Confirm your new address").code();
    ok(200, owner.postAs(server, now.access(), AUTH + "email/verify", "code", proof));
    assertThat(mail.letter(address, "The address of your account was changed").page())
        .isEqualTo("https://" + Site.HOST + "/email/revert");
    assertThat(ok(200, owner.me(server, now.access())).text("email")).isEqualTo(moved);

    exported(server, now);
    deleted(site, server, now, account);

    Reply.Tokens anew = registered(server, mail, moved);
    assertThat(ok(200, owner.me(server, anew.access())).text("id")).isNotEqualTo(account);
  }

  private Reply.Tokens registered(Program server, PostOffice mail, String whom) {
    String flow = ok(201, owner.registerByMail(server, whom)).text("flow");
    String code = mail.letter(whom, "Your verification code").code();
    ok(200, owner.verify(server, whom, code, flow));
    return ok(200, owner.login(server, whom)).tokens();
  }

  private Reply completed(Program server, Reply due, String kind, String code) {
    assertThat(due.status()).as("%s", due).isEqualTo(200);
    return ok(200, owner.postAs(server, due.text("tfa_token"), TFA + "complete", kind, code));
  }

  private void exported(Program server, Reply.Tokens tokens) {
    String id =
        ok(202, owner.postAs(server, tokens.access(), AUTH + "me/export")).text("id");
    Reply archive = ok(200, owner.getAs(server, tokens.access(), AUTH + "me/export/" + id));
    assertThat(archive.json().toString()).contains(moved).doesNotContain(tokens.refresh());
  }

  private void deleted(Site site, Program server, Reply.Tokens tokens, String account) {
    ok(202, owner.deleteAs(server, tokens.access(), AUTH + "me"));
    ok(401, owner.refresh(server, tokens.refresh()));
    ok(401, owner.me(server, tokens.access()));
    // the owner does not want to wait for thirty days
    site.command("admin", "delete", "--now", "--id", account);
    ok(401, owner.login(server, moved, NEW_PASSWORD));
  }

  /** What the authenticator shows at that time. */
  private static String code(String secret, String at) throws IOException, InterruptedException {
    Process tool = new ProcessBuilder("oathtool", "--totp", "-b", "-N", at, secret).start();
    String shown = new String(tool.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(tool.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return shown.strip();
  }

  private static Reply ok(int status, Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    return reply;
  }
}
