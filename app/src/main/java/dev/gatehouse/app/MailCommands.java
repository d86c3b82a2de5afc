package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.application.admin.ListDeadMails;
import dev.gatehouse.application.admin.ResendMail;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Outbox;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin mails} and {@code admin resend-mail}: what an operator does about mails that were given up. */
final class MailCommands {
  /** Of one listing, and of one sending. */
  private static final int MOST = 1000;

  private MailCommands() {}

  /** {@code admin mails}. */
  @Command(
      description =
          "Lists the mails that were given up, those given up last first; nothing of what is in them, nor to whom.")
  static final class Dead extends OnTheCore {
    private static final String ROW = "%-36s  %-22s  %-16s  %-20s  %-20s  %5s  %s";

    Dead(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      List<ListDeadMails.DeadMail> dead = house.gatehouse().listDeadMails().handle(MOST);
      Stream<String> rows = dead.stream()
          .map(mail -> ROW.formatted(
              mail.id(),
              mail.channel() == Outbox.Channel.MAIL
                  ? mail.kind()
                  : mail.kind() + " by " + mail.channel(),
              mail.realm(),
              mail.writtenAt().truncatedTo(ChronoUnit.SECONDS),
              mail.givenUpAt().truncatedTo(ChronoUnit.SECONDS),
              mail.tries(),
              mail.stale() ? "stale" : "may be sent again"));
      return dead.isEmpty()
          ? "no mail was given up"
          : Stream.concat(
                  Stream.of(ROW.formatted(
                      "ID", "KIND", "REALM", "WRITTEN", "GIVEN UP", "TRIES", "STATE")),
                  rows)
              .collect(Collectors.joining(System.lineSeparator()));
    }
  }

  /** {@code admin resend-mail}. */
  @Command(
      description =
          "Has a mail that was given up sent again, as it was written; not one whose code or link is dead.")
  static final class Resend extends OnTheCore {
    private static final Pattern ID =
        Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** One, or all. */
    static final class Which {
      @Parameters(paramLabel = "<id>", arity = "1", description = "Its id, as admin mails has it.")
      private String id = "";

      @Option(names = "--all", description = "Every one that is of use still, up to " + MOST + ".")
      private boolean all;
    }

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    Resend(Outside outside) {
      super(outside);
    }

    @Override
    void judge(Configuration config) {
      if (!which.all && !ID.matcher(which.id).matches()) {
        throw new IllegalArgumentException(
            "'" + which.id + "' is no id; one of admin mails is expected");
      }
    }

    @Override
    String act(House house, Actor operator) {
      ResendMail resend = house.gatehouse().resendMail();
      if (which.all) {
        return all(house, resend, operator) + " mails go out again";
      }
      return Missing.unless(
          () -> one(resend, operator),
          () -> "there is no dead mail " + which.id + "; admin mails says which there are");
    }

    private String one(ResendMail resend, Actor operator) {
      try {
        resend.handle(operator, UUID.fromString(which.id));
        return "it goes out again";
      } catch (Refused refused) {
        if (refused.refusal() instanceof Refusal.MailStale) {
          throw new Missing(
              refused.refusal(),
              "the code or link in mail " + which.id
                  + " is dead, so it is not sent again; its reader has to ask for another");
        }
        throw refused;
      }
    }

    /** What died, or was sent again by somebody else, in between is passed over. */
    private static long all(House house, ResendMail resend, Actor operator) {
      return house.gatehouse().listDeadMails().handle(MOST).stream()
          .filter(mail -> !mail.stale())
          .filter(mail -> {
            try {
              resend.handle(operator, mail.id());
              return true;
            } catch (Refused refused) {
              return false;
            }
          })
          .count();
    }
  }
}
