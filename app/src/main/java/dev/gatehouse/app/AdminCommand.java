package dev.gatehouse.app;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin}: what an operator does to an account. Each act leaves an audit row, or is not done. */
@Command(
    name = "admin",
    description = "Disables, enables or unlocks an account.",
    synopsisSubcommandLabel = "COMMAND")
final class AdminCommand {
  /** An act on one account. */
  abstract static class OnAccount extends OnTheCore {
    @Parameters(paramLabel = "<account or name>", description = "Its id, username or address.")
    private String account = "";

    @Option(names = "--realm", description = "Its realm; the default one unless said.")
    private Optional<String> realm = Optional.empty();

    @Option(
        names = "--reason",
        defaultValue = "by command",
        description = "For the audit row; names no person.")
    private String reason = "by command";

    OnAccount(Outside outside) {
      super(outside);
    }

    abstract String act(House house, Act act);

    @Override
    final String act(House house, Actor operator) {
      RealmKey key = meant(() -> house.realm(realm)).key();
      AccountId found = find(house, key);
      return act(house, meant(() -> new Act(operator, key, found, reason)));
    }

    private AccountId find(House house, RealmKey key) {
      try {
        return new AccountId(UUID.fromString(account));
      } catch (IllegalArgumentException aName) {
        return house
            .foundation()
            .storage()
            .accounts()
            .find(key, Identifier.parse(account))
            .orElseThrow(() -> new Refusal.NotFound().thrown())
            .account()
            .id();
      }
    }
  }

  /** {@code admin disable}. */
  @Command(description = "Shuts the account until it is enabled, and ends its sessions.")
  static final class Disable extends OnAccount {
    Disable(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Act act) {
      return "disabled; sessions ended: " + house.gatehouse().disableAccount().handle(act);
    }
  }

  /** {@code admin enable}. */
  @Command(description = "Opens a disabled account again; its sessions stay ended.")
  static final class Enable extends OnAccount {
    Enable(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Act act) {
      house.gatehouse().enableAccount().handle(act);
      return "enabled";
    }
  }

  /** {@code admin unlock}. */
  @Command(description = "Takes every lock off the account.")
  static final class Unlock extends OnAccount {
    Unlock(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Act act) {
      house.gatehouse().unlockAccount().handle(act);
      return "unlocked";
    }
  }
}
