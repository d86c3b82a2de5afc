package dev.gatehouse.http;

import dev.gatehouse.application.account.ExportData;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything that is kept of an account, but no secret.
 *
 * @param secondFactor empty where none is enrolled
 * @param formerAddresses that a mailed link may bring back
 * @param identities at providers, by which the owner may sign in
 * @param waitingMails what mails are about that have not gone out yet
 * @param givenUpMails what mails are about that nobody took, and that are kept for a while
 * @param waitingRegistrations until when what somebody has registered with the account's address is kept
 */
record ArchiveView(
    Instant madeAt,
    ArchivedAccountView account,
    Optional<ArchivedFactorView> secondFactor,
    List<ArchivedAddressView> formerAddresses,
    List<ArchivedConsentView> consents,
    List<ArchivedSessionView> sessions,
    List<ArchivedInvitationView> invitations,
    List<ArchivedIdentityView> identities,
    List<String> waitingMails,
    List<String> givenUpMails,
    List<Instant> waitingRegistrations,
    List<ArchivedEventView> events) {

  /** The account itself; of its ways in that there are any, and of where sign-ins are warned of, what was chosen. */
  record ArchivedAccountView(
      UUID id,
      String realm,
      Optional<String> login,
      Optional<String> email,
      Optional<String> displayName,
      String locale,
      String timezone,
      String status,
      List<String> roles,
      boolean hasPassword,
      List<String> secondFactors,
      Optional<String> antiPhishingPhrase,
      Optional<Instant> termsAcceptedAt,
      Optional<String> termsVersion,
      boolean marketingConsent,
      Optional<String> signInWarnings,
      Instant createdAt,
      long signInCount,
      Optional<Instant> lastLoginAt,
      Optional<String> lastLoginIp) {
    static ArchivedAccountView of(Account account, boolean password) {
      return new ArchivedAccountView(
          account.id().value(),
          account.realm().value(),
          account.username().map(Username::value),
          account.email().map(EmailAddress::value),
          account.profile().displayName(),
          account.profile().locale().toLanguageTag(),
          account.profile().timezone().getId(),
          word(account.status()),
          words(account.roles()),
          password,
          words(account.secondFactors()),
          account.phrase().map(Phrase::value),
          account.consents().termsAcceptedAt(),
          account.consents().termsVersion(),
          account.consents().marketing(),
          account.warnedBy().map(ProviderKey::value),
          account.createdAt(),
          account.signIns().count(),
          account.signIns().lastAt(),
          account.signIns().lastAddress().map(ClientAddress::value));
    }

    @Override
    public String toString() {
      return "ArchivedAccountView[" + id + "]";
    }
  }

  /** That an authenticator is enrolled; of its recovery codes, how many are left. */
  record ArchivedFactorView(Instant enrolledAt, int recoveryCodesLeft) {
    static ArchivedFactorView of(EnrolledFactor factor) {
      return new ArchivedFactorView(factor.enrolledAt(), factor.recoveryCodesLeft());
    }
  }

  /** What the account's address was, and until when that may be brought back. */
  record ArchivedAddressView(String email, Instant keptUntil) {
    static ArchivedAddressView of(ExportData.FormerAddress former) {
      return new ArchivedAddressView(former.email().value(), former.until());
    }

    @Override
    public String toString() {
      return "ArchivedAddressView[" + keptUntil + "]";
    }
  }

  /** A word given or taken back. */
  record ArchivedConsentView(String kind, boolean given, Optional<String> version, Instant at) {
    static ArchivedConsentView of(Consent consent) {
      return new ArchivedConsentView(
          word(consent.kind()), consent.given(), consent.version(), consent.at());
    }
  }

  /** A session, be it over. */
  record ArchivedSessionView(
      UUID id,
      Instant createdAt,
      Instant lastUsedAt,
      Instant endsAt,
      Optional<Instant> endedAt,
      Optional<String> endedBecause,
      String acr,
      List<String> amr,
      String transport,
      String ipAddress,
      String userAgent) {
    static ArchivedSessionView of(Session session) {
      return new ArchivedSessionView(
          session.id().value(),
          session.createdAt(),
          session.rotatedAt(),
          session.endsAt(),
          session.revocation().map(Session.Revocation::at),
          session.revocation().map(revocation -> word(revocation.reason())),
          session.authentication().acr().value(),
          session.authentication().amr(),
          session.transport().value(),
          session.address().value(),
          session.userAgent());
    }

    @Override
    public String toString() {
      return "ArchivedSessionView[" + id + "]";
    }
  }

  /** An invitation that the account came of, or that was for its address and nobody took. */
  record ArchivedInvitationView(
      UUID id,
      String role,
      Optional<String> email,
      String issuedBy,
      Instant createdAt,
      Instant endsAt,
      Optional<Instant> takenAt,
      Optional<Instant> revokedAt) {
    static ArchivedInvitationView of(Invitation invitation) {
      return new ArchivedInvitationView(
          invitation.id(),
          word(invitation.role()),
          invitation.email().map(EmailAddress::value),
          invitation.issuedBy(),
          invitation.createdAt(),
          invitation.endsAt(),
          invitation.taken().map(Invitation.Taken::at),
          invitation.revokedAt());
    }

    @Override
    public String toString() {
      return "ArchivedInvitationView[" + id + "]";
    }
  }

  /** Who the owner is for a provider, and what it shows of the owner. */
  record ArchivedIdentityView(
      String provider,
      String subject,
      List<String> alsoCalled,
      Optional<String> displayName,
      Optional<String> username,
      Optional<String> picture,
      Instant linkedAt,
      Instant lastUsedAt) {
    static ArchivedIdentityView of(LinkedIdentity linked) {
      return new ArchivedIdentityView(
          linked.identity().provider().value(),
          linked.identity().subject(),
          linked.joined().stream().map(Identity::subject).toList(),
          linked.profile().displayName(),
          linked.profile().username(),
          linked.profile().picture(),
          linked.linkedAt(),
          linked.usedAt());
    }

    @Override
    public String toString() {
      return "ArchivedIdentityView[" + provider + "]";
    }
  }

  /** Something that happened, with the reason that was kept. */
  record ArchivedEventView(
      String type,
      Instant at,
      String actor,
      Optional<String> ipAddress,
      Optional<String> userAgent,
      Optional<UUID> sessionId,
      String reason) {
    static ArchivedEventView of(Event event) {
      return new ArchivedEventView(
          word(event.type()),
          event.at(),
          word(event.actor().kind()),
          event.origin().map(origin -> origin.address().value()),
          event.origin().map(Event.Origin::userAgent),
          event.session().map(id -> id.value()),
          event.reason());
    }

    @Override
    public String toString() {
      return "ArchivedEventView[" + type + "]";
    }
  }

  static ArchiveView of(ExportData.Archive archive) {
    return new ArchiveView(
        archive.madeAt(),
        ArchivedAccountView.of(archive.account(), archive.password()),
        archive.secondFactor().map(ArchivedFactorView::of),
        archive.formerAddresses().stream().map(ArchivedAddressView::of).toList(),
        archive.consents().stream().map(ArchivedConsentView::of).toList(),
        archive.sessions().stream().map(ArchivedSessionView::of).toList(),
        archive.invitations().stream().map(ArchivedInvitationView::of).toList(),
        archive.identities().stream().map(ArchivedIdentityView::of).toList(),
        words(archive.waitingMails()),
        words(archive.deadMails()),
        archive.waitingRegistrations(),
        archive.events().stream().map(ArchivedEventView::of).toList());
  }

  private static List<String> words(Collection<? extends Enum<?>> values) {
    return values.stream().map(ArchiveView::word).sorted().toList();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "ArchiveView[" + account.id() + "]";
  }
}
