package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Candidates;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps candidates on a unit's copy, in the order in which they came. */
final class InMemoryCandidates implements Candidates {
  private final InMemoryUnit unit;

  InMemoryCandidates(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void hold(Candidate candidate) {
    unit.state().candidates.put(candidate.id(), candidate);
  }

  @Override
  public List<Candidate> of(RealmKey realm, EmailAddress email, Instant now) {
    return unit.state()
        .candidates
        .where(
            candidate -> claims(candidate, realm, email) && candidate.endsAt().isAfter(now));
  }

  @Override
  public void became(UUID id, AccountId account) {
    unit.state().became.put(id, account);
  }

  @Override
  public void drop(RealmKey realm, EmailAddress email) {
    unit.state().candidates.remove(Integer.MAX_VALUE, candidate -> claims(candidate, realm, email));
  }

  private static boolean claims(Candidate candidate, RealmKey realm, EmailAddress email) {
    return candidate.realm().equals(realm) && candidate.email().equals(email);
  }
}
