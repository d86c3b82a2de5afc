package dev.gatehouse.domain.account;

import dev.gatehouse.domain.refusal.Refusal;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * What the owner wants to read in every mail about the account, so that one without it is known to be somebody else's. 4 to 50 code points of
 * one line in NFC; nothing that a mail program would make a link of, since whoever sets it chooses what others' mails say.
 */
public record Phrase(String value) {
  private static final int LEAST = 4;
  private static final int MOST = 50;
  private static final Pattern LINK =
      Pattern.compile("[@<>]|://|\\p{Alnum}\\.\\p{L}{2,}", Pattern.UNICODE_CHARACTER_CLASS);
  private static final String ACCEPTED =
      LEAST + " to " + MOST + " characters in one line, without a link or an address";

  public Phrase {
    int length = value.codePointCount(0, value.length());
    if (length < LEAST
        || length > MOST
        || !value.equals(canonical(value))
        || value.codePoints().anyMatch(Phrase::unprintable)
        || LINK.matcher(value).find()) {
      throw rejected(value);
    }
  }

  /** Normalises and validates what a person typed. */
  public static Phrase parse(String text) {
    if (text.length() > 4 * MOST) {
      throw rejected(text);
    }
    return new Phrase(canonical(text));
  }

  private static String canonical(String text) {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
  }

  /** Also what turns the direction of writing, and so the words around it. */
  private static boolean unprintable(int point) {
    return Character.isISOControl(point)
        || Character.getType(point) == Character.SURROGATE
        || Character.getType(point) == Character.LINE_SEPARATOR
        || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }

  private static RuntimeException rejected(String text) {
    return new Refusal.ValueRejected("phrase", "text of " + text.length() + " characters", ACCEPTED)
        .thrown();
  }

  @Override
  public String toString() {
    return "Phrase[…]";
  }
}
