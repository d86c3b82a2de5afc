package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.account.DevicesTold;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.History;
import dev.gatehouse.port.Leases;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Revocations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everything that is stored: one table for each kind of row. Rows are immutable, so copying the tables copies the state. */
final class State {
  /** What failed attempts are counted by. */
  record CounterKey(String subject, String from) {}

  /** How many attempts were counted, until when that is remembered, and until when the gate is shut. */
  record Counter(int count, Instant keptUntil, Instant shutUntil) {
    boolean spent(Instant now) {
      return !keptUntil.isAfter(now) && !shutUntil.isAfter(now);
    }
  }

  /** How far a mail has come. */
  enum Delivery {
    DUE,
    DELIVERED,
    DEAD
  }

  /** A mail, how far it has come and since when; while it is due, from when on it may be taken. */
  record StoredMail(Outbox.Item item, Delivery delivery, Instant at) {
    StoredMail erased(Instant now) {
      Sealed nothing = new Sealed(new byte[0]);
      Outbox.Item act = new Outbox.Item(
          item.id(),
          item.realm(),
          item.kind(),
          nothing,
          item.attempts(),
          item.createdAt(),
          item.account(),
          item.channel());
      return new StoredMail(act, Delivery.DELIVERED, now);
    }

    StoredMail revived(Instant now) {
      return new StoredMail(item.tried(0), Delivery.DUE, now);
    }

    StoredMail mailed(Instant now) {
      Outbox.Item mail = new Outbox.Item(
          item.id(),
          item.realm(),
          item.kind(),
          item.sealed(),
          0,
          item.createdAt(),
          item.account(),
          Outbox.Channel.MAIL);
      return new StoredMail(mail, Delivery.DUE, now);
    }
  }

  /** What was revoked, and its place in the feed. */
  record Announced(long position, Revocations.Entry entry) {}

  /** What an account agreed to or took back. */
  record Agreed(AccountId account, Consent consent) {}

  /** Whose link to which provider. */
  record LinkKey(AccountId account, ProviderKey provider) {}

  /** That an account asked for an archive, and until when it may be read. */
  record Export(AccountId account, Instant endsAt) {}

  /** Whose some work is until when, and how far it has come. */
  record Lease(UUID holder, Instant until, Leases.Held held) {}

  /** What somebody is asked, and until when. */
  record Topic(Sealed box, Instant endsAt) {}

  /** Recovery codes, and when they were made. */
  record Codes(List<Digest> digests, Instant madeAt) {
    Codes {
      digests = List.copyOf(digests);
    }

    Codes without(Digest spent) {
      return new Codes(digests.stream().filter(other -> !other.equals(spent)).toList(), madeAt);
    }
  }

  final Table<AccountId, AccountDirectory.Entry> accounts;
  final Table<SessionId, Session> sessions;
  final Table<SessionId, Standing.Proof> stepUps;
  final Table<AccountId, DevicesTold> told;
  final Table<AccountId, Reverts> reverts;
  /** When epochs were raised last. */
  final Table<AccountId, Instant> raised;

  final Table<AccountId, Authenticator> authenticators;
  final Table<AccountId, AuthenticatorSetup> setups;
  final Table<AccountId, Codes> recoveryCodes;
  final Table<UUID, OneTimeSecret> secrets;
  final Table<UUID, Candidate> candidates;
  /** Which account came of which candidate. */
  final Table<UUID, AccountId> became;

  final Table<CounterKey, Counter> counters;
  final Table<String, Instant> buckets;
  final Table<String, KeyEntry> keys;
  final Table<KeyUse, Integer> keyVersions;
  final Table<UUID, StoredMail> mails;
  final Table<Long, Announced> revocations;
  final Table<Long, History.Row> audit;
  final Table<UUID, Invitation> invitations;
  final Table<Long, Agreed> consents;
  final Table<AccountId, Departure> departures;
  final Table<UUID, Export> exports;
  final Table<AccountId, AccountStatus> before;
  final Table<LinkKey, LinkedIdentity> identities;
  final Table<Digest, InMemoryHandshakes.Row> handshakes;
  final Table<Digest, Instant> proofs;
  final Table<String, Lease> leases;
  final Table<Digest, Topic> topics;
  private long lastRevocation;
  private long lastEvent;
  private long lastConsent;

  State() {
    accounts = new Table<>();
    sessions = new Table<>();
    stepUps = new Table<>();
    told = new Table<>();
    reverts = new Table<>();
    raised = new Table<>();
    authenticators = new Table<>();
    setups = new Table<>();
    recoveryCodes = new Table<>();
    secrets = new Table<>();
    candidates = new Table<>();
    became = new Table<>();
    counters = new Table<>();
    buckets = new Table<>();
    keys = new Table<>();
    keyVersions = new Table<>();
    mails = new Table<>();
    revocations = new Table<>();
    audit = new Table<>();
    invitations = new Table<>();
    consents = new Table<>();
    departures = new Table<>();
    exports = new Table<>();
    before = new Table<>();
    identities = new Table<>();
    handshakes = new Table<>();
    proofs = new Table<>();
    leases = new Table<>();
    topics = new Table<>();
  }

  private State(State other) {
    accounts = other.accounts.copy();
    sessions = other.sessions.copy();
    stepUps = other.stepUps.copy();
    told = other.told.copy();
    reverts = other.reverts.copy();
    raised = other.raised.copy();
    authenticators = other.authenticators.copy();
    setups = other.setups.copy();
    recoveryCodes = other.recoveryCodes.copy();
    secrets = other.secrets.copy();
    candidates = other.candidates.copy();
    became = other.became.copy();
    counters = other.counters.copy();
    buckets = other.buckets.copy();
    keys = other.keys.copy();
    keyVersions = other.keyVersions.copy();
    mails = other.mails.copy();
    revocations = other.revocations.copy();
    audit = other.audit.copy();
    invitations = other.invitations.copy();
    consents = other.consents.copy();
    departures = other.departures.copy();
    exports = other.exports.copy();
    before = other.before.copy();
    identities = other.identities.copy();
    handshakes = other.handshakes.copy();
    proofs = other.proofs.copy();
    leases = other.leases.copy();
    topics = other.topics.copy();
    lastRevocation = other.lastRevocation;
    lastEvent = other.lastEvent;
    lastConsent = other.lastConsent;
  }

  State copy() {
    return new State(this);
  }

  void announce(Revoked what, Instant at) {
    lastRevocation++;
    revocations.put(lastRevocation, new Announced(lastRevocation, new Revocations.Entry(what, at)));
  }

  /** The place of the last revocation that was ever announced. */
  long lastRevocation() {
    return lastRevocation;
  }

  void record(Event event) {
    lastEvent++;
    audit.put(lastEvent, new History.Row(lastEvent, event));
  }

  void agree(AccountId account, Consent consent) {
    lastConsent++;
    consents.put(lastConsent, new Agreed(account, consent));
  }

  /** A session joined to its account. */
  Optional<Refreshes.Refreshed> joined(SessionId id) {
    return sessions
        .find(id)
        .flatMap(session -> accounts.find(session.account()).map(row -> joined(session, row)));
  }

  static Refreshes.Refreshed joined(Session session, AccountDirectory.Entry owner) {
    return new Refreshes.Refreshed(
        session, owner.account().status(), owner.account().roles());
  }
}
