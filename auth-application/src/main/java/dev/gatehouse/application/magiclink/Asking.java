package dev.gatehouse.application.magiclink;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Particulars;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.session.Client;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who asked for a magic link, from where, and for what: kept with the secrets of its mail. */
record Asking(Particulars particulars) {
  private static final String EMAIL = "email";
  private static final String ACCOUNT = "account";
  private static final String FLOW = "flow";
  private static final String ADDRESS = "address";
  private static final String USER_AGENT = "user_agent";
  private static final String AT = "at";
  private static final String LOCALE = "locale";
  private static final String REDIRECT = "redirect";
  private static final String TERMS = "terms";
  private static final String TERMS_VERSION = "terms_version";
  private static final String MARKETING = "marketing";
  private static final String INVITATION = "invitation";
  private static final String LINK = "link";

  /** @param invitation which one was shown, and looked at */
  static Asking of(
      Client client,
      AskForMagicLink.Command command,
      Optional<UUID> invitation,
      FlowHandle flow,
      Instant now) {
    Particulars always = new Particulars(Map.of(
        EMAIL, command.email().value(),
        FLOW, DigestKeys.flow(flow).hex(),
        ADDRESS, client.address().value(),
        USER_AGENT, client.userAgent(),
        AT, now.toString(),
        LOCALE, command.locale().toLanguageTag(),
        TERMS, Boolean.toString(command.termsAccepted()),
        TERMS_VERSION, client.realm().accounts().termsVersion().orElse(""),
        MARKETING, Boolean.toString(command.marketing())));
    Particulars redirected =
        command.redirect().map(to -> always.with(REDIRECT, to)).orElse(always);
    return new Asking(
        invitation.map(id -> redirected.with(INVITATION, id.toString())).orElse(redirected));
  }

  /** The same about an account that there is. */
  Asking about(AccountId account) {
    return new Asking(particulars.with(ACCOUNT, account.toString()));
  }

  /** The same with the row of the link that is in the same mail. */
  Asking beside(UUID link) {
    return new Asking(particulars.with(LINK, link.toString()));
  }

  EmailAddress email() {
    return new EmailAddress(needed(EMAIL));
  }

  /** The account that there was; empty where the link makes one. */
  Optional<AccountId> account() {
    return particulars.value(ACCOUNT).map(UUID::fromString).map(AccountId::new);
  }

  String address() {
    return needed(ADDRESS);
  }

  String userAgent() {
    return needed(USER_AGENT);
  }

  Instant at() {
    return Instant.parse(needed(AT));
  }

  Locale locale() {
    return Locale.forLanguageTag(needed(LOCALE));
  }

  Optional<String> redirect() {
    return particulars.value(REDIRECT);
  }

  boolean termsAccepted() {
    return Boolean.parseBoolean(needed(TERMS));
  }

  /** Which terms there were to accept; where a version of before has not said it, those of the realm. */
  Optional<String> termsVersion(Realm realm) {
    return particulars
        .value(TERMS_VERSION)
        .map(said -> Optional.of(said).filter(version -> !version.isEmpty()))
        .orElseGet(realm.accounts()::termsVersion);
  }

  boolean marketing() {
    return Boolean.parseBoolean(needed(MARKETING));
  }

  Optional<UUID> invitation() {
    return particulars.value(INVITATION).map(UUID::fromString);
  }

  Optional<UUID> link() {
    return particulars.value(LINK).map(UUID::fromString);
  }

  /** Whether that is the handle of who asked. */
  boolean by(FlowHandle flow) {
    return flow().equals(DigestKeys.flow(flow));
  }

  /** Where the digits of the same mail are. */
  Scope digits(RealmKey realm) {
    return new Scope(Purpose.MAGIC_CODE, realm, needed(EMAIL), Optional.of(flow()));
  }

  private Digest flow() {
    return Digest.ofHex(needed(FLOW));
  }

  private String needed(String name) {
    return particulars
        .value(name)
        .orElseThrow(() -> new IllegalStateException("a magic link without " + name));
  }
}
