package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What production mails, as its readers get it: by a real SMTP server. */
class MailedTest {
  private static final String AUTH = "/api/v1/auth/";

  @TempDir
  Path folder;

  private final String address = "m" + Fixtures.unique().substring(0, 16) + "@example.com";
  private final Caller caller = Caller.anyone();

  private Site site(String smtp) {
    Site site = new Site(folder, ScratchPostgres.shared().fresh());
    site.set("SMTP_URLS", smtp);
    site.set("MAIL_FROM", "Gatehouse <no-reply@id.example.com>");
    return site;
  }

  private static Reply answered(int status, Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    return reply;
  }

  @Test
  @DisplayName(
      "[L41] who registers and who forgets gets the mail, by the second provider where the first is gone, and after a kill -9")
  void mails_arrive() {
    try (PostOffice office = new PostOffice()) {
      Site site = site("smtp://127.0.0.1:1," + office.url());
      String flow;
      try (Program server = site.begin("one").ready()) {
        flow = answered(201, caller.registerByMail(server, address)).text("flow");
        // whatever was on its way is in the outbox
        server.kill();
      }
      try (Program next = site.begin("two").ready()) {
        String code = office.letter(address, "Your verification code").code();
        answered(200, caller.verify(next, address, code, flow));

        answered(200, caller.post(next, AUTH + "forgot-password", "email", address));
        PostOffice.Letter reset = office.letter(address, "Set a new password");
        assertThat(reset.page()).isEqualTo("https://id.example.com/reset");
        String wanted = Caller.PASSWORD + " too";
        answered(
            200,
            caller.post(
                next, AUTH + "reset-password", "token", reset.token(), "new_password", wanted));
        assertThat(office.letter(address, "Your password was changed").text())
            .contains("password of your account was changed");
        assertThat(next.err()).contains("was not taken").doesNotContain(address);
      }
    }
  }

  @Test
  @DisplayName(
      "[L14][L45] a mailed link signs in, its digits too, and a change of address is mailed, told, and taken back")
  void links_and_addresses_arrive() {
    try (PostOffice office = new PostOffice();
        Program server = site(office.url()).begin("one").ready()) {
      caller.post(server, AUTH + "magic-link", "email", address, "tos_accepted", "true");
      PostOffice.Letter link = office.letter(address, "Your sign-in link");
      assertThat(link.page()).isEqualTo("https://id.example.com/magic-link");
      assertThat(answered(409, magic(server, link.token(), "false")).code())
          .isEqualTo("CONFIRMATION_REQUIRED");
      String access = answered(200, magic(server, link.token(), "true")).text("access_token");

      String moved = "n" + address;
      answered(200, caller.postAs(server, access, AUTH + "email", "email", moved));
      String code = office.letter(moved, "Confirm your new address").code();
      answered(200, caller.postAs(server, access, AUTH + "email/verify", "code", code));
      office.letter(moved, "This is your address now");
      PostOffice.Letter undo = office.letter(address, "The address of your account was changed");
      assertThat(undo.page()).isEqualTo("https://id.example.com/email/revert");
      answered(200, caller.post(server, AUTH + "email/revert", "token", undo.token()));

      String flow = answered(200, caller.post(server, AUTH + "magic-link", "email", address))
          .text("flow");
      String digits = office.letter(address, "Your sign-in link").code();
      answered(
          200,
          caller.post(
              server,
              AUTH + "magic-link/verify-otp",
              "email",
              address,
              "code",
              digits,
              "flow",
              flow));
    }
  }

  private Reply magic(Program server, String token, String confirm) {
    return caller.post(
        server,
        AUTH + "magic-link/verify",
        "token",
        token,
        "confirm",
        confirm,
        "tos_accepted",
        "true");
  }
}
