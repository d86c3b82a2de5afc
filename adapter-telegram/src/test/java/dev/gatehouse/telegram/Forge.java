package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Bot;
import dev.gatehouse.telegram.Telegram.BotToken;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.MiniAppKey;
import dev.gatehouse.telegram.Telegram.Proof;
import dev.gatehouse.telegram.Telegram.ProviderKey;
import dev.gatehouse.telegram.Telegram.Settings;
import dev.gatehouse.telegram.Telegram.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Telegram does, written a second time from its documentation: also for the tests of other modules. */
public final class Forge {
  static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
  public static final String TOKEN = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8";
  public static final long BOT = 5_768_337_691L;
  public static final String OTHER_TOKEN = "42:TEST";

  /** Of which only the id is known. */
  public static final long SIGNED_BOT = 4_242_424_242L;

  static final String ISSUER = "https://oauth.telegram.org";
  static final String USER =
      "{\"id\":279058397,\"first_name\":\"Vladislav + - ? \\/\",\"last_name\":\"Kibenko\",\"username\":\"vdkfrost\","
          + "\"language_code\":\"ru\",\"is_premium\":true,\"photo_url\":\"https:\\/\\/t.me\\/i\\/1.svg\"}";

  static final KeyPair TELEGRAM = pair("Ed25519");

  /** Of which the private half is here. */
  public static final MiniAppKey MINI_APP_KEY = new MiniAppKey(TELEGRAM.getPublic());

  private Forge() {}

  static Telegram telegram(Bot... bots) {
    return new Telegram(new Settings(List.of(bots), Settings.USUAL_AGE, MINI_APP_KEY));
  }

  static Bot bot() {
    return Bot.of(new BotToken(TOKEN));
  }

  static Bot otherBot() {
    return Bot.of(new BotToken(OTHER_TOKEN));
  }

  static Settings settings(Duration maxAge) {
    return new Settings(List.of(bot()), maxAge, MiniAppKey.PRODUCTION);
  }

  // ---- Mini App

  static Map<String, String> miniAppFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("query_id", "AAHdF6IQAAAAAN0XohDhrOrc");
    fields.put("user", USER);
    fields.put("chat_type", "private");
    fields.put("start_param", "ref_Alice-1");
    fields.put("auth_date", String.valueOf(NOW.getEpochSecond() - 10));
    return fields;
  }

  public static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return changed;
  }

  public static Map<String, String> without(Map<String, String> fields, String name) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    return changed;
  }

  public static Map<String, String> hashed(Map<String, String> fields, byte[] key) {
    return with(fields, "hash", HexFormat.of().formatHex(hmac(key, lines(fields))));
  }

  public static byte[] miniAppKey(String token) {
    return hmac("WebAppData".getBytes(StandardCharsets.UTF_8), token);
  }

  public static byte[] widgetKey(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String miniApp(Map<String, String> fields) {
    return query(hashed(fields, miniAppKey(TOKEN)));
  }

  static String thirdParty(Map<String, String> fields, long bot) {
    byte[] signed = (bot + ":WebAppData\n" + lines(fields)).getBytes(StandardCharsets.UTF_8);
    return query(
        with(fields, "signature", base64url(sign("Ed25519", TELEGRAM.getPrivate(), signed))));
  }

  public static String query(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String lines(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining("\n"));
  }

  static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  // ---- Login Widget

  static Map<String, String> widgetFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", "279058397");
    fields.put("first_name", "John");
    fields.put("username", "username");
    fields.put("photo_url", "https://t.me/i/userpic/320/picname.jpg");
    fields.put("auth_date", String.valueOf(NOW.getEpochSecond() - 10));
    return fields;
  }

  static Map<String, String> widget(Map<String, String> fields) {
    return hashed(fields, widgetKey(TOKEN));
  }

  // ---- of anybody, to any bot

  /** What a Mini App of that bot is given about somebody. */
  public static String miniApp(String token, String user, Instant at) {
    return query(hashed(miniAppFields(user, at), miniAppKey(token)));
  }

  /** The same of a bot whose token is not known, as Telegram signs it for third parties: here, by {@link #MINI_APP_KEY}. */
  public static String signedMiniApp(long bot, String user, Instant at) {
    return thirdParty(miniAppFields(user, at), bot);
  }

  public static Map<String, String> miniAppFields(String user, Instant at) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("user", user);
    fields.put("chat_type", "private");
    fields.put("auth_date", String.valueOf(at.getEpochSecond()));
    return fields;
  }

  /** What the widget of that bot gives of somebody. */
  public static Map<String, String> widget(String token, Map<String, String> user, Instant at) {
    Map<String, String> fields = with(user, "auth_date", String.valueOf(at.getEpochSecond()));
    return hashed(fields, widgetKey(token));
  }

  // ---- OpenID

  static String claims(String... changes) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("iss", "\"" + ISSUER + "\"");
    claims.put("aud", "\"" + BOT + "\"");
    claims.put("sub", "\"7f3a-not-a-number\"");
    claims.put("iat", String.valueOf(NOW.getEpochSecond() - 10));
    claims.put("exp", String.valueOf(NOW.getEpochSecond() + 3600));
    claims.put("id", "279058397");
    claims.put("name", "\"John Smith\"");
    claims.put("preferred_username", "\"username\"");
    claims.put("picture", "\"https://t.me/i/userpic/320/picname.jpg\"");
    claims.put("phone_number", "\"79990001122\"");
    for (int i = 0; i < changes.length; i += 2) {
      claims.put(changes[i], changes[i + 1]);
      if (changes[i + 1].isEmpty()) {
        claims.remove(changes[i]);
      }
    }
    return claims.entrySet().stream()
        .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String header(String alg, String kid) {
    return "{\"alg\":\"" + alg + "\",\"kid\":\"" + kid + "\",\"typ\":\"JWT\"}";
  }

  static String token(String header, String claims, String algorithm, PrivateKey key) {
    String signed = base64url(header.getBytes(StandardCharsets.UTF_8)) + "."
        + base64url(claims.getBytes(StandardCharsets.UTF_8));
    return signed + "."
        + base64url(sign(algorithm, key, signed.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A key of the provider's, with what signs for it. */
  record Signer(String alg, String kid, String jca, KeyPair pair) {
    static Signer rsa(String kid) {
      return new Signer("RS256", kid, "SHA256withRSA", Forge.pair("RSA"));
    }

    static Signer ec(String kid) {
      return new Signer("ES256", kid, "SHA256withECDSAinP1363Format", Forge.pair("EC"));
    }

    static Signer ed(String kid) {
      return new Signer("EdDSA", kid, "Ed25519", Forge.pair("Ed25519"));
    }

    ProviderKey published() {
      return new ProviderKey(kid, pair.getPublic());
    }

    String token(String claims) {
      return Forge.token(header(alg, kid), claims, jca, pair.getPrivate());
    }

    String token(String header, String claims) {
      return Forge.token(header, claims, jca, pair.getPrivate());
    }

    @Override
    public String toString() {
      return alg;
    }
  }

  static KeyPair pair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      switch (algorithm) {
        case "RSA" -> generator.initialize(2048);
        case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        default -> {}
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] sign(String algorithm, PrivateKey key, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(signed);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  // ---- verdicts

  static Proof proven(Verdict verdict) {
    return verdict.match(proof -> proof, flaw -> {
      throw new AssertionError("refused: " + flaw);
    });
  }

  static Flaw refused(Verdict verdict) {
    return verdict.match(
        proof -> {
          throw new AssertionError("taken: " + proof);
        },
        flaw -> flaw);
  }
}
