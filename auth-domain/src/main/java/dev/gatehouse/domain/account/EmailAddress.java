package dev.gatehouse.domain.account;

import dev.gatehouse.domain.refusal.Refusal;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail address in canonical form: NFC, lower case, domain as A-labels; unique per realm. At most 254 characters, 64 before
 * the at sign (RFC 5321, 4.5.3.1). Quoted local parts, address literals and top-level domains of digits are not accepted.
 */
public record EmailAddress(String value) {
  private static final Pattern LOCAL =
      Pattern.compile("[^\\p{Z}\\p{Cc}\\p{Cs}\"(),:;<>@\\[\\\\\\]]{1,64}");
  private static final Pattern DOMAIN = Pattern.compile(
      "(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])");
  private static final int LONG_ENOUGH = 5;
  private static final String ACCEPTED =
      "an address such as name@example.com, at most 254 characters";

  public EmailAddress {
    if (!canonical(value)) {
      throw new IllegalArgumentException("not a canonical mail address (" + value.length()
          + " characters); " + ACCEPTED + " is expected");
    }
  }

  /** Normalises and validates what a person typed. */
  public static EmailAddress parse(String text) {
    if (text.length() > 320) {
      throw rejected(text);
    }
    String folded = folded(text.strip());
    int at = folded.lastIndexOf('@');
    if (at < 1) {
      throw rejected(text);
    }
    String canonical;
    try {
      canonical = folded.substring(0, at) + "@"
          + IDN.toASCII(folded.substring(at + 1)).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw rejected(text);
    }
    if (!canonical(canonical)) {
      throw rejected(text);
    }
    return new EmailAddress(canonical);
  }

  /** What stands before the at sign. */
  public String localPart() {
    return value.substring(0, value.lastIndexOf('@'));
  }

  /** For showing to who may know which address it is and not all of it: {@code an***a@example.com}, and of a short one its first character alone. */
  public String masked() {
    String local = localPart();
    int[] characters = local.codePoints().toArray();
    boolean shown = characters.length >= LONG_ENOUGH;
    String first = new String(characters, 0, shown ? 2 : 1);
    String last = shown ? new String(characters, characters.length - 1, 1) : "";
    return first + "***" + last + value.substring(local.length());
  }

  private static boolean canonical(String text) {
    int at = text.lastIndexOf('@');
    return at > 0
        && text.length() <= 254
        && LOCAL.matcher(text.substring(0, at)).matches()
        && folded(text).equals(text)
        && !text.startsWith(".")
        && text.charAt(at - 1) != '.'
        && !text.substring(0, at).contains("..")
        && DOMAIN.matcher(text.substring(at + 1)).matches();
  }

  private static String folded(String text) {
    String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(lower, Normalizer.Form.NFC);
  }

  private static RuntimeException rejected(String text) {
    return new Refusal.ValueRejected("email", "text of " + text.length() + " characters", ACCEPTED)
        .thrown();
  }

  @Override
  public String toString() {
    return "EmailAddress[…]";
  }
}
