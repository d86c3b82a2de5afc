package dev.gatehouse.mail;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.testkit.contract.MailSenderContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SmtpMailContractTest extends MailSenderContract {
  private static MailServer server;
  private static RudeServer rude;

  @BeforeAll
  static void start() {
    server = new MailServer();
    rude = new RudeServer("RCPT", "550 5.1.1 no such user");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    rude.close();
  }

  private static SmtpMail to(String url) {
    return SmtpMail.open(
        SmtpMail.Settings.of(List.of(url), "Gatehouse <no-reply@id.example.com>"),
        MailServer::letter,
        said -> {});
  }

  @Override
  protected MailSender sender() {
    return to(server.url());
  }

  @Override
  protected MailSender broken() {
    return to("smtp://127.0.0.1:1");
  }

  @Override
  protected MailSender refusing(EmailAddress address) {
    return to(rude.url());
  }

  @Override
  protected int arrived(EmailAddress address) {
    return server.received(address).size();
  }
}
