package dev.gatehouse.messages;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.Messages;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What people read, in their language: one catalogue of ICU messages, a file for each language, and the mails that are written by it. A
 * reader whose language nobody wrote gets English. Thread-safe.
 */
public final class IcuMessages implements Messages {
  private final Catalogue catalogue;
  private final Letters letters;

  private IcuMessages(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.letters = new Letters(catalogue);
  }

  /** The texts that come with Gatehouse. */
  public static IcuMessages open() {
    return new IcuMessages(Catalogue.of(Map.of()));
  }

  /**
   * The same, with texts of your own in front: each file of the folder that is named like {@code it.properties} replaces the lines that it has, or
   * adds a language, whose missing lines are English.
   *
   * @throws IllegalArgumentException saying everything that is wrong with the files
   * @throws java.io.UncheckedIOException when they cannot be read
   */
  public static IcuMessages open(Path folder) {
    return new IcuMessages(Catalogue.of(Replacements.read(folder)));
  }

  /** What a mail says, in the language of its reader. */
  public record Letter(String subject, String text, String html) {
    @Override
    public String toString() {
      return "Letter[…]";
    }
  }

  /** The mail as it is read. */
  public Letter letter(Mail mail) {
    return letters.of(mail);
  }

  @Override
  public String text(Locale wanted, String key, Map<String, ?> arguments) {
    return catalogue.nearest(wanted).text(key, arguments);
  }

  @Override
  public List<Locale> languages() {
    return catalogue.languages();
  }

  @Override
  public Locale language(Locale wanted) {
    return catalogue.nearest(wanted).language().toLocale();
  }

  @Override
  public boolean rightToLeft(Locale wanted) {
    return catalogue.nearest(wanted).rightToLeft();
  }

  @Override
  public String moment(Locale wanted, Instant at, ZoneId zone) {
    return catalogue.nearest(wanted).moment(at, zone);
  }

  @Override
  public Optional<String> device(String userAgent) {
    return Device.of(userAgent);
  }
}
