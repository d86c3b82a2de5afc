package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.SecondFactors;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps second factors on a unit's copy, and insists that the account's row was locked before anything is written. */
final class InMemorySecondFactors implements SecondFactors {
  private final InMemoryUnit unit;

  InMemorySecondFactors(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void begin(AuthenticatorSetup setup) {
    unit.stateOf(setup.account()).setups.put(setup.account(), setup);
  }

  @Override
  public Optional<AuthenticatorSetup> begun(AccountId account, Instant now) {
    return unit.stateOf(account).setups.find(account).filter(s -> now.isBefore(s.endsAt()));
  }

  @Override
  public void enrol(Authenticator authenticator, List<Digest> codes) {
    AccountId account = authenticator.account();
    State state = unit.stateOf(account);
    state.authenticators.put(account, authenticator);
    state.recoveryCodes.put(account, new State.Codes(codes, authenticator.enrolledAt()));
    state.setups.remove(account);
  }

  @Override
  public Optional<Authenticator> find(AccountId account) {
    return unit.state().authenticators.find(account);
  }

  @Override
  public boolean accept(AccountId account, long step) {
    boolean newer = find(account).filter(a -> a.lastStep() < step).isPresent();
    if (newer) {
      change(account, a -> with(a, a.sealed(), step, 0));
    }
    return newer;
  }

  @Override
  public boolean spend(AccountId account, Digest code) {
    List<Digest> codes = codes(account);
    if (!codes.contains(code)) {
      return false;
    }
    Table<AccountId, State.Codes> kept = unit.stateOf(account).recoveryCodes;
    kept.find(account).ifPresent(all -> kept.put(account, all.without(code)));
    restore(account);
    return true;
  }

  @Override
  public int fail(AccountId account) {
    change(account, a -> with(a, a.sealed(), a.lastStep(), a.failures() + 1));
    return find(account).map(Authenticator::failures).orElse(0);
  }

  @Override
  public void restore(AccountId account) {
    change(account, a -> with(a, a.sealed(), a.lastStep(), 0));
  }

  @Override
  public int codesLeft(AccountId account) {
    return codes(account).size();
  }

  private List<Digest> codes(AccountId account) {
    return unit.state().recoveryCodes.find(account).map(State.Codes::digests).orElse(List.of());
  }

  @Override
  public void renewCodes(AccountId account, List<Digest> codes, Instant now) {
    unit.stateOf(account).recoveryCodes.put(account, new State.Codes(codes, now));
  }

  @Override
  public int voidCodes(AccountId account, Instant since) {
    Table<AccountId, State.Codes> kept = unit.stateOf(account).recoveryCodes;
    int gone = kept.find(account)
        .filter(codes -> !codes.madeAt().isBefore(since))
        .map(codes -> codes.digests().size())
        .orElse(0);
    if (gone > 0) {
      kept.remove(account);
    }
    return gone;
  }

  @Override
  public void remove(AccountId account) {
    State state = unit.stateOf(account);
    state.authenticators.remove(account);
    state.recoveryCodes.remove(account);
    state.setups.remove(account);
  }

  @Override
  public List<Authenticator> page(Optional<AccountId> after, int limit) {
    return unit.state().authenticators.all().stream()
        .filter(a ->
            after.map(last -> order(a.account()).compareTo(order(last)) > 0).orElse(true))
        .sorted(Comparator.comparing(a -> order(a.account())))
        .limit(limit)
        .toList();
  }

  /** As a database orders ids: by their bytes. */
  private static String order(AccountId account) {
    return account.toString();
  }

  @Override
  public void reseal(AccountId account, Sealed sealed) {
    change(account, a -> with(a, sealed, a.lastStep(), a.failures()));
  }

  private void change(AccountId account, UnaryOperator<Authenticator> change) {
    State state = unit.stateOf(account);
    find(account).ifPresent(a -> state.authenticators.put(account, change.apply(a)));
  }

  private static Authenticator with(Authenticator a, Sealed sealed, long step, int failures) {
    return new Authenticator(a.account(), sealed, step, failures, a.enrolledAt());
  }
}
