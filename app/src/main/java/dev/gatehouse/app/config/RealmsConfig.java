package dev.gatehouse.app.config;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.telegram.Telegram;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The realms.
 *
 * @param fallback the realm of a request that names none by host or path
 */
public record RealmsConfig(List<RealmConfig> realms, Optional<RealmKey> fallback) {
  private static final RealmKey MAIN = new RealmKey("main");
  /** That it is missing is told; what the realms are judged by then. */
  private static final URI NOT_SAID = URI.create("https://localhost");

  static RealmsConfig read(Reading reading, Mode mode, HttpConfig http) {
    URI publicUrl =
        mode == Mode.DEV ? http.origin(http.port()) : http.publicUrl().orElse(NOT_SAID);
    int before = reading.mistakes();
    Optional<RealmsConfig> file = reading
        .read(Key.REALMS_FILE, Path::of)
        .map(path -> new RealmsFile(path, reading, mode, publicUrl).read());
    RealmsConfig all = file.orElseGet(() -> single(mode));
    RealmsConfig whole =
        TelegramConfig.read(reading).map(bots -> all.with(bots, reading)).orElse(all);
    if (reading.mistakes() == before) {
      new BotsTogether(whole, reading).judge();
    }
    return whole;
  }

  /** The realm of a request that names none, or else the only one. */
  Optional<RealmConfig> unnamed() {
    return realms.stream()
        .filter(any -> fallback.map(any.key()::equals).orElse(realms.size() == 1))
        .findFirst();
  }

  /** With what is set for one realm: for that of requests that name none, else the only one. */
  private RealmsConfig with(TelegramConfig bots, Reading reading) {
    Optional<RealmConfig> realm = unnamed();
    if (realm.isEmpty() || realm.get().telegram().isPresent()) {
      reading.mistake(new Mistake(
          reading.where(Key.TELEGRAM_BOT_TOKEN),
          realm.isEmpty()
              ? "is set, and there is no default realm"
              : "is set, and the realms file has bots for " + realm.get().key() + " already",
          "bots in the realms file, or here for the default realm"));
      return this;
    }
    if (!realm.get().opensToProviders()) {
      reading.mistake(new Mistake(
          reading.where(Key.TELEGRAM_BOT_TOKEN),
          "is set, and to " + realm.get().key() + " staff come in by no provider",
          "a default realm with \"staff_by_providers\": true, or of customers"));
    }
    return new RealmsConfig(
        realms.stream()
            .map(any -> any.key().equals(realm.get().key()) ? any.with(bots) : any)
            .toList(),
        fallback);
  }

  /** By whose words people come in, by realm. */
  public Map<RealmKey, Telegram.Settings> telegram() {
    return realms.stream()
        .flatMap(
            realm -> realm.telegram().map(bots -> Map.entry(realm.key(), bots.proofs())).stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Of the same bots our own, at Telegram's OpenID. */
  public Map<RealmKey, Telegram.OpenId> openIds(URI issuer) {
    return realms.stream()
        .flatMap(realm -> realm
            .telegram()
            .flatMap(bots -> bots.openId(issuer, realm.talks()))
            .map(openId -> Map.entry(realm.key(), openId))
            .stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** As the core knows it. */
  public Realm realm(RealmConfig realm, URI publicUrl) {
    return realm.realm(publicUrl, fallback.filter(realm.key()::equals).isPresent());
  }

  /**
   * The realm that an operator means: the one that is named, else the default one, else the only one.
   *
   * @throws IllegalArgumentException naming the realms there are, where it is none of these
   */
  public RealmKey meant(Optional<String> named) {
    List<RealmKey> all = realms.stream().map(RealmConfig::key).toList();
    if (named.isPresent()) {
      return all.stream()
          .filter(key -> key.value().equals(named.get()))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(
              "there is no realm '" + named.get() + "'; there are " + all));
    }
    return fallback
        .or(() -> all.stream().filter(key -> all.size() == 1).findFirst())
        .orElseThrow(() -> new IllegalArgumentException("--realm is needed; there are " + all));
  }

  private static RealmsConfig single(Mode mode) {
    RegistrationMode registration =
        mode == Mode.DEV ? RegistrationMode.OPEN : RegistrationMode.CLOSED;
    return new RealmsConfig(
        List.of(RealmConfig.of(MAIN, RealmKind.CUSTOMER, registration)), Optional.of(MAIN));
  }
}
