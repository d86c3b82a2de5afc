package dev.gatehouse.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpUrlTest {
  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example.com, mail.example.com, 587, false, true",
    "smtp://mail.example.com:2525/, mail.example.com, 2525, false, true",
    "smtps://mail.example.com, mail.example.com, 465, true, false",
    "smtp://localhost:1025, localhost, 1025, false, false",
    "smtp://127.0.0.1, 127.0.0.1, 587, false, false",
    "smtp://[::1]:25, ::1, 25, false, false",
    "smtp://relay.internal?starttls=never, relay.internal, 587, false, false"
  })
  void a_url_says_where_and_how(String url, String host, int port, boolean tls, boolean startTls) {
    assertThat(SmtpUrl.parse(url))
        .isEqualTo(new SmtpUrl(host, port, tls, startTls, Optional.empty()));
  }

  @Test
  void a_user_and_password_are_percent_decoded() {
    SmtpUrl url = SmtpUrl.parse("smtps://a%40b.example:p%3A%2F+%25@mail.example.com");

    assertThat(url.login()).contains(new SmtpUrl.Login("a@b.example", "p:/+%"));
    assertThat(url.toString()).doesNotContain("p:/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mail.example.com",
        "http://mail.example.com",
        "smtp://",
        "smtp://user@mail.example.com",
        "smtp://mail.example.com:0",
        "smtp://mail.example.com:65536",
        "smtp://:secret@mail.example.com",
        "smtp://user:secret@mail.example.com?starttls=never",
        "smtp://mail.example.com?starttls=maybe",
        "smtps://mail.example.com?starttls=never",
        "smtp://mail.example.com/inbox",
        "smtp://mail.example.com#x",
        "smtp://user:sec ret@mail.example.com"
      })
  void what_is_none_is_refused_without_being_quoted(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmtpUrl.parse(url))
        .withMessageNotContaining("secret")
        .withMessageNotContaining("sec ret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nobody", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com"
      })
  void a_sender_is_one_address(String from) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmtpMail.Settings.of(List.of("smtp://localhost"), from));
  }

  @Test
  void there_is_a_server_and_some_patience() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmtpMail.Settings.of(List.of(), "a@example.com"));
    SmtpMail.Settings good = SmtpMail.Settings.of(List.of("smtp://localhost"), "a@example.com");
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofMinutes(6))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> good.withPatience(wrong))
          .withMessageContaining(wrong.toString());
    }
  }
}
