package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.application.admin.Act;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code admin}: what an operator does to an account. Each act leaves an audit row, or is not done. */
@Command(
    name = "admin",
    description =
        "Disables, enables, unlocks, deletes or keeps an account, resets its second factor, creates an owner, invites people; lists dead mails and sends them again.",
    synopsisSubcommandLabel = "COMMAND")
final class AdminCommand {
  /** An act on one account. */
  abstract static class OnAccount extends OnTheCore {
    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(
        names = "--realm",
        description = "Its realm; without it the default one, or else the only one.")
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

    /** The states of an account that it is for. */
    abstract String states();

    @Override
    final void judge(Configuration config) {
      whom.judge();
      config.realms().meant(realm);
    }

    @Override
    final String act(House house, Actor operator) {
      RealmKey key = house.config().realms().meant(realm);
      Account found = whom.find(house.foundation().storage().accounts(), key)
          .orElseThrow(
              () -> new Missing("there is no " + whom + " in realm '" + key + "'" + whom.hint()));
      Act act = meant(() -> new Act(operator, key, found.id(), reason));
      return Missing.unless(
          () -> act(house, act),
          () -> whom + " in realm '" + key + "' is " + found.status() + "; this is for one that is "
              + states());
    }
  }

  /** {@code admin disable}. */
  @Command(description = "Shuts the account until it is enabled, and ends its sessions.")
  static final class Disable extends OnAccount {
    Disable(Outside outside) {
      super(outside);
    }

    @Override
    String states() {
      return "ACTIVE, PENDING or LOCKED";
    }

    @Override
    String act(House house, Act act) {
      return "disabled; sessions ended: " + house.gatehouse().disableAccount().handle(act);
    }
  }

  /** {@code admin enable}. */
  @Command(description = "Makes a disabled account what it was before; its sessions stay ended.")
  static final class Enable extends OnAccount {
    Enable(Outside outside) {
      super(outside);
    }

    @Override
    String states() {
      return "DISABLED";
    }

    @Override
    String act(House house, Act act) {
      return "enabled; it is " + house.gatehouse().enableAccount().handle(act) + " again";
    }
  }

  /** {@code admin reset-second-factor}. */
  @Command(description = "Takes the second factor off the account, and ends its sessions.")
  static final class ResetSecondFactor extends OnAccount {
    ResetSecondFactor(Outside outside) {
      super(outside);
    }

    @Override
    String states() {
      return "ACTIVE, LOCKED or DISABLED and has a second factor";
    }

    @Override
    String act(House house, Act act) {
      return "reset; sessions ended: " + house.gatehouse().resetSecondFactor().handle(act);
    }
  }

  /** {@code admin unlock}. */
  @Command(description = "Takes every lock off the account.")
  static final class Unlock extends OnAccount {
    Unlock(Outside outside) {
      super(outside);
    }

    @Override
    String states() {
      return "ACTIVE or LOCKED";
    }

    @Override
    String act(House house, Act act) {
      house.gatehouse().unlockAccount().handle(act);
      return "unlocked";
    }
  }

  /** {@code admin delete}. */
  @Command(
      description =
          "Has the account erased when the realm's grace period is over, and ends its sessions; only admin keep keeps it then.")
  static final class Delete extends OnAccount {
    @Option(names = "--now", description = "Erases it at once; nothing brings it back.")
    private boolean now;

    Delete(Outside outside) {
      super(outside);
    }

    @Override
    String states() {
      return now
          ? "ACTIVE, PENDING, LOCKED, DISABLED or LEAVING"
          : "ACTIVE, PENDING, LOCKED or DISABLED";
    }

    @Override
    String act(House house, Act act) {
      Duration grace = now
          ? Duration.ZERO
          : house.gatehouse().realm(act.realm().value()).accounts().grace();
      Instant due = house.gatehouse().removeAccount().handle(act, grace);
      return now
          ? "erased"
          : "leaving; it will be erased at " + due.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** {@code admin keep}. */
  @Command(
      description =
          "Keeps an account that is to be erased, whoever wanted that; its sessions stay ended.")
  static final class Keep extends OnAccount {
    Keep(Outside outside) {
      super(outside);
    }

    @Override
    String states() {
      return "LEAVING";
    }

    @Override
    String act(House house, Act act) {
      return "kept; it is " + house.gatehouse().keepAccount().handle(act) + " again";
    }
  }
}
