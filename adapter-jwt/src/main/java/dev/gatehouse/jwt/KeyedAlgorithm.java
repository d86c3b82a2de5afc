package dev.gatehouse.jwt;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureGenerationException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.gatehouse.domain.refusal.Refused;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;

/**
 * java-jwt's algorithm with one key, computed by the {@link CryptoEngine}. java-jwt's own
 * algorithms always take the JVM's first provider, which would have to be installed for everybody,
 * and turn ECDSA signatures into DER and back.
 */
final class KeyedAlgorithm extends Algorithm {
  private final SignatureKind kind;
  private final CryptoEngine engine;
  private final Optional<PrivateKey> privateKey;
  private final Optional<PublicKey> publicKey;

  private KeyedAlgorithm(
      SignatureKind kind,
      CryptoEngine engine,
      Optional<PrivateKey> privateKey,
      Optional<PublicKey> publicKey) {
    super(kind.name(), kind.signature());
    this.kind = kind;
    this.engine = engine;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  static KeyedAlgorithm signing(SignatureKind kind, CryptoEngine engine, PrivateKey key) {
    return new KeyedAlgorithm(kind, engine, Optional.of(key), Optional.empty());
  }

  static KeyedAlgorithm verifying(SignatureKind kind, CryptoEngine engine, PublicKey key) {
    return new KeyedAlgorithm(kind, engine, Optional.empty(), Optional.of(key));
  }

  PublicKey publicKey() {
    return publicKey.orElseThrow(
        () -> new IllegalStateException("this algorithm signs, it has no public key"));
  }

  /** Whether the signature over these bytes is this key's. */
  boolean verifies(byte[] signed, byte[] signature) {
    if (!kind.wellFormed(signature, publicKey())) {
      return false;
    }
    Signature verification = engine.signature(kind);
    try {
      verification.initVerify(publicKey());
      verification.update(signed);
      return verification.verify(signature);
    } catch (SignatureException bad) {
      return false; // how some providers say no
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the public key does not suit " + kind, e);
    }
  }

  /** java-jwt's own door, for a token that its decoder has read, payload included. */
  @Override
  public void verify(DecodedJWT jwt) {
    try {
      CompactJws jws = CompactJws.parse(jwt.getToken());
      if (verifies(jws.signed(), jws.signature())) {
        return;
      }
    } catch (Refused malformed) {
      // as bad as a bad signature
    }
    throw new SignatureVerificationException(this);
  }

  @Override
  public byte[] sign(byte[] content) {
    Signature signature = engine.signature(kind);
    try {
      signature.initSign(privateKey.orElseThrow(
          () -> new InvalidKeyException("this algorithm verifies, it has no private key")));
      signature.update(content);
      return signature.sign();
    } catch (InvalidKeyException | SignatureException e) {
      throw new SignatureGenerationException(this, e);
    }
  }
}
