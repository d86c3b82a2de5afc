package dev.gatehouse.telegram;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.telegram.Telegram.Door;
import dev.gatehouse.telegram.Telegram.ProofId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of what was signed, never of how it was written or by which signature: whoever presents it can change those. */
final class ProofIds {
  private ProofIds() {}

  static ProofId of(Door door, long bot, byte[] signed) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((door + ":" + bot + "\n").getBytes(StandardCharsets.US_ASCII));
      return new ProofId(new Digest(sha256.digest(signed)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
