package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who shows what nobody has judged yet. */
public abstract class ShownProofLaws extends Laws {
  private static ShownProof unjudged() {
    return new ShownProof(Vouched.PROVIDER, "word", Map.of("word", Fixtures.unique()));
  }

  private ShownProof said(Vouched who, Instant at) {
    return house().proofs().tell(house().realm().key(), unjudged(), who.person(), at);
  }

  private Entered enter(Client client, ShownProof shown) {
    return gatehouse().signInWithIdentity().handle(client, shown, Arrival.NEWCOMER);
  }

  private static AccessClaims claims(Entered entered) {
    return ((SignIn.SignedIn) entered.signIn()).tokens().claims();
  }

  private void assertRejected(Client client, ShownProof shown) {
    assertThat(Refusals.of(() -> enter(client, shown)))
        .isInstanceOf(Refusal.IdentityRejected.class);
  }

  private List<Event> rows(EventType type, Client client) {
    return engine().rows().stream()
        .filter(row -> row.type() == type)
        .filter(row ->
            row.origin().filter(at -> at.address().equals(client.address())).isPresent())
        .toList();
  }

  @Test
  @DisplayName(
      "[L12] [L06] what is shown is judged, and accepted once: for signing in and linking together")
  void what_is_shown_is_accepted_once() {
    Vouched ada = Vouched.of(house());
    ShownProof shown = said(ada, now());
    Client client = house().client();

    Entered first = enter(client, shown);

    assertThat(first.newcomer()).isTrue();
    assertRejected(house().client(), shown);
    assertThat(Refusals.of(() -> gatehouse().linkIdentity().handle(client, claims(first), shown)))
        .isInstanceOf(Refusal.IdentityRejected.class);
    assertThat(claims(enter(client, said(ada, now()))).subject())
        .isEqualTo(claims(first).subject());
  }

  @Test
  @DisplayName(
      "[L12] [L44] the caller learns that it is no proof, and the row says what is wrong with it")
  void the_row_says_what_is_wrong() {
    Vouched ada = Vouched.of(house());
    said(ada, now());
    Client client = house().client();

    assertRejected(client, unjudged());
    assertRejected(client, said(ada, now().minus(Duration.ofMinutes(5))));
    assertRejected(client, said(ada, now().plus(Duration.ofSeconds(61))));

    assertThat(rows(EventType.IDENTITY_FAILED, client))
        .allSatisfy(row -> assertThat(row.actor()).isEqualTo(Actor.STRANGER))
        .extracting(Event::reason)
        .containsExactly("PROOF_FORGED", "PROOF_STALE", "PROOF_FROM_THE_FUTURE");
  }

  @Test
  @DisplayName("[L12] of a provider that the realm asks nothing of, nothing is taken")
  void nothing_is_taken_where_nothing_is_asked() {
    ShownProof shown = said(Vouched.of(house()), now());
    Client elsewhere = house().clientOf(house().otherRealm());

    for (Runnable call : List.<Runnable>of(
        () -> enter(elsewhere, shown),
        () -> enter(
            house().client(),
            new ShownProof(new ProviderKey("another"), shown.kind(), shown.fields())))) {
      assertThat(Refusals.of(call)).isInstanceOf(Refusal.ProvidersShut.class);
    }
  }

  @Test
  @DisplayName(
      "[L12] [L44] the table of records does not grow with what is made up, and who has a proof comes in all the same")
  void what_is_made_up_is_throttled() {
    Vouched ada = Vouched.of(house());
    ShownProof genuine = said(ada, now());
    Client client = house().client();
    for (int i = 0; i < 120; i++) {
      assertRejected(client, unjudged());
    }

    assertThat(Refusals.of(() -> enter(client, unjudged()))).isInstanceOf(Refusal.Throttled.class);

    assertThat(rows(EventType.IDENTITY_FAILED, client)).hasSize(120);
    assertThat(enter(client, genuine).newcomer()).isTrue();
    assertRejected(house().client(), unjudged());
  }

  @Test
  @DisplayName(
      "[L30] a network that has shown too much has nothing judged any more, but for a device that has signed in before")
  void a_network_has_so_much_judged() {
    Vouched ada = Vouched.of(house());
    Client home = house().client("203.0.113.7");
    SignIn.SignedIn in = (SignIn.SignedIn) enter(home, said(ada, now())).signIn();
    Client crowd = house().client("203.0.113.99");
    for (int i = 0; i < 3_600; i++) {
      Refusals.of(() -> enter(crowd, unjudged()));
    }

    assertThat(Refusals.of(() -> enter(crowd, said(Vouched.of(house()), now()))))
        .as("a good one is not looked at")
        .isInstanceOf(Refusal.Throttled.class);
    assertThat(enter(home.with(in.mark()), said(ada, now())).newcomer()).isFalse();
    for (int i = 0; i < 20; i++) {
      Refusals.of(() -> enter(home.with(in.mark()), unjudged()));
    }
    assertThat(Refusals.of(() -> enter(home.with(in.mark()), said(ada, now()))))
        .as("the device has so much of its own")
        .isInstanceOf(Refusal.Throttled.class);
    assertThat(enter(house().client("198.51.100.1"), said(ada, now())).newcomer())
        .isFalse();
  }

  @Test
  @DisplayName("[L10] [L44] linking judges too, after the step-up, and its row names the account")
  void linking_judges_too() {
    House.Person person = house().person();
    AccessClaims caller = house().claims(house().signIn(person).tokens());
    Vouched ada = Vouched.of(house());
    said(ada, now());

    assertThat(Refusals.of(
            () -> gatehouse().linkIdentity().handle(person.client(), caller, unjudged())))
        .isInstanceOf(Refusal.IdentityRejected.class);
    assertThat(rows(EventType.IDENTITY_LINK_FAILED, person.client()))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.subject()).contains(person.account().id());
          assertThat(row.session()).contains(caller.session());
          assertThat(row.reason()).isEqualTo("PROOF_FORGED");
        });

    gatehouse().linkIdentity().handle(person.client(), caller, said(ada, now()));
    assertThat(gatehouse().listIdentities().handle(caller))
        .extracting(LinkedIdentity::identity)
        .containsExactly(ada.person().identity());

    later(Duration.ofMinutes(11));
    assertThat(Refusals.of(
            () -> gatehouse().linkIdentity().handle(person.client(), caller, unjudged())))
        .isInstanceOf(Refusal.StepUpRequired.class);
    assertThat(rows(EventType.IDENTITY_LINK_FAILED, person.client())).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L06] an account is made in the language that the provider says, and what made the link is handed on")
  void what_is_said_besides_is_handed_on() {
    Vouched ada = Vouched.of(house());
    ShownProof shown = house()
        .proofs()
        .tell(
            house().realm().key(),
            unjudged(),
            ada.person(),
            now(),
            Optional.of("ref_1"),
            Optional.of(Locale.GERMAN));

    Entered entered = enter(house().client(), shown);

    assertThat(entered.parameter()).contains("ref_1");
    assertThat(((SignIn.SignedIn) entered.signIn()).account().profile().locale())
        .isEqualTo(Locale.GERMAN);
  }
}
