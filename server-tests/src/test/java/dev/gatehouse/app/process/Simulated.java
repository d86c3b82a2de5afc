package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code ./gatehouse telegram simulate}, and a browser before it. */
final class Simulated implements AutoCloseable {
  private final Path folder;
  private final Program server;
  private final Playwright playwright;
  private final Browser chromium;

  private Simulated(Path folder, Map<String, String> configured) {
    this.folder = folder;
    Map<String, String> environment = new HashMap<>(configured);
    environment.put("GATEHOUSE_HTTP_PORT", "0");
    server = Program.begin(folder, environment, "telegram", "simulate", "--port", "0");
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium"))
            .setArgs(List.of("--no-sandbox")));
    Patience.until("both are there", () -> server.out().lines().count() == 2);
  }

  static Simulated begin(Path folder, Map<String, String> configured) {
    return new Simulated(folder, configured);
  }

  Program server() {
    return server;
  }

  /** A window that has seen nothing yet. */
  Window open(String language) {
    return new Window(
        chromium.newContext(new Browser.NewContextOptions().setLocale(language)), server.base());
  }

  /** One before the stand-in's page. */
  StandIn standIn() {
    return new StandIn(
        open("en"), server.out().lines().toList().get(1).substring("telegram ".length()));
  }

  /** What an operator does meanwhile. */
  void admin(String act, String... words) {
    List<String> command = new ArrayList<>(List.of("admin", act, "--dev"));
    command.addAll(List.of(words));
    try (Program operator = Program.begin(
        folder.resolve(Fixtures.unique()),
        Map.of("GATEHOUSE_DATA_DIR", folder.resolve("data").toString()),
        command.toArray(String[]::new))) {
      assertThat(operator.exitCode()).as(operator.err()).isZero();
    }
  }

  @Override
  public void close() {
    playwright.close();
    server.close();
  }
}
