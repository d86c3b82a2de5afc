package dev.gatehouse.port;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Session;
import java.time.Instant;
import java.util.List;

/** What is kept of one person in all places together: to be handed out, or to be erased. */
public interface PersonalData {
  /**
   * What no other port reads.
   *
   * @param consents oldest first
   * @param sessions ended ones too, as long as they are kept; oldest first
   * @param invitations those that the account took
   * @param waitingMails what those are about that have not gone out, oldest first
   * @param waitingRegistrations until when somebody, perhaps the owner, waits at the account's address
   * @param identities at providers, by provider
   */
  record Kept(
      List<Consent> consents,
      List<Session> sessions,
      List<Invitation> invitations,
      List<Mail.Kind> waitingMails,
      List<Instant> waitingRegistrations,
      List<LinkedIdentity> identities) {}

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
