package dev.gatehouse.jwt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.port.AccessTokens;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Access tokens as JWTs after RFC 9068 (signed as RFC 7515 has it, checked as RFC 8725 advises).
 * ES256 by default, RS256 by choice; tokens and keys of both are understood either way.
 *
 * <p>Safe for many threads. Starts none, reads no clock, installs nothing: where the Amazon
 * Corretto Crypto Provider is on the class path it computes the signatures, see {@link
 * #provider()}.
 */
public final class JwtAccessTokens implements AccessTokens {
  /** How many verified tokens are remembered if nothing else is said; one takes about 1 KB. */
  public static final int REMEMBERED = 10_000;

  private final SignatureKind kind;
  private final String provider;
  private final ParsedKeys parsed;
  private final VerifiedTokens verified;

  /** New keys are ES256; {@value #REMEMBERED} verified tokens are remembered. */
  public JwtAccessTokens() {
    this(SignatureKind.ES256.name(), REMEMBERED);
  }

  /**
   * @param algorithm of new keys: {@code ES256}, or {@code RS256} with 2048 bits (RFC 7518, 3.1)
   * @param remembered how many verified tokens are remembered at most; 0 for none
   * @throws IllegalArgumentException another algorithm, or a negative number
   */
  public JwtAccessTokens(String algorithm, int remembered) {
    this(algorithm, remembered, CryptoEngine.fastest());
  }

  JwtAccessTokens(String algorithm, int remembered, CryptoEngine engine) {
    if (remembered < 0) {
      throw new IllegalArgumentException(
          "cannot remember " + remembered + " tokens; 0 or more is expected");
    }
    kind = SignatureKind.named(algorithm)
        .orElseThrow(() -> new IllegalArgumentException(
            "algorithm '" + algorithm + "' does not sign access tokens; ES256 and RS256 do"));
    provider = engine.name(kind);
    parsed = new ParsedKeys(engine);
    verified = new VerifiedTokens(remembered);
  }

  /**
   * The name of the security provider that computes the signatures, for logs and metrics; one of
   * the JDK's (such as {@code SunEC}) means slower, nothing else.
   */
  public String provider() {
    return provider;
  }

  @Override
  public NewKey generate() {
    KeyPair pair = kind.generate();
    String kid = Jwk.of(pair.getPublic()).thumbprint();
    SigningKey signing = new SigningKey(kid, kind.name(), pair.getPrivate().getEncoded());
    return new NewKey(
        kid,
        kind.name(),
        signing,
        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException the key can't be read
   */
  @Override
  public AccessToken sign(AccessClaims claims, SigningKey key) {
    return new AccessToken(parsed.signing(key).sign(Payload.of(claims)));
  }

  /**
   * {@inheritDoc} What the key source throws goes through: an outage is not a "no".
   *
   * @throws IllegalArgumentException the key itself can't be read, or is too weak
   */
  @Override
  public Verified verify(
      AccessToken token, Realm realm, Function<String, Optional<KeyEntry>> keys, Instant now) {
    String text = CompactJws.bounded(token.reveal());
    // Characters that UTF-8 can't say become '?', which no remembered text contains: equal digests
    // are equal texts.
    Digest digest = Digest.of(text.getBytes(StandardCharsets.UTF_8));
    Optional<ProvenToken> known =
        verified.find(digest).filter(t -> t.readFor(realm) && t.signedBy(usable(keys, t.kid())));
    ProvenToken proven = known.orElseGet(() -> prove(CompactJws.parse(text), realm, keys));
    proven.registered().judge(realm.issuer(), realm.audience(), realm.tokens(), now);
    if (known.isEmpty()) {
      verified.remember(digest, proven);
    }
    return new Verified(proven.claims(), proven.kid());
  }

  /**
   * {@inheritDoc} The same keys in any order give the same text.
   *
   * @throws IllegalArgumentException a key that can't be read, or signs no access tokens
   */
  @Override
  public String jwks(List<KeyEntry> keys) {
    ArrayNode set = JsonNodeFactory.instance.arrayNode();
    keys.stream()
        .sorted(Comparator.comparing(KeyEntry::kid))
        .forEach(key -> set.add(
            Jwk.of(parsed.verifying(key).publicKey()).published(key.kid(), key.algorithm())));
    return JsonNodeFactory.instance.objectNode().set("keys", set).toString();
  }

  /**
   * The keys of somebody else's JWK Set by which {@link #verify} can verify: the other way round of {@link #jwks}. Keys of other algorithms and uses
   * are passed over.
   *
   * @throws IllegalArgumentException that is no JWK Set; or it holds a private member, a weak or malformed key, or two of a name, so that nothing in it
   *     can be trusted
   */
  public static List<KeyEntry> publishedKeys(String jwkSet) {
    return JwkSet.read(jwkSet);
  }

  long remembered() {
    return verified.count();
  }

  /** Nothing of the payload is read before the signature is known to be good. */
  private ProvenToken prove(
      CompactJws jws, Realm realm, Function<String, Optional<KeyEntry>> keys) {
    return ProvenToken.read(signer(jws, keys), jws.payload(), realm);
  }

  /** The key that signed this, whatever it says. */
  KeyEntry signer(CompactJws jws, Function<String, Optional<KeyEntry>> keys) {
    TokenHeader header = TokenHeader.read(jws.header());
    KeyEntry key = usable(keys, header.kid());
    if (!key.algorithm().equals(header.algorithm())
        || !parsed.verifying(key).verifies(jws.signed(), jws.signature())) {
      throw TokenDefect.refused();
    }
    return key;
  }

  /** The key source should know better than to hand out others, but this door has its own lock. */
  private static KeyEntry usable(Function<String, Optional<KeyEntry>> keys, String kid) {
    return keys.apply(kid)
        .filter(key -> key.kid().equals(kid)
            && key.use() == KeyUse.ACCESS_TOKEN
            && key.state() != KeyState.WITHDRAWN)
        .filter(key -> SignatureKind.named(key.algorithm()).isPresent())
        .orElseThrow(TokenDefect::refused);
  }
}
