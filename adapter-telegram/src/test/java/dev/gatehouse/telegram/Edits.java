package dev.gatehouse.telegram;

/** Changes of a good text, as a script of four bytes each: what, where (two bytes), with what. So a fuzzer stays near what is taken. */
final class Edits {
  private static final int MOST = 16;

  private Edits() {}

  static String apply(String good, byte[] script, int from) {
    StringBuilder text = new StringBuilder(good);
    for (int i = from; i + 3 < script.length && i < from + 4 * MOST && !text.isEmpty(); i += 4) {
      int at = ((script[i + 1] & 0xff) << 8 | (script[i + 2] & 0xff)) % text.length();
      char with = (char) (script[i + 3] & 0x7f);
      switch (script[i] & 7) {
        case 0 -> text.setCharAt(at, with);
        case 1 -> text.insert(at, with);
        case 2 -> text.deleteCharAt(at);
        case 3 -> text.setCharAt(at, (char) (text.charAt(at) ^ (1 << (with & 7))));
        case 4 -> text.setLength(at);
        case 5 -> text.insert(at, text.substring(at, Math.min(text.length(), at + with)));
        case 6 -> text.replace(at, at + 1, String.format("%%%02X", (int) text.charAt(at)));
        default -> text.delete(at, Math.min(text.length(), at + with));
      }
    }
    return text.toString();
  }
}
