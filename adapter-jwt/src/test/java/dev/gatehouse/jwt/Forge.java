package dev.gatehouse.jwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.AccessTokens.NewKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Makes tokens with the JDK alone, so that any of their parts can be wrong. */
final class Forge {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final Realm SHOP = Realm.customer("shop", "https://id.example/shop");
  static final Realm OTHER = Realm.customer("other", "https://id.example/other");
  static final ObjectMapper JSON = new ObjectMapper();

  private final NewKey key;

  Forge(NewKey key) {
    this.key = key;
  }

  static AccessClaims claims() {
    return claims(SHOP, Optional.empty());
  }

  static AccessClaims claims(Realm realm, Optional<String> binding) {
    return new AccessClaims(
        realm.issuer(),
        realm.audience(),
        new AccountId(UUID.fromString("0199aa00-0000-7000-8000-00000000beef")),
        "web",
        NOW,
        NOW.plusSeconds(880),
        "jti-1",
        new SessionId(UUID.fromString("0199aa01-0000-7000-8000-00000000beef")),
        NOW.minusSeconds(3600),
        Acr.AAL2,
        List.of("pwd", "otp"),
        realm.key(),
        Transport.BEARER,
        Set.of("writer", "admin", "reader"),
        binding);
  }

  static KeyEntry entry(NewKey key) {
    return entry(key.kid(), key.algorithm(), key.publicKey(), KeyState.ACTIVE);
  }

  static KeyEntry entry(String kid, String algorithm, String publicKey, KeyState state) {
    return new KeyEntry(
        kid,
        KeyUse.ACCESS_TOKEN,
        1,
        algorithm,
        state,
        new Sealed(new byte[1]),
        publicKey,
        NOW,
        NOW,
        Optional.empty());
  }

  static Function<String, Optional<KeyEntry>> ring(KeyEntry... entries) {
    return kid -> List.of(entries).stream().filter(e -> e.kid().equals(kid)).findFirst();
  }

  static Function<String, Optional<KeyEntry>> ring(NewKey... keys) {
    return ring(List.of(keys).stream().map(Forge::entry).toArray(KeyEntry[]::new));
  }

  /** The header of a good token. */
  ObjectNode header() {
    return JSON.createObjectNode()
        .put("typ", "at+jwt")
        .put("alg", key.algorithm())
        .put("kid", key.kid());
  }

  /** The payload of a good token, the same as {@link #claims()}. */
  ObjectNode payload() {
    ObjectNode json = JSON.createObjectNode()
        .put("iss", SHOP.issuer())
        .put("aud", SHOP.audience())
        .put("sub", "0199aa00-0000-7000-8000-00000000beef")
        .put("client_id", "web")
        .put("iat", NOW.getEpochSecond())
        .put("exp", NOW.getEpochSecond() + 880)
        .put("jti", "jti-1")
        .put("sid", "0199aa01-0000-7000-8000-00000000beef")
        .put("auth_time", NOW.getEpochSecond() - 3600)
        .put("acr", "aal2");
    json.putArray("amr").add("pwd").add("otp");
    json.put("realm", "shop").put("via", "bearer");
    json.putArray("roles").add("admin").add("reader").add("writer");
    return json;
  }

  AccessToken good() {
    return token(header(), payload());
  }

  AccessToken token(ObjectNode header, ObjectNode payload) {
    return token(header.toString(), payload.toString());
  }

  /** Signed with the key, whatever the parts are. */
  AccessToken token(String header, String payload) {
    return tokenOf(url(header), url(payload));
  }

  AccessToken tokenOf(String headerPart, String payloadPart) {
    String signed = headerPart + "." + payloadPart;
    return new AccessToken(signed + "."
        + url(sign(
            "ES256".equals(key.algorithm()) ? "SHA256withECDSAinP1363Format" : "SHA256withRSA",
            signed)));
  }

  byte[] sign(String jcaName, String text) {
    try {
      Signature signature = Signature.getInstance(jcaName);
      signature.initSign(privateKey());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    return KeyFactory.getInstance("ES256".equals(key.algorithm()) ? "EC" : "RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(key.signing().pkcs8()));
  }

  static String url(String text) {
    return url(text.getBytes(StandardCharsets.UTF_8));
  }

  static String url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A part of a token as JSON. */
  static ObjectNode json(AccessToken token, int part) {
    try {
      return (ObjectNode) JSON.readTree(new String(
          Base64.getUrlDecoder().decode(token.reveal().split("\\.", -1)[part]),
          StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
