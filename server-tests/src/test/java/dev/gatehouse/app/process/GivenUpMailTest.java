package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does about mails that were given up. */
class GivenUpMailTest {
  private static final Pattern DEAD =
      Pattern.compile("([0-9a-f-]{36}) +VERIFICATION_CODE +main .* 1  may be sent again");

  @TempDir
  Path folder;

  private final String address = "g" + Fixtures.unique().substring(0, 16) + "@example.com";

  @Test
  @DisplayName(
      "[L41][L44] a mail that was refused for good is given up at once, and an operator has it sent again, in its reader's language")
  void a_mail_that_was_given_up_is_sent_again() throws Exception {
    Site site = new Site(folder, ScratchPostgres.shared().fresh());
    site.set("MAIL_FROM", "Gatehouse <no-reply@id.example.com>");
    ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int port = refusing.getLocalPort();
    site.set("SMTP_URLS", "smtp://127.0.0.1:" + port);
    Thread thread = new Thread(() -> refuse(refusing));
    thread.setDaemon(true);
    thread.start();
    try (Program server = site.begin("one").ready()) {
      register(server);
      Patience.until("it is given up", () -> server.err().contains("MAIL_DEAD"));
      Matcher dead = DEAD.matcher(site.command("admin", "mails"));
      assertThat(dead.find()).isTrue();
      refusing.close();
      GreenMail office = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
      office.start();
      try {
        assertThat(site.command("admin", "resend-mail", dead.group(1)))
            .isEqualTo("it goes out again\n");
        Patience.until("it comes", () -> office.getReceivedMessages().length > 0);
        MimeMessage got = office.getReceivedMessages()[0];
        assertThat(got.getMessageID()).startsWith("<" + dead.group(1));
        assertThat(got.getSubject()).isEqualTo("کد تأیید شما");
        MimeMultipart parts = (MimeMultipart) got.getContent();
        assertThat(parts.getBodyPart(0).getContent().toString())
            .containsPattern("(?m)^\\d{6}\\s*$");
        assertThat(parts.getBodyPart(1).getContent().toString())
            .contains("<html lang=\"fa\" dir=\"rtl\">");
      } finally {
        office.stop();
      }
      assertThat(site.command("admin", "mails")).isEqualTo("no mail was given up\n");
      assertThat(server.err()).doesNotContain(address);
    }
  }

  private void register(Program server) {
    Reply reply = Caller.anyone()
        .post(
            server,
            "/api/v1/auth/register",
            "email",
            address,
            "password",
            Caller.PASSWORD,
            "locale",
            "fa-IR",
            "tos_accepted",
            "true");
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
  }

  /** Takes mail for nobody, now and ever. */
  private static void refuse(ServerSocket socket) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        BufferedReader in = new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "220 here");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          say(client, line.startsWith("RCPT") ? "550 5.1.1 no such user" : "250 fine");
        }
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
