package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.KnownPerson;
import dev.gatehouse.application.linking.Vouch;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a service may do that is believed about who somebody is at a provider, and so whoever has stolen its secret. */
public abstract class VouchLaws extends Laws {
  private static final Arrival WITHOUT_TERMS = new Arrival(Locale.ENGLISH, false, false, false);

  private KnownPerson adopt(Vouched who, Arrival arrival) {
    return gatehouse().adoptIdentity().handle(house().client(), who.person(), arrival);
  }

  private KnownPerson look(Vouched who) {
    return gatehouse().lookUpIdentity().handle(house().client(), who.person().identity());
  }

  private KnownPerson refresh(Vouched who, String username, Optional<Locale> language) {
    return gatehouse()
        .refreshIdentity()
        .handle(
            house().client(),
            who.person().identity(),
            shown ->
                new ProviderProfile(shown.displayName(), Optional.of(username), shown.picture()),
            language);
  }

  private void assertNotFound(Runnable call) {
    assertThat(Refusals.of(call)).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  @DisplayName(
      "[L06] an account is made once for whom a service vouches, nobody is signed in by it, and the person comes to it")
  void an_account_is_made_once() {
    Vouched ada = Vouched.of(house());
    assertNotFound(() -> look(ada));
    assertThat(Refusals.of(() -> adopt(ada, WITHOUT_TERMS)))
        .isInstanceOf(Refusal.TermsNotAccepted.class);
    assertNotFound(() -> look(ada));

    KnownPerson made = adopt(ada, Arrival.NEWCOMER);

    assertThat(made.newcomer()).isTrue();
    assertThat(made.account().profile().displayName()).contains("Ada Lovelace");
    assertThat(made.account().signIns().count()).isZero();
    assertThat(engine().sessions().live(made.account().id(), Optional.empty(), 10, now()))
        .isEmpty();
    KnownPerson again = adopt(
        ada.shown(new ProviderProfile(Optional.of("Mallory"), Optional.empty(), Optional.empty())),
        WITHOUT_TERMS);
    assertThat(again.newcomer()).isFalse();
    assertThat(again.account().id()).isEqualTo(made.account().id());
    assertThat(again.identity().profile())
        .as("what there is stays")
        .isEqualTo(made.identity().profile());
    assertThat(look(ada).account().id()).isEqualTo(made.account().id());
    assertThat(ada.signIn().account().id()).isEqualTo(made.account().id());
  }

  @Test
  @DisplayName("[L06] of racing services one makes the account, and all are told of it")
  void of_racing_services_one_makes_it() {
    Race.rounds(round -> {
      Vouched ada = Vouched.of(house());
      List<KnownPerson> made = Race.of(Race.RACERS, n -> adopt(ada, Arrival.NEWCOMER));

      assertThat(made).filteredOn(KnownPerson::newcomer).hasSize(1);
      assertThat(made)
          .extracting(known -> known.account().id())
          .containsOnly(made.get(0).account().id());
    });
  }

  @Test
  @DisplayName(
      "[L08] nobody is brought to staff, nor where registration is shut, and who is not active is told of and not touched")
  void what_is_shut_stays_shut() {
    Vouched ada = Vouched.of(house());
    House shut = house().with(house().realm().with(RegistrationMode.CLOSED));
    assertThat(Refusals.of(() ->
            shut.gatehouse().adoptIdentity().handle(shut.client(), ada.person(), Arrival.NEWCOMER)))
        .isInstanceOf(Refusal.RegistrationDisabled.class);
    Client crew = house().clientOf(house().staffRealm());
    for (Runnable call : List.<Runnable>of(
        () -> gatehouse().adoptIdentity().handle(crew, ada.person(), Arrival.NEWCOMER),
        () -> gatehouse().lookUpIdentity().handle(crew, ada.person().identity()),
        () -> gatehouse().vouch().handle(crew, ada.person(), Vouch.Reason.HANDSHAKE))) {
      assertThat(Refusals.of(call)).isInstanceOf(Refusal.ProvidersShut.class);
    }
    KnownPerson made = adopt(ada, Arrival.NEWCOMER);
    assertThat(shut.gatehouse()
            .adoptIdentity()
            .handle(shut.client(), ada.person(), Arrival.NEWCOMER)
            .newcomer())
        .isFalse();

    set(made.account(), AccountStatus.DISABLED);

    assertThat(look(ada).account().active()).isFalse();
    assertNotFound(() -> refresh(ada, "mallory", Optional.of(Locale.FRENCH)));
    assertThat(look(ada).identity().profile()).isEqualTo(made.identity().profile());
  }

  @Test
  @DisplayName(
      "[L06] what a provider shows and what is read is refreshed; what the owner calls himself here is his to say")
  void what_is_shown_is_refreshed() {
    Vouched ada = Vouched.of(house());
    assertNotFound(() -> refresh(ada, "countess", Optional.empty()));
    KnownPerson made = adopt(ada, Arrival.NEWCOMER);

    KnownPerson changed = refresh(ada, "countess", Optional.of(Locale.FRENCH));

    assertThat(changed.identity().profile().username()).contains("countess");
    assertThat(changed.identity().profile().displayName())
        .isEqualTo(made.identity().profile().displayName());
    assertThat(changed.account().profile().displayName())
        .isEqualTo(made.account().profile().displayName());
    assertThat(changed.account().profile().locale()).isEqualTo(Locale.FRENCH);
    assertThat(refresh(ada, "again", Optional.empty()).account().profile().locale())
        .isEqualTo(Locale.FRENCH);
  }

  @Test
  @DisplayName("[L44] whatever a service does is on record: what, to whom, and from where")
  void all_is_on_record() {
    Vouched ada = Vouched.of(house());
    Client bot = house().client();
    gatehouse().vouch().handle(bot, ada.person(), Vouch.Reason.LOGIN_LINK);
    KnownPerson made = gatehouse().adoptIdentity().handle(bot, ada.person(), Arrival.NEWCOMER);
    gatehouse()
        .refreshIdentity()
        .handle(bot, ada.person().identity(), shown -> shown, Optional.empty());
    gatehouse().vouch().handle(bot, ada.person(), Vouch.Reason.HANDSHAKE);
    gatehouse().vouch().handle(bot, ada.person(), Vouch.Reason.LET_IN);

    List<Event> rows = engine().rows().stream()
        .filter(row -> row.type() == EventType.VOUCHED)
        .filter(
            row -> row.origin().filter(at -> at.address().equals(bot.address())).isPresent())
        .toList();
    assertThat(rows)
        .extracting(Event::reason)
        .containsExactly("LOGIN_LINK", "REGISTERED", "UPDATED", "HANDSHAKE", "LET_IN");
    assertThat(rows).allSatisfy(row -> assertThat(row.actor()).isEqualTo(Actor.operator("bot")));
    assertThat(rows)
        .extracting(Event::subject)
        .containsExactly(
            Optional.empty(),
            Optional.of(made.account().id()),
            Optional.of(made.account().id()),
            Optional.of(made.account().id()),
            Optional.of(made.account().id()));
  }

  @Test
  @DisplayName(
      "[L31] a stolen secret does so much in an hour, and reads so much, in its realm alone")
  void all_is_bounded() {
    Vouched ada = Vouched.of(house());
    adopt(ada, Arrival.NEWCOMER);
    Limit emptied = new Limit(1, Duration.ofHours(1));
    Vouched other = Vouched.of(house());

    use("vouching", emptied);
    for (Runnable call : List.<Runnable>of(
        () -> adopt(other, Arrival.NEWCOMER),
        () -> refresh(ada, "mallory", Optional.empty()),
        () -> vouch(house().client(), other))) {
      assertThat(Refusals.of(call)).isInstanceOf(Refusal.Throttled.class);
    }
    assertThat(look(ada).account().active()).as("reading is counted apart").isTrue();
    use("vouching-look", emptied);
    assertThat(Refusals.of(() -> look(ada))).isInstanceOf(Refusal.Throttled.class);

    vouch(house().clientOf(house().otherRealm()), ada);
  }

  @Test
  @DisplayName(
      "[L31] what lets somebody in is bounded far below the rest, for one person and for all, and takes nothing from it")
  void entries_are_bounded_far_below() {
    Vouched ada = Vouched.of(house());
    for (int n = 0; n < 12; n++) {
      letIn(ada, n % 2 == 0 ? Vouch.Reason.LET_IN : Vouch.Reason.LOGIN_LINK);
    }
    for (Vouch.Reason entry : List.of(Vouch.Reason.LET_IN, Vouch.Reason.LOGIN_LINK)) {
      assertThat(Refusals.of(() -> letIn(ada, entry))).isInstanceOf(Refusal.Throttled.class);
    }
    vouch(house().client(), ada);
    letIn(Vouched.of(house()), Vouch.Reason.LOGIN_LINK);

    use("vouching-entry", new Limit(1, Duration.ofHours(1)));
    Vouched other = Vouched.of(house());
    assertThat(Refusals.of(() -> letIn(other, Vouch.Reason.LET_IN)))
        .isInstanceOf(Refusal.Throttled.class);
    vouch(house().client(), other);
  }

  private void letIn(Vouched who, Vouch.Reason reason) {
    gatehouse().vouch().handle(house().client(), who.person(), reason);
  }

  /** Takes all of what is there at once: as much as a bucket of that time holds. */
  private void use(String action, Limit all) {
    later(Duration.ofHours(1));
    engine().throttle().take(action + "|" + house().realm().key() + "|all", all, now());
  }

  private void vouch(Client bot, Vouched who) {
    gatehouse().vouch().handle(bot, who.person(), Vouch.Reason.HANDSHAKE);
  }

  @Test
  @DisplayName(
      "[L30] who pesters a bot uses up what is there about him, and nothing of what is there about others")
  void nobody_uses_up_what_is_there_for_others() {
    Vouched eve = Vouched.of(house());
    for (int i = 0; i < 60; i++) {
      vouch(house().client(), eve);
    }

    assertThat(Refusals.of(() -> vouch(house().client(), eve)))
        .isInstanceOf(Refusal.Throttled.class);
    assertThat(Refusals.of(() -> adopt(eve, Arrival.NEWCOMER)))
        .isInstanceOf(Refusal.Throttled.class);

    assertThat(adopt(Vouched.of(house()), Arrival.NEWCOMER).newcomer()).isTrue();
  }
}
