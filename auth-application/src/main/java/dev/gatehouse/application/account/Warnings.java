package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the owner of an account is warned of sign-ins. Who moves them moves what would betray him, so it is told by mail, and also where warnings went until
 * then (decision 0025).
 */
public final class Warnings {
  /** As people write it. */
  public static final String FIELD = "sign_in_warnings";

  private static final String MAIL = "mail";

  /** To a messenger. Each, and that it is taken back, is told of by mail: so few that whoever has the session or the chat does not flood the mailbox (L34). */
  private static final Limit MOVES = new Limit(5, Duration.ofHours(1));

  private final TellOwner owner;
  private final OwnerLimit moves;

  public Warnings(Environment environment, KeyRings keys, TellOwner owner) {
    this.owner = owner;
    this.moves = new OwnerLimit(environment, keys, "warnings-move", MOVES);
  }

  /**
   * Counts that they move to a messenger, wherever the owner of the account does it. Their way back to the mailbox is always open: nobody is to use it up for the owner.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  public void count(Account account, Optional<ProviderKey> messenger, Instant now) {
    if (messenger.isPresent()) {
      moves.count(account.realm(), account.id(), now);
    }
  }

  /**
   * Moves them, of an account that is locked, to where they {@linkplain #changes may go}; whoever calls has seen to it that it is the owner who wants that, and has
   * {@linkplain #count counted} it.
   *
   * @param messenger of which provider; by mail if of none
   * @param values what the owner is told of from where
   * @param event to be recorded, without its reason
   */
  public void move(
      Store.Unit unit,
      Account account,
      Optional<ProviderKey> messenger,
      Map<String, String> values,
      Event event,
      Instant now) {
    Optional<Outbox.Channel> before = owner.way(unit, account);
    unit.accounts().setWarnedBy(account.id(), messenger);
    unit.record(event.because(messenger.map(ProviderKey::value).orElse(MAIL)));
    Mail.Kind kind =
        messenger.isPresent() ? Mail.Kind.WARNINGS_TO_MESSENGER : Mail.Kind.WARNINGS_TO_MAIL;
    Map<String, String> told = new TreeMap<>(values);
    messenger.ifPresent(provider -> told.put("provider", provider.value()));
    owner.handle(unit, account, kind, told, now);
    if (before.equals(Optional.of(Outbox.Channel.MESSENGER)) && messenger.isEmpty()) {
      owner.warn(unit, account, kind, told, now);
    }
  }

  /**
   * Whether they went elsewhere until now, of an account that is locked.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code ValueRejected} when the owner can not be told anything there
   */
  public boolean changes(Store.Unit unit, Account account, Optional<ProviderKey> messenger) {
    boolean reaches = messenger
        .map(provider -> messenger.equals(owner.messenger(account.realm()))
            && unit.identities().of(account.id()).stream().anyMatch(linked -> linked.at(provider)))
        .orElse(account.email().isPresent());
    if (!reaches) {
      throw new Refusal.ValueRejected(
              FIELD,
              messenger.map(ProviderKey::value).orElse(MAIL),
              "mail, where there is an address; or a messenger by its name, where it is linked and its bot runs here")
          .thrown();
    }
    return !account.warnedBy().equals(messenger);
  }
}
