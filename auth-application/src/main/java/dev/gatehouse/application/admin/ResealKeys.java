package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.secondfactor.FactorVault;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Seals anew, under the newest master key, every key and every second factor that is sealed under an older one, so that the older one can be taken away. Every node has to
 * have the newest one by then: it reads the rings every half minute.
 */
public final class ResealKeys {
  private static final int PAGE = 100;

  private final Environment environment;
  private final KeyRings keys;
  private final FactorVault vault;

  public ResealKeys(Environment environment, KeyRings keys, FactorVault vault) {
    this.environment = environment;
    this.keys = keys;
    this.vault = vault;
  }

  /**
   * Returns how many were sealed under an older one: none of them is any more.
   *
   * @throws IllegalStateException when one does not open under the ring; those of its use then stay as they are
   */
  public int handle(Actor actor) {
    int count = 0;
    for (KeyUse use : KeyUse.values()) {
      count += reseal(actor, use, environment.now());
    }
    return count + resealFactors(actor);
  }

  /** A page at a time, so that nobody waits long for an account. */
  private int resealFactors(Actor actor) {
    int count = 0;
    Optional<AccountId> last = Optional.empty();
    for (boolean more = true; more; ) {
      Optional<AccountId> after = last;
      Page page = environment.store().atomically(unit -> resealFactors(unit, actor, after));
      count += page.resealed();
      last = page.last();
      more = last.isPresent();
    }
    return count;
  }

  private record Page(int resealed, Optional<AccountId> last) {}

  private Page resealFactors(Store.Unit unit, Actor actor, Optional<AccountId> after) {
    List<Authenticator> page = unit.secondFactors().page(after, PAGE);
    int resealed = 0;
    for (Authenticator seen : page) {
      if (!vault.upToDate(seen) && resealed(unit, seen.account())) {
        resealed++;
      }
    }
    if (resealed > 0) {
      unit.record(Event.of(EventType.KEY_RESEALED, environment.now(), Optional.empty(), actor)
          .because("SECOND_FACTORS"));
    }
    return new Page(
        resealed, page.stream().map(Authenticator::account).reduce((one, next) -> next));
  }

  /** It may have been changed since the page was read. */
  private boolean resealed(Store.Unit unit, AccountId id) {
    Optional<Account> account = unit.accounts().lock(id);
    Optional<Authenticator> current = account
        .flatMap(a -> unit.secondFactors().find(id))
        .filter(authenticator -> !vault.upToDate(authenticator));
    current.ifPresent(authenticator ->
        unit.secondFactors().reseal(id, vault.resealed(account.orElseThrow(), authenticator)));
    return current.isPresent();
  }

  private int reseal(Actor actor, KeyUse use, Instant now) {
    return environment.store().atomically(unit -> {
      List<KeyRings.Resealed> resealed = keys.resealed(unit.keys().lock(use));
      for (KeyRings.Resealed key : resealed) {
        unit.keys().reseal(key.kid(), key.sealed());
        unit.record(
            Event.of(EventType.KEY_RESEALED, now, Optional.empty(), actor).because(key.kid()));
      }
      return resealed.size();
    });
  }
}
