package dev.gatehouse.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.icegreen.greenmail.util.ServerSetup;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.testkit.fixture.Fixtures;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SmtpMailTest {
  private static final String FROM = "Gatehouse <no-reply@id.example.com>";
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> passedOver = new ArrayList<>();
  private final Mail mail = mail(Fixtures.email());

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private static Mail mail(EmailAddress to) {
    return new Mail(
        Fixtures.id(),
        Fixtures.realm(),
        Mail.Kind.VERIFICATION_CODE,
        to,
        Locale.GERMAN,
        Map.of("code", "918273"));
  }

  private MailServer server() {
    MailServer server = new MailServer();
    opened.add(server);
    return server;
  }

  private SmtpMail over(String... urls) {
    return opened(SmtpMail.open(
        SmtpMail.Settings.of(List.of(urls), FROM).withPatience(Duration.ofSeconds(2)),
        MailServer::letter,
        passedOver::add));
  }

  private SmtpMail opened(SmtpMail sender) {
    opened.add(sender);
    return sender;
  }

  /** Somebody who greets and then says the same to everything. */
  private String rude(String answer) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    opened.add(socket);
    Thread thread = new Thread(() -> {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          OutputStream out = client.getOutputStream();
          out.write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] line = new byte[4096];
          for (int read = client.getInputStream().read(line);
              read > 0;
              read = client.getInputStream().read(line)) {
            String said = new String(line, 0, read, StandardCharsets.US_ASCII);
            out.write(((said.startsWith("EHLO") ? "250 here" : answer) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
          }
        } catch (IOException gone) {
          // the next one
        }
      }
    });
    thread.setDaemon(true);
    thread.start();
    return "smtp://127.0.0.1:" + socket.getLocalPort();
  }

  @Test
  void a_mail_says_what_it_is_in_both_forms() throws Exception {
    MailServer server = server();
    SmtpMail.Settings settings =
        SmtpMail.Settings.of(List.of(server.url()), "Gate Höuse <no-reply@id.example.com>");
    opened(SmtpMail.open(
            settings.withReplyTo(Optional.of("help@id.example.com")),
            MailServer::letter,
            passedOver::add))
        .send(mail);

    MimeMessage got = server.received(mail.to()).get(0);
    assertThat(got.getSubject()).isEqualTo("Your code, Grüße");
    assertThat(got.getFrom()[0]).asString().contains("no-reply@id.example.com");
    assertThat(got.getReplyTo()[0]).hasToString("help@id.example.com");
    assertThat(got.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(got.getHeader("Date")[0])
        .matches(
            "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{1,2} [A-Z][a-z]{2} \\d{4,5} \\d\\d:\\d\\d:\\d\\d \\+0000");
    assertThat(got.getMessageID()).isEqualTo("<" + mail.id() + "@id.example.com>");
    MimeMultipart parts = (MimeMultipart) got.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getBodyPart(0).getContent()).asString().contains("Your code is 918273.");
    assertThat(parts.getBodyPart(1).getContent()).asString().contains("<p>Your code is 918273.");
  }

  @Test
  @DisplayName("the date has a year of four digits or more, without a sign (RFC 5322, 3.3)")
  void a_year_has_no_sign() throws Exception {
    MailServer server = server();
    Mail late = new Mail(
        new UUID(0xffff_ffff_ffff_7000L, mail.id().getLeastSignificantBits()),
        mail.realm(),
        mail.kind(),
        mail.to(),
        mail.locale(),
        mail.values());
    over(server.url()).send(late);

    assertThat(server.received(mail.to()).get(0).getHeader("Date"))
        .containsExactly("Tue, 2 Aug 10889 05:31:50 +0000");
  }

  @Test
  @DisplayName("[L41] a mail that is sent again has the same Message-ID")
  void a_mail_keeps_its_name() throws Exception {
    MailServer server = server();
    SmtpMail sender = over(server.url());
    sender.send(mail);
    sender.send(mail);

    List<MimeMessage> twice = server.received(mail.to());
    assertThat(twice).hasSize(2);
    assertThat(twice.get(0).getMessageID()).isEqualTo(twice.get(1).getMessageID());
  }

  @Test
  void the_next_provider_is_asked_when_one_does_not_take_it() throws Exception {
    MailServer server = server();
    SmtpMail sender =
        over("smtp://127.0.0.1:1", rude("451 not now"), rude("550 never"), server.url());
    sender.send(mail);

    assertThat(server.received(mail.to())).hasSize(1);
    assertThat(passedOver).hasSize(3);
    assertThat(passedOver.get(1)).endsWith("answered 451");
  }

  @Test
  void a_provider_that_could_not_be_reached_comes_last_for_a_while() {
    MailServer server = server();
    SmtpMail sender = over("smtp://127.0.0.1:1", server.url());
    sender.send(mail);
    sender.send(mail(Fixtures.email()));

    assertThat(server.received()).hasSize(2);
    assertThat(passedOver).as("tried once").hasSize(1);
  }

  @Test
  @DisplayName(
      "[L41] a provider that let the time run out comes last for a while, so that the mails behind do not wait for it one by one")
  void a_provider_that_was_too_slow_comes_last_for_a_while() throws Exception {
    MailServer next = server();
    // greets and says hello in time, and is too late with the recipient
    try (RudeServer slow = new RudeServer(".", "250 fine", Duration.ofMillis(600))) {
      SmtpMail sender = patient(Duration.ofSeconds(3), slow.url(), next.url());
      sender.send(mail);
      assertThat(slow.heard()).isNotEmpty().doesNotContain("DATA");

      sender.send(mail(Fixtures.email()));
    }

    assertThat(next.received()).hasSize(2);
    assertThat(passedOver).as("tried once").hasSize(1);
  }

  @Test
  @DisplayName("[L40] what each provider answered is said, and nothing of the mail")
  void what_each_provider_answered_is_said() throws Exception {
    String one = rude("550 no such user " + mail.to().value());
    Throwable thrown = catchThrowable(() -> over("smtp://127.0.0.1:1", one).send(mail));

    assertThat(thrown)
        .isInstanceOf(SmtpMail.NotTaken.class)
        .hasMessageContainingAll(
            "127.0.0.1:1 failed by", one.replace("smtp://", ""), "answered 550");
    assertThat(thrown.toString()).doesNotContain(mail.to().value(), "918273");
    assertThat(thrown.getCause()).isNull();
  }

  /** The url of somebody who says that to every recipient. */
  private String refusing(String answer) {
    RudeServer server = new RudeServer("RCPT", answer);
    opened.add(server);
    return server.url();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 5.1.1 no such user",
        "550 unknown",
        "551 not here",
        "553 no such name",
        "554 5.1.1 gone"
      })
  @DisplayName("[L41] a recipient whom every provider refuses for good is given up at once")
  void a_recipient_refused_for_good_is_given_up(String answer) {
    assertThatExceptionOfType(MailSender.Undeliverable.class)
        .isThrownBy(() -> over(refusing(answer), refusing("550 nor here")).send(mail))
        .withMessageContaining("answered " + answer.substring(0, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "450 4.2.1 mailbox busy",
        "451 later",
        "452 too many recipients",
        "530 5.7.0 sign in first",
        "550 5.7.1 relaying denied",
        "552 too many recipients"
      })
  @DisplayName("[L41] what passes, or is about who sends, is tried again")
  void what_passes_is_tried_again(String answer) {
    assertThatExceptionOfType(SmtpMail.NotTaken.class)
        .isThrownBy(() -> over(refusing(answer)).send(mail));
    assertThatExceptionOfType(SmtpMail.NotTaken.class)
        .isThrownBy(
            () -> over(refusing("550 5.1.1 no such user"), refusing(answer)).send(mail));
  }

  @Test
  @DisplayName(
      "[L41] a provider that refuses a recipient for good does not keep another from delivering")
  void another_provider_may_know_better() {
    MailServer server = server();
    over(refusing("550 5.1.1 on our list"), server.url()).send(mail);
    assertThat(server.received(mail.to())).hasSize(1);

    String gone = "smtp://127.0.0.1:1";
    assertThatExceptionOfType(SmtpMail.NotTaken.class)
        .isThrownBy(() -> over(refusing("550 5.1.1 on our list"), gone).send(mail));
  }

  @Test
  void a_server_that_says_nothing_is_given_up() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SmtpMail sender = opened(SmtpMail.open(
          SmtpMail.Settings.of(List.of("smtp://127.0.0.1:" + silent.getLocalPort()), FROM)
              .withPatience(Duration.ofMillis(200)),
          MailServer::letter,
          passedOver::add));
      assertThatExceptionOfType(SmtpMail.NotTaken.class).isThrownBy(() -> sender.send(mail));
    }
  }

  @Test
  @DisplayName(
      "[L41] a server so slow that another node may have the mail by now gets nothing of it, and the next provider does")
  void a_mail_is_not_begun_when_it_is_too_late() throws Exception {
    MailServer next = server();
    try (RudeServer slow = new RudeServer(".", "250 fine", Duration.ofMillis(300));
        RudeServer dripping = new RudeServer("MAIL", "250-wait", Duration.ofMillis(20))) {
      SmtpMail sender = patient(Duration.ofSeconds(3), slow.url(), dripping.url(), next.url());

      sender.send(mail);

      assertThat(slow.heard()).isNotEmpty().doesNotContain(".");
      assertThat(dripping.heard()).isNotEmpty().doesNotContain(".");
      assertThat(next.received()).hasSize(1);
    }
  }

  @Test
  @DisplayName("[L41] a slow server that is in time gets the mail")
  void a_slow_server_that_is_in_time_gets_the_mail() throws Exception {
    try (RudeServer slow = new RudeServer(".", "250 fine", Duration.ofMillis(200))) {
      patient(Duration.ofMinutes(1), slow.url()).send(mail);

      assertThat(slow.heard()).contains(".");
    }
  }

  @Test
  @DisplayName("[L41] a server that never comes to the end of its answer is given up in time")
  void an_answer_without_end_is_given_up() throws Exception {
    try (RudeServer dripping = new RudeServer(".", "250-wait", Duration.ofMillis(20))) {
      SmtpMail sender = opened(new SmtpMail(
          SmtpMail.Settings.of(List.of(dripping.url()), FROM).withPatience(Duration.ofMillis(100)),
          MailServer::letter,
          passedOver::add,
          Duration.ofMinutes(1)));

      assertThatExceptionOfType(SmtpMail.NotTaken.class).isThrownBy(() -> sender.send(mail));
    }
  }

  @Test
  @DisplayName("[L41] who comes after a server that broke off late gets nothing any more")
  void nobody_is_asked_when_it_is_too_late() throws Exception {
    MailServer next = server();
    try (RudeServer dripping = new RudeServer(".", "250-wait", Duration.ofMillis(20))) {
      SmtpMail sender = opened(new SmtpMail(
          SmtpMail.Settings.of(List.of(dripping.url(), next.url()), FROM)
              .withPatience(Duration.ofMillis(300)),
          MailServer::letter,
          passedOver::add,
          Duration.ofMillis(1400)));

      assertThatExceptionOfType(SmtpMail.NotTaken.class).isThrownBy(() -> sender.send(mail));

      assertThat(dripping.heard()).contains(".");
      assertThat(next.received()).isEmpty();
      sender.send(mail);
      assertThat(next.received()).as("who was not asked is the next to be").hasSize(1);
    }
  }

  private SmtpMail patient(Duration latest, String... urls) {
    return opened(new SmtpMail(
        SmtpMail.Settings.of(List.of(urls), FROM).withPatience(Duration.ofSeconds(2)),
        MailServer::letter,
        passedOver::add,
        latest));
  }

  @Test
  @DisplayName("[L41] a server that went away and came back gets the next mail")
  void a_connection_that_broke_is_made_anew() {
    MailServer server = server();
    SmtpMail sender = over(server.url());
    sender.send(mail);
    Mail next = mail(Fixtures.email());
    try (MailServer other = server.replaced()) {
      sender.send(next);

      assertThat(other.received(next.to())).hasSize(1);
    }
  }

  @Test
  void a_user_signs_in() {
    MailServer server = server();
    server.greenMail().setUser("gate", "house+1");
    over(server.url().replace("://", "://gate:house+1@")).send(mail);
    assertThat(server.received(mail.to())).hasSize(1);

    SmtpMail wrong = over(server.url().replace("://", "://gate:wrong@"));
    assertThatExceptionOfType(SmtpMail.NotTaken.class)
        .isThrownBy(() -> wrong.send(mail))
        .withMessageContaining("AuthenticationFailedException")
        .withMessageNotContaining("wrong");
  }

  @Test
  @DisplayName("[L40] a certificate that nobody vouches for gets no mail")
  void an_unknown_certificate_gets_no_mail() {
    MailServer server = new MailServer(ServerSetup.PROTOCOL_SMTPS);
    opened.add(server);
    SmtpMail sender = over("smtps://127.0.0.1:" + server.port());

    assertThatExceptionOfType(SmtpMail.NotTaken.class)
        .isThrownBy(() -> sender.send(mail))
        .withMessageContaining("failed by SSLHandshakeException");
    assertThat(server.received()).isEmpty();
  }

  @Test
  @DisplayName("[L40] where STARTTLS is insisted on and not offered, nothing is sent")
  void without_starttls_nothing_is_sent() throws Exception {
    MailServer server = server();
    SmtpUrl insists = new SmtpUrl("127.0.0.1", server.port(), false, true, Optional.empty());
    try (Provider provider = new Provider(insists, Duration.ofSeconds(2))) {
      assertThat(catchThrowable(() -> provider.send(
              new SmtpMail.Writable("1@example.com"),
              new jakarta.mail.internet.InternetAddress(mail.to().value()),
              Duration.ofMinutes(1))))
          .hasMessageContaining("STARTTLS");
    }
    assertThat(server.received()).isEmpty();
  }
}
