package dev.gatehouse.app.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doors of Telegram as a newcomer sees them, in a real browser: one command, and the stand-in's page. */
@Tag("debian")
class ChromiumTelegramTest {
  @TempDir
  static Path folder;

  private static Program server;
  private static Playwright playwright;
  private static Browser chromium;
  private static String telegram;

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void start() {
    server = Program.begin(
        folder, Map.of("GATEHOUSE_HTTP_PORT", "0"), "telegram", "simulate", "--port", "0");
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium"))
            .setArgs(List.of("--no-sandbox")));
    Patience.until("both are there", () -> server.out().lines().count() == 2);
    telegram = server.out().lines().toList().get(1).substring("telegram ".length());
  }

  @AfterAll
  static void end() {
    playwright.close();
    server.close();
  }

  @BeforeEach
  void open() {
    page = chromium.newContext().newPage();
    page.onConsoleMessage(said -> {
      if (said.type().equals("error")) {
        complaints.add(said.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(telegram);
    assertThat(page.locator("#site")).isVisible();
  }

  @AfterEach
  void close() {
    page.context().close();
    assertThat(complaints).as("what the browser complained about").isEmpty();
  }

  private void door(String name) {
    page.locator("[data-door=" + name + "]").click();
  }

  private String account() {
    return page.locator("#outcome-facts").innerText().replaceAll("(?s).*account\\s+(\\S+).*", "$1");
  }

  private void logInAtTelegram(String person) {
    assertThat(page.locator("h1")).containsText("Log in to House of Tea");
    page.getByLabel(person).check();
    page.locator("[name=agree]").click();
  }

  @Test
  @DisplayName("[L06] every door of Telegram leads the same person to the same account")
  void every_door_leads_the_same_person_to_the_same_account() {
    door("widget");
    assertThat(page.locator("#outcome-title")).containsText("Signed in by the Login Widget");
    assertThat(page.locator("#outcome-facts")).containsText("Mira Okafor");
    String account = account();

    door("native");
    assertThat(page.locator("#outcome-title")).containsText("Signed in by a mobile app");
    assertThat(account()).isEqualTo(account);

    door("openid");
    logInAtTelegram("Mira Okafor");
    assertThat(page.locator("#outcome-title")).containsText("Signed in by OpenID");
    assertThat(account()).isEqualTo(account);

    door("openid");
    logInAtTelegram("Ines");
    assertThat(page.locator("#outcome-facts")).containsText("Ines");
    assertThat(account()).as("another person").isNotEqualTo(account);
  }

  @Test
  @DisplayName("[L12] what a Mini App was given is good once")
  void what_a_mini_app_was_given_is_good_once() {
    door("miniapp");
    FrameLocator app = page.frameLocator("#frame");
    assertThat(app.locator("h1")).hasText("Good day, Mira");
    app.locator("#sign-in").click();
    assertThat(app.locator("#outcome-title")).hasText("Signed in");
    app.locator("#sign-in").click();
    assertThat(app.locator("#outcome.bad")).isVisible();
  }

  @Test
  void who_changes_their_mind_is_not_let_in() {
    door("openid");
    page.locator("[name=deny]").click();
    assertThat(page.locator("#outcome-title")).containsText("access_denied");
  }
}
