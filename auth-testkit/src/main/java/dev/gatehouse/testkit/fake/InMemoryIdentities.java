package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Identities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keeps linked identities on a unit's copy, and insists that the account's row was locked before. */
final class InMemoryIdentities implements Identities {
  private final InMemoryUnit unit;

  InMemoryIdentities(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public Optional<AccountId> owner(RealmKey realm, List<Identity> identities) {
    return owner(unit.state(), realm, identities);
  }

  static Optional<AccountId> owner(State state, RealmKey realm, List<Identity> identities) {
    return holder(state, realm, identities).map(LinkedIdentity::account);
  }

  /** Of the first that leads to one that is nobody else for the provider of an earlier one. */
  private static Optional<LinkedIdentity> holder(
      State state, RealmKey realm, List<Identity> identities) {
    return IntStream.range(0, identities.size())
        .boxed()
        .flatMap(place -> holder(state, realm, identities.get(place)).stream()
            .filter(linked -> of(state, linked.account()).stream()
                .noneMatch(any -> identities.subList(0, place).stream()
                    .anyMatch(earlier -> any.at(earlier.provider())))))
        .findFirst();
  }

  private Optional<LinkedIdentity> holder(RealmKey realm, Identity identity) {
    return holder(unit.state(), realm, identity);
  }

  private static Optional<LinkedIdentity> holder(State state, RealmKey realm, Identity identity) {
    return state
        .identities
        .where(linked -> linked.realm().equals(realm) && all(linked).anyMatch(identity::equals))
        .stream()
        .findFirst();
  }

  private static Stream<Identity> all(LinkedIdentity linked) {
    return Stream.concat(Stream.of(linked.identity()), linked.joined().stream());
  }

  @Override
  public boolean link(LinkedIdentity linked) {
    State state = unit.stateOf(linked.account());
    if (holder(linked.realm(), linked.identity()).isPresent()
        || has(linked.account(), linked.identity().provider())) {
      return false;
    }
    put(state, joining(alone(linked), linked.joined()));
    return true;
  }

  private boolean has(AccountId account, ProviderKey provider) {
    return of(account).stream().anyMatch(linked -> linked.at(provider));
  }

  private static LinkedIdentity alone(LinkedIdentity linked) {
    return new LinkedIdentity(
        linked.account(),
        linked.realm(),
        linked.identity(),
        List.of(),
        linked.profile(),
        linked.linkedAt(),
        linked.usedAt());
  }

  private LinkedIdentity joining(LinkedIdentity linked, List<Identity> others) {
    List<Identity> joined = new ArrayList<>(linked.joined());
    others.stream()
        .filter(other ->
            holder(linked.realm(), other).isEmpty() && !has(linked.account(), other.provider()))
        .forEach(joined::add);
    joined.sort(Comparator.comparing(other -> other.provider().value()));
    return new LinkedIdentity(
        linked.account(),
        linked.realm(),
        linked.identity(),
        joined,
        linked.profile(),
        linked.linkedAt(),
        linked.usedAt());
  }

  @Override
  public List<Identity> used(
      AccountId account, RealmKey realm, ProvenIdentity person, Instant now) {
    State state = unit.stateOf(account);
    Optional<LinkedIdentity> before =
        holder(state, realm, person.all()).filter(linked -> linked.account().equals(account));
    Optional<LinkedIdentity> after = before.map(linked ->
        joining(shown(linked, person.profile().over(linked.profile()), now), person.all()));
    after.ifPresent(linked -> put(state, linked));
    return after.stream()
        .flatMap(linked -> linked.joined().stream())
        .filter(other -> !before.orElseThrow().joined().contains(other))
        .toList();
  }

  @Override
  public void show(
      AccountId account, RealmKey realm, Identity identity, ProviderProfile profile, Instant now) {
    State state = unit.stateOf(account);
    holder(state, realm, identity)
        .filter(linked -> linked.account().equals(account))
        .ifPresent(linked -> put(state, shown(linked, profile, now)));
  }

  private static LinkedIdentity shown(LinkedIdentity linked, ProviderProfile profile, Instant now) {
    return new LinkedIdentity(
        linked.account(),
        linked.realm(),
        linked.identity(),
        linked.joined(),
        profile,
        linked.linkedAt(),
        now);
  }

  @Override
  public boolean unlink(AccountId account, ProviderKey provider) {
    State state = unit.stateOf(account);
    return state.identities.remove(
            1, linked -> linked.account().equals(account) && linked.at(provider))
        == 1;
  }

  @Override
  public List<LinkedIdentity> of(AccountId account) {
    return of(unit.state(), account);
  }

  static List<LinkedIdentity> of(State state, AccountId account) {
    return state.identities.where(linked -> linked.account().equals(account)).stream()
        .sorted(Comparator.comparing(linked -> linked.identity().provider().value()))
        .toList();
  }

  @Override
  public void drop(AccountId account) {
    unit.stateOf(account).identities.removeKeys(key -> key.account().equals(account));
  }

  private static void put(State state, LinkedIdentity linked) {
    state.identities.put(new State.LinkKey(linked.account(), linked.identity().provider()), linked);
  }
}
