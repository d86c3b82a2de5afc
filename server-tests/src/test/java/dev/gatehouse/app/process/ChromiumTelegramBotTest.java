package dev.gatehouse.app.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with the bot, on the stand-in's telephone and in a real browser. */
@Tag("debian")
class ChromiumTelegramBotTest {
  @TempDir
  static Path folder;

  private static Simulated simulated;

  private StandIn standIn;
  private Page page;

  @BeforeAll
  static void start() {
    simulated = Simulated.begin(folder, Map.of());
  }

  @AfterAll
  static void end() {
    simulated.close();
  }

  @BeforeEach
  void open() {
    standIn = simulated.standIn();
    page = standIn.page();
  }

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  @DisplayName("[L11] the page is signed in when the phone has been told its two digits")
  void the_digits_let_the_page_in() {
    standIn.person("Tamsin", "en");
    String digits = standIn.handshake();
    standIn.replies("Chrome, Linux");
    standIn.replies("127.0.0.1");
    assertThat(page.locator("#handshake-state")).hasText("The phone is there: type the number.");
    assertThat(page.locator("#outcome")).isHidden();

    standIn.say(digits);
    standIn.replies("Done: go on in the browser.");
    standIn.ends("Signed in by the phone");
    assertThat(page.locator("#outcome-facts")).containsText("Tamsin");
    String account = standIn.account();
    assertThat(standIn.signIn()).isEqualTo(account);
  }

  @Test
  @DisplayName("[L11] other digits deny for good: the right ones come too late")
  void other_digits_deny() {
    standIn.person("Ulrich", "en");
    String digits = standIn.handshake();
    standIn.say(digits.equals("11") ? "12" : "11");
    standIn.replies("Those were not the right digits");
    standIn.ends("denied");
    standIn.say(digits);
    standIn.replies("There is nothing to confirm any more.");
    assertThat(page.locator("#outcome")).hasClass(Pattern.compile("bad"));
  }

  @Test
  @DisplayName("[L11] whoever says that it is somebody else denies")
  void a_button_denies() {
    standIn.person("Vesna", "en");
    standIn.handshake();
    standIn.press("This is not me");
    standIn.replies("The browser was refused.");
    standIn.ends("denied");
  }

  @Test
  @DisplayName(
      "[L14] a link from the bot names whom it signs in, waits for a press, and is good once")
  void a_link_from_the_bot_signs_in() {
    standIn.person("Wilhelmina", "en");
    standIn.door("link");
    standIn.start();
    Locator link = standIn.link("bot-link");
    Page landed = standIn.window().context().waitForPage(link::click);
    assertThat(landed.locator("#say")).hasText("Press to see whom this link signs in.");
    assertThat(landed.url()).as("the secret is out of sight").doesNotContain("token");

    landed.locator("#press").press("Enter");
    assertThat(landed.locator("#say")).containsText("Telegram");
    assertThat(landed.locator("#press")).containsText("Yes, sign in as");
    assertThat(standIn.window().signedIn()).isFalse();
    landed.getByLabel("I accept the terms").check();
    landed.locator("#press").click();
    assertThat(landed.locator("#say")).hasText("You are signed in.");
    assertThat(standIn.window().get("/api/v1/auth/me").text()).contains(standIn.signIn());

    Page again = standIn.window().context().waitForPage(link::click);
    again.locator("#press").click();
    assertThat(again.locator("#say")).hasText("This link is no longer good. Ask for a new one.");
  }

  @Test
  @DisplayName("[L23] a button below /sessions ends that one, and /logout_all the others")
  void sessions_are_ended() {
    standIn.person("Xavier", "en");
    standIn.signIn();
    standIn.signIn();
    standIn.start();
    standIn.replies("Here you sign in at");
    standIn.say("/sessions");
    standIn.replies("You are signed in on 2 devices");
    standIn.press("Sign out number 2");
    standIn.replies("You are signed in on 1 device,");
    assertThat(standIn.reply().locator("button")).hasCount(1);
    standIn.say("/logout_all");
    standIn.replies("Sign out everywhere");
    standIn.press("Yes, sign out everywhere");
    standIn.replies("Done: 1 session was ended.");
  }

  @Test
  void whoever_chooses_a_language_reads_it() {
    standIn.person("Yasaman", "en");
    standIn.signIn();
    standIn.start();
    standIn.replies("Here you sign in at");
    standIn.say("/language");
    standIn.press("فارسی");
    standIn.replies("از این پس فارسی می‌خوانید.");
    assertThat(direction(standIn.reply().locator(".bubble"))).isEqualTo("rtl");
    standIn.say("/sessions");
    standIn.replies("۱");
  }

  @Test
  void pages_in_persian_run_from_right_to_left() {
    try (Window window = simulated.open("fa-IR")) {
      Page landed = window.navigate("/bot-link#token=" + "x".repeat(43)).page();
      assertThat(landed.locator("html")).hasAttribute("lang", "fa");
      assertThat(direction(landed.locator("#say"))).isEqualTo("rtl");
      BoundingBox button = landed.locator("#press").boundingBox();
      BoundingBox text = landed.locator("#say").boundingBox();
      assertThat(button.x + button.width).isCloseTo(text.x + text.width, within(1.0));
      landed.locator("#press").click();
      assertThat(landed.locator("#say"))
          .hasText("این پیوند دیگر معتبر نیست. یکی تازه درخواست کنید.");

      Page ended = window.navigate("/signed-in?provider=telegram").page();
      assertThat(direction(ended.locator("p"))).isEqualTo("rtl");
      assertThat(ended.locator("p")).hasText("شما وارد نشده‌اید.");
    }
  }

  private static Object direction(Locator text) {
    return text.evaluate("element => getComputedStyle(element).direction");
  }
}
