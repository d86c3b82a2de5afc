package dev.gatehouse.app.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
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
  private static final String START = "/api/v1/oauth/telegram/start";
  private static final String SIGNED_IN = "/signed-in?provider=telegram";
  private static final String LINKED = "/linked?provider=telegram";

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
  @DisplayName("[L06] every door of Telegram leads the same person to the same account")
  void every_door_leads_the_same_person_to_the_same_account() {
    String account = standIn.signIn();
    assertThat(page.locator("#outcome-facts")).containsText("Mira Okafor");

    standIn.door("native");
    standIn.ends("Signed in by a mobile app");
    assertThat(standIn.account()).isEqualTo(account);

    standIn.door("openid");
    standIn.window().logInAtTelegram("Mira Okafor");
    standIn.ends("Signed in by OpenID");
    assertThat(standIn.account()).isEqualTo(account);

    standIn.door("openid");
    standIn.window().logInAtTelegram("Ines");
    assertThat(page.locator("#outcome-facts")).containsText("Ines");
    assertThat(standIn.account()).as("another person").isNotEqualTo(account);
  }

  @Test
  @DisplayName("[L12] what a Mini App was given is good once")
  void what_a_mini_app_was_given_is_good_once() {
    standIn.door("miniapp");
    FrameLocator app = page.frameLocator("#frame");
    assertThat(app.locator("h1")).hasText("Good day, Mira");
    app.locator("#sign-in").click();
    assertThat(app.locator("#outcome-title")).hasText("Signed in");
    app.locator("#sign-in").click();
    assertThat(app.locator("#outcome.bad")).isVisible();
  }

  @Test
  void who_changes_their_mind_is_not_let_in() {
    standIn.door("openid");
    page.locator("[name=deny]").click();
    standIn.ends("access_denied");
  }

  @Test
  @DisplayName(
      "[L19] a browser without scripts is signed in, once somebody new has accepted the terms")
  void a_browser_without_scripts_is_signed_in() {
    standIn.person("Odile", "en");
    try (Window window = simulated.open("en")) {
      window.navigate(START).page().locator("[name=deny]").click();
      window.says(
          SIGNED_IN + "&error=IDENTITY_REJECTED",
          "Telegram did not say who you are, or it took too long. Please try again.");
      window.page().locator("a").click();
      window.logInAtTelegram("Odile");
      window.says(
          SIGNED_IN + "&error=TERMS_NOT_ACCEPTED",
          "There is no account for you here yet. To open one, accept the terms; then you are sent to Telegram once more.");
      assertThat(window.signedIn()).isFalse();

      assertThat(window.page().locator("a")).hasText("I accept the terms");
      window.page().locator("a").press("Enter");
      window.logInAtTelegram("Odile");
      window.says(SIGNED_IN, "You are signed in.");
      assertThat(window.get("/api/v1/auth/me").text()).contains(standIn.signIn());
    }
  }

  @Test
  @DisplayName(
      "[L14] an account is linked by going there and back, signed in to by it, and unlinked")
  void an_account_is_linked_and_unlinked() throws IOException {
    String login = "u" + Fixtures.unique().substring(0, 16);
    Caller.local().register(simulated.server(), login);
    standIn.person("Quentin", "en");
    try (Window window = simulated.open("en")) {
      window.navigate(LINKED);
      window.says(LINKED, "That did not work. Please try again.");
      window.post(
          "/api/v1/auth/login", Map.of("login_or_email", login, "password", Caller.PASSWORD));
      String begun = window.get("/api/v1/oauth/telegram/authorize").text();
      window
          .page()
          .navigate(new ObjectMapper().readTree(begun).path("authorize_url").asText());
      window.logInAtTelegram("Quentin");
      window.says(
          LINKED, "Telegram is connected with your account. You can sign in with it from now on.");
      String account = standIn.signIn();
      assertThat(window.get("/api/v1/auth/me").text()).contains(login, account);

      standIn.start();
      standIn.replies("Here you sign in at");
      standIn.say("/unlink");
      standIn.replies("Disconnect Telegram from your account?");
      standIn.press("Yes, disconnect");
      standIn.replies("Telegram is no longer connected with your account.");
      assertThat(standIn.signIn()).isNotEqualTo(account);
    }
  }

  @Test
  @DisplayName("[L07] by the widget, by an app and by the provider, the second factor is asked for")
  void the_second_factor_is_asked_for() {
    standIn.person("Rosalind", "en");
    Caller caller = Caller.local();
    String[] form = Stream.concat(
            Arrays.stream(standIn.signedForm()), Stream.of("tos_accepted", "true"))
        .toArray(String[]::new);
    String access = caller
        .post(simulated.server(), "/api/v1/auth/telegram/web", form)
        .tokens()
        .access();
    String authenticator =
        caller.postAs(simulated.server(), access, "/api/v1/2fa/setup").text("qr_uri");
    Instant now = Instant.now();
    assertThat(caller
            .postAs(
                simulated.server(),
                access,
                "/api/v1/2fa/verify",
                "code",
                Careful.shown(authenticator, now))
            .status())
        .isEqualTo(200);

    standIn.door("widget");
    standIn.ends("the Login Widget: a second factor is due");
    standIn.door("native");
    standIn.ends("a mobile app: a second factor is due");
    try (Window window = simulated.open("en")) {
      window.navigate(START).logInAtTelegram("Rosalind");
      window.says(
          SIGNED_IN + "&due=second_factor", "Your second factor is due: go on where you sign in.");
      assertThat(window.signedIn()).isFalse();
      window.navigate(SIGNED_IN).says(SIGNED_IN, "You are not signed in.");

      window.post(
          "/api/v1/2fa/complete",
          Map.of("code", Careful.shown(authenticator, now.plusSeconds(30))));
      window.navigate(SIGNED_IN).says(SIGNED_IN, "You are signed in.");
    }
  }

  @Test
  @DisplayName("[L08] who has a disabled account is told so, and gets nowhere")
  void a_disabled_account_is_told() {
    standIn.person("Stanislav", "en");
    simulated.admin("disable", "--id", standIn.signIn());
    standIn.door("widget");
    assertThat(page.locator("#outcome.bad")).isVisible();
    assertThat(page.locator("#outcome-facts")).containsText("CREDENTIALS_REJECTED");
    try (Window window = simulated.open("en")) {
      window.navigate(START).logInAtTelegram("Stanislav");
      window.says(
          SIGNED_IN + "&error=CREDENTIALS_REJECTED", "Signing in to this account is not possible.");
      assertThat(window.signedIn()).isFalse();
    }
    standIn.start();
    standIn.replies("Here you sign in at");
    standIn.say("/sessions");
    standIn.replies("not connected with an account that can be used");
  }

  @Test
  @DisplayName(
      "[L04] where no accounts are opened somebody new is told so, by widget, link and provider")
  void registration_that_is_shut_is_told() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("shut"));
    Path realms = Files.writeString(
        elsewhere.resolve("realms.json"),
        "{\"realms\": [{\"key\": \"main\", \"default\": true, \"registration\": \"closed\"}]}");
    try (Simulated shut =
            Simulated.begin(elsewhere, Map.of("GATEHOUSE_REALMS_FILE", realms.toString()));
        StandIn there = shut.standIn();
        Window window = shut.open("en")) {
      there.door("widget");
      there.ends("the Login Widget: No new accounts");
      there.start();
      there.replies("Here you sign in at");
      there.door("link");
      there.replies("no new accounts are opened at the moment");
      window.navigate(START).logInAtTelegram("Mira Okafor");
      window.says(
          SIGNED_IN + "&error=REGISTRATION_DISABLED",
          "There is no account yet, and no new accounts are opened at the moment.");
    }
  }
}
