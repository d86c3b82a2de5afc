package dev.gatehouse.app.config;

import dev.gatehouse.domain.realm.AccountPolicy;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.telegram.Telegram;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * One realm.
 *
 * @param issuer the {@code iss} of its tokens; made of the public URL where it is not given
 * @param audience the {@code aud} of its tokens; the issuer where it is not given
 * @param hosts the host names that lead to it, besides the path {@code /realms/<key>}
 * @param origins the other web origins that may use it with cookies
 * @param bearerOrigins the web origins whose scripts may have tokens
 * @param accounts how accounts begin and end
 * @param telegram by which bots people come in, if by any
 */
public record RealmConfig(
    RealmKey key,
    RealmKind kind,
    RegistrationMode registration,
    Optional<String> issuer,
    Optional<String> audience,
    Set<String> hosts,
    Set<String> origins,
    Set<String> bearerOrigins,
    AccountPolicy accounts,
    Optional<TelegramConfig> telegram) {
  private static final int LONGEST_NAMESPACE = 32;

  static RealmConfig of(RealmKey key, RealmKind kind, RegistrationMode registration) {
    return new RealmConfig(
        key,
        kind,
        registration,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        Set.of(),
        AccountPolicy.DEFAULT,
        Optional.empty());
  }

  /** The bot that is run here and talks for the realm, if there is one: of several that it knows by their proofs the first. One that has secrets runs elsewhere. */
  public Optional<Telegram.BotToken> talks() {
    return telegram
        .filter(bots -> opensToProviders() && bots.door().secrets().isEmpty())
        .flatMap(bots ->
            bots.proofs().bots().stream().flatMap(bot -> bot.token().stream()).findFirst());
  }

  public RealmConfig with(TelegramConfig bots) {
    return new RealmConfig(
        key,
        kind,
        registration,
        issuer,
        audience,
        hosts,
        origins,
        bearerOrigins,
        accounts,
        Optional.of(bots));
  }

  /** Whether anybody comes in by a bot. */
  boolean opensToProviders() {
    return kind == RealmKind.CUSTOMER || accounts.staffByProviders();
  }

  /** What the names of its cookies begin with: unlike that of every other realm. */
  public String cookieNamespace() {
    String name = key.value() + "_";
    return name.length() > LONGEST_NAMESPACE ? key.value() : name;
  }

  /** @param only whether it is the realm of requests that name none, and so has the public URL as its issuer */
  public Realm realm(URI publicUrl, boolean only) {
    String iss = issuer.orElse(only ? publicUrl.toString() : publicUrl + "/realms/" + key);
    Realm plain = kind == RealmKind.CUSTOMER
        ? Realm.customer(key.value(), iss)
        : Realm.staff(key.value(), iss);
    return new Realm(
        key,
        kind,
        iss,
        audience.orElse(iss),
        registration,
        plain.sessions(),
        plain.tokens(),
        plain.passwords(),
        plain.secondFactorRequired(),
        accounts);
  }
}
