package dev.gatehouse.http;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A user to itself.
 *
 * @param signInWarnings where the owner is warned of sign-ins, as it is set by {@link Me#UPDATE}; {@code null} where there is no way
 * @param prompts what to ask the owner for: {@code email} where there is no address, {@code terms} where none were accepted, or not the present ones
 */
record UserView(
    UUID id,
    Optional<String> login,
    Optional<String> email,
    Optional<String> displayName,
    String locale,
    String timezone,
    Optional<String> role,
    List<String> roles,
    Optional<Long> telegramId,
    Optional<String> telegramUsername,
    List<String> linkedProviders,
    boolean isActive,
    boolean isEmailVerified,
    boolean is2faEnabled,
    Instant createdAt,
    long signInCount,
    Optional<String> currentSignInIp,
    Optional<Instant> lastLoginAt,
    String realm,
    boolean marketingConsent,
    Optional<String> signInWarnings,
    List<String> prompts,
    SessionView session) {

  /** The session that asks. {@code acr} is {@code aal1} or {@code aal2}; {@code amr} as in RFC 8176. */
  record SessionView(UUID id, String acr, List<String> amr, Instant authTime) {
    static SessionView of(AccessClaims claims) {
      return new SessionView(
          claims.session().value(), claims.acr().value(), claims.amr(), claims.authTime());
    }
  }

  @Override
  public String toString() {
    return "UserView[" + id + "]";
  }

  static UserView of(Account account, AccessClaims claims, Realm realm, Linked linked) {
    return of(account, claims, account.signIns(), realm, linked);
  }

  /** Just signed in: the account was read before that was counted. */
  static UserView signedIn(Account account, AccessClaims claims, Client from, Linked linked) {
    SignIns counted = new SignIns(
        account.signIns().count() + 1, Optional.of(claims.authTime()), Optional.of(from.address()));
    return of(account, claims, counted, from.realm(), linked);
  }

  private static List<String> prompts(Account account, Realm realm) {
    List<String> prompts = new ArrayList<>();
    if (account.email().isEmpty()) {
      prompts.add("email");
    }
    Consents held = account.consents();
    Optional<String> version = realm.accounts().termsVersion();
    boolean older = version.isPresent() && !version.equals(held.termsVersion());
    if (held.termsAcceptedAt().isEmpty() || older) {
      prompts.add("terms");
    }
    return prompts;
  }

  private static UserView of(
      Account account, AccessClaims claims, SignIns signIns, Realm realm, Linked linked) {
    List<String> roles = account.roles().stream()
        .sorted(Comparator.reverseOrder())
        .map((Role role) -> role.name().toLowerCase(Locale.ROOT))
        .toList();
    return new UserView(
        account.id().value(),
        account.username().map(Username::value),
        account.email().map(EmailAddress::value),
        account.profile().displayName(),
        account.profile().locale().toLanguageTag(),
        account.profile().timezone().getId(),
        roles.stream().findFirst(),
        roles,
        linked.telegramId(),
        linked.telegramUsername(),
        linked.providers(),
        account.active(),
        account.email().isPresent(),
        !account.secondFactors().isEmpty(),
        account.createdAt(),
        signIns.count(),
        signIns.lastAddress().map(ClientAddress::value),
        signIns.lastAt(),
        account.realm().value(),
        account.consents().marketing(),
        linked.warnings(account),
        prompts(account, realm),
        SessionView.of(claims));
  }
}
