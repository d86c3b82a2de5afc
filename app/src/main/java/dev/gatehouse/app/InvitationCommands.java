package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.refusal.Refused;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin invite}, {@code invites} and {@code revoke-invite}: who may register where not everybody may. */
final class InvitationCommands {
  private InvitationCommands() {}

  /** A command about one realm. */
  abstract static class OnRealm extends OnTheCore {
    @Option(
        names = "--realm",
        description = "Which realm; without it the default one, or else the only one.")
    private Optional<String> realm = Optional.empty();

    OnRealm(Outside outside) {
      super(outside);
    }

    @Override
    void judge(Configuration config) {
      config.realms().meant(realm);
    }

    final RealmKey realm(House house) {
      return house.config().realms().meant(realm);
    }
  }

  /** {@code admin invite}. */
  @Command(
      description =
          "Invites somebody to register, once: prints the link, which is told nowhere else, or mails it.")
  static final class Invite extends OnRealm {
    @Option(
        names = "--role",
        description =
            "What whoever takes it becomes: ${COMPLETION-CANDIDATES}; the least of the realm unless said.")
    private Optional<Role> role = Optional.empty();

    @Option(names = "--email", description = "The only address that may take it.")
    private Optional<String> email = Optional.empty();

    @Option(
        names = "--mail",
        description = "Mails the link to that address instead of printing it.")
    private boolean mail;

    @Option(
        names = "--locale",
        defaultValue = "en",
        description = "Of the mail, as BCP 47; ${DEFAULT-VALUE} unless said.")
    private String locale = "en";

    private Optional<EmailAddress> to = Optional.empty();
    private Locale language = Locale.ENGLISH;

    Invite(Outside outside) {
      super(outside);
    }

    @Override
    void judge(Configuration config) {
      super.judge(config);
      if (mail && email.isEmpty()) {
        throw new IllegalArgumentException("--mail needs --email, the address to mail it to");
      }
      read();
    }

    @Override
    String act(House house, Actor operator) {
      Realm realm = house.gatehouse().realm(realm(house).value());
      Role least = realm.kind() == RealmKind.STAFF ? Role.VIEWER : Role.USER;
      Role wanted = role.orElse(least);
      if (wanted.kind() != realm.kind()) {
        throw new Missing("realm '" + realm.key() + "' is for "
            + realm.kind().name().toLowerCase(Locale.ROOT) + "; nobody is " + wanted + " there");
      }
      IssueInvitation.Issued issued = house
          .gatehouse()
          .issueInvitation()
          .handle(new IssueInvitation.Command(
              operator, realm, wanted, to, mail ? Optional.of(language) : Optional.empty()));
      Invitation invitation = issued.invitation();
      return (mail ? "mailed" : issued.link()) + System.lineSeparator() + invitation.id()
          + " is for one " + invitation.role() + ", until "
          + invitation.endsAt().truncatedTo(ChronoUnit.SECONDS);
    }

    private void read() {
      try {
        to = email.map(EmailAddress::parse);
        language = Profile.locale(locale);
      } catch (Refused refused) {
        throw new IllegalArgumentException(
            "--email takes an address such as name@example.com, --locale a language tag such as en",
            refused);
      }
    }
  }

  /** {@code admin invites}. */
  @Command(description = "Lists the invitations, newest first; nothing secret.")
  static final class Listing extends OnRealm {
    private static final String ROW = "%-36s  %-11s  %-8s  %-20s  %s";

    Listing(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      Stream<String> rows = house.gatehouse().listInvitations().handle(realm(house)).stream()
          .map(listed -> row(listed.invitation(), listed.state()));
      return Stream.concat(Stream.of(ROW.formatted("ID", "ROLE", "STATE", "UNTIL", "FOR")), rows)
          .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String row(Invitation invitation, Invitation.State state) {
      return ROW.formatted(
          invitation.id(),
          invitation.role(),
          state,
          invitation.endsAt().truncatedTo(ChronoUnit.SECONDS),
          invitation.email().map(EmailAddress::value).orElse("-"));
    }
  }

  /** {@code admin revoke-invite}. */
  @Command(description = "Makes an invitation worthless that nobody has taken yet.")
  static final class Revoke extends OnRealm {
    @Parameters(paramLabel = "<id>", description = "Its id, as admin invites has it.")
    private UUID id = new UUID(0, 0);

    Revoke(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      return Missing.unless(
          () -> {
            house.gatehouse().revokeInvitation().handle(operator, realm(house), id);
            return "revoked";
          },
          () -> "there is no open invitation " + id + " in realm '" + realm(house)
              + "'; admin invites says which there are");
    }
  }
}
