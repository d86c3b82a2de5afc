package dev.gatehouse.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;

/**
 * Where signatures are computed: the Amazon Corretto Crypto Provider where it is on the class path
 * and healthy (9 to 30 times faster on ES256), else whatever the JVM has. The provider is asked
 * directly and not installed: the rest of the embedder's JVM stays as it was.
 */
final class CryptoEngine {
  private static final String NATIVE =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final Optional<Provider> provider;

  private CryptoEngine(Optional<Provider> provider) {
    this.provider = provider;
  }

  static CryptoEngine fastest() {
    return new CryptoEngine(nativeProvider());
  }

  /** The JVM's own order of providers. */
  static CryptoEngine platform() {
    return new CryptoEngine(Optional.empty());
  }

  /** The name of the provider that computes signatures of that kind. */
  String name(SignatureKind kind) {
    return signature(kind).getProvider().getName();
  }

  /** A new one: they can't be shared between threads. */
  Signature signature(SignatureKind kind) {
    try {
      return provider.isPresent()
          ? Signature.getInstance(kind.signature(), provider.get())
          : Signature.getInstance(kind.signature());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this JVM has no signature " + kind.signature() + " for " + kind, e);
    }
  }

  KeyFactory keys(SignatureKind kind) {
    try {
      return provider.isPresent()
          ? KeyFactory.getInstance(kind.family(), provider.get())
          : KeyFactory.getInstance(kind.family());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no keys " + kind.family() + " for " + kind, e);
    }
  }

  /**
   * By reflection, because the jar is optional and exists for few systems. Where it doesn't load or
   * fails its self-tests, there is none.
   */
  private static Optional<Provider> nativeProvider() {
    try {
      Class<?> type = Class.forName(NATIVE);
      Provider found = (Provider) type.getField("INSTANCE").get(null);
      type.getMethod("assertHealthy").invoke(found);
      Object status = type.getMethod("runSelfTests").invoke(found);
      return Optional.of(found).filter(p -> status.toString().equals("PASSED"));
    } catch (ReflectiveOperationException | LinkageError absentOrBroken) {
      return Optional.empty();
    }
  }
}
