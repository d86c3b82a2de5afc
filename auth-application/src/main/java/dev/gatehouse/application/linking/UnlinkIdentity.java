package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes an identity from the caller's account, but never the last way in. Whatever was begun with it and is not finished is worth nothing; sessions go on. */
public final class UnlinkIdentity {
  private final Environment environment;
  private final TellOwner owner;

  public UnlinkIdentity(Environment environment, TellOwner owner) {
    this.environment = environment;
    this.owner = owner;
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code NotFound} when the account has none of that provider, {@code LastWayIn} when
   *     it has neither an address, nor a username and a password, nor another identity, {@code TokenRejected} when it is no longer active
   */
  public void handle(Client client, AccessClaims caller, ProviderKey provider) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      Account account = StepUp.require(unit, caller, now);
      take(unit, account, provider, now);
      unit.record(Event.of(EventType.IDENTITY_UNLINKED, now, client, Actor.owner(account.id()))
          .about(account.id())
          .about(caller.session())
          .because(provider.value()));
      owner.handle(unit, account, Mail.Kind.IDENTITY_UNLINKED, told(client, provider), now);
      return account;
    });
  }

  /**
   * Takes it from an account that is locked.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound}, {@code LastWayIn}
   */
  public static void take(Store.Unit unit, Account account, ProviderKey provider, Instant now) {
    checkOthers(unit, account, provider);
    takeOff(unit, account, provider);
    // a sign-in that waits for its second factor, a link or handshake on its way
    unit.accounts().raiseEpoch(account.id(), now);
  }

  /** The same from one that can do without it, and whose epoch is raised anyway. */
  public static void takeOff(Store.Unit unit, Account account, ProviderKey provider) {
    unit.identities().unlink(account.id(), provider);
    // else whoever links another one gets the warnings
    account
        .warnedBy()
        .filter(messenger ->
            unit.identities().of(account.id()).stream().noneMatch(linked -> linked.at(messenger)))
        .ifPresent(gone -> unit.accounts().setWarnedBy(account.id(), Optional.empty()));
  }

  private static void checkOthers(Store.Unit unit, Account account, ProviderKey provider) {
    List<LinkedIdentity> all = unit.identities().of(account.id());
    if (all.stream().noneMatch(linked -> linked.at(provider))) {
      throw new Refusal.NotFound().thrown();
    }
    if (all.size() == 1 && account.email().isEmpty() && !hasUsablePassword(unit, account)) {
      throw new Refusal.LastWayIn().thrown();
    }
  }

  /** One that nobody can be asked for with is no way in. */
  private static boolean hasUsablePassword(Store.Unit unit, Account account) {
    return account.identifiers().findAny().isPresent() && unit.accounts().hasPassword(account.id());
  }

  /** What the owner is told of it. */
  public static Map<String, String> told(Client client, ProviderKey provider) {
    Map<String, String> values = new TreeMap<>(TellOwner.from(client));
    values.put("provider", provider.value());
    return values;
  }
}
