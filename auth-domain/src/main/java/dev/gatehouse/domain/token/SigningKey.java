package dev.gatehouse.domain.token;

/** The private half of a key, open: lives in memory only. */
public final class SigningKey {
  private final String kid;
  private final String algorithm;
  private final byte[] pkcs8;

  public SigningKey(String kid, String algorithm, byte[] pkcs8) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.pkcs8 = pkcs8.clone();
  }

  public String kid() {
    return kid;
  }

  public String algorithm() {
    return algorithm;
  }

  public byte[] pkcs8() {
    return pkcs8.clone();
  }

  @Override
  public String toString() {
    return "SigningKey[" + kid + "]";
  }
}
