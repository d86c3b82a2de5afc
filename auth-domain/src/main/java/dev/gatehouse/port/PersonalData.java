package dev.gatehouse.port;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is kept of one person in all places together: to be handed out, or to be erased. */
public interface PersonalData {
  /**
   * What no other port reads.
   *
   * @param consents oldest first
   * @param sessions ended ones too, as long as they are kept; oldest first
   * @param invitations those that the account took, and those that nobody took and that name its address; oldest first
   * @param waitingMails what those are about that have not gone out, oldest first
   * @param deadMails what those are about that were given up, and are kept for an operator to have them sent again; oldest first
   * @param waitingRegistrations until when those are kept that somebody, perhaps the owner, made at the account's address, and the one that it came of
   * @param identities at providers, by provider
   * @param secondFactor empty where there is none
   */
  record Kept(
      List<Consent> consents,
      List<Session> sessions,
      List<Invitation> invitations,
      List<Mail.Kind> waitingMails,
      List<Mail.Kind> deadMails,
      List<Instant> waitingRegistrations,
      List<LinkedIdentity> identities,
      Optional<EnrolledFactor> secondFactor) {}

  Kept of(Account account, Instant now);

  /** Accounts whose {@linkplain Departures departure} is due and not done with, longest due first; at most {@code limit}. */
  List<AccountId> due(int limit, Instant now);

  /**
   * Erases up to so many rows of each kind that belong to an account whose own row {@linkplain Accounts#erase is empty}; audit rows stay, and
   * lose address and user agent. May be stopped at any moment and called again.
   *
   * @return how many rows changed or went; once it is none, nothing is left, and the departure is forgotten
   */
  int erase(AccountId account, int batch);
}
