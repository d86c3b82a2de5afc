package dev.gatehouse.telegram;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureGenerationException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;

/** EdDSA with Ed25519 (RFC 8037, 3.1), which java-jwt does not bring; it verifies only. */
final class EdDsa extends Algorithm {
  private final PublicKey key;

  EdDsa(PublicKey key) {
    super("EdDSA", "Ed25519");
    this.key = key;
  }

  @Override
  public void verify(DecodedJWT jwt) {
    byte[] signed = (jwt.getHeader() + "." + jwt.getPayload()).getBytes(StandardCharsets.US_ASCII);
    if (Base64Url.decode(jwt.getSignature())
        .filter(signature -> Ed25519.verifies(key, signed, signature))
        .isEmpty()) {
      throw new SignatureVerificationException(this);
    }
  }

  @Override
  public byte[] sign(byte[] content) {
    throw new SignatureGenerationException(
        this, new IllegalStateException("the provider's private key is not here"));
  }
}
