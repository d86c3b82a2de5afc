package dev.gatehouse.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the realms from a JSON file; every mistake in it is named with its place. */
final class RealmsFile {
  private static final Set<String> MEMBERS = Set.of(
      "key",
      "kind",
      "registration",
      "issuer",
      "audience",
      "hosts",
      "origins",
      "bearer_origins",
      "default");

  private final Path path;
  private final Reading reading;
  private final Mode mode;

  RealmsFile(Path path, Reading reading, Mode mode) {
    this.path = path;
    this.reading = reading;
    this.mode = mode;
  }

  RealmsConfig read() {
    List<RealmConfig> realms = new ArrayList<>();
    List<RealmKey> fallbacks = new ArrayList<>();
    JsonNode all = parsed();
    for (int i = 0; i < all.size(); i++) {
      Optional<RealmConfig> realm = realm(all.get(i), "realms[" + i + "]");
      realm.ifPresent(realms::add);
      if (all.get(i).path("default").asBoolean()) {
        realm.map(RealmConfig::key).ifPresent(fallbacks::add);
      }
    }
    judge(realms, fallbacks);
    return new RealmsConfig(List.copyOf(realms), fallbacks.stream().findFirst());
  }

  private void judge(List<RealmConfig> realms, List<RealmKey> fallbacks) {
    if (fallbacks.size() > 1) {
      wrong("default", "is true for " + fallbacks, "one realm at most");
    }
    repeated("key", realms.stream().map(realm -> realm.key().value()).toList());
    repeated("hosts", realms.stream().flatMap(realm -> realm.hosts().stream()).toList());
  }

  private void repeated(String member, List<String> values) {
    Set<String> seen = new LinkedHashSet<>();
    values.stream()
        .filter(value -> !seen.add(value))
        .distinct()
        .forEach(value -> wrong(member, "has '" + value + "' twice", "each realm its own"));
  }

  private JsonNode parsed() {
    ObjectMapper json = new ObjectMapper()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      JsonNode realms = json.readTree(Files.readString(path)).path("realms");
      if (!realms.isArray() || realms.isEmpty()) {
        wrong("realms", "is no list, or empty", "{\"realms\": [{\"key\": \"main\", ...}]}");
      }
      return realms;
    } catch (JsonProcessingException e) {
      wrong("line " + e.getLocation().getLineNr(), "is no JSON", "a JSON object");
    } catch (IOException e) {
      wrong("the file", "cannot be read (" + e.getClass().getSimpleName() + ")", "a JSON file");
    }
    return json.createArrayNode();
  }

  private Optional<RealmConfig> realm(JsonNode node, String at) {
    node.fieldNames().forEachRemaining(name -> {
      if (!MEMBERS.contains(name)) {
        wrong(at + "." + name, "is no member of a realm", String.join(", ", sorted()));
      }
    });
    RegistrationMode usual = mode == Mode.DEV ? RegistrationMode.OPEN : RegistrationMode.CLOSED;
    Optional<RealmKey> key = one(node, at, "key", RealmKey::new, "a key such as shop");
    Optional<RealmKind> kind = one(node, at, "kind", word(RealmKind::valueOf), "customer or staff");
    Optional<RegistrationMode> registration = one(
        node, at, "registration", word(RegistrationMode::valueOf), "open, invite_only or closed");
    RealmConfig rest = new RealmConfig(
        key.orElse(new RealmKey("unknown")),
        kind.orElse(RealmKind.CUSTOMER),
        registration.orElse(
            kind.equals(Optional.of(RealmKind.STAFF)) ? RegistrationMode.CLOSED : usual),
        one(node, at, "issuer", RealmsFile::url, "an https URL"),
        one(node, at, "audience", Function.identity(), "a name or URL"),
        many(node, at, "hosts", RealmsFile::host, "host names, with a port where it is not 443"),
        many(
            node,
            at,
            "origins",
            HttpServer.RealmDoor::origin,
            "origins such as https://shop.example.com; http:// on loopback only"),
        many(
            node,
            at,
            "bearer_origins",
            HttpServer.RealmDoor::bearerOrigin,
            "origins such as https://shop.example.com or capacitor://localhost; http:// on loopback only"));
    if (key.isEmpty() && node.path("key").isMissingNode()) {
      wrong(at + ".key", "is missing", "a key such as shop");
    }
    return key.map(known -> rest);
  }

  private static List<String> sorted() {
    return MEMBERS.stream().sorted().toList();
  }

  private <T> Optional<T> one(
      JsonNode node, String at, String member, Function<String, T> parse, String accepted) {
    JsonNode value = node.path(member);
    return value.isMissingNode()
        ? Optional.empty()
        : parsed(value, at + "." + member, parse, accepted);
  }

  private Set<String> many(
      JsonNode node, String at, String member, Function<String, String> parse, String accepted) {
    JsonNode values = node.path(member);
    if (!values.isMissingNode() && !values.isArray()) {
      wrong(at + "." + member, "is no list", "a list of " + accepted);
    }
    Set<String> all = new LinkedHashSet<>();
    for (int i = 0; i < values.size(); i++) {
      parsed(values.get(i), at + "." + member + "[" + i + "]", parse, accepted).ifPresent(all::add);
    }
    return Set.copyOf(all);
  }

  private <T> Optional<T> parsed(
      JsonNode value, String at, Function<String, T> parse, String accepted) {
    try {
      if (!value.isTextual()) {
        throw new IllegalArgumentException("no text");
      }
      return Optional.of(parse.apply(value.textValue()));
    } catch (IllegalArgumentException e) {
      wrong(at, "is " + value, accepted);
      return Optional.empty();
    }
  }

  private static <T> Function<String, T> word(Function<String, T> parse) {
    return text -> parse.apply(text.toUpperCase(Locale.ROOT));
  }

  private static String url(String text) {
    java.net.URI url = java.net.URI.create(text);
    if (url.getHost() == null || !Set.of("https", "http").contains(url.getScheme())) {
      throw new IllegalArgumentException("no web URL");
    }
    return text;
  }

  private static String host(String text) {
    java.net.URI url = java.net.URI.create("https://" + text);
    if (url.getHost() == null || !text.equals(url.getRawAuthority())) {
      throw new IllegalArgumentException("no host");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private void wrong(String at, String found, String accepted) {
    reading.mistake(new Mistake(path + ": " + at, found, accepted));
  }
}
