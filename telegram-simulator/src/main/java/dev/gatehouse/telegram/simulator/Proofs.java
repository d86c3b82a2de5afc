package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Telegram signs: <a href="https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app">Mini App data</a> with the bot's token and
 * with a key of its own, and the <a href="https://core.telegram.org/widgets/login#checking-authorization">Login Widget's</a>.
 */
final class Proofs {
  private final PrivateKey thirdParty;
  private final Chance chance;

  Proofs(PrivateKey thirdParty, Chance chance) {
    this.thirdParty = thirdParty;
    this.chance = chance;
  }

  /** {@code initData}: with {@code signature}, over which {@code hash} goes too. */
  String miniApp(Person person, Bot bot, Optional<String> startParam, Instant now) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (startParam.isEmpty()) {
      fields.put("query_id", "AA" + chance.word(16));
    }
    fields.put("user", user(person).toString());
    startParam.ifPresent(param -> {
      fields.put("chat_instance", String.valueOf(-bot.id() - person.id()));
      fields.put("chat_type", "sender");
      fields.put("start_param", param);
    });
    fields.put("auth_date", String.valueOf(now.getEpochSecond()));
    return query(sealed(fields, bot));
  }

  /** The same fields with both seals on. */
  Map<String, String> sealed(Map<String, String> fields, Bot bot) {
    Map<String, String> sealed = new LinkedHashMap<>(fields);
    byte[] signed = bytes(bot.id() + ":WebAppData\n" + lines(sealed));
    sealed.put("signature", base64url(Signatures.ED25519.sign(thirdParty, signed)));
    sealed.put("hash", hash(hmac(bytes("WebAppData"), bot.token()), sealed));
    return sealed;
  }

  Map<String, String> widget(Person person, Bot bot, Instant now) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", String.valueOf(person.id()));
    fields.put("first_name", person.firstName());
    person.lastName().ifPresent(name -> fields.put("last_name", name));
    person.username().ifPresent(name -> fields.put("username", name));
    person.photo().ifPresent(photo -> fields.put("photo_url", photo));
    fields.put("auth_date", String.valueOf(now.getEpochSecond()));
    fields.put("hash", hash(sha256(bot.token()), fields));
    return fields;
  }

  private static ObjectNode user(Person person) {
    ObjectNode user = Json.object().put("id", person.id()).put("first_name", person.firstName());
    user.put("last_name", person.lastName().orElse(""));
    person.username().ifPresent(name -> user.put("username", name));
    user.put("language_code", person.language()).put("allows_write_to_pm", true);
    person.photo().ifPresent(photo -> user.put("photo_url", photo));
    return user;
  }

  static String query(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String hash(byte[] key, Map<String, String> fields) {
    return HexFormat.of().formatHex(hmac(key, lines(fields)));
  }

  private static String lines(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining("\n"));
  }

  static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC", e);
    }
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
