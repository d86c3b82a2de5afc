package dev.gatehouse.app;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.AccountDirectory;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which account an operator means. Anybody may call himself like somebody else's id, so an id has a word of its own, and a name is never taken for one. */
final class Whom {
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  @Parameters(
      paramLabel = "<name>",
      arity = "1",
      description = "Its username or address; never its id.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "<id>",
      description = "Its id, instead of a name: 36 characters, as the audit has it.")
  private Optional<String> id = Optional.empty();

  /** @throws IllegalArgumentException when the id is none, or there is neither id nor name */
  void judge() {
    if (name.isEmpty() && id.isEmpty()) {
      throw new IllegalArgumentException("no account is said; its name is expected, or --id");
    }
    id.ifPresent(Whom::parsed);
  }

  Optional<Account> find(AccountDirectory accounts, RealmKey realm) {
    return id.map(text -> accounts.find(realm, parsed(text)))
        .orElseGet(() -> accounts.find(realm, Identifier.parse(name.orElseThrow())))
        .map(AccountDirectory.Entry::account);
  }

  /** What to add where nobody has that name. */
  String hint() {
    return name.filter(text -> ID.matcher(text).matches())
        .map(text -> "; an id is given with --id")
        .orElse("");
  }

  private static AccountId parsed(String text) {
    if (!ID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no id; 36 characters are expected: 8-4-4-4-12 hexadecimal digits");
    }
    return new AccountId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return id.map(text -> "account " + text).orElseGet(() -> "account '" + name.orElse("") + "'");
  }
}
