package dev.gatehouse.domain.realm;

import dev.gatehouse.domain.credential.PasswordPolicy;
import dev.gatehouse.domain.session.SessionPolicy;
import dev.gatehouse.domain.token.TokenPolicy;
import java.net.URI;

/**
 * An identity tenant: equal names and addresses in two realms are two accounts, and a token of one is refused in another.
 *
 * @param issuer the {@code iss} of its tokens (RFC 9068, 2.2): an absolute http(s) URL without query and fragment
 * @param audience the {@code aud} of its access tokens
 */
public record Realm(
    RealmKey key,
    RealmKind kind,
    String issuer,
    String audience,
    RegistrationMode registration,
    SessionPolicy sessions,
    TokenPolicy tokens,
    PasswordPolicy passwords,
    boolean secondFactorRequired,
    AccountPolicy accounts) {

  /** With accounts that begin and end as they do by default. */
  public Realm(
      RealmKey key,
      RealmKind kind,
      String issuer,
      String audience,
      RegistrationMode registration,
      SessionPolicy sessions,
      TokenPolicy tokens,
      PasswordPolicy passwords,
      boolean secondFactorRequired) {
    this(
        key,
        kind,
        issuer,
        audience,
        registration,
        sessions,
        tokens,
        passwords,
        secondFactorRequired,
        AccountPolicy.DEFAULT);
  }

  public Realm {
    URI uri = URI.create(issuer);
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("issuer '" + issuer
          + "' is not an absolute http(s) URL without user, query and fragment");
    }
    if (audience.isBlank()) {
      throw new IllegalArgumentException(
          "the audience is blank; a name or URL of who accepts the tokens is expected");
    }
  }

  /** A customer realm with the default policies, closed to registration until {@link #with(RegistrationMode)} opens it. */
  public static Realm customer(String key, String issuer) {
    return new Realm(
        new RealmKey(key),
        RealmKind.CUSTOMER,
        issuer,
        issuer,
        RegistrationMode.CLOSED,
        SessionPolicy.CUSTOMER,
        TokenPolicy.DEFAULT,
        PasswordPolicy.CUSTOMER,
        false);
  }

  /** A staff realm with the default policies: short sessions, long passwords, a second factor required. */
  public static Realm staff(String key, String issuer) {
    return new Realm(
        new RealmKey(key),
        RealmKind.STAFF,
        issuer,
        issuer,
        RegistrationMode.CLOSED,
        SessionPolicy.STAFF,
        TokenPolicy.DEFAULT,
        PasswordPolicy.STAFF,
        true);
  }

  /** Whether anybody may come in by an identity at a provider. */
  public boolean opensToProviders() {
    return kind == RealmKind.CUSTOMER || accounts.staffByProviders();
  }

  /** What it is called where people read it: the host of its issuer. */
  public String host() {
    return URI.create(issuer).getHost();
  }

  public Realm with(RegistrationMode mode) {
    return new Realm(
        key,
        kind,
        issuer,
        audience,
        mode,
        sessions,
        tokens,
        passwords,
        secondFactorRequired,
        accounts);
  }

  public Realm with(SessionPolicy policy) {
    return new Realm(
        key,
        kind,
        issuer,
        audience,
        registration,
        policy,
        tokens,
        passwords,
        secondFactorRequired,
        accounts);
  }

  public Realm with(TokenPolicy policy) {
    return new Realm(
        key,
        kind,
        issuer,
        audience,
        registration,
        sessions,
        policy,
        passwords,
        secondFactorRequired,
        accounts);
  }

  public Realm with(AccountPolicy policy) {
    return new Realm(
        key,
        kind,
        issuer,
        audience,
        registration,
        sessions,
        tokens,
        passwords,
        secondFactorRequired,
        policy);
  }

  public Realm withSecondFactorRequired(boolean required) {
    return new Realm(
        key, kind, issuer, audience, registration, sessions, tokens, passwords, required, accounts);
  }
}
