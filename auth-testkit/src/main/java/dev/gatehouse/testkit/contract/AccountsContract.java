package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.DevicesTold;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Accounts;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link Accounts} and {@link AccountDirectory} promise. */
public abstract class AccountsContract extends StorageContract {
  private final RealmKey realm = Fixtures.realm();

  // ---- creating and finding

  @TestFactory
  Stream<DynamicTest> an_account_comes_back_as_it_was_created() {
    return Stream.of(
            AnAccount.in(realm),
            AnAccount.in(realm).nameless(),
            AnAccount.in(realm).withoutAddress(),
            AnAccount.in(realm).nameless().withoutAddress(),
            AnAccount.in(realm).status(AccountStatus.PENDING).epoch(7),
            AnAccount.in(realm).epoch(5_000_000_000L),
            AnAccount.in(realm).roles(),
            AnAccount.in(realm).roles(Role.USER, Role.PARTNER),
            AnAccount.in(realm)
                .roles(Arrays.stream(Role.values())
                    .filter(r -> r != Role.USER && r != Role.PARTNER)
                    .toArray(Role[]::new)),
            AnAccount.in(realm).secondFactors(Method.TOTP, Method.RECOVERY_CODE),
            AnAccount.in(realm).consents(new Consents(Optional.of(now.minusSeconds(3)), true)),
            AnAccount.in(realm).consents(new Consents(Optional.empty(), true)),
            AnAccount.in(realm).consents(new Consents(Optional.of(now), false)),
            AnAccount.in(realm).createdAt(now.minus(Duration.ofDays(4000)).plusNanos(1000)),
            AnAccount.in(realm)
                .profile(new Profile(
                    Optional.of("Zoë 'x\"; -- 🦊 \\ 山田"),
                    Locale.forLanguageTag("zh-Hant-TW"),
                    ZoneId.of("Europe/Berlin"))),
            AnAccount.in(realm)
                .profile(new Profile(
                    Optional.of("🦊".repeat(100)),
                    Locale.forLanguageTag("sr-Latn-RS"),
                    ZoneId.of("UTC"))),
            AnAccount.in(realm)
                .profile(new Profile(
                    Optional.empty(), Locale.forLanguageTag("id"), ZoneOffset.ofHours(5))),
            AnAccount.in(realm)
                .at(new EmailAddress("ü'%_*." + Fixtures.unique() + "@xn--bcher-kva.example")),
            AnAccount.in(realm).named(new Username("a".repeat(18) + Fixtures.unique())))
        .map(AnAccount::build)
        .map(account -> DynamicTest.dynamicTest(
            account.profile() + " " + account.roles(), () -> comesBack(account)));
  }

  private void comesBack(Account account) {
    Optional<PasswordHash> password = Optional.of(Fixtures.hash());

    assertThat(createdWith(account, password)).isTrue();

    AccountDirectory.Entry expected = new AccountDirectory.Entry(account, password);
    assertThat(engine().accounts().find(realm, account.id())).contains(expected);
    account.username().ifPresent(name -> assertThat(byName(realm, name)).contains(expected));
    account.email().ifPresent(email -> assertThat(byEmail(realm, email)).contains(expected));
    assertThat(locking(account)).contains(account);
    // equality of usernames is blind to case; what is shown must not be
    assertThat(reread(account).username().map(Username::value))
        .isEqualTo(account.username().map(Username::value));
  }

  @Test
  void an_account_may_have_no_password() {
    Account account = stored(Fixtures.account(realm));

    assertThat(entry(account)).contains(new AccountDirectory.Entry(account, Optional.empty()));
  }

  @Test
  void a_username_is_found_in_any_case() {
    Account account = stored(Fixtures.account(realm));
    String name = account.username().orElseThrow().value();

    assertThat(byName(realm, new Username(name.toUpperCase(Locale.ROOT))))
        .map(AccountDirectory.Entry::account)
        .contains(account);
    assertThat(byName(realm, new Username(name.toLowerCase(Locale.ROOT))))
        .map(AccountDirectory.Entry::account)
        .contains(account);
  }

  @Test
  void the_signs_in_a_name_stand_for_themselves_only() {
    String part = Fixtures.unique().substring(0, 12);
    Account plain = someone(AnAccount.in(realm)
        .named(new Username(part + "xyz"))
        .at(new EmailAddress(part + "x@example.com")));

    assertThat(byName(realm, new Username(part + "x_z"))).isEmpty();
    assertThat(byName(realm, new Username(part + "x.z"))).isEmpty();
    assertThat(byEmail(realm, new EmailAddress(part + "_@example.com"))).isEmpty();
    assertThat(byEmail(realm, new EmailAddress(part + "%@example.com"))).isEmpty();
    assertThat(takenName(realm, new Username(part + "x_z"))).isFalse();
    assertThat(takenAddress(realm, new EmailAddress("%" + part.substring(1) + "x@example.com")))
        .isFalse();
    assertThat(byName(realm, plain.username().orElseThrow())).isPresent();
  }

  @Test
  void who_is_not_there_is_not_found() {
    Account account = stored(Fixtures.account(realm));

    assertThat(engine().accounts().find(realm, Fixtures.accountId())).isEmpty();
    assertThat(byName(realm, Fixtures.username())).isEmpty();
    assertThat(byEmail(realm, Fixtures.email())).isEmpty();
    assertThat(locking(Fixtures.account(realm))).isEmpty();
    for (String text : List.of(
        "",
        " ",
        "a",
        "@",
        account.id().toString(),
        "x\u0000y",
        "'; drop table accounts; --",
        "a".repeat(320))) {
      assertThat(engine().accounts().find(realm, new Identifier.Nobody(text)))
          .as(text)
          .isEmpty();
    }
  }

  @Test
  void a_name_is_no_address_and_an_address_no_name() {
    String text = Fixtures.unique();
    someone(AnAccount.in(realm).named(new Username(text)).withoutAddress());
    someone(AnAccount.in(realm).nameless().at(new EmailAddress(text + "@example.com")));

    assertThat(byEmail(realm, new EmailAddress(text + "@example.com")))
        .map(e -> e.account().username())
        .contains(Optional.empty());
    assertThat(byName(realm, new Username(text)))
        .map(e -> e.account().email())
        .contains(Optional.empty());
  }

  @Test
  @DisplayName(
      "[L16] equal names and addresses in two realms are two accounts, and neither is found in the other's")
  void equal_names_and_addresses_in_two_realms_are_two_accounts() {
    Account here = stored(Fixtures.account(realm));
    RealmKey elsewhere = Fixtures.realm();
    AnAccount twin = AnAccount.in(elsewhere)
        .named(here.username().orElseThrow())
        .at(here.email().orElseThrow());

    assertThat(takenName(elsewhere, here.username().orElseThrow())).isFalse();
    assertThat(takenAddress(elsewhere, here.email().orElseThrow())).isFalse();
    assertThat(engine().accounts().find(elsewhere, here.id())).isEmpty();
    assertThat(byName(elsewhere, here.username().orElseThrow())).isEmpty();
    Account there = someone(twin);

    assertThat(byName(realm, here.username().orElseThrow()))
        .map(AccountDirectory.Entry::account)
        .contains(here);
    assertThat(byEmail(elsewhere, here.email().orElseThrow()))
        .map(AccountDirectory.Entry::account)
        .contains(there);
  }

  // ---- uniqueness

  @Test
  void a_second_account_of_a_username_in_any_case_is_not_created() {
    Account first = stored(Fixtures.account(realm));
    Username same = new Username(first.username().orElseThrow().value().toUpperCase(Locale.ROOT));

    assertNotCreated(AnAccount.in(realm).named(same).build(), first);
  }

  @Test
  void a_second_account_of_an_address_is_not_created() {
    Account first = stored(Fixtures.account(realm));

    assertNotCreated(AnAccount.in(realm).at(first.email().orElseThrow()).build(), first);
    assertNotCreated(
        AnAccount.in(realm).nameless().at(first.email().orElseThrow()).build(), first);
  }

  private void assertNotCreated(Account second, Account first) {
    assertThat(createdWith(second, Optional.of(Fixtures.hash()))).isFalse();

    assertThat(entry(second)).isEmpty();
    assertThat(entry(first)).contains(new AccountDirectory.Entry(first, Optional.empty()));
  }

  @Test
  void what_was_not_created_takes_neither_its_name_nor_its_address() {
    Account first = stored(Fixtures.account(realm));
    Account nameTaken =
        AnAccount.in(realm).named(first.username().orElseThrow()).build();
    Account addressTaken = AnAccount.in(realm).at(first.email().orElseThrow()).build();
    assertThat(created(nameTaken)).isFalse();
    assertThat(created(addressTaken)).isFalse();

    assertThat(takenAddress(realm, nameTaken.email().orElseThrow())).isFalse();
    assertThat(takenName(realm, addressTaken.username().orElseThrow())).isFalse();
    someone(AnAccount.in(realm)
        .named(addressTaken.username().orElseThrow())
        .at(nameTaken.email().orElseThrow()));
  }

  @Test
  void after_an_account_was_not_created_the_unit_goes_on() {
    Account first = stored(Fixtures.account(realm));
    Account other = Fixtures.account(realm);

    boolean[] answers = atomically(unit -> new boolean[] {
      unit.accounts()
          .create(
              AnAccount.in(realm).named(first.username().orElseThrow()).build(), Optional.empty()),
      unit.accounts().create(other, Optional.empty())
    });

    assertThat(answers).containsExactly(false, true);
    assertThat(entry(other)).isPresent();
  }

  @Test
  void any_number_of_accounts_may_have_neither_name_nor_address() {
    for (int i = 0; i < 3; i++) {
      assertThat(created(AnAccount.in(realm).nameless().withoutAddress().build()))
          .isTrue();
    }
  }

  @Test
  void what_an_account_has_is_taken_and_nothing_else() {
    Account account = stored(Fixtures.account(realm));
    String name = account.username().orElseThrow().value();

    assertThat(takenName(realm, new Username(name))).isTrue();
    assertThat(takenName(realm, new Username(name.toUpperCase(Locale.ROOT)))).isTrue();
    assertThat(takenAddress(realm, account.email().orElseThrow())).isTrue();
    assertThat(takenName(realm, Fixtures.username())).isFalse();
    assertThat(takenAddress(realm, Fixtures.email())).isFalse();
  }

  @Test
  void what_a_unit_created_is_taken_within_it_and_free_again_once_it_is_undone() {
    Account account = Fixtures.account(realm);

    assertThat(catchThrowable(() -> change(unit -> {
          assertThat(unit.accounts().create(account, Optional.empty())).isTrue();
          assertThat(unit.accounts().taken(realm, account.username().orElseThrow()))
              .isTrue();
          assertThat(unit.accounts().taken(realm, account.email().orElseThrow()))
              .isTrue();
          assertThat(unit.accounts().lock(account.id())).contains(account);
          throw new Broken();
        })))
        .isInstanceOf(Broken.class);

    assertThat(takenName(realm, account.username().orElseThrow())).isFalse();
    assertThat(created(account)).isTrue();
  }

  @Test
  void of_racing_callers_with_one_username_exactly_one_creates() {
    Race.rounds(round -> {
      String name = "race_" + Fixtures.unique();
      List<Account> accounts = IntStream.range(0, Race.RACERS)
          .mapToObj(n -> AnAccount.in(realm)
              .named(new Username(n % 2 == 0 ? name : name.toUpperCase(Locale.ROOT)))
              .build())
          .toList();

      List<Boolean> answers = Race.of(Race.RACERS, n -> created(accounts.get(n)));

      assertOneCreated(accounts, answers);
    });
  }

  @Test
  void of_racing_callers_with_one_address_exactly_one_creates() {
    Race.rounds(round -> {
      EmailAddress email = Fixtures.email();
      List<Account> accounts = IntStream.range(0, Race.RACERS)
          .mapToObj(n -> n % 2 == 0
              ? AnAccount.in(realm).at(email).build()
              : AnAccount.in(realm).nameless().at(email).build())
          .toList();

      List<Boolean> answers = Race.of(Race.RACERS, n -> created(accounts.get(n)));

      assertOneCreated(accounts, answers);
    });
  }

  private void assertOneCreated(List<Account> accounts, List<Boolean> answers) {
    assertThat(Collections.frequency(answers, true))
        .as("created, of " + answers)
        .isEqualTo(1);
    for (int n = 0; n < accounts.size(); n++) {
      assertThat(entry(accounts.get(n)).isPresent()).isEqualTo(answers.get(n));
    }
  }

  @Test
  void racing_callers_whose_names_and_addresses_cross_leave_no_two_accounts_with_one_of_either() {
    Race.rounds(round -> {
      List<Username> names = List.of(Fixtures.username(), Fixtures.username());
      List<EmailAddress> emails = List.of(Fixtures.email(), Fixtures.email());
      List<Account> accounts = IntStream.range(0, 4)
          .mapToObj(n ->
              AnAccount.in(realm).named(names.get(n / 2)).at(emails.get(n % 2)).build())
          .toList();

      List<Boolean> answers = Race.of(4, n -> created(accounts.get(n)));

      List<Account> winners =
          accounts.stream().filter(a -> entry(a).isPresent()).toList();
      assertThat(winners).hasSize(Collections.frequency(answers, true)).isNotEmpty();
      assertThat(winners.stream().map(Account::username)).doesNotHaveDuplicates();
      assertThat(winners.stream().map(Account::email)).doesNotHaveDuplicates();
    });
  }

  // ---- locking

  @Test
  void a_lock_is_held_until_the_unit_ends_and_whoever_waited_reads_what_it_left() {
    Account account = someone();
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> first = Race.start(() -> locked(account.id(), unit -> {
      locked.countDown();
      Race.await(go);
      unit.accounts().raiseEpoch(account.id(), Fixtures.instant());
      return true;
    }));
    Race.await(locked);
    Race.Running<Optional<Account>> second = Race.start(() -> locking(account));

    assertThat(second.endsWithin(A_MOMENT)).as("got past the lock").isFalse();
    go.countDown();

    assertThat(first.result()).isTrue();
    assertThat(second.result().map(Account::epoch)).contains(account.epoch() + 1);
  }

  @Test
  void nothing_is_lost_of_racing_changes_that_lock() {
    Account account = someone();

    Race.rounds(round -> Race.of(
        Race.RACERS,
        n -> locked(account.id(), unit -> {
          unit.accounts().raiseEpoch(account.id(), Fixtures.instant());
          return true;
        })));

    assertThat(reread(account).epoch()).isEqualTo((long) Race.ROUNDS * Race.RACERS);
  }

  @Test
  void a_changed_account_is_read_changed_within_its_unit() {
    Account account = someone();

    Optional<Account> read = locked(account.id(), unit -> {
      unit.accounts().setStatus(account.id(), AccountStatus.LOCKED, Fixtures.instant());
      return unit.accounts().lock(account.id());
    });

    assertThat(read.map(Account::status)).contains(AccountStatus.LOCKED);
    assertThat(read.map(Account::epoch)).contains(account.epoch() + 1);
  }

  // ---- signing in

  @Test
  void signing_in_counts_and_notes_when_and_from_where_and_nothing_else() {
    Account account = someone();

    assertThat(signsIn(account, account.epoch())).isTrue();
    boolean again = atomically(unit -> unit.accounts()
        .signIn(account.id(), account.epoch(), Fixtures.ELSEWHERE, now.plusSeconds(5)));
    assertThat(again).isTrue();

    Account after = reread(account);
    assertThat(after.signIns().count()).isEqualTo(2);
    assertThat(after.signIns().lastAt()).contains(now.plusSeconds(5));
    assertThat(after.signIns().lastAddress()).contains(Fixtures.ELSEWHERE);
    assertThat(after).usingRecursiveComparison().ignoringFields("signIns").isEqualTo(account);
  }

  @TestFactory
  Stream<DynamicTest> nobody_signs_in_to_an_account_that_is_not_active() {
    return Arrays.stream(AccountStatus.values())
        .filter(status -> status != AccountStatus.ACTIVE)
        .map(status -> DynamicTest.dynamicTest("[L08] " + status, () -> {
          Account account = someone(AnAccount.in(realm).status(status));
          assertThat(signsIn(account, account.epoch())).isFalse();
          assertThat(reread(account)).isEqualTo(account);
        }));
  }

  @Test
  @DisplayName("[L23] nobody signs in with an epoch that is not the account's")
  void nobody_signs_in_with_another_epoch() {
    Account account = someone(AnAccount.in(realm).epoch(4));

    assertThat(signsIn(account, 3)).isFalse();
    assertThat(signsIn(account, 5)).isFalse();
    assertThat(signsIn(account, 0)).isFalse();

    assertThat(reread(account)).isEqualTo(account);
    assertThat(signsIn(account, 4)).isTrue();
  }

  @Test
  void nobody_signs_in_to_an_account_that_does_not_exist() {
    assertThat(signsIn(Fixtures.account(realm), 0)).isFalse();
  }

  @TestFactory
  Stream<DynamicTest> a_sign_in_that_began_before_a_change_is_refused_once_the_change_commits() {
    return Stream.of("password", "status", "epoch")
        .map(what -> DynamicTest.dynamicTest("[L23] " + what, () -> {
          Account account = someone();
          CountDownLatch changed = new CountDownLatch(1);
          CountDownLatch go = new CountDownLatch(1);
          Race.Running<Boolean> change = Race.start(() -> locked(account.id(), unit -> {
            change(unit.accounts(), account, what);
            changed.countDown();
            Race.await(go);
            return true;
          }));
          Race.await(changed);
          Race.Running<Boolean> signIn = Race.start(() -> signsIn(account, account.epoch()));
          assertThat(signIn.endsWithin(A_MOMENT)).as("signed in past the lock").isFalse();
          go.countDown();

          assertThat(change.result()).isTrue();
          assertThat(signIn.result()).isFalse();
          assertThat(reread(account).signIns().count()).isZero();
        }));
  }

  private static void change(Accounts accounts, Account account, String what) {
    switch (what) {
      case "password" -> accounts.setPassword(account.id(), Fixtures.hash(), Fixtures.instant());
      case "status" -> accounts.setStatus(account.id(), AccountStatus.DISABLED, Fixtures.instant());
      default -> accounts.raiseEpoch(account.id(), Fixtures.instant());
    }
  }

  @Test
  void a_sign_in_holds_the_row_until_its_unit_ends() {
    Account account = someone();
    CountDownLatch claimed = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Race.Running<Boolean> signIn = Race.start(() -> atomically(unit -> {
      boolean answer = unit.accounts().signIn(account.id(), account.epoch(), Fixtures.ADDRESS, now);
      claimed.countDown();
      Race.await(go);
      return answer;
    }));
    Race.await(claimed);
    Race.Running<Optional<Account>> other = Race.start(() -> locking(account));

    assertThat(other.endsWithin(A_MOMENT)).as("got past the lock").isFalse();
    go.countDown();

    assertThat(signIn.result()).isTrue();
    assertThat(other.result().map(a -> a.signIns().count())).contains(1L);
  }

  @Test
  void no_sign_in_of_many_goes_uncounted() {
    Account account = someone();

    Race.rounds(round -> assertThat(Race.of(Race.RACERS, n -> signsIn(account, account.epoch())))
        .containsOnly(true));

    assertThat(reread(account).signIns().count()).isEqualTo((long) Race.ROUNDS * Race.RACERS);
  }

  // ---- changing

  @Test
  void setting_the_password_stores_it_and_raises_the_epoch() {
    Account account = someone();
    PasswordHash first = Fixtures.hash();
    PasswordHash second = Fixtures.hash();

    change(
        account.id(), unit -> unit.accounts().setPassword(account.id(), first, Fixtures.instant()));
    assertThat(entry(account).flatMap(AccountDirectory.Entry::password)).contains(first);
    assertThat(reread(account).epoch()).isEqualTo(account.epoch() + 1);

    change(
        account.id(),
        unit -> unit.accounts().setPassword(account.id(), second, Fixtures.instant()));
    assertThat(entry(account).flatMap(AccountDirectory.Entry::password)).contains(second);
    assertThat(reread(account).epoch()).isEqualTo(account.epoch() + 2);
  }

  @Test
  void a_better_hash_replaces_the_stored_one_and_the_epoch_stays() {
    PasswordHash weak = Fixtures.hash();
    PasswordHash better = Fixtures.hash();
    Account account = withPassword(weak);

    assertThat(rehashed(account, weak, better)).isTrue();
    assertThat(entry(account)).contains(new AccountDirectory.Entry(account, Optional.of(better)));
  }

  @Test
  void a_better_hash_of_a_password_that_was_changed_meanwhile_is_dropped() {
    PasswordHash old = Fixtures.hash();
    PasswordHash changed = Fixtures.hash();
    Account account = withPassword(old);
    change(
        account.id(),
        unit -> unit.accounts().setPassword(account.id(), changed, Fixtures.instant()));

    assertThat(rehashed(account, old, Fixtures.hash())).isFalse();
    assertThat(entry(account).flatMap(AccountDirectory.Entry::password)).contains(changed);
  }

  @Test
  void an_account_without_a_password_gets_none_by_rehashing() {
    Account account = someone();

    assertThat(rehashed(account, Fixtures.hash(), Fixtures.hash())).isFalse();
    assertThat(entry(account).flatMap(AccountDirectory.Entry::password)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> setting_the_status_stores_it_and_raises_the_epoch() {
    return Arrays.stream(AccountStatus.values())
        .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
          Account account = someone();
          change(
              account.id(),
              unit -> unit.accounts().setStatus(account.id(), status, Fixtures.instant()));
          assertThat(reread(account).status()).isEqualTo(status);
          assertThat(reread(account).epoch()).isEqualTo(account.epoch() + 1);
        }));
  }

  @Test
  void setting_the_second_factors_stores_them_and_raises_the_epoch() {
    Account account = someone();
    for (Set<Method> factors :
        List.of(Set.of(Method.TOTP, Method.RECOVERY_CODE), Set.<Method>of())) {
      long before = reread(account).epoch();

      change(
          account.id(),
          unit -> unit.accounts().setSecondFactors(account.id(), factors, Fixtures.instant()));

      assertThat(reread(account).secondFactors()).isEqualTo(factors);
      assertThat(reread(account).epoch()).isEqualTo(before + 1);
      assertThat(reread(account))
          .usingRecursiveComparison()
          .ignoringFields("secondFactors", "epoch")
          .isEqualTo(account);
    }
  }

  @Test
  void an_account_has_a_password_once_one_is_set() {
    Account account = someone();
    Account other = someone();

    change(
        account.id(),
        unit -> unit.accounts().setPassword(account.id(), Fixtures.hash(), Fixtures.instant()));

    assertThat(hasPassword(account)).isTrue();
    assertThat(hasPassword(other)).isFalse();
  }

  @Test
  void a_password_that_is_taken_away_is_none_and_the_epoch_is_raised() {
    Account account = someone();
    Account other = someone();
    PasswordHash hash = Fixtures.hash();
    for (Account each : List.of(account, other)) {
      change(each.id(), unit -> unit.accounts().setPassword(each.id(), hash, Fixtures.instant()));
    }
    long before = reread(account).epoch();

    assertThat(dropPassword(account)).isTrue();

    assertThat(hasPassword(account)).isFalse();
    assertThat(reread(account).epoch()).isEqualTo(before + 1);
    boolean rehashed =
        locked(account.id(), unit -> unit.accounts().rehash(account.id(), hash, Fixtures.hash()));
    assertThat(rehashed).as("a sign-in that is late brings none back").isFalse();
    assertThat(dropPassword(account)).isFalse();
    assertThat(hasPassword(other)).isTrue();
  }

  private boolean dropPassword(Account account) {
    return locked(
        account.id(), unit -> unit.accounts().dropPassword(account.id(), Fixtures.instant()));
  }

  private boolean hasPassword(Account account) {
    return locked(account.id(), unit -> unit.accounts().hasPassword(account.id()));
  }

  @Test
  void a_realm_has_somebody_of_a_role_unless_deleted() {
    Account owner = someone(AnAccount.in(realm).roles(Role.OWNER, Role.VIEWER));
    someone(AnAccount.in(Fixtures.realm()).roles(Role.ADMIN));

    assertThat(anybodyIs(Role.OWNER)).isTrue();
    assertThat(anybodyIs(Role.VIEWER)).isTrue();
    assertThat(anybodyIs(Role.ADMIN)).isFalse();
    change(
        owner.id(),
        unit -> unit.accounts().setStatus(owner.id(), AccountStatus.DELETED, Fixtures.instant()));
    assertThat(anybodyIs(Role.OWNER)).isFalse();
  }

  @Test
  @DisplayName("[L31] of racing callers who make the first of a role exactly one does")
  void of_racing_callers_one_makes_the_first_of_a_role() {
    Race.rounds(round -> {
      RealmKey other = Fixtures.realm();

      assertThat(Race.of(
              Race.RACERS,
              n -> atomically(unit -> !unit.accounts().anybodyIs(other, Role.OWNER)
                  && unit.accounts()
                      .create(AnAccount.in(other).roles(Role.OWNER).build(), Optional.empty()))))
          .containsOnlyOnce(true);
    });
  }

  private boolean anybodyIs(Role role) {
    return atomically(unit -> unit.accounts().anybodyIs(realm, role));
  }

  @Test
  void setting_the_profile_stores_it_and_leaves_the_epoch() {
    Account account = someone();
    Profile profile = new Profile(
        Optional.of("Ana ' \" 🦊"), Locale.forLanguageTag("pt-BR"), ZoneId.of("America/Sao_Paulo"));

    change(account.id(), unit -> unit.accounts().setProfile(account.id(), profile));
    assertThat(reread(account))
        .usingRecursiveComparison()
        .ignoringFields("profile")
        .isEqualTo(account);
    assertThat(reread(account).profile()).isEqualTo(profile);

    change(account.id(), unit -> unit.accounts().setProfile(account.id(), Profile.EMPTY));
    assertThat(reread(account)).isEqualTo(account);
  }

  @Test
  void the_account_at_an_address_is_found_in_its_realm_only() {
    Account account = someone(AnAccount.in(realm));
    EmailAddress email = account.email().orElseThrow();

    assertThat(this.<Optional<Account>>atomically(unit -> unit.accounts().at(realm, email)))
        .contains(account);
    assertThat(
            this.<Optional<Account>>atomically(unit -> unit.accounts().at(Fixtures.realm(), email)))
        .isEmpty();
    assertThat(
            this.<Optional<Account>>atomically(unit -> unit.accounts().at(realm, Fixtures.email())))
        .isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> enabling_gives_back_what_an_account_was_before_it_was_disabled() {
    return Stream.of(AccountStatus.ACTIVE, AccountStatus.PENDING, AccountStatus.LOCKED)
        .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
          Account account = someone(AnAccount.in(realm).status(status));
          change(account.id(), unit -> unit.accounts().disable(account.id(), Fixtures.instant()));
          assertThat(reread(account).status()).isEqualTo(AccountStatus.DISABLED);
          assertThat(reread(account).epoch()).isEqualTo(account.epoch() + 1);

          assertThat(this.<AccountStatus>locked(
                  account.id(), unit -> unit.accounts().enable(account.id(), Fixtures.instant())))
              .isEqualTo(status);

          assertThat(reread(account).status()).isEqualTo(status);
          assertThat(reread(account).epoch()).isEqualTo(account.epoch() + 2);
        }));
  }

  @Test
  void one_that_was_disabled_before_that_was_remembered_is_enabled_as_active() {
    Account account = someone(AnAccount.in(realm).status(AccountStatus.DISABLED));

    assertThat(this.<AccountStatus>locked(
            account.id(), unit -> unit.accounts().enable(account.id(), Fixtures.instant())))
        .isEqualTo(AccountStatus.ACTIVE);
  }

  @Test
  void where_its_owner_is_warned_is_stored_and_leaves_the_epoch() {
    Account account = someone(AnAccount.in(realm));
    assertThat(account.warnedBy()).isEmpty();
    ProviderKey messenger = new ProviderKey("messenger");

    change(account.id(), unit -> unit.accounts().setWarnedBy(account.id(), Optional.of(messenger)));
    assertThat(reread(account).warnedBy()).contains(messenger);
    assertThat(reread(account))
        .usingRecursiveComparison()
        .ignoringFields("warnedBy")
        .isEqualTo(account);

    change(account.id(), unit -> unit.accounts().setWarnedBy(account.id(), Optional.empty()));
    assertThat(reread(account)).isEqualTo(account);
    Account born = someone(AnAccount.in(realm).warnedBy(messenger));
    assertThat(reread(born).warnedBy()).contains(messenger);
  }

  @Test
  void setting_the_phrase_stores_it_and_leaves_the_epoch() {
    Account account = someone(AnAccount.in(realm));
    Phrase phrase = new Phrase("sieben blaue Lämpchen 🏮");

    change(account.id(), unit -> unit.accounts().setPhrase(account.id(), Optional.of(phrase)));
    assertThat(reread(account).phrase()).contains(phrase);
    assertThat(reread(account))
        .usingRecursiveComparison()
        .ignoringFields("phrase")
        .isEqualTo(account);

    change(account.id(), unit -> unit.accounts().setPhrase(account.id(), Optional.empty()));
    assertThat(reread(account)).isEqualTo(account);
  }

  @Test
  void what_was_agreed_to_holds_until_another_word_and_each_word_is_kept() {
    Account account = someone(AnAccount.in(realm));
    List<Consent> words = List.of(
        new Consent(Consent.Kind.TERMS, true, Optional.of("1"), now),
        new Consent(Consent.Kind.MARKETING, true, Optional.empty(), now),
        new Consent(Consent.Kind.MARKETING, false, Optional.empty(), now.plusSeconds(1)),
        new Consent(Consent.Kind.TERMS, true, Optional.of("2"), now.plusSeconds(2)));

    words.forEach(word ->
        change(account.id(), unit -> unit.accounts().consent(account.id(), word)));

    assertThat(reread(account).consents())
        .isEqualTo(new Consents(Optional.of(now.plusSeconds(2)), Optional.of("2"), false));
    assertThat(reread(account).epoch()).isEqualTo(account.epoch());
    assertThat(engine().personalData().of(account, now).consents()).isEqualTo(words);
  }

  @Test
  @DisplayName("[L46] an erased row names nobody, and its name and address are free")
  void an_erased_row_names_nobody() {
    PasswordHash password = Fixtures.hash();
    Account account = AnAccount.in(realm)
        .phrase(new Phrase("seven blue lanterns"))
        .warnedBy(new ProviderKey("messenger"))
        .profile(new Profile(Optional.of("Ada"), Locale.GERMAN, ZoneId.of("Europe/Berlin")))
        .secondFactors(Method.TOTP)
        .consents(new Consents(Optional.of(now), Optional.of("1"), true))
        .build();
    assertThat(createdWith(account, Optional.of(password))).isTrue();
    signsIn(account, account.epoch());

    change(account.id(), unit -> unit.accounts().erase(account.id(), Fixtures.instant()));

    Account left = reread(account);
    assertThat(left)
        .isEqualTo(new Account(
            account.id(),
            realm,
            Optional.empty(),
            Optional.empty(),
            Profile.EMPTY,
            AccountStatus.DELETED,
            account.epoch() + 1,
            Set.of(),
            Set.of(),
            Consents.NONE,
            account.createdAt(),
            SignIns.NONE,
            Optional.empty(),
            Optional.empty()));
    assertThat(entry(account).flatMap(AccountDirectory.Entry::password)).isEmpty();
    assertThat(created(AnAccount.in(realm)
            .named(account.username().orElseThrow())
            .at(account.email().orElseThrow())
            .build()))
        .isTrue();
  }

  @Test
  void raising_the_epoch_raises_it_and_changes_nothing_else() {
    Account account = someone(AnAccount.in(realm).epoch(41));

    change(account.id(), unit -> unit.accounts().raiseEpoch(account.id(), Fixtures.instant()));

    assertThat(reread(account).epoch()).isEqualTo(42);
    assertThat(reread(account))
        .usingRecursiveComparison()
        .ignoringFields("epoch")
        .isEqualTo(account);
  }

  @Test
  @DisplayName(
      "[L23] when the epoch was raised last is kept, whatever raised it, and never goes back")
  void when_the_epoch_was_raised_is_kept() {
    Account account = someone();
    AccountId id = account.id();
    Account bystander = someone();
    assertThat(raisedAt(account)).isEmpty();
    List<BiConsumer<Accounts, Instant>> raising = List.of(
        (accounts, at) -> accounts.raiseEpoch(id, at),
        (accounts, at) -> accounts.setPassword(id, Fixtures.hash(), at),
        (accounts, at) -> accounts.dropPassword(id, at),
        (accounts, at) -> accounts.setEmail(id, Fixtures.email(), Reverts.NONE, at),
        (accounts, at) -> accounts.setStatus(id, AccountStatus.LOCKED, at),
        (accounts, at) -> accounts.setSecondFactors(id, Set.of(Method.TOTP), at),
        (accounts, at) -> accounts.disable(id, at),
        (accounts, at) -> accounts.enable(id, at),
        (accounts, at) -> accounts.erase(id, at));

    Instant at = now;
    for (BiConsumer<Accounts, Instant> raise : raising) {
      at = at.plusSeconds(1);
      Instant moment = at;
      change(id, unit -> raise.accept(unit.accounts(), moment));
      assertThat(raisedAt(account)).contains(moment);
    }
    Instant last = at;
    change(id, unit -> unit.accounts().raiseEpoch(id, last.minusSeconds(1)));
    assertThat(raisedAt(account)).as("by a clock that is behind").contains(last);
    assertThat(raisedAt(bystander)).isEmpty();
  }

  private Optional<Instant> raisedAt(Account account) {
    return locked(account.id(), unit -> unit.accounts().epochRaisedAt(account.id()));
  }

  @Test
  void changing_one_account_leaves_every_other_alone() {
    PasswordHash password = Fixtures.hash();
    Account bystander = withPassword(password);
    Account account = stored(Fixtures.account(realm));

    change(account.id(), unit -> {
      unit.accounts().setPassword(account.id(), Fixtures.hash(), Fixtures.instant());
      unit.accounts().setStatus(account.id(), AccountStatus.DISABLED, Fixtures.instant());
      unit.accounts()
          .setProfile(account.id(), new Profile(Optional.of("x"), Locale.GERMAN, ZoneOffset.UTC));
      unit.accounts().raiseEpoch(account.id(), Fixtures.instant());
      unit.accounts().rehash(account.id(), password, Fixtures.hash());
    });

    assertThat(entry(bystander))
        .contains(new AccountDirectory.Entry(bystander, Optional.of(password)));
  }

  // ---- another address

  @Test
  void an_address_is_set_with_its_links_back_and_raises_the_epoch() {
    Account account = someone(AnAccount.in(realm));
    EmailAddress before = account.email().orElseThrow();
    EmailAddress wanted = Fixtures.email();
    Reverts reverts = Reverts.NONE
        .with(UuidV7.of(now, Fixtures.bytes(UuidV7.RANDOM_BYTES)), Fixtures.id())
        .with(UuidV7.of(now.plusMillis(1), Fixtures.bytes(UuidV7.RANDOM_BYTES)), Fixtures.id());
    assertThat(reverts(account)).isEqualTo(Reverts.NONE);

    assertThat(setsEmail(account, wanted, reverts)).isTrue();

    assertThat(reread(account).email()).contains(wanted);
    assertThat(reread(account).epoch()).isEqualTo(account.epoch() + 1);
    assertThat(reverts(account)).isEqualTo(reverts);
    assertThat(byEmail(realm, before)).isEmpty();
    assertThat(byEmail(realm, wanted)).isPresent();
    assertThat(created(AnAccount.in(realm).at(before).build()))
        .as("it is free again")
        .isTrue();
    assertThat(setsEmail(account, wanted, Reverts.NONE)).as("its own").isTrue();
    assertThat(reverts(account)).isEqualTo(Reverts.NONE);
  }

  @Test
  void an_address_of_another_account_of_the_realm_is_not_set() {
    Account account = someone(AnAccount.in(realm));
    EmailAddress taken = someone(AnAccount.in(realm)).email().orElseThrow();
    EmailAddress elsewhere = someone(AnAccount.in(Fixtures.realm())).email().orElseThrow();

    assertThat(setsEmail(account, taken, Reverts.NONE)).isFalse();
    assertThat(reread(account)).isEqualTo(account);
    assertThat(setsEmail(account, elsewhere, Reverts.NONE)).isTrue();
  }

  @Test
  void of_racing_accounts_one_gets_the_address_be_it_new_or_not() {
    Race.rounds(round -> {
      EmailAddress wanted = Fixtures.email();
      List<Account> accounts =
          Stream.generate(() -> someone(AnAccount.in(realm))).limit(3).toList();

      List<Boolean> got = Race.of(
          6,
          racer -> racer < 3
              ? setsEmail(accounts.get(racer), wanted, Reverts.NONE)
              : created(AnAccount.in(realm).at(wanted).build()));

      assertThat(got.stream().filter(Boolean::booleanValue)).hasSize(1);
    });
  }

  @Test
  void of_which_devices_an_owner_was_told_comes_back() {
    Account account = someone(AnAccount.in(realm));
    DevicesTold told = new DevicesTold(List.of(
        new DevicesTold.Device("one", now), new DevicesTold.Device("two", now.plusSeconds(1))));
    assertThat(told(account)).isEqualTo(DevicesTold.NONE);

    change(account.id(), unit -> unit.accounts().setTold(account.id(), told));

    assertThat(told(account)).isEqualTo(told);
    assertThat(reread(account)).isEqualTo(account);
  }

  private DevicesTold told(Account account) {
    return locked(account.id(), unit -> unit.accounts().told(account.id()));
  }

  private boolean setsEmail(Account account, EmailAddress email, Reverts reverts) {
    return locked(
        account.id(),
        unit -> unit.accounts().setEmail(account.id(), email, reverts, Fixtures.instant()));
  }

  private Reverts reverts(Account account) {
    return locked(account.id(), unit -> unit.accounts().reverts(account.id()));
  }

  // ---- words

  private Account withPassword(PasswordHash hash) {
    Account account = Fixtures.account(realm);
    assertThat(createdWith(account, Optional.of(hash))).isTrue();
    return account;
  }

  private boolean createdWith(Account account, Optional<PasswordHash> password) {
    return atomically(unit -> unit.accounts().create(account, password));
  }

  private boolean rehashed(Account account, PasswordHash stored, PasswordHash better) {
    return atomically(unit -> {
      unit.accounts().lock(account.id());
      return unit.accounts().rehash(account.id(), stored, better);
    });
  }

  private boolean signsIn(Account account, long epochSeen) {
    return atomically(
        unit -> unit.accounts().signIn(account.id(), epochSeen, Fixtures.ADDRESS, now));
  }

  private Optional<Account> locking(Account account) {
    return atomically(unit -> unit.accounts().lock(account.id()));
  }

  private boolean takenName(RealmKey where, Username username) {
    return atomically(unit -> unit.accounts().taken(where, username));
  }

  private boolean takenAddress(RealmKey where, EmailAddress email) {
    return atomically(unit -> unit.accounts().taken(where, email));
  }

  private Optional<AccountDirectory.Entry> byName(RealmKey where, Username username) {
    return engine().accounts().find(where, new Identifier.ByUsername(username));
  }

  private Optional<AccountDirectory.Entry> byEmail(RealmKey where, EmailAddress email) {
    return engine().accounts().find(where, new Identifier.ByEmail(email));
  }
}
