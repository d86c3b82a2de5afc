package dev.gatehouse.app.seeing;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a text what must not stand in a log (law L40): tokens, keys, passwords, codes, e-mail and network addresses. Nothing should have put
 * them there; this is the last door.
 */
public final class Redaction {
  /** What to look for, and what to put there. Repetitions are bounded, or begin at one place only: the cost is linear in the text. */
  private record Rule(Pattern pattern, String instead) {
    static Rule of(String pattern, String instead) {
      return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), instead);
    }
  }

  private static final String OCTET = "\\d{1,3}";
  private static final String GROUP = "[0-9a-f]{1,4}";
  private static final String LABEL = "[A-Za-z0-9\\u0080-\\uffff-]{1,63}";
  private static final List<Rule> RULES = List.of(
      Rule.of("gtr_[A-Za-z0-9_-]+", "[refresh token]"),
      Rule.of("\\b(bot)?[0-9]{5,18}:[A-Za-z0-9_-]{20,}", "[bot token]"),
      Rule.of("eyJ[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*){1,4}", "[token]"),
      Rule.of("\\b(bearer|basic)\\s{1,3}[A-Za-z0-9._~+/=-]{4,}", "$1 [redacted]"),
      Rule.of(
          "((?:password|passwd|secret|token|code|otp|api_?key|authorization|cookie)[A-Za-z0-9_]{0,30}[\"']?\\s{0,3}[=:]\\s{0,3})"
              + "(?:\"[^\"]*\"|'[^']*'|[^\\s,;&)\\]}\"']+)",
          "$1[redacted]"),
      Rule.of("(://)[^/@\\s]{1,200}@", "$1[redacted]@"),
      Rule.of(
          "[^\\s<>()\\[\\],;:\"'=/@]{1,64}@" + LABEL + "(?:\\." + LABEL + "){0,8}", "[address]"),
      Rule.of(
          "(?<![\\d.])(?!127\\.|0\\.0\\.0\\.0)" + OCTET + "(?:\\." + OCTET + "){3}(?!\\.?\\d)",
          "[address]"),
      Rule.of(
          "(?<![0-9a-z:])(?:(?:" + GROUP + ":){7}" + GROUP + "|" + GROUP + "(?::" + GROUP
              + "){0,6}::(?:" + GROUP + "(?::" + GROUP + "){0,6})?)(?![0-9a-z:])",
          "[address]"),
      // base64 of 32 bytes and more, in both alphabets: keys, handles, links
      Rule.of("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43,}", "[redacted]"),
      Rule.of("(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42,}={1,2}", "[redacted]"));

  /** What no rule that needs neither a sign nor a word finds in a shorter text. */
  private static final int LONG = 42;

  /** Of each word that rules begin with, the first letter stands in {@link #beginsAt} too. */
  private static final List<String> BEGINNINGS = List.of("gtr_", "eyj", "bearer", "basic");

  private Redaction() {}

  public static String clean(String text) {
    return suspicious(text) ? cleaned(text) : text;
  }

  /** Whether it has what every rule needs one of: a sign, a word to begin with, or length. Most lines, such as one about each request, have none. */
  private static boolean suspicious(String text) {
    if (text.length() >= LONG) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!plain(text.charAt(i)) || beginsAt(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || " /{}_-".indexOf(c) >= 0;
  }

  private static boolean beginsAt(String text, int position) {
    if ("gGeEbB".indexOf(text.charAt(position)) < 0) {
      return false;
    }
    for (String word : BEGINNINGS) {
      if (text.regionMatches(true, position, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  static String cleaned(String text) {
    String clean = text;
    for (Rule rule : RULES) {
      clean = rule.pattern().matcher(clean).replaceAll(rule.instead());
    }
    return clean;
  }
}
