package dev.gatehouse.app.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stand-in's page: a website with every door, and a telephone with the bot's chat. */
final class StandIn implements AutoCloseable {
  private final Window window;
  private final Page page;

  StandIn(Window window, String address) {
    this.window = window;
    this.page = window.page();
    page.navigate(address);
    assertThat(page.locator("#site")).isVisible();
  }

  Window window() {
    return window;
  }

  Page page() {
    return page;
  }

  // ---- the website

  void door(String name) {
    anotherSecond();
    page.locator("[data-door=" + name + "]").click();
  }

  /** What is signed of one person in one second is one proof, which is good once: waits for one in which nothing is yet. */
  static void anotherSecond() {
    long now = Instant.now().getEpochSecond();
    Patience.until("another second", () -> Instant.now().getEpochSecond() > now);
  }

  /** What it says at last. */
  void ends(String title) {
    assertThat(page.locator("#outcome-title")).containsText(title);
  }

  /** Of whom it has signed in. */
  String account() {
    return page.locator("#outcome-facts").innerText().replaceAll("(?s).*account\\s+(\\S+).*", "$1");
  }

  /** Signs in whose phone it is. */
  String signIn() {
    door("widget");
    ends("Signed in by the Login Widget");
    return account();
  }

  /** Lets the phone be asked; the digits that the website shows. */
  String handshake() {
    door("handshake");
    assertThat(page.locator("#number")).hasText(Pattern.compile("[0-9]{2}"));
    page.locator("#open-on-phone").click();
    start();
    assertThat(reply()).containsText("A browser asks to be signed in as you");
    return page.locator("#number").innerText();
  }

  // ---- the telephone

  /** Has somebody new hold it. */
  void person(String name, String language) {
    page.locator("#new-person").click();
    page.locator("#first_name").fill(name);
    page.locator("#language_code").fill(language);
    page.locator("#person-save").click();
    assertThat(page.locator("#person option:checked")).hasText(name);
  }

  void start() {
    page.locator("#start").click();
  }

  void say(String text) {
    page.locator("#text").fill(text);
    page.locator("#text").press("Enter");
  }

  /** The newest thing that the bot has answered; its warnings of sign-ins come when they come. */
  Locator reply() {
    return page.locator(
            ".message:not(.mine)",
            new Page.LocatorOptions().setHasNotText("New sign-in to your account"))
        .last();
  }

  /** The link in the newest message that has one; of the sign-in by it the bot warns in a message of its own. */
  Locator link(String text) {
    return page.locator(".message:not(.mine) a", new Page.LocatorOptions().setHasText(text))
        .last();
  }

  void replies(String text) {
    assertThat(reply()).containsText(text);
  }

  void press(String button) {
    reply().locator("button", new Locator.LocatorOptions().setHasText(button)).click();
  }

  /** What the Login Widget gives a page, in turn: names and values. */
  String[] signedForm() {
    anotherSecond();
    Map<?, ?> fields = (Map<?, ?>) page.evaluate("() => act('widget')");
    return fields.entrySet().stream()
        .flatMap(
            field -> Stream.of(String.valueOf(field.getKey()), String.valueOf(field.getValue())))
        .toArray(String[]::new);
  }

  @Override
  public void close() {
    window.close();
  }
}
