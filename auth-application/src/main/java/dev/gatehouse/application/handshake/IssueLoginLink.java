package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.registration.ProviderAccounts;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gives somebody whom the provider names a link by which to sign in, once, in a browser: {@link SignInWithLoginLink} takes it. */
public final class IssueLoginLink {
  /** For one person. */
  private static final Limit LINKS = new Limit(5, Duration.ofMinutes(10));

  private final Environment environment;
  private final KeyRings keys;
  private final LoginLinks links;

  public IssueLoginLink(Environment environment, KeyRings keys, MailedSecrets secrets) {
    this.environment = environment;
    this.keys = keys;
    this.links = new LoginLinks(secrets);
  }

  /** The secret of the link, to be put into its fragment. */
  public record Issued(SecretText token, Instant endsAt) {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code RegistrationDisabled} (to who has no account, where not even the invited
   *     are taken), {@code Throttled} */
  public Issued handle(Realm realm, ProvenIdentity person) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(realm);
    insist(realm, person, now);
    Elsewhere there = new Elsewhere(realm, person);
    return environment.store().atomically(unit -> {
      Optional<Account> account = there.account(unit).flatMap(unit.accounts()::lock);
      if (account.isEmpty()) {
        ProviderAccounts.checkNotClosed(realm);
      }
      Optional<OneTimeSecret.Owner> owner = account.map(Elsewhere::owner);
      SecretText token = links.issue(unit, realm.key(), person, owner, now);
      there.record(unit, EventType.LOGIN_LINK_ISSUED, there.provider(), now);
      return new Issued(token, now.plus(Purpose.BOT_LINK.life()));
    });
  }

  private void insist(Realm realm, ProvenIdentity person, Instant now) {
    String whom = keys.digests()
        .nameless(
            realm.key(), person.identity().provider() + " " + person.identity().subject());
    Limit.Taken taken =
        environment.throttle().take("login-link|" + realm.key() + "|" + whom, LINKS, now);
    if (!taken.granted()) {
      throw new Refusal.Throttled(taken.retryAfter()).thrown();
    }
  }
}
