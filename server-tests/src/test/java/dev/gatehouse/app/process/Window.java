package dev.gatehouse.app.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A window of a browser with cookies of its own, and what it complained about. */
final class Window implements AutoCloseable {
  private final BrowserContext context;
  private final URI gatehouse;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  Window(BrowserContext context, URI gatehouse) {
    this.context = context;
    this.gatehouse = gatehouse;
    context.onConsoleMessage(said -> {
      // what the API refuses is told there as a thing that could not be loaded; and nobody asked
      // for an icon
      if (said.type().equals("error")
          && !said.location().contains("/api/v1/")
          && !said.location().contains("/favicon.ico")) {
        complaints.add(said.text());
      }
    });
    context.onWebError(error -> complaints.add(error.error()));
    page = context.newPage();
  }

  BrowserContext context() {
    return context;
  }

  Page page() {
    return page;
  }

  /** Of Gatehouse's. */
  Window navigate(String path) {
    page.navigate(gatehouse + path);
    return this;
  }

  /** Says on Telegram's page who it is. */
  void logInAtTelegram(String person) {
    assertThat(page.locator("h1")).containsText("Log in to House of Tea");
    page.getByLabel(person).check();
    StandIn.anotherSecond();
    page.locator("[name=agree]").click();
  }

  /** What a page of Gatehouse's says, which had to lead here. */
  void says(String path, String text) {
    assertThat(page).hasURL(gatehouse + path);
    assertThat(page.locator("p").first()).hasText(text);
  }

  boolean signedIn() {
    return context.cookies().stream().anyMatch(cookie -> cookie.name.endsWith("access_token"));
  }

  /** As a page of Gatehouse's own asks, with the cookies of the window. */
  APIResponse get(String path) {
    return good(context.request().get(gatehouse + path, own()));
  }

  APIResponse post(String path, Map<String, ?> body) {
    return good(context.request().post(gatehouse + path, own().setData(body)));
  }

  private RequestOptions own() {
    return RequestOptions.create()
        .setHeader("Origin", gatehouse.toString())
        .setHeader("Sec-Fetch-Site", "same-origin");
  }

  private static APIResponse good(APIResponse answer) {
    assertThat(answer.status()).as(answer.url() + " " + answer.text()).isEqualTo(200);
    return answer;
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("what the browser complained about").isEmpty();
  }
}
