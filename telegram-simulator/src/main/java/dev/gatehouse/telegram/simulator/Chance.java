package dev.gatehouse.telegram.simulator;

import java.util.Base64;
import java.util.function.Consumer;

/** Random words, of bytes that somebody else draws. */
final class Chance {
  private final Consumer<byte[]> source;

  Chance(Consumer<byte[]> source) {
    this.source = source;
  }

  /** That many bytes, in letters that any address takes. */
  String word(int bytes) {
    byte[] drawn = new byte[bytes];
    source.accept(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }
}
