package dev.gatehouse.domain.secret;

import dev.gatehouse.domain.realm.RealmKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a one-time secret is bound to.
 *
 * <p>Digits are guessable, so there is at most one live code in a scope, and its row follows from the scope: a wrong try is counted in
 * the same row whether or not a code was ever issued. A link is found by the secret itself, so any number may be live.
 *
 * @param subject whom or what it concerns. For digits part of the digest and never stored: an address will do. For links stored, and
 *     given back when redeemed: an account id, or what going on takes besides; empty when a link is presented
 * @param flow the digest of the flow handle without which it is not accepted; empty where it is not tied to a flow
 */
public record Scope(Purpose purpose, RealmKey realm, String subject, Optional<Digest> flow) {
  private static final byte[] NOTHING = {};

  public Scope {
    if (subject.length() > longest(purpose)
        || (purpose.form() == Purpose.Form.DIGITS && subject.isEmpty())) {
      throw new IllegalArgumentException("a subject of " + subject.length() + " characters; 1 to "
          + longest(purpose) + " are expected");
    }
  }

  private static int longest(Purpose purpose) {
    return purpose.form() == Purpose.Form.DIGITS ? 320 : 4000;
  }

  /** The scope in which a link is presented: whom it concerns is for the stored row to say. */
  public static Scope ofLink(Purpose purpose, RealmKey realm, Optional<Digest> flow) {
    return new Scope(purpose, realm, "", flow);
  }

  /**
   * Where the secret of this scope is stored and what its digest is, under one key.
   *
   * @param digest HMAC(key, purpose | realm | row id | subject | flow | secret): equal codes have unequal digests
   * @param decoy a digest that no secret has, for a row that only counts tries
   */
  public record Located(UUID id, int keyVersion, Digest digest, Digest decoy) {}

  /** Everywhere a secret of this scope may be stored: under each key still usable. A new one goes to the first, which is the active key's. */
  public List<Located> locate(DigestKeys keys, SecretText secret) {
    return keys.usable().stream().map(key -> locate(key, secret)).toList();
  }

  private Located locate(DigestKey key, SecretText secret) {
    boolean digits = purpose.form() == Purpose.Form.DIGITS;
    byte[] about = digits ? utf8(subject) : NOTHING;
    byte[] handle = flow.map(Digest::bytes).orElse(NOTHING);
    byte[] row = key.digest(
            "secret-row",
            utf8(purpose.name()),
            utf8(realm.value()),
            about,
            handle,
            digits ? NOTHING : secret.bytes())
        .bytes();
    Digest digest = key.digest(
        "secret", utf8(purpose.name()), utf8(realm.value()), row, about, handle, secret.bytes());
    ByteBuffer id = ByteBuffer.wrap(row);
    return new Located(
        new UUID(id.getLong(), id.getLong()), key.version(), digest, key.digest("decoy", row));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Scope[" + purpose + ", " + realm + "]";
  }
}
