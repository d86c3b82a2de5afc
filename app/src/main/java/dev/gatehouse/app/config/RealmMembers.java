package dev.gatehouse.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.domain.realm.AccountPolicy;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.http.HttpServer;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one realm of the file. */
final class RealmMembers {
  private static final Set<String> MEMBERS = Set.of(
      "key",
      "kind",
      "registration",
      "issuer",
      "audience",
      "hosts",
      "origins",
      "bearer_origins",
      "deletion_grace",
      "invitation_life",
      "terms_version",
      "staff_by_providers",
      "telegram",
      "default");

  private final JsonNode node;
  private final String at;
  private final Reading reading;
  private final Mode mode;

  RealmMembers(JsonNode node, String at, Reading reading, Mode mode) {
    this.node = node;
    this.at = at;
    this.reading = reading;
    this.mode = mode;
  }

  /** Whether it is to be the default one. */
  boolean fallback() {
    return flag("default");
  }

  private boolean flag(String member) {
    return node.path(member).booleanValue();
  }

  /** Empty where not even its key is known. */
  Optional<RealmConfig> realm() {
    node.fieldNames().forEachRemaining(name -> {
      if (!MEMBERS.contains(name)) {
        wrong("." + name, "is no member of a realm", String.join(", ", sorted()));
      }
    });
    for (String member : List.of("default", "staff_by_providers")) {
      JsonNode flag = node.path(member);
      if (!flag.isMissingNode() && !flag.isBoolean()) {
        wrong("." + member, "is " + flag, "true or false, without quotes");
      }
    }
    if (node.path("key").isMissingNode()) {
      wrong(".key", "is missing", "a key such as shop");
    }
    RegistrationMode usual = mode == Mode.DEV ? RegistrationMode.OPEN : RegistrationMode.CLOSED;
    Optional<RealmKey> key = one("key", RealmKey::new, "a key such as shop");
    Optional<RealmKind> kind = one("kind", word(RealmKind::valueOf), "customer or staff");
    Optional<RegistrationMode> registration =
        one("registration", word(RegistrationMode::valueOf), "open, invite_only or closed");
    RealmConfig rest = new RealmConfig(
        key.orElse(new RealmKey("unknown")),
        kind.orElse(RealmKind.CUSTOMER),
        registration.orElse(
            kind.equals(Optional.of(RealmKind.STAFF)) ? RegistrationMode.CLOSED : usual),
        one(
            "issuer",
            RealmMembers::issuer,
            "an https URL without user, query and fragment; http on loopback only"),
        one("audience", RealmMembers::audience, "a name or URL of who accepts the tokens"),
        many(
            "hosts",
            HttpServer.RealmDoor::host,
            "host names such as id.example.com, with a port where clients name one"),
        many(
            "origins",
            HttpServer.RealmDoor::origin,
            "origins such as https://shop.example.com; http:// on loopback only"),
        many(
            "bearer_origins",
            HttpServer.RealmDoor::bearerOrigin,
            "origins such as https://shop.example.com or capacitor://localhost; http:// on loopback only"),
        accounts(),
        node.has("telegram")
            ? new TelegramMembers(node.path("telegram"), at, reading).config()
            : Optional.empty());
    if (node.has("telegram") && !rest.opensToProviders()) {
      wrong(
          ".telegram",
          "is there, and staff come in by no provider",
          "\"staff_by_providers\": true beside it, or no telegram");
    }
    return key.map(known -> rest);
  }

  private AccountPolicy accounts() {
    AccountPolicy usual = AccountPolicy.DEFAULT;
    return new AccountPolicy(
        one(
                "deletion_grace",
                text -> new AccountPolicy(
                        Duration.parse(text), usual.invitations(), usual.termsVersion())
                    .grace(),
                "a duration (ISO 8601) of 3 to 365 days such as P30D")
            .orElse(usual.grace()),
        one(
                "invitation_life",
                text -> new AccountPolicy(usual.grace(), Duration.parse(text), usual.termsVersion())
                    .invitations(),
                "a duration (ISO 8601) of 1 minute to 90 days such as PT24H")
            .orElse(usual.invitations()),
        one(
            "terms_version",
            text -> new AccountPolicy(usual.grace(), usual.invitations(), Optional.of(text))
                .termsVersion()
                .orElseThrow(),
            "1 to 40 of A-Z a-z 0-9 . _ - such as 2026-11"),
        flag("staff_by_providers"));
  }

  private static List<String> sorted() {
    return MEMBERS.stream().sorted().toList();
  }

  private <T> Optional<T> one(String member, Function<String, T> parse, String accepted) {
    JsonNode value = node.path(member);
    return value.isMissingNode() ? Optional.empty() : parsed(value, "." + member, parse, accepted);
  }

  private Set<String> many(String member, Function<String, String> parse, String accepted) {
    JsonNode values = node.path(member);
    if (!values.isMissingNode() && !values.isArray()) {
      wrong("." + member, "is no list", "a list of " + accepted);
    }
    Set<String> all = new LinkedHashSet<>();
    for (int i = 0; i < values.size(); i++) {
      parsed(values.get(i), "." + member + "[" + i + "]", parse, accepted).ifPresent(all::add);
    }
    return Set.copyOf(all);
  }

  private <T> Optional<T> parsed(
      JsonNode value, String member, Function<String, T> parse, String accepted) {
    try {
      if (!value.isTextual()) {
        throw new IllegalArgumentException("no text");
      }
      return Optional.of(parse.apply(value.textValue()));
    } catch (IllegalArgumentException | DateTimeException e) {
      wrong(member, "is " + value, accepted);
      return Optional.empty();
    }
  }

  private static <T> Function<String, T> word(Function<String, T> parse) {
    return text -> parse.apply(text.toUpperCase(Locale.ROOT));
  }

  /** By the realm's own rule, and safe on the way to whoever fetches keys from it. */
  private static String issuer(String text) {
    URI url = URI.create(Realm.customer("any", text).issuer());
    if (!"https".equals(url.getScheme()) && !Hosts.loopback(url.getHost())) {
      throw new IllegalArgumentException("others on the way could read it");
    }
    return text;
  }

  private static String audience(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    return text;
  }

  private void wrong(String member, String found, String accepted) {
    reading.mistake(new Mistake(at + member, found, accepted));
  }
}
