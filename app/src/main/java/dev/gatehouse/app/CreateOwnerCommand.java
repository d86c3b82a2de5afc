package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.application.admin.CreateOwner;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordFlaw;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code admin create-owner}: the first of staff, whom nobody else could create. A password is never an argument, which others on the machine can read. */
@Command(
    description =
        "Creates an owner of a staff realm, and says how to set the password; or reads it from standard input.")
final class CreateOwnerCommand extends OnTheCore {
  private final Outside outside;

  @Option(names = "--realm", description = "A staff realm; without it the default or only one.")
  private Optional<String> realm = Optional.empty();

  @Option(names = "--login", required = true, description = "The username.")
  private String login = "";

  @Option(
      names = "--email",
      required = true,
      description = "The mailbox, by which a second factor is enrolled.")
  private String email = "";

  @Option(
      names = "--password-stdin",
      description = "Reads the password from the first line of standard input.")
  private boolean passwordFromInput;

  @Option(names = "--another", description = "Though the realm has an owner.")
  private boolean another;

  CreateOwnerCommand(Outside outside) {
    super(outside);
    this.outside = outside;
  }

  @Override
  void judge(Configuration config) {
    config.realms().meant(realm);
    try {
      Username.parse(login);
      EmailAddress.parse(email);
    } catch (Refused refused) {
      throw new IllegalArgumentException(words(refused.refusal()), refused);
    }
  }

  @Override
  String act(House house, Actor operator) {
    Realm staff = house.gatehouse().realm(house.config().realms().meant(realm).value());
    CreateOwner.Command command = meant(() -> new CreateOwner.Command(
        operator,
        staff,
        Username.parse(login),
        EmailAddress.parse(email),
        passwordFromInput ? Optional.of(password()) : Optional.empty(),
        another));
    try {
      CreateOwner.Created created = house.gatehouse().createOwner().handle(command);
      return "created " + created.account()
          + created.link().map(token -> way(staff, token)).orElse("");
    } catch (Refused refused) {
      throw new Missing(words(refused.refusal()));
    }
  }

  private static String way(Realm realm, SecretText token) {
    return "; set the password within " + Purpose.PASSWORD_RESET.life().toMinutes() + " minutes by "
        + realm.issuer() + "/reset#token=" + token.reveal();
  }

  private Password password() {
    try {
      String line = new BufferedReader(new InputStreamReader(outside.in(), StandardCharsets.UTF_8))
          .readLine();
      return new Password(Optional.ofNullable(line).orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String words(Refusal refusal) {
    if (refusal instanceof Refusal.ValueRejected value) {
      return value.field() + " is " + value.received() + "; expected: " + value.accepted();
    }
    if (refusal instanceof Refusal.PasswordRejected weak) {
      return "the password is refused: "
          + String.join(
              ", ", weak.flaws().stream().map(PasswordFlaw::name).sorted().toList())
          + "; " + weak.minLength() + " to " + weak.maxLength() + " characters are expected";
    }
    return refusal instanceof Refusal.NotPermitted
        ? "the realm has an owner already; --another creates one more"
        : "an account of the realm has that username or address";
  }
}
