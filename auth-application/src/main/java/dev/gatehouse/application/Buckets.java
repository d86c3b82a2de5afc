package dev.gatehouse.application;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Instant;

/** How often somebody may do one thing in a realm; each action has buckets of its own (L35), the same for known and unknown addresses. */
public final class Buckets {
  private final Environment environment;
  private final KeyRings keys;

  public Buckets(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /** What an action takes of whoever it is counted for. */
  public Limit.Taken take(String action, Client client, String whom, Limit limit, Instant now) {
    return take(action, client.realm().key(), whom, limit, now);
  }

  /** The same where no client is there. */
  public Limit.Taken take(String action, RealmKey realm, String whom, Limit limit, Instant now) {
    return environment.throttle().take(action + "|" + realm + "|" + whom, limit, now);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code Throttled} when nothing is left */
  public void insist(String action, Client client, String whom, Limit limit, Instant now) {
    insist(action, client.realm().key(), whom, limit, now);
  }

  /** The same where no client is there. */
  public void insist(String action, RealmKey realm, String whom, Limit limit, Instant now) {
    Limit.Taken taken = take(action, realm, whom, limit, now);
    if (!taken.granted()) {
      throw new Refusal.Throttled(taken.retryAfter()).thrown();
    }
  }

  /** What an address is counted as, since no table holds what strangers typed. */
  public String nameless(Client client, EmailAddress email) {
    return keys.digests().nameless(client.realm().key(), email.value());
  }

  /** What somebody is counted as whom a provider names. */
  public String nameless(Client client, ProvenIdentity person) {
    return nameless(client.realm().key(), person.identity());
  }

  /** The same. */
  public String nameless(RealmKey realm, Identity identity) {
    return keys.digests().nameless(realm, identity.provider() + " " + identity.subject());
  }
}
