package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.credential.PasswordFlaw;
import dev.gatehouse.messages.IcuMessages;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Where mails and bots lead; what its script does is tried in a browser. */
class LandingTest {
  private static final List<String> PAGES =
      List.of("/magic-link", "/reset", "/email/revert", "/bot-link", "/invitation");

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.behindProxy();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void the_catalogue_has_every_text_of_the_pages_and_no_other() throws IOException {
    Properties english = new Properties();
    try (InputStreamReader file = new InputStreamReader(
        IcuMessages.class.getResourceAsStream("en.properties"), StandardCharsets.UTF_8)) {
      english.load(file);
    }
    assertThat(Arrays.stream(PageText.values()).map(PageText::key))
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames().stream()
            .filter(key -> key.startsWith("page."))
            .toList());
  }

  @Test
  void whatever_is_wrong_with_a_password_is_said() {
    assertThat(PageText.said().stream().map(PageText::word))
        .containsAll(Arrays.stream(PasswordFlaw.values())
            .map(flaw -> flaw.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  @TestFactory
  Stream<DynamicTest> every_page_is_in_the_language_of_its_reader() {
    return PAGES.stream()
        .map(path -> DynamicTest.dynamicTest(path, () -> {
          Reply persian = read(path, "fa-IR,fa;q=0.9,en;q=0.5");
          assertThat(persian.text())
              .contains("<html lang=\"fa\" dir=\"rtl\">", "fa page.", "from_device", "{device}")
              .doesNotContain("en page.");
          assertThat(persian.header("Vary")).contains("Accept-Language");
          assertThat(read(path, "tlh").text())
              .contains("<html lang=\"en\" dir=\"ltr\">", "en page.");
        }));
  }

  @Test
  void the_page_that_asks_is_in_the_language_of_its_reader() {
    Reply persian = read("/sign-in?provider=messenger", "fa");
    assertThat(persian.text())
        .contains("<html lang=\"fa\" dir=\"rtl\">", "fa page.sent_begin")
        .doesNotContain("en page.");
    assertThat(persian.header("Vary")).contains("Accept-Language");
  }

  @Test
  void what_fields_are_called_is_a_text_too() {
    assertThat(read("/invitation", "de").text())
        .contains("de page.field_login", "de page.field_code")
        .doesNotContain("{FIELD");
  }

  @Test
  void who_is_to_be_staff_gives_an_address() {
    String wanted = "type=\"email\" required";
    assertThat(read("/realms/" + node.house.staffRealm().key() + "/invitation", "en")
            .text())
        .contains(wanted, "page.invitation_begin_staff");
    assertThat(read("/invitation", "en").text()).doesNotContain(wanted);
  }

  private static Reply read(String path, String languages) {
    return node.call("GET", path).header("Accept-Language", languages).send().is(200);
  }
}
