package dev.gatehouse.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.mail.Mail;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What mails say, of every kind in every language. */
class LettersTest {
  private static final Pattern SIX_DIGITS = Pattern.compile("(?<![0-9])[0-9]{6}(?![0-9])");

  private final IcuMessages messages = IcuMessages.open();

  private Stream<DynamicTest> ofEach(java.util.function.Consumer<Mail> test) {
    return Mails.all().stream()
        .map(mail -> DynamicTest.dynamicTest(
            mail.locale().toLanguageTag() + " " + mail.kind(), () -> test.accept(mail)));
  }

  private static boolean rightToLeft(Mail mail) {
    return IcuMessages.open().rightToLeft(mail.locale());
  }

  @TestFactory
  Stream<DynamicTest> a_mail_is_whole() {
    return ofEach(mail -> {
      IcuMessages.Letter letter = messages.letter(mail);
      assertThat(letter.subject()).isNotBlank().doesNotContain("\n", "{", Mails.CODE);
      assertThat(letter.text()).doesNotContain("{", "}", "null", "<", "Optional");
      assertThat(letter.html())
          .startsWith("<!DOCTYPE html>\n<html lang=\"" + mail.locale().toLanguageTag() + "\" dir=\""
              + (rightToLeft(mail) ? "rtl" : "ltr") + "\">")
          .contains("<title>")
          .contains(">" + escaped(letter.subject()) + "</h1>")
          .doesNotContain("{", "null", "Optional");
    });
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @TestFactory
  Stream<DynamicTest> nothing_is_fetched_when_a_mail_is_read() {
    return ofEach(mail -> assertThat(messages.letter(mail).html())
        .doesNotContain(
            "<img", "<link", "<script", "<iframe", "src=", "url(", "@import", "<table"));
  }

  @TestFactory
  @DisplayName(
      "[L40] the secret of a link stands behind the number sign, and the link in the text as in the button")
  Stream<DynamicTest> the_secret_of_a_link_stands_in_the_fragment() {
    return ofEach(mail -> {
      IcuMessages.Letter letter = messages.letter(mail);
      if (!Mails.WITH_LINK.contains(mail.kind())) {
        assertThat(letter.html()).doesNotContain("href", "://");
        assertThat(letter.text()).doesNotContain("://");
        return;
      }
      String line =
          letter.text().lines().filter(l -> l.contains("://")).findFirst().orElseThrow();
      assertThat(line)
          .as("a line of its own")
          .startsWith(Mails.PAGE + "/")
          .endsWith("#token=" + Mails.TOKEN);
      assertThat(line.substring(0, line.indexOf('#'))).doesNotContain("?", Mails.TOKEN);
      List<String> links = Pattern.compile("href=\"([^\"]*)\"")
          .matcher(letter.html())
          .results()
          .map(found -> found.group(1))
          .toList();
      assertThat(links).containsExactly(line, line);
      assertThat(letter.html()).contains("<bdi dir=\"ltr\">" + line + "</bdi>");
    });
  }

  @TestFactory
  Stream<DynamicTest> the_code_stands_on_a_line_of_its_own_and_is_the_only_number_of_six_digits() {
    return ofEach(mail -> {
      IcuMessages.Letter letter = messages.letter(mail);
      for (String form : List.of(letter.text(), letter.html())) {
        assertThat(SIX_DIGITS.matcher(form).results().map(MatchResult::group))
            .as(form)
            .isEqualTo(mail.code().stream().toList());
      }
      mail.code().ifPresent(code -> {
        assertThat(letter.text().lines()).contains(code);
        assertThat(letter.html()).contains("<bdi dir=\"ltr\">" + code + "</bdi>");
      });
    });
  }

  @TestFactory
  @DisplayName("[L45] the anti-phishing phrase, when set, is in every mail")
  Stream<DynamicTest> the_phrase_when_set_is_in_every_mail() {
    return ofEach(mail -> {
      IcuMessages.Letter letter = messages.letter(Mails.with(mail, "phrase", Mails.PHRASE));
      assertThat(letter.text()).contains("\u2068" + Mails.PHRASE + "\u2069");
      assertThat(letter.html()).contains("<bdi>" + Mails.PHRASE + "</bdi>");
      assertThat(messages.letter(mail).text()).doesNotContain("\u2068" + Mails.PHRASE);
      assertThat(messages.letter(mail).html())
          .doesNotContain(messages.text(mail.locale(), "phrase", Map.of()));
    });
  }

  @TestFactory
  Stream<DynamicTest> a_link_or_a_code_says_how_long_it_is_good() {
    return ofEach(mail -> mail.life().ifPresent(life -> {
      String good = good(mail.locale(), life);
      assertThat(messages.letter(mail).text()).contains(good);
    }));
  }

  private String good(Locale locale, Duration life) {
    if (life.toDays() > 3) {
      return messages.text(locale, "life.days", Map.of("days", life.toDays()));
    }
    return life.toHours() >= 2
        ? messages.text(locale, "life.hours", Map.of("hours", life.toHours()))
        : messages.text(locale, "life.minutes", Map.of("minutes", life.toMinutes()));
  }

  @Test
  void from_where_something_was_done_is_said_with_the_time() {
    String text = messages.letter(Mails.whole(Mail.Kind.PASSWORD_CHANGED, "en")).text();
    assertThat(text.replace('\u202f', ' '))
        .contains(
            "Time: November 26, 2026 at 12:31 AM UTC",
            "IP address: 192.0.2.17",
            "Device: Firefox, Windows");
    assertThat(messages
            .letter(Mails.of(Mail.Kind.ACCOUNT_DISABLED, "en", Map.of()))
            .text())
        .doesNotContain("Time:", "Device:");
  }

  @Test
  void times_are_in_the_zone_that_a_mail_carries_and_as_its_language_writes_them() {
    assertThat(deletion("en", "Europe/Berlin")).contains("December 26, 2026 at 1:30 PM GMT+1");
    assertThat(deletion("en", "Nowhere/At_All")).contains("12:30 PM UTC");
    assertThat(deletion("de", "UTC")).contains("26. Dezember 2026", "12:30 UTC");
    assertThat(deletion("zh-CN", "UTC")).contains("2026年12月26日", "12:30");
    // the Persian calendar, and its digits
    assertThat(deletion("fa", "UTC")).contains("دی", "۱۴۰۵", "۱۲:۳۰");
  }

  private String deletion(String tag, String zone) {
    return messages
        .letter(Mails.with(Mails.whole(Mail.Kind.DELETION_SCHEDULED, tag), "zone", zone))
        .text()
        .replace('\u202f', ' ')
        .replace('\u00a0', ' ');
  }

  @Test
  void how_many_recovery_codes_are_left_is_counted() {
    Mail mail = Mails.whole(Mail.Kind.RECOVERY_CODE_USED, "en");
    assertThat(messages.letter(Mails.with(mail, "left", "0")).text()).contains("None is left");
    assertThat(messages.letter(Mails.with(mail, "left", "1")).text()).contains("1 code is left");
    assertThat(messages.letter(Mails.with(mail, "left", "7")).text()).contains("7 codes are left");
  }

  @Test
  void a_reset_without_digits_names_none() {
    Map<String, String> values = Mails.values(Mail.Kind.PASSWORD_RESET);
    values.remove("code");
    IcuMessages.Letter letter = messages.letter(Mails.of(Mail.Kind.PASSWORD_RESET, "en", values));
    assertThat(letter.text()).doesNotContain("code").contains(Mails.TOKEN, "30 minutes");
    assertThat(letter.html()).doesNotContain("code");
  }

  @Test
  void what_is_written_from_left_to_right_is_kept_apart_where_the_rest_is_not() {
    IcuMessages.Letter persian = messages.letter(Mails.whole(Mail.Kind.EMAIL_CHANGED_OLD, "fa"));
    assertThat(persian.text())
        .contains(
            "\u2068192.0.2.17\u2069",
            "\u2068Firefox, Windows\u2069",
            "\u2068s•••@\u2060m•••.\u2060org\u2069");
    assertThat(persian.html())
        .contains(
            "<bdi dir=\"ltr\">192.0.2.17</bdi>",
            "<bdi dir=\"ltr\">Firefox, Windows</bdi>",
            "dir=\"rtl\"");
    String english =
        messages.letter(Mails.whole(Mail.Kind.EMAIL_CHANGED_OLD, "en")).text();
    assertThat(english).contains("192.0.2.17").doesNotContain("\u2068");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x-klingon", "und", "zz-ZZ", "zh-Hant-TW", "en-US-u-ca-buddhist", "a-nonsense", ""
      })
  void a_language_that_nobody_wrote_is_read_in_english(String tag) {
    for (Mail.Kind kind : Mail.Kind.values()) {
      Mail mail = new Mail(
          Mails.whole(kind, "en").id(),
          Mails.whole(kind, "en").realm(),
          kind,
          Mails.whole(kind, "en").to(),
          Locale.forLanguageTag(tag),
          Mails.values(kind));
      assertThat(messages.letter(mail)).isEqualTo(messages.letter(Mails.whole(kind, "en")));
    }
  }

  @Test
  void a_mail_that_carries_nothing_is_readable_all_the_same() {
    for (Mail.Kind kind : Mail.Kind.values()) {
      IcuMessages.Letter letter = messages.letter(Mails.of(kind, "en", Map.of()));
      assertThat(letter.text()).isNotBlank();
      assertThat(letter.html()).doesNotContain("href");
    }
  }
}
