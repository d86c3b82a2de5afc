package dev.gatehouse.messages;

import java.util.regex.Pattern;

/** Text that somebody else chose, made fit to stand in a mail: one line, shown in one direction, with nothing in it that a mail program would make a link of. */
final class Foreign {
  private static final int MOST = 100;
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F:]{2,39}");
  private static final int JOINERS = 0x200c;
  private static final String WORD_JOINER = "\u2060";

  private Foreign() {}

  /** At most a hundred characters of it. */
  static String clean(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(10L * MOST)
        .map(point -> Character.isWhitespace(point) || Character.isSpaceChar(point) ? ' ' : point)
        .filter(point -> !unfit(point))
        .limit(MOST)
        .forEach(line::appendCodePoint);
    // an unseen joiner behind each sign that could hold the parts of a link together
    return line.toString()
        .replaceAll(" +", " ")
        .strip()
        .replaceAll(
            "([.:/\\\\@\u3002\uff0e\uff61\u2024\uff1a\uff0f\uff20])(?=\\S)", "$1" + WORD_JOINER);
  }

  /** An address with most of it hidden, as {@code a…@e….com}. */
  static String mailbox(String address) {
    int at = address.lastIndexOf('@');
    int dot = address.lastIndexOf('.');
    if (at < 1 || dot < at + 2) {
      return clean(address);
    }
    return clean(first(address.substring(0, at)) + "•••@" + first(address.substring(at + 1)) + "•••"
        + address.substring(dot));
  }

  /** An address of the network as it is; anything else is somebody's text. */
  static String network(String address) {
    return ADDRESS.matcher(address).matches() ? address : clean(address);
  }

  private static String first(String text) {
    return text.substring(0, text.offsetByCodePoints(0, 1));
  }

  /** Controls, halves of characters, what nobody defined, and what turns the direction. Joiners stay: Persian and some pictures need them. */
  static boolean unfit(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      case Character.FORMAT -> point != JOINERS && point != JOINERS + 1;
      default -> false;
    };
  }
}
