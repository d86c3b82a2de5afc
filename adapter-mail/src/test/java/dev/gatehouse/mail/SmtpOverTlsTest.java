package dev.gatehouse.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.SelfSigned;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail server that speaks TLS, by a certificate that this machine trusts during the test. */
@Timeout(120)
class SmtpOverTlsTest {
  private static final String LOGIN = "gate:house%2B1@";

  @TempDir
  Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Mail mail = new Mail(
      Fixtures.id(),
      Fixtures.realm(),
      Mail.Kind.VERIFICATION_CODE,
      Fixtures.email(),
      Locale.ENGLISH,
      Map.of("code", "918273"));
  private SSLContext trustedBefore;
  private MailServer server;

  @BeforeEach
  void start() throws Exception {
    trustedBefore = SSLContext.getDefault();
    server = new MailServer();
    server.greenMail().setUser("gate", "house+1");
  }

  @AfterEach
  void close() throws Exception {
    SSLContext.setDefault(trustedBefore);
    for (AutoCloseable one : opened) {
      one.close();
    }
    server.close();
  }

  /** Before the server, with a certificate that is from now on trusted. */
  private TlsFront front(String host, boolean startTls) throws Exception {
    KeyStore keys = SelfSigned.made(folder.resolve("store.p12"), "dns:" + host);
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, SelfSigned.PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    SSLContext.setDefault(context);
    TlsFront front = new TlsFront(server, context, startTls);
    opened.add(front);
    return front;
  }

  /** What the URL of a server elsewhere says, of one that is here: on loopback no URL insists on STARTTLS. */
  private static SmtpUrl here(String scheme, int port) {
    SmtpUrl there = SmtpUrl.parse(scheme + "://" + LOGIN + "mail.example.com:" + port);
    return new SmtpUrl("localhost", port, there.tls(), there.startTls(), there.login());
  }

  private void send(SmtpUrl url) throws MessagingException {
    SmtpMail.Writable message = new SmtpMail.Writable("1@example.com");
    message.setFrom("no-reply@example.com");
    message.setRecipients(Message.RecipientType.TO, mail.to().value());
    message.setText("Your code is 918273.");
    message.saveChanges();
    try (Provider provider = new Provider(url, Duration.ofSeconds(5))) {
      provider.send(message, new InternetAddress(mail.to().value()), Duration.ofMinutes(1));
    }
  }

  @Test
  @DisplayName("[L40] TLS from the first byte on: the password and the mail go by it")
  void a_mail_is_delivered_by_smtps() throws Exception {
    TlsFront front = front("localhost", false);
    try (SmtpMail sender = SmtpMail.open(
        SmtpMail.Settings.of(
                List.of("smtps://" + LOGIN + "localhost:" + front.port()),
                "Gatehouse <no-reply@id.example.com>")
            .withPatience(Duration.ofSeconds(5)),
        MailServer::letter,
        passedOver -> {})) {
      sender.send(mail);
    }

    List<MimeMessage> got = server.received(mail.to());
    assertThat(got).hasSize(1);
    assertThat(got.get(0).getMessageID()).isEqualTo("<" + mail.id() + "@id.example.com>");
    assertThat(front.heardByTls()).anyMatch(line -> line.startsWith("AUTH "));
  }

  @Test
  @DisplayName(
      "[L40] STARTTLS: in clear nothing is said but that it is wanted; the password and the mail go by TLS")
  void a_mail_is_delivered_by_starttls() throws Exception {
    TlsFront front = front("localhost", true);

    send(here("smtp", front.port()));

    assertThat(server.received(mail.to())).hasSize(1);
    assertThat(front.heardInClear()).containsExactly("EHLO localhost", "STARTTLS");
    assertThat(front.heardByTls()).anyMatch(line -> line.startsWith("AUTH "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtps", "smtp"})
  @DisplayName(
      "[L40] a certificate that is trusted, and another host's, gets no password and no mail")
  void another_host_s_certificate_gets_no_mail(String scheme) throws Exception {
    TlsFront front = front("mail.example.org", scheme.equals("smtp"));

    Throwable thrown = catchThrowable(() -> send(here(scheme, front.port())));

    assertThat(thrown).isInstanceOf(MessagingException.class);
    assertThat(Reply.said((MessagingException) thrown))
        .isEqualTo("failed by SSLHandshakeException");
    assertThat(front.heardByTls()).isEmpty();
    assertThat(server.received()).isEmpty();
  }
}
