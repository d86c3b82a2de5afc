package dev.gatehouse.telegram;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.application.linking.FindByIdentity;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.telegram.Telegram.Person;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * In which language people read: that of the account, else that of their own program. It is remembered for a minute, since a talk is of several messages; what is
 * changed elsewhere is seen then.
 */
final class Readers {
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final Realm realm;
  private final FindByIdentity accounts;
  private final Cache<Identity, Optional<Locale>> known;

  Readers(Realm realm, FindByIdentity accounts, Clock clock) {
    this.realm = realm;
    this.accounts = accounts;
    this.known = Caffeine.newBuilder()
        .maximumSize(MOST)
        .expireAfterWrite(REMEMBERED)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .executor(Runnable::run)
        .build();
  }

  Locale locale(Person person, Identity identity) {
    return known.get(identity, this::chosen).orElseGet(() -> Guest.language(person));
  }

  private Optional<Locale> chosen(Identity identity) {
    return accounts.handle(realm, identity).map(Account::profile).map(profile -> profile.locale());
  }

  /** The next time it is looked up. */
  void forget(Identity identity) {
    known.invalidate(identity);
  }
}
