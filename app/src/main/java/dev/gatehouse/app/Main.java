package dev.gatehouse.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 stopped as asked, 1 refused or failed, 2 configuration, 3 a dependency is not there. */
@Command(
    name = "gatehouse",
    description = "Identities, sessions and token policy.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String... args) {
    System.exit(
        run(new Outside(System.getenv(), World.real(), System.in, System.out, System.err), args));
  }

  static int run(Outside outside, String... args) {
    CommandLine line = new CommandLine(new Main())
        .addSubcommand(new DevCommand(outside))
        .addSubcommand(new ServeCommand(outside))
        .addSubcommand(new MigrateCommand(outside))
        .addSubcommand(new CommandLine(new KeysCommand())
            .addSubcommand(new KeysCommand.Listing(outside))
            .addSubcommand(new KeysCommand.Rotate(outside))
            .addSubcommand(new KeysCommand.Reseal(outside))
            .addSubcommand(named(new KeysCommand.Compromise(outside))))
        .addSubcommand(new CommandLine(new AdminCommand())
            .addSubcommand("disable", new AdminCommand.Disable(outside))
            .addSubcommand("enable", new AdminCommand.Enable(outside))
            .addSubcommand("unlock", new AdminCommand.Unlock(outside))
            .addSubcommand("mails", new MailCommands.Dead(outside))
            .addSubcommand("resend-mail", new MailCommands.Resend(outside))
            .addSubcommand("reset-second-factor", new AdminCommand.ResetSecondFactor(outside))
            .addSubcommand("create-owner", new CreateOwnerCommand(outside))
            .addSubcommand("delete", new AdminCommand.Delete(outside))
            .addSubcommand("keep", new AdminCommand.Keep(outside))
            .addSubcommand("invite", new InvitationCommands.Invite(outside))
            .addSubcommand("invites", new InvitationCommands.Listing(outside))
            .addSubcommand("revoke-invite", new InvitationCommands.Revoke(outside)))
        .addSubcommand(new CommandLine(new TelegramCommand())
            .addSubcommand(new TelegramCommand.Simulate(outside)))
        .addSubcommand(
            new CommandLine(new ConfigCommand()).addSubcommand(new ConfigCommand.Check(outside)))
        .addSubcommand(new VersionCommand(outside))
        .addSubcommand(new HelpCommand());
    explained(line);
    line.setExecutionExceptionHandler(new Failure(outside));
    line.setErr(new PrintWriter(outside.err(), true, StandardCharsets.UTF_8));
    line.setOut(new PrintWriter(outside.out(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return args.length == 0 ? line.execute("help") : line.execute(args);
  }

  /** One that takes a name which may begin with a dash: a key's is base64url. */
  private static CommandLine named(Object command) {
    return new CommandLine(command)
        .setUnmatchedOptionsArePositionalParams(true)
        .setPosixClusteredShortOptionsAllowed(false);
  }

  /** Every command says with {@code --help} how it is used, and with {@code --version} which version this is. */
  private static void explained(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).version(VersionCommand.words());
    line.getSubcommands().values().forEach(Main::explained);
  }
}
