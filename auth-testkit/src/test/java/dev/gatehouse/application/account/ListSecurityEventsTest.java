package dev.gatehouse.application.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ListSecurityEventsTest {
  private final House house = House.over(new InMemoryStorage());
  private final House.Person person = house.person();

  @Test
  void what_happened_is_listed_newest_first() {
    AccessClaims claims = house.claims(house.signIn(person).tokens());
    Refusals.of(() -> house
        .gatehouse()
        .changePassword()
        .handle(person.client(), claims, House.newPassword(), House.newPassword()));

    List<ListSecurityEvents.Entry> all = list(claims, OptionalLong.empty(), 50);

    assertThat(all)
        .extracting(entry -> entry.event().type())
        .containsExactly(
            EventType.PASSWORD_CHANGE_FAILED, EventType.SIGNED_IN, EventType.ACCOUNT_REGISTERED);
    assertThat(all.get(0).event().origin().orElseThrow().address())
        .isEqualTo(person.client().address());
  }

  @Test
  void pages_follow_one_another_without_a_gap_though_something_happens_meanwhile() {
    AccessClaims claims = signIn(6);
    List<ListSecurityEvents.Entry> whole = list(claims, OptionalLong.empty(), 50);
    List<ListSecurityEvents.Entry> paged = new ArrayList<>();
    List<ListSecurityEvents.Entry> page = list(claims, OptionalLong.empty(), 3);
    while (!page.isEmpty()) {
      paged.addAll(page);
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      house.signIn(person);
      page = list(claims, OptionalLong.of(page.get(page.size() - 1).position()), 3);
    }

    assertThat(whole).hasSize(7);
    assertThat(paged).isEqualTo(whole);
  }

  @Test
  void a_page_holds_one_to_a_hundred() {
    AccessClaims claims = signIn(ListSecurityEvents.MAX_PAGE + 5);

    assertThat(list(claims, OptionalLong.empty(), Integer.MIN_VALUE)).hasSize(1);
    assertThat(list(claims, OptionalLong.empty(), 0)).hasSize(1);
    assertThat(list(claims, OptionalLong.empty(), Integer.MAX_VALUE))
        .hasSize(ListSecurityEvents.MAX_PAGE);
    assertThat(list(claims, OptionalLong.of(Long.MIN_VALUE), 5)).isEmpty();
  }

  @Test
  void one_s_own_history_holds_nobody_else_s() {
    House.Person neighbour = house.person();
    House.Person namesake =
        house.resident(AnAccount.in(house.otherRealm().key()).named(person.username()));
    house.signIn(neighbour);
    house.signIn(namesake);
    AccessClaims claims = signIn(1);

    List<ListSecurityEvents.Entry> own = list(claims, OptionalLong.empty(), 50);

    assertThat(own).hasSize(2).allSatisfy(entry -> {
      assertThat(entry.event().subject()).contains(person.account().id());
      assertThat(entry.event().realm()).contains(house.realm().key());
    });
    assertThat(own)
        .extracting(ListSecurityEvents.Entry::event)
        .doesNotContainAnyElementsOf(house.events().stream()
            .filter(
                event -> !event.subject().equals(Optional.of(person.account()).map(Account::id)))
            .toList());
  }

  private AccessClaims signIn(int times) {
    for (int i = 1; i < times; i++) {
      house.signIn(person);
    }
    return house.claims(house.signIn(person).tokens());
  }

  private List<ListSecurityEvents.Entry> list(AccessClaims caller, OptionalLong before, int limit) {
    return house.gatehouse().listSecurityEvents().handle(caller, before, limit);
  }
}
