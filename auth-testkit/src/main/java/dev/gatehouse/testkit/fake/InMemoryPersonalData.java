package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.port.History;
import dev.gatehouse.port.PersonalData;
import dev.gatehouse.testkit.fake.State.Delivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads and erases what the tables hold of one person. */
final class InMemoryPersonalData implements PersonalData {
  private final Engine engine;

  InMemoryPersonalData(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Kept of(Account account, Instant now) {
    State state = engine.read();
    AccountId id = account.id();
    return new Kept(
        state.consents.where(row -> row.account().equals(id)).stream()
            .map(State.Agreed::consent)
            .toList(),
        state.sessions.where(session -> session.account().equals(id)),
        state
            .invitations
            .where(invitation -> takenBy(invitation, id) || names(invitation, account))
            .stream()
            .sorted(Comparator.comparing(Invitation::createdAt))
            .toList(),
        mails(state, id, Delivery.DUE),
        mails(state, id, Delivery.DEAD),
        state
            .candidates
            .where(candidate ->
                concerns(state, candidate, account) && candidate.endsAt().isAfter(now))
            .stream()
            .map(candidate -> candidate.endsAt())
            .toList(),
        InMemoryIdentities.of(state, id),
        factor(state, id));
  }

  private static boolean names(Invitation invitation, Account account) {
    return invitation.taken().isEmpty()
        && invitation.realm().equals(account.realm())
        && account.email().isPresent()
        && invitation.email().equals(account.email());
  }

  private static List<Mail.Kind> mails(State state, AccountId account, Delivery delivery) {
    return state
        .mails
        .where(mail ->
            mail.delivery() == delivery && mail.item().account().equals(Optional.of(account)))
        .stream()
        .map(mail -> mail.item().kind())
        .toList();
  }

  private static boolean concerns(State state, Candidate candidate, Account account) {
    return state.became.find(candidate.id()).equals(Optional.of(account.id()))
        || (candidate.realm().equals(account.realm())
            && Optional.of(candidate.email()).equals(account.email()));
  }

  private static Optional<EnrolledFactor> factor(State state, AccountId account) {
    int codes = state
        .recoveryCodes
        .find(account)
        .map(State.Codes::digests)
        .map(List::size)
        .orElse(0);
    return state
        .authenticators
        .find(account)
        .map(authenticator -> new EnrolledFactor(authenticator.enrolledAt(), codes));
  }

  @Override
  public List<AccountId> due(int limit, Instant now) {
    return engine.read().departures.where(departure -> departure.due(now)).stream()
        .sorted(Comparator.comparing(Departure::dueAt))
        .limit(limit)
        .map(Departure::account)
        .toList();
  }

  @Override
  public int erase(AccountId account, int batch) {
    return engine.write(state -> {
      boolean erased = state
          .accounts
          .find(account)
          .filter(row -> row.account().status() == AccountStatus.DELETED)
          .isPresent();
      int gone = erased ? erase(state, account, batch) : 0;
      if (erased && gone == 0) {
        state.departures.remove(account);
      }
      return gone;
    });
  }

  private static int erase(State state, AccountId account, int batch) {
    return forget(state, batch, event -> event.subject().equals(Optional.of(account)))
        + forgetFactors(state, account)
        + state.sessions.remove(batch, session -> session.account().equals(account))
        + state.secrets.remove(
            batch,
            secret -> secret.owner().map(OneTimeSecret.Owner::account).equals(Optional.of(account))
                || secret.scope().subject().equals(account.toString()))
        + state.candidates.remove(
            batch, candidate -> state.became.find(candidate.id()).equals(Optional.of(account)))
        + state.invitations.remove(batch, invitation -> takenBy(invitation, account))
        + state.consents.remove(batch, row -> row.account().equals(account))
        + state.identities.remove(batch, linked -> linked.account().equals(account))
        + state.handshakes.remove(
            batch,
            row -> row.owner().map(OneTimeSecret.Owner::account).equals(Optional.of(account)))
        + state.exports.remove(batch, export -> export.account().equals(account))
        + state.mails.remove(batch, mail -> mail.item().account().equals(Optional.of(account)));
  }

  private static int forgetFactors(State state, AccountId account) {
    boolean any = state.authenticators.has(account)
        || state.setups.has(account)
        || state.recoveryCodes.has(account);
    state.authenticators.remove(account);
    state.setups.remove(account);
    state.recoveryCodes.remove(account);
    return any ? 1 : 0;
  }

  /** Empties what names a person, of so many events. */
  static int forget(State state, int batch, Predicate<Event> which) {
    List<History.Row> rows =
        state
            .audit
            .where(row -> row.event().origin().isPresent() && which.test(row.event()))
            .stream()
            .limit(batch)
            .toList();
    rows.forEach(
        row -> state.audit.put(row.position(), new History.Row(row.position(), act(row.event()))));
    return rows.size();
  }

  /** What happened, without from where. */
  private static Event act(Event event) {
    return new Event(
        event.type(),
        event.at(),
        event.realm(),
        event.actor(),
        event.subject(),
        event.session(),
        Optional.empty(),
        event.reason());
  }

  private static boolean takenBy(Invitation invitation, AccountId account) {
    return invitation.taken().map(Invitation.Taken::account).equals(Optional.of(account));
  }
}
