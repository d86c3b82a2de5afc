package dev.gatehouse.app.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages to which mails lead, in a real browser under their own policy. */
@Tag("debian")
class ChromiumLandingTest {
  private static final String AUTH = "/api/v1/auth/";

  @TempDir
  static Path folder;

  private static Program server;
  private static Playwright playwright;
  private static Browser chromium;

  private final Caller caller = Caller.local();
  private final String address = "m" + Fixtures.unique().substring(0, 16) + "@example.com";
  private final List<String> posted = new ArrayList<>();
  private BrowserContext window;

  @BeforeAll
  static void start() {
    server = Program.begin(folder, Map.of("GATEHOUSE_HTTP_PORT", "0"), "dev");
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium"))
            .setArgs(List.of("--no-sandbox")));
    server.ready();
  }

  @AfterAll
  static void end() {
    playwright.close();
    server.close();
  }

  @BeforeEach
  void open() {
    window = chromium.newContext();
  }

  @AfterEach
  void close() {
    window.close();
  }

  private String link() {
    return found(Pattern.compile("https?://\\S+#token=[A-Za-z0-9_-]{43}"));
  }

  private String code() {
    return found(Pattern.compile("(?m)^[0-9]{6}\\s*$")).strip();
  }

  /** In the newest mail to the address that has it. */
  private String found(Pattern wanted) {
    String to = URLEncoder.encode(address, StandardCharsets.UTF_8);
    List<String> found = new ArrayList<>();
    Patience.until("a mail", () -> {
      caller
          .get(server, "/dev/mailbox.json?to=" + to)
          .json()
          .forEach(mail -> wanted
              .matcher(mail.path("text").asText())
              .results()
              .map(MatchResult::group)
              .forEach(found::add));
      return !found.isEmpty();
    });
    return found.get(0);
  }

  private Page landed(String link) {
    Page page = window.newPage();
    page.onRequest(request -> {
      if (request.method().equals("POST")) {
        posted.add(request.url());
      }
    });
    page.navigate(link);
    return page;
  }

  @Test
  @DisplayName(
      "[L14] the page of a link posts nothing by itself, names whose it is and who asked, and signs in who presses twice")
  void a_link_is_followed_elsewhere() {
    caller.post(server, AUTH + "magic-link", "email", address);
    Page page = landed(link());
    assertThat(page.locator("#say")).hasText("Press to sign in.");
    assertThat(page.url()).as("the secret is out of sight").doesNotContain("token");
    assertThat(posted).isEmpty();

    page.locator("#press").press("Enter");
    assertThat(page.locator("#say")).containsText("***");
    assertThat(page.locator("#say")).containsText("127.0.0.1");
    assertThat(window.cookies()).noneMatch(cookie -> cookie.name.endsWith("access_token"));
    page.locator("#accept").check();
    page.locator("#press").click();
    assertThat(page.locator("#say")).hasText("You are signed in.");
    assertThat(window.cookies()).anyMatch(cookie -> cookie.name.endsWith("access_token"));
    assertThat(posted).hasSize(2);
  }

  @Test
  @DisplayName(
      "[L08] the page of a link to an account that leaves keeps it for who presses once more")
  void an_account_that_leaves_is_kept() {
    String flow = caller.registerByMail(server, address).text("flow");
    String access = caller.verify(server, address, code(), flow).text("access_token");
    caller.deleteAs(server, access, AUTH + "me");
    caller.post(server, AUTH + "magic-link", "email", address);
    Page page = landed(link());
    page.locator("#press").click();
    assertThat(page.locator("#say")).containsText("***");
    page.locator("#press").click();
    assertThat(page.locator("#say")).containsText("Press to keep it.");
    page.locator("#press").click();
    assertThat(page.locator("#say")).hasText("The account stays. You can sign in.");
    assertThat(caller.login(server, address, Caller.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "[L15] the page of a reset says what is wrong with a password, and sets a better one")
  void a_password_is_reset() {
    String flow = caller.registerByMail(server, address).text("flow");
    caller.verify(server, address, code(), flow);
    caller.post(server, AUTH + "forgot-password", "email", address);
    Page page = landed(link());

    page.locator("#word").fill("short");
    page.locator("#press").click();
    assertThat(page.locator("#say")).containsText("Choose another password.");
    assertThat(page.locator("#say")).containsText("It is too short");
    page.locator("#word").fill(Caller.PASSWORD + " two");
    page.locator("#press").click();
    assertThat(page.locator("#say")).containsText("Your new password is set");
    assertThat(caller.login(server, address, Caller.PASSWORD + " two").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("[L14] a page speaks its reader's language, from the right where that is written so")
  void a_page_speaks_its_readers_language() {
    try (BrowserContext persian =
        chromium.newContext(new Browser.NewContextOptions().setLocale("fa-IR"))) {
      caller.post(server, AUTH + "magic-link", "email", address);
      Page page = persian.newPage();
      page.navigate(link());
      assertThat(page.locator("html")).hasAttribute("dir", "rtl");
      assertThat(page.locator("#say")).hasText("برای ورود، دکمه را بزنید.");
      page.locator("#press").click();
      assertThat(page.locator("#say")).containsText("127.0.0.1");
      assertThat(page.locator("#say")).containsText("تنها اگر شما بودید ادامه دهید");
      assertThat(page.locator("#press")).containsText("***");
    }
  }

  @Test
  @DisplayName(
      "[L02] the page of an invitation registers whoever is invited, by an address that a code proves, once")
  void an_invitation_is_taken() {
    String invited = invite();
    Page page = landed(invited);
    page.locator("#email").fill(address);
    page.locator("#word").fill(Caller.PASSWORD);
    page.locator("#press").click();
    assertThat(page.locator("#say")).containsText("terms");
    page.locator("#accept").check();
    page.locator("#press").click();
    assertThat(page.locator("#say")).containsText("Enter the code");
    page.locator("#digits").fill(code());
    page.locator("#press").click();
    assertThat(page.locator("#say")).hasText("You are signed in.");
    assertThat(caller
            .login(server, address, Caller.PASSWORD)
            .json()
            .at("/user/role")
            .asText())
        .isEqualTo("partner");

    Page again = landed(invited);
    again.locator("#login").fill("l" + Fixtures.unique().substring(0, 16));
    again.locator("#word").fill(Caller.PASSWORD);
    again.locator("#accept").check();
    again.locator("#press").click();
    assertThat(again.locator("#say")).containsText("invitation");
  }

  /** The link that the command prints. */
  private String invite() {
    try (Program command = Program.begin(
        folder.resolve(Fixtures.unique()),
        Map.of("GATEHOUSE_DATA_DIR", folder.resolve("data").toString()),
        "admin",
        "invite",
        "--dev",
        "--role",
        "partner")) {
      assertThat(command.exitCode()).as(command.err()).isZero();
      String path =
          command.out().lines().findFirst().orElseThrow().replaceFirst("^https?://[^/]+", "");
      return server.base() + path;
    }
  }
}
