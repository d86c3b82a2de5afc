package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.AccountDirectory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a row of accounts. A status, role or factor that this version does not know is an error: passing over it could let somebody in.
 */
final class AccountRow {
  static final String COLUMNS = """
      a.id, a.realm, a.username, a.email, a.display_name, a.locale, a.timezone, a.status, a.epoch, a.roles, a.second_factors,
      a.password_hash, a.terms_accepted_at, a.marketing, a.created_at, a.sign_in_count, a.last_sign_in_at, a.last_sign_in_address,
      a.terms_version, a.phrase, a.warned_by
      """;

  private AccountRow() {}

  static AccountDirectory.Entry entry(ResultSet row) throws SQLException {
    return new AccountDirectory.Entry(
        account(row), Types.maybeString(row, "password_hash").map(PasswordHash::new));
  }

  static Account account(ResultSet row) throws SQLException {
    return new Account(
        new AccountId(Types.uuid(row, "id")),
        new RealmKey(row.getString("realm")),
        Types.maybeString(row, "username").map(Username::new),
        Types.maybeString(row, "email").map(EmailAddress::new),
        profile(row),
        AccountStatus.valueOf(row.getString("status")),
        row.getLong("epoch"),
        set(Types.strings(row, "roles"), Role::valueOf),
        set(Types.strings(row, "second_factors"), Method::valueOf),
        consents(row),
        Types.instant(row, "created_at"),
        signIns(row),
        Types.maybeString(row, "phrase").map(Phrase::new),
        Types.maybeString(row, "warned_by").map(ProviderKey::new));
  }

  static Set<Role> roles(List<String> names) {
    return set(names, Role::valueOf);
  }

  /** For a text[]. */
  static List<String> names(Collection<? extends Enum<?>> values) {
    return values.stream().<String>map(Enum::name).sorted().toList();
  }

  private static Profile profile(ResultSet row) throws SQLException {
    return new Profile(
        Types.maybeString(row, "display_name"),
        Locale.forLanguageTag(row.getString("locale")),
        ZoneId.of(row.getString("timezone")));
  }

  static Consents consents(ResultSet row) throws SQLException {
    return new Consents(
        Types.maybeInstant(row, "terms_accepted_at"),
        Types.maybeString(row, "terms_version"),
        row.getBoolean("marketing"));
  }

  private static SignIns signIns(ResultSet row) throws SQLException {
    return new SignIns(
        row.getLong("sign_in_count"),
        Types.maybeInstant(row, "last_sign_in_at"),
        Types.maybeString(row, "last_sign_in_address").map(ClientAddress::new));
  }

  private static <E> Set<E> set(List<String> names, Function<String, E> read) {
    return names.isEmpty()
        ? Set.of()
        : names.stream().map(read).collect(Collectors.toUnmodifiableSet());
  }
}
