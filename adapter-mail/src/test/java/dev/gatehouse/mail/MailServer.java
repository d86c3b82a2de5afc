package dev.gatehouse.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.stream.Stream;

/** A real SMTP server on a free port of this machine, for one test. */
final class MailServer implements AutoCloseable {
  private final GreenMail server;

  MailServer() {
    this(ServerSetup.PROTOCOL_SMTP);
  }

  MailServer(String protocol) {
    this(0, protocol);
  }

  private MailServer(int port, String protocol) {
    server = new GreenMail(new ServerSetup(port, "127.0.0.1", protocol));
    server.start();
  }

  /** Goes away, and another is at its place. */
  MailServer replaced() {
    int port = port();
    close();
    return new MailServer(port, ServerSetup.PROTOCOL_SMTP);
  }

  int port() {
    return (server.getSmtp() == null ? server.getSmtps() : server.getSmtp()).getPort();
  }

  String url() {
    return "smtp://127.0.0.1:" + port();
  }

  GreenMail greenMail() {
    return server;
  }

  /** What has arrived, oldest first. */
  List<MimeMessage> received() {
    return List.of(server.getReceivedMessages());
  }

  List<MimeMessage> received(EmailAddress by) {
    return received().stream().filter(message -> to(message).equals(by.value())).toList();
  }

  private static String to(MimeMessage message) {
    try {
      return Stream.of(message.getAllRecipients()).findFirst().orElseThrow().toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the tests' mails say. */
  static SmtpMail.Letter letter(Mail mail) {
    return new SmtpMail.Letter(
        "Your code, Grüße",
        "Your code is " + mail.code().orElse("missing") + ".\n",
        "<p>Your code is " + mail.code().orElse("missing") + ".</p>\n");
  }

  @Override
  public void close() {
    server.stop();
  }
}
