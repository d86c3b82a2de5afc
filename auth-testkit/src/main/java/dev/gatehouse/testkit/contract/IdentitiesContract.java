package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.port.Identities;
import dev.gatehouse.port.IdentityDirectory;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Identities} and {@link IdentityDirectory} promise. */
public abstract class IdentitiesContract extends StorageContract {
  private static final ProviderKey ONE = new ProviderKey("one");
  private static final ProviderKey ONE_TOO = new ProviderKey("one-openid");
  private static final ProviderKey OTHER = new ProviderKey("other");
  private static final ProviderProfile SHOWN = new ProviderProfile(
      Optional.of("Ada Lovelace"), Optional.of("ada"), Optional.of("https://example.com/ada.png"));

  @Test
  @DisplayName(
      "[L06] an identity that was linked finds its account, by provider, subject and realm, and no other does")
  void what_was_linked_finds_its_account() {
    Account account = someone();
    Identity identity = fresh(ONE);
    assertThat(owner(account.realm(), identity)).isEmpty();

    assertThat(link(account, person(identity))).isTrue();

    assertThat(owner(account.realm(), identity)).contains(account.id());
    assertThat(owner(Fixtures.realm(), identity)).isEmpty();
    assertThat(owner(account.realm(), new Identity(OTHER, identity.subject()))).isEmpty();
    assertThat(owner(account.realm(), new Identity(ONE, identity.subject() + "0")))
        .isEmpty();
    assertThat(owners(account.realm(), List.of())).isEmpty();
    assertThat(of(account))
        .containsExactly(LinkedIdentity.of(account.id(), account.realm(), person(identity), now));
  }

  @Test
  @DisplayName("[L23] whose it is is told with the account's epoch")
  void whose_it_is_is_told_with_the_epoch() {
    Account account = someone();
    Identity identity = fresh(ONE);
    link(account, person(identity));
    long before = reread(account).epoch();
    assertThat(engine().identities().owner(account.realm(), List.of(identity)))
        .contains(new OneTimeSecret.Owner(account.id(), before));

    change(account.id(), unit -> unit.accounts().raiseEpoch(account.id(), Fixtures.instant()));

    assertThat(engine().identities().owner(account.realm(), List.of(identity)))
        .contains(new OneTimeSecret.Owner(account.id(), before + 1));
  }

  @Test
  @DisplayName("[L06] subjects that differ in case are two")
  void subjects_that_differ_in_case_are_two() {
    Account account = someone();
    Account other = someone(AnAccount.in(account.realm()));
    String subject = "a" + Fixtures.unique();

    assertThat(link(account, person(new Identity(ONE, subject)))).isTrue();
    assertThat(link(other, person(new Identity(ONE, subject.toUpperCase(Locale.ROOT)))))
        .isTrue();
  }

  @Test
  void an_identity_is_linked_once_in_a_realm_and_an_account_has_one_of_each_provider() {
    Account account = someone();
    Account neighbour = someone(AnAccount.in(account.realm()));
    Account abroad = someone();
    Identity identity = fresh(ONE);
    link(account, person(identity));

    assertThat(link(neighbour, person(identity))).as("another's").isFalse();
    assertThat(link(account, person(identity))).as("its own").isFalse();
    assertThat(link(account, person(fresh(ONE)))).as("a second of one provider").isFalse();
    assertThat(link(account, person(fresh(OTHER)))).as("of another provider").isTrue();
    assertThat(link(abroad, person(identity))).as("in another realm").isTrue();
    assertThat(owner(account.realm(), identity)).contains(account.id());
    assertThat(of(neighbour)).isEmpty();
  }

  @Test
  @DisplayName("[L02] of racing accounts that link one identity exactly one gets it")
  void of_racing_accounts_one_gets_the_identity() {
    Race.rounds(round -> {
      RealmKey realm = Fixtures.realm();
      ProvenIdentity person = joined(fresh(ONE), fresh(ONE_TOO));
      List<Account> accounts =
          Stream.generate(() -> someone(AnAccount.in(realm))).limit(Race.RACERS).toList();

      List<Boolean> won = Race.of(Race.RACERS, n -> link(accounts.get(n), person));

      assertThat(won).containsOnlyOnce(true);
      Account winner = accounts.get(won.indexOf(true));
      assertThat(owner(realm, person.identity())).contains(winner.id());
      assertThat(owner(realm, person.also().orElseThrow())).contains(winner.id());
      assertThat(accounts.stream().filter(a -> !of(a).isEmpty())).containsExactly(winner);
    });
  }

  @Test
  @DisplayName(
      "[L06] what is joined finds the account too, and is listed with the identity it is joined to")
  void what_is_joined_finds_the_account_too() {
    Account account = someone();
    Identity identity = fresh(ONE);
    Identity also = fresh(ONE_TOO);

    link(account, joined(identity, also));

    assertThat(owner(account.realm(), also)).contains(account.id());
    assertThat(of(account)).singleElement().satisfies(linked -> {
      assertThat(linked.identity()).isEqualTo(identity);
      assertThat(linked.joined()).containsExactly(also);
    });
  }

  @Test
  void of_several_the_first_that_anybody_has_says_whose_it_is() {
    Account account = someone();
    Account other = someone(AnAccount.in(account.realm()));
    Identity identity = fresh(ONE);
    Identity also = fresh(ONE_TOO);
    link(account, person(identity));
    link(other, person(also));

    assertThat(owners(account.realm(), List.of(identity, also))).contains(account.id());
    assertThat(owners(account.realm(), List.of(also, identity))).contains(other.id());
    assertThat(owners(account.realm(), List.of(fresh(ONE), also))).contains(other.id());
  }

  @Test
  @DisplayName(
      "[L06] what is joined leads nobody to an account that is somebody else for the provider that comes first")
  void what_is_joined_leads_to_no_other_person() {
    Account account = someone();
    Identity also = fresh(ONE_TOO);
    link(account, joined(fresh(ONE), also));
    ProvenIdentity other = joined(fresh(ONE), also);

    assertThat(owners(account.realm(), other.all())).isEmpty();
    assertThat(used(account, other, now)).isEmpty();
    assertThat(of(account))
        .singleElement()
        .satisfies(linked -> assertThat(linked.identity()).isNotEqualTo(other.identity()));
    Account others = someone(AnAccount.in(account.realm()));
    assertThat(link(others, other)).isTrue();
    assertThat(owners(account.realm(), other.all())).contains(others.id());
    assertThat(owner(account.realm(), also)).contains(account.id());
    assertThat(owners(account.realm(), List.of(fresh(OTHER), also)))
        .as("who is nobody for the provider that comes first")
        .contains(account.id());
  }

  @Test
  void what_is_joined_and_is_another_link_s_stays_there() {
    Account account = someone();
    Account other = someone(AnAccount.in(account.realm()));
    Identity identity = fresh(ONE);
    Identity also = fresh(ONE_TOO);
    link(other, person(also));

    assertThat(link(account, joined(identity, also))).isTrue();
    assertThat(used(account, joined(identity, also), now)).isEmpty();

    assertThat(owner(account.realm(), also)).contains(other.id());
    assertThat(of(account))
        .singleElement()
        .satisfies(l -> assertThat(l.joined()).isEmpty());
  }

  @Test
  @DisplayName("[L06] using an identity keeps what is shown of the person, and changes no key")
  void using_it_keeps_what_is_shown() {
    Account account = someone();
    Identity identity = fresh(ONE);
    link(account, person(identity));
    Instant later = now.plusSeconds(60);

    used(account, new ProvenIdentity(identity, Optional.empty(), SHOWN), later);

    assertThat(of(account))
        .containsExactly(new LinkedIdentity(
            account.id(), account.realm(), identity, List.of(), SHOWN, now, later));
  }

  @Test
  @DisplayName("a way that does not say everything takes nothing away; who says it all does")
  void what_does_not_come_stays() {
    Account account = someone();
    Identity identity = fresh(ONE);
    link(account, ProvenIdentity.of(identity, SHOWN));

    Optional<String> none = Optional.empty();

    assertThat(shownAfter(account, identity, ProviderProfile.EMPTY)).isEqualTo(SHOWN);
    assertThat(shownAfter(account, identity, new ProviderProfile(none, Optional.of("ada_2"), none)))
        .isEqualTo(new ProviderProfile(SHOWN.displayName(), Optional.of("ada_2"), SHOWN.picture()));
    assertThat(shownAfter(account, identity, new ProviderProfile(Optional.of("Ada K"), none, none)))
        .as("who gives a name and no username has none; pictures not every way brings")
        .isEqualTo(new ProviderProfile(Optional.of("Ada K"), none, SHOWN.picture()));
    assertThat(shownAfter(account, identity, SHOWN)).isEqualTo(SHOWN);
  }

  @Test
  void what_is_to_be_shown_can_be_said_whole() {
    Account account = someone();
    Identity identity = fresh(ONE);
    link(account, person(identity));
    used(account, new ProvenIdentity(identity, Optional.empty(), SHOWN), now);
    Instant later = now.plusSeconds(60);

    show(account, identity, ProviderProfile.EMPTY, later);

    assertThat(of(account)).singleElement().satisfies(linked -> {
      assertThat(linked.profile()).isEqualTo(ProviderProfile.EMPTY);
      assertThat(linked.usedAt()).isEqualTo(later);
    });
    show(someone(AnAccount.in(account.realm())), identity, SHOWN, later);
    assertThat(of(account).get(0).profile()).as("another's").isEqualTo(ProviderProfile.EMPTY);
  }

  @Test
  void using_it_joins_what_was_not_known_whichever_was_first() {
    for (boolean reversed : new boolean[] {false, true}) {
      Account account = someone();
      Identity identity = fresh(ONE);
      Identity also = fresh(ONE_TOO);
      Identity first = reversed ? also : identity;
      Identity second = reversed ? identity : also;
      link(account, person(first));

      assertThat(used(account, joined(identity, also), now)).containsExactly(second);
      assertThat(used(account, joined(identity, also), now)).as("known").isEmpty();

      assertThat(owner(account.realm(), second)).contains(account.id());
      assertThat(of(account)).singleElement().satisfies(linked -> {
        assertThat(linked.identity()).isEqualTo(first);
        assertThat(linked.joined()).containsExactly(second);
      });
    }
  }

  @Test
  void using_what_is_another_account_s_changes_nothing() {
    Account account = someone();
    Account other = someone(AnAccount.in(account.realm()));
    Identity identity = fresh(ONE);
    link(account, person(identity));

    used(other, new ProvenIdentity(identity, Optional.empty(), SHOWN), now.plusSeconds(60));

    assertThat(of(account).get(0).profile()).isEqualTo(ProviderProfile.EMPTY);
    assertThat(of(other)).isEmpty();
  }

  @Test
  void unlinking_takes_what_is_joined_along_and_nothing_else() {
    for (ProviderKey by : List.of(ONE, ONE_TOO)) {
      Account account = someone();
      Identity identity = fresh(ONE);
      Identity also = fresh(ONE_TOO);
      Identity stays = fresh(OTHER);
      link(account, joined(identity, also));
      link(account, person(stays));

      assertThat(unlink(account, by)).isTrue();

      assertThat(unlink(account, by)).isFalse();
      assertThat(owner(account.realm(), identity)).isEmpty();
      assertThat(owner(account.realm(), also)).isEmpty();
      assertThat(of(account)).extracting(LinkedIdentity::identity).containsExactly(stays);
      assertThat(link(account, joined(identity, also))).as("again").isTrue();
    }
  }

  @Test
  void they_are_listed_by_provider_and_dropped_together() {
    Account account = someone();
    Account other = someone(AnAccount.in(account.realm()));
    Identity kept = fresh(ONE);
    link(other, person(kept));
    link(account, person(fresh(OTHER)));
    link(account, joined(fresh(ONE), fresh(ONE_TOO)));
    assertThat(of(account))
        .extracting(linked -> linked.identity().provider())
        .containsExactly(ONE, OTHER);

    change(account.id(), unit -> unit.identities().drop(account.id()));

    assertThat(of(account)).isEmpty();
    assertThat(owner(account.realm(), kept)).contains(other.id());
  }

  @Test
  void a_unit_that_fails_links_nothing() {
    Account account = someone();
    Identity identity = fresh(ONE);
    try {
      locked(account.id(), unit -> {
        unit.identities()
            .link(LinkedIdentity.of(account.id(), account.realm(), person(identity), now));
        throw new Broken();
      });
    } catch (Broken expected) {
      assertThat(owner(account.realm(), identity)).isEmpty();
    }
    assertThat(of(account)).isEmpty();
  }

  // ---- people

  /** What is shown once that person has come again like this. */
  private ProviderProfile shownAfter(Account account, Identity identity, ProviderProfile profile) {
    used(account, ProvenIdentity.of(identity, profile), now);
    return of(account).get(0).profile();
  }

  private void show(Account account, Identity identity, ProviderProfile profile, Instant at) {
    change(
        account.id(),
        unit -> unit.identities().show(account.id(), account.realm(), identity, profile, at));
  }

  private static Identity fresh(ProviderKey provider) {
    return new Identity(provider, Fixtures.unique());
  }

  private static ProvenIdentity person(Identity identity) {
    return ProvenIdentity.of(identity, ProviderProfile.EMPTY);
  }

  private static ProvenIdentity joined(Identity identity, Identity also) {
    return new ProvenIdentity(identity, Optional.of(also), ProviderProfile.EMPTY);
  }

  private boolean link(Account account, ProvenIdentity person) {
    return locked(
        account.id(),
        unit ->
            unit.identities().link(LinkedIdentity.of(account.id(), account.realm(), person, now)));
  }

  private List<Identity> used(Account account, ProvenIdentity person, Instant at) {
    return locked(
        account.id(), unit -> unit.identities().used(account.id(), account.realm(), person, at));
  }

  private boolean unlink(Account account, ProviderKey provider) {
    return locked(account.id(), unit -> unit.identities().unlink(account.id(), provider));
  }

  private List<LinkedIdentity> of(Account account) {
    List<LinkedIdentity> all = atomically(unit -> unit.identities().of(account.id()));
    assertThat(engine().identities().of(account.id())).isEqualTo(all);
    return all;
  }

  private Optional<AccountId> owner(RealmKey realm, Identity identity) {
    return owners(realm, List.of(identity));
  }

  private Optional<AccountId> owners(RealmKey realm, List<Identity> identities) {
    Optional<AccountId> owner = atomically(unit -> unit.identities().owner(realm, identities));
    assertThat(engine().identities().owner(realm, identities).map(OneTimeSecret.Owner::account))
        .isEqualTo(owner);
    return owner;
  }
}
