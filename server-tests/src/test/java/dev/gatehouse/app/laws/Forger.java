package dev.gatehouse.app.laws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.app.Serving;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.token.KeyEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes access tokens out of a good one, with the very key that signed it. */
final class Forger {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String[] good;
  private final PrivateKey key;
  private final byte[] publicKey;

  Forger(Serving server, String good) {
    this.good = good.split("\\.", -1);
    String kid = header().path("kid").asText();
    Tables tables = new Tables(server);
    byte[] sealed = HexFormat.of()
        .parseHex(
            tables.one("select encode(sealed, 'hex') from gatehouse.keys where kid = ?", kid));
    byte[] pkcs8 = server.master().open(new Sealed(sealed), KeyEntry.place(kid));
    publicKey = Base64.getDecoder()
        .decode(tables.one("select public_key from gatehouse.keys where kid = ?", kid));
    try {
      key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  ObjectNode header() {
    return object(good[0]);
  }

  ObjectNode claims() {
    return object(good[1]);
  }

  private static ObjectNode object(String part) {
    try {
      return (ObjectNode) MAPPER.readTree(Base64.getUrlDecoder().decode(part));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Changed, and signed by the server's own key. */
  String signed(Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    String content = content(header, claims);
    return content + "." + text(sign("SHA256withECDSAinP1363Format", key, content));
  }

  String unsigned(Consumer<ObjectNode> header) {
    return content(header, claims -> {}) + ".";
  }

  String byAnotherKey() {
    String content = content(header -> {}, claims -> {});
    return content + "." + text(sign("SHA256withECDSAinP1363Format", another(), content));
  }

  String inDer() {
    String content = content(header -> {}, claims -> {});
    return content + "." + text(sign("SHA256withECDSA", key, content));
  }

  /** The public key taken for a shared secret. */
  String hmacByThePublicKey() {
    String content = content(header -> header.put("alg", "HS256"), claims -> {});
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
      return content + "." + text(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same bytes, of which the last character says something that is thrown away. */
  String reencoded() {
    String signature = good[2];
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(signature.charAt(signature.length() - 1));
    return good[0] + "." + good[1] + "." + signature.substring(0, signature.length() - 1)
        + alphabet.charAt(last ^ 1);
  }

  String claimsOfAnother(String token) {
    return good[0] + "." + token.split("\\.", -1)[1] + "." + good[2];
  }

  JsonNode ownKey() {
    return MAPPER.createObjectNode().put("kty", "oct").put("k", "AAAA");
  }

  private String content(Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    ObjectNode head = header();
    ObjectNode body = claims();
    header.accept(head);
    claims.accept(body);
    return text(head.toString().getBytes(StandardCharsets.UTF_8)) + "."
        + text(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static PrivateKey another() {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
      pairs.initialize(new ECGenParameterSpec("secp256r1"));
      return pairs.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sign(String algorithm, PrivateKey by, String content) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(by);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
