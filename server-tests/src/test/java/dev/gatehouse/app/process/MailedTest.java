package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What production mails, as its readers get it: by a real SMTP server. */
class MailedTest {
  private static final Pattern CODE = Pattern.compile("code (?:is )?(\\d{6})");
  private static final Pattern LINK = Pattern.compile("(https://\\S+)#token=([A-Za-z0-9_-]{43})");

  private static final String AUTH = "/api/v1/auth/";

  @TempDir
  Path folder;

  private final String address = "m" + Fixtures.unique().substring(0, 16) + "@example.com";

  private static GreenMail postOffice(int port) {
    GreenMail office = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
    office.start();
    return office;
  }

  private List<MimeMessage> mails(GreenMail office) {
    return Stream.of(office.getReceivedMessages()).filter(this::isToMe).toList();
  }

  private boolean isToMe(Message message) {
    try {
      return message.getAllRecipients()[0].toString().equals(address);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text of the mail of that number, once it has come. */
  private String text(GreenMail office, int number) {
    Patience.until("mail " + number, () -> mails(office).size() >= number);
    try {
      MimeMultipart parts = (MimeMultipart) mails(office).get(number - 1).getContent();
      return parts.getBodyPart(0).getContent().toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String first(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(group);
  }

  private static Reply answered(int status, Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    return reply;
  }

  @Test
  @DisplayName(
      "[L41] who registers and who forgets gets the mail, by the second provider where the first is gone, and after a kill -9")
  void mails_arrive() {
    GreenMail office = postOffice(0);
    try {
      Site site = new Site(folder, ScratchPostgres.shared().fresh());
      site.set(
          "SMTP_URLS", "smtp://127.0.0.1:1,smtp://127.0.0.1:" + office.getSmtp().getPort());
      site.set("MAIL_FROM", "Gatehouse <no-reply@id.example.com>");
      Caller caller = Caller.anyone();
      String flow;
      try (Program server = site.begin("one").ready()) {
        flow = registered(caller, server);
        // whatever was on its way is in the outbox
        server.kill();
      }
      try (Program next = site.begin("two").ready()) {
        String code = first(CODE, text(office, 1), 1);
        answered(
            200,
            caller.post(next, AUTH + "verify-otp", "email", address, "code", code, "flow", flow));

        int before = mails(office).size();
        answered(200, caller.post(next, AUTH + "forgot-password", "email", address));
        String mail = text(office, before + 1);
        assertThat(first(LINK, mail, 1)).isEqualTo("https://id.example.com/reset");
        String token = first(LINK, mail, 2);
        String wanted = Caller.PASSWORD + " too";
        answered(
            200,
            caller.post(next, AUTH + "reset-password", "token", token, "new_password", wanted));
        assertThat(text(office, before + 2)).contains("password of your account was changed");
        assertThat(next.err()).contains("was not taken").doesNotContain(address);
      }
    } finally {
      office.stop();
    }
  }

  private String registered(Caller caller, Program server) {
    return answered(
            201,
            caller.post(
                server,
                AUTH + "register",
                "email",
                address,
                "password",
                Caller.PASSWORD,
                "tos_accepted",
                "true"))
        .text("flow");
  }
}
