package dev.gatehouse.jwt;

import dev.gatehouse.domain.refusal.Refused;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One key of somebody else's JWK Set, if it is one that signs access tokens (RFC 7517, 4; RFC 7518, 6). */
record PublishedKey(String kid, SignatureKind kind, PublicKey key) {
  /** Of private and of symmetric keys (RFC 7518, 6.2.2, 6.3.2, 6.4.1). */
  private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private static final Pattern KID = Pattern.compile("[!-~]{1,128}");
  private static final int MAX_MODULUS_BYTES = 1024;
  private static final int MAX_EXPONENT_BYTES = 8;

  /** @throws IllegalArgumentException what must not be published is: nobody can trust such a set */
  static void refusePrivate(StrictObject jwk) {
    PRIVATE.stream().filter(jwk::has).findFirst().ifPresent(name -> {
      throw new IllegalArgumentException("the JWK Set shows the private member '" + name + "'");
    });
  }

  /**
   * Empty for a key of another algorithm or use.
   *
   * @throws IllegalArgumentException one of ours that is malformed or weak
   */
  static Optional<PublishedKey> read(StrictObject jwk) {
    try {
      if (jwk.has("use") && !jwk.text("use").equals("sig")) {
        return Optional.empty();
      }
      if (!jwk.has("alg")) {
        return Optional.empty();
      }
      return SignatureKind.named(jwk.text("alg"))
          .map(kind -> new PublishedKey(kid(jwk), kind, key(kind, jwk)));
    } catch (Refused malformed) {
      throw new IllegalArgumentException("the JWK Set has a key with a member of another type");
    }
  }

  private static String kid(StrictObject jwk) {
    String kid = jwk.text("kid");
    if (!KID.matcher(kid).matches()) {
      throw new IllegalArgumentException("the JWK Set has a key whose kid is no name");
    }
    return kid;
  }

  private static PublicKey key(SignatureKind kind, StrictObject jwk) {
    if (!jwk.text("kty").equals(kind.family())) {
      throw new IllegalArgumentException(
          "the JWK Set has a key for " + kind + " of the type " + jwk.text("kty"));
    }
    try {
      PublicKey key = KeyFactory.getInstance(kind.family())
          .generatePublic(kind == SignatureKind.ES256 ? point(jwk) : modulus(jwk));
      if (kind.fits(key)) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      // refused like a weak one
    }
    throw new IllegalArgumentException("the JWK Set has a key for " + kind
        + " that is weak or none; P-256, or RSA from 2048 bits, is accepted");
  }

  private static KeySpec point(StrictObject jwk) {
    ECParameterSpec p256 = SignatureKind.p256();
    BigInteger x = number(jwk, "x", SignatureKind.COORDINATE);
    BigInteger y = number(jwk, "y", SignatureKind.COORDINATE);
    if (!jwk.text("crv").equals("P-256") || !onCurve(x, y, p256.getCurve())) {
      throw new IllegalArgumentException("the JWK Set has a point that is not on P-256");
    }
    return new ECPublicKeySpec(new ECPoint(x, y), p256);
  }

  /** Not every provider looks, and a point elsewhere tells secrets or verifies anything (RFC 8725, 3.4). */
  private static boolean onCurve(BigInteger x, BigInteger y, EllipticCurve curve) {
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
  }

  private static KeySpec modulus(StrictObject jwk) {
    BigInteger exponent = number(jwk, "e", MAX_EXPONENT_BYTES);
    if (exponent.compareTo(BigInteger.TWO) <= 0 || !exponent.testBit(0)) {
      throw new IllegalArgumentException(
          "the JWK Set has an RSA key with the exponent " + exponent);
    }
    return new RSAPublicKeySpec(number(jwk, "n", MAX_MODULUS_BYTES), exponent);
  }

  private static BigInteger number(StrictObject jwk, String name, int most) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(jwk.text(name));
    } catch (IllegalArgumentException notBase64url) {
      throw new IllegalArgumentException(
          "the JWK Set has a member '" + name + "' that is no number");
    }
    if (bytes.length > most) {
      throw new IllegalArgumentException("the JWK Set has a member '" + name + "' of "
          + bytes.length + " bytes; at most " + most + " are read");
    }
    return new BigInteger(1, bytes);
  }
}
