package dev.gatehouse.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * Keys ready for use. Reading one costs about as much as a signature, and the few of a ring are
 * used all the time, so they are kept.
 */
final class ParsedKeys {
  private static final int KEPT = 64;

  private final CryptoEngine engine;
  private final Cache<Name, TokenSigner> signing = cache();
  private final Cache<Name, KeyedAlgorithm> verifying = cache();

  ParsedKeys(CryptoEngine engine) {
    this.engine = engine;
  }

  /** A kid alone is no name: it is the text of the key that must not be mistaken. */
  private record Name(String kid, SignatureKind kind, Digest text) {}

  /** @throws IllegalArgumentException the key can't be read, or is of no kind that signs */
  TokenSigner signing(SigningKey key) {
    SignatureKind kind = kind(key.kid(), key.algorithm());
    byte[] text = key.pkcs8();
    return signing.get(
        new Name(key.kid(), kind, Digest.of(text)),
        name -> new TokenSigner(
            KeyedAlgorithm.signing(kind, engine, privateKey(name, text)), key.kid()));
  }

  /**
   * @throws IllegalArgumentException the key can't be read, or is of no kind that signs, or too
   * weak
   */
  KeyedAlgorithm verifying(KeyEntry key) {
    SignatureKind kind = kind(key.kid(), key.algorithm());
    Digest text = Digest.of(key.publicKey().getBytes(StandardCharsets.UTF_8));
    return verifying.get(
        new Name(key.kid(), kind, text),
        name -> KeyedAlgorithm.verifying(kind, engine, publicKey(name, key)));
  }

  private static SignatureKind kind(String kid, String algorithm) {
    return SignatureKind.named(algorithm)
        .orElseThrow(() -> new IllegalArgumentException("key '" + kid + "' is for " + algorithm
            + ", which does not sign access tokens; ES256 and RS256 do"));
  }

  private PrivateKey privateKey(Name name, byte[] pkcs8) {
    try {
      return engine.keys(name.kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException e) {
      // Without the cause: a parser's message may quote what it read.
      throw new IllegalArgumentException(
          "the private half of key '" + name.kid + "' is not a PKCS #8 key for " + name.kind);
    }
  }

  private PublicKey publicKey(Name name, KeyEntry entry) {
    try {
      PublicKey key =
          engine.keys(name.kind).generatePublic(new X509EncodedKeySpec(entry.publicBytes()));
      if (name.kind.fits(key)) {
        return key;
      }
      throw new IllegalArgumentException("the public half of key '" + name.kid
          + "' is too weak or on another curve; P-256, or RSA from 2048 bits, is accepted");
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException(
          "the public half of key '" + name.kid + "' is not a SubjectPublicKeyInfo for "
              + name.kind,
          e);
    }
  }

  private static <V> Cache<Name, V> cache() {
    return Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();
  }
}
