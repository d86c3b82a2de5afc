package dev.gatehouse.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.mail.Mail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of an embedder's own. */
class ReplacementsTest {
  @TempDir
  Path folder;

  private void file(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  private IcuMessages.Letter invitation(String tag) {
    return IcuMessages.open(folder).letter(Mails.whole(Mail.Kind.INVITATION, tag));
  }

  @Test
  void lines_of_your_own_go_before_ours_and_the_others_stay() throws IOException {
    file("de.properties", "invitation.subject=Willkommen im Laden");

    assertThat(invitation("de").subject()).isEqualTo("Willkommen im Laden");
    assertThat(invitation("de").text()).contains("ein Konto anzulegen");
    assertThat(invitation("en").subject()).isEqualTo("You are invited");
  }

  @Test
  void a_new_language_is_a_new_file_whose_missing_lines_are_english_and_counted_so()
      throws IOException {
    file("pl.properties", "invitation.subject=Zaproszenie");

    assertThat(invitation("pl-PL").subject()).isEqualTo("Zaproszenie");
    assertThat(invitation("pl").text()).contains("You are invited", "7 days");
  }

  @Test
  void english_can_be_replaced_too() throws IOException {
    file("en.properties", "invitation.text=Come in.");

    assertThat(invitation("en").text()).startsWith("Come in.");
    assertThat(invitation("fr").text()).startsWith("Come in.");
  }

  @Test
  void every_mistake_is_told_at_once() throws IOException {
    file(
        "de.properties",
        "invitation.subjekt=Oh",
        "life.hours=Gültig für {stunden}.",
        "phrase=Satz {");
    file("fa.properties", "phrase=a\\u202eb");
    file("deutsch_neu.properties", "phrase=Satz:");
    file("notes.txt", "is no file of texts");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcuMessages.open(folder))
        .withMessageContaining("de.properties, invitation.subjekt: there is no such text")
        .withMessageContaining(
            "de.properties, life.hours: it takes {stunden=NONE}; {hours=PLURAL} is given")
        .withMessageContaining("de.properties, phrase: it is no message")
        .withMessageContaining(
            "fa.properties, phrase: it is blank, or has a character that controls")
        .withMessageContaining("deutsch_neu.properties is not named by a language");
  }

  @Test
  void a_plural_without_its_last_form_is_a_mistake() throws IOException {
    file("de.properties", "life.hours={hours, plural, one {# Stunde}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcuMessages.open(folder))
        .withMessageContaining("life.hours: it is no message");
  }

  @Test
  void a_file_in_another_encoding_is_a_mistake() throws IOException {
    Files.write(
        folder.resolve("de.properties"),
        "phrase=Für Sie: {phrase}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcuMessages.open(folder))
        .withMessageContaining("de.properties is not in UTF-8");
  }

  @Test
  void a_folder_that_is_not_there_is_an_error() {
    assertThatThrownBy(() -> IcuMessages.open(folder.resolve("nowhere")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void texts_that_are_no_mails_are_replaced_too() throws IOException {
    file("en.properties", "fact.device=Machine:");
    assertThat(IcuMessages.open(folder).text(Locale.ENGLISH, "fact.device", Map.of()))
        .isEqualTo("Machine:");
  }
}
