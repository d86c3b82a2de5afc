package dev.gatehouse.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.mail.Mail;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers write stays text: a mail cannot be made to say, or to do, something of theirs. */
class StrangersTest {
  /** What mail programs make links of. */
  private static final Pattern LINK =
      Pattern.compile("[a-z]+://|www\\.\\w|\\w\\.[a-z]{2,}|\\w@\\w", Pattern.CASE_INSENSITIVE);

  private static final List<String> CHOSEN =
      List.of("user_agent", "new_email", "phrase", "address");

  private final IcuMessages messages = IcuMessages.open();

  static Stream<String> attacks() {
    return Stream.of(
        "<script>alert(1)</script>",
        "</bdi></p><a href=\"https://evil.test/\">Sign in</a>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='x",
        "&lt;b&gt;",
        "one\r\nBcc: all@evil.test\r\n\r\nanother mail",
        "line\u2028separated\u2029twice\u0085thrice\u000bmore",
        "\u202egpj.exe",
        "\u2069\u2069\u2068 out of the isolate",
        "\u2066\u202a\u202b\u202d\u200e\u200f\u061c",
        "zero\u200bwidth\ufeff\u00ad",
        "\u0000\u0007\u001b[31m",
        "https://evil.test/login",
        "http:\\\\evil.test",
        "evil.test",
        "www.evil.test",
        "write to help@evil.test",
        "evil\u3002test",
        "javascript:alert(1)",
        "{code} {0} ${token} @if(true)",
        "x".repeat(100_000),
        "\ud800 half a character",
        "\udb40\udc41 tags",
        "Mozilla/5.0 <b>Firefox/1</b> https://evil.test Windows");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  @DisplayName(
      "[L45] text that strangers chose adds no line, no markup, no link and turns no direction")
  void what_strangers_wrote_stays_text(String attack) {
    for (String tag : List.of("en", "fa")) {
      for (String name : CHOSEN) {
        Mail mail = Mails.with(Mails.whole(Mail.Kind.EMAIL_CHANGED_OLD, tag), "phrase", "p");
        IcuMessages.Letter plain = messages.letter(mail);
        IcuMessages.Letter attacked = messages.letter(Mails.with(mail, name, attack));

        assertThat(attacked.subject()).isEqualTo(plain.subject());
        assertThat(
                Math.abs(attacked.text().lines().count() - plain.text().lines().count()))
            .as("lines; one more or less where nothing is left of a value")
            .isLessThanOrEqualTo(2);
        assertThat(attacked.text().length()).isLessThan(plain.text().length() + 300);
        assertThat(tags(attacked.html())).isSubsetOf(tags(plain.html()));
        assertThat(elements(attacked.html())).isLessThanOrEqualTo(elements(plain.html()));
        String said = attacked.text().replace(Mails.PAGE, "").replace("192.0.2.17", "");
        assertThat(LINK.matcher(said).results().map(found -> found.group()))
            .as(said)
            .isEmpty();
        assertThat(attacked.text().codePoints().filter(StrangersTest::turns).count())
            .isLessThanOrEqualTo(
                plain.text().codePoints().filter(StrangersTest::turns).count());
        assertThat(opened(attacked.text())).isZero();
        assertThat(attacked.html().codePoints().filter(StrangersTest::turns).count())
            .as("dates have some")
            .isLessThanOrEqualTo(
                plain.html().codePoints().filter(StrangersTest::turns).count());
      }
    }
  }

  private static List<String> tags(String html) {
    return Pattern.compile("<[^>]*>")
        .matcher(html)
        .results()
        .map(found -> found.group())
        .toList();
  }

  private static long elements(String html) {
    return html.chars().filter(c -> c == '<').count();
  }

  private static boolean turns(int point) {
    return (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069)
        || point == 0x200e
        || point == 0x200f
        || point == 0x061c;
  }

  /** How many isolates are left open at the end of a line, or closed that nobody opened. */
  private static long opened(String text) {
    return text.lines()
        .filter(line -> line.chars().filter(c -> c == 0x2068).count()
            != line.chars().filter(c -> c == 0x2069).count())
        .count();
  }

  @Test
  void of_a_user_agent_nothing_is_said_in_its_own_words() {
    Mail mail = Mails.whole(Mail.Kind.NEW_DEVICE, "en");
    assertThat(messages
            .letter(Mails.with(mail, "user_agent", "Call 0800-HELP now"))
            .text())
        .contains("Device: not recognised")
        .doesNotContain("Call", "0800");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0 | Edge, Windows",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 | Chrome, Android",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1 | Safari, iPhone",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/604.1 | Firefox, iPhone",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15 | Safari, macOS",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox, Linux",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 | Chrome, ChromeOS",
        "curl/8.9.1 | curl",
        "ShopApp/3.2 (iPad) | iPad"
      })
  void a_device_is_known_by_what_it_calls_itself(String agent, String device) {
    assertThat(Device.of(agent)).contains(device);
  }

  @Test
  void persian_keeps_its_joiners_and_pictures_stay_whole() {
    assertThat(Foreign.clean("می‌خواهم 👩‍🚀")).isEqualTo("می‌خواهم 👩‍🚀");
    assertThat(Foreign.clean("  two\t words\u00a0here ")).isEqualTo("two words here");
  }

  @ParameterizedTest
  @CsvSource({
    "someone@mail.example.org, s•••@\u2060m•••.\u2060org",
    "s•••@m•••.org, s•••@\u2060m•••.\u2060org",
    "пётр@xn--e1afmkfd.xn--p1ai, п•••@\u2060x•••.\u2060xn--p1ai",
    "nobody, nobody",
    "@x.y, @\u2060x.\u2060y"
  })
  void of_an_address_most_is_hidden(String address, String shown) {
    assertThat(Foreign.mailbox(address)).isEqualTo(shown);
  }
}
