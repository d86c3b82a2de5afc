package dev.gatehouse.application.account;

import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.Store;
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

  private final TellOwner owner;

  public Warnings(TellOwner owner) {
    this.owner = owner;
  }

  /**
   * Moves them, of an account that is locked, to where they {@linkplain #changes may go}; whoever calls has seen to it that it is the owner who wants that.
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
