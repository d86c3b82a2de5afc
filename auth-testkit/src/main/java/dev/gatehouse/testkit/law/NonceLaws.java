package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Apps that ask a provider for a token with a nonce of ours, and whoever has the one or the other of somebody else. Racing for either is tried by {@link OneTimeLaws}. */
public abstract class NonceLaws extends Laws {
  private Vouched ada;

  @BeforeEach
  void somebody() {
    ada = Vouched.of(house());
  }

  private SecretText nonce() {
    return gatehouse().issueNonce().handle(house().client());
  }

  private static SecretText madeUp() {
    return SecretText.fresh(Purpose.Form.LINK, Fixtures.bytes(SecretText.LINK_BYTES));
  }

  private Entered enter(String token, SecretText nonce) {
    return enter(house().client(), token, nonce, Arrival.NEWCOMER);
  }

  private Entered enter(Client client, String token, SecretText nonce, Arrival arrival) {
    return gatehouse().signInWithIdentity().handle(client, Vouched.PROVIDER, token, nonce, arrival);
  }

  private void assertRejected(String token, SecretText nonce) {
    assertThat(Refusals.of(() -> enter(token, nonce))).isEqualTo(new Refusal.IdentityRejected());
  }

  private List<String> reasons() {
    return engine().rows(EventType.IDENTITY_FAILED).stream().map(Event::reason).toList();
  }

  @Test
  @DisplayName("[L13] a token and the nonce it was asked for with are good together, once")
  void they_are_good_together_once() {
    SecretText nonce = nonce();
    String token = ada.idToken(nonce);

    assertThat(enter(token, nonce).newcomer()).isTrue();

    assertRejected(token, nonce);
    assertRejected(ada.idToken(nonce), nonce);
    assertThat(reasons()).containsExactly("NONCE_UNKNOWN", "NONCE_UNKNOWN");
    SecretText other = nonce();
    assertThat(enter(ada.idToken(other), other).newcomer()).isFalse();
  }

  @Test
  @DisplayName(
      "[L13] [L14] a token of somebody else is good with no nonce of one's own, and without one neither; nothing is used up by trying")
  void a_stolen_token_is_worth_nothing() {
    SecretText hers = nonce();
    String token = ada.idToken(hers);
    SecretText his = nonce();

    assertRejected(token, his);
    assertRejected(token, madeUp());
    ShownProof bare = ShownProof.idToken(Vouched.PROVIDER, token, Optional.empty());
    assertThat(Refusals.of(() ->
            gatehouse().signInWithIdentity().handle(house().client(), bare, Arrival.NEWCOMER)))
        .isEqualTo(new Refusal.IdentityRejected());

    assertThat(enter(token, hers).newcomer()).isTrue();
    assertThat(enter(Vouched.of(house()).idToken(his), his).newcomer()).isTrue();
  }

  @Test
  @DisplayName(
      "[L13] a nonce that somebody has made up, and had a provider sign, is none; the token is good yet where it asks for none back")
  void a_nonce_of_one_s_own_making_is_none() {
    SecretText made = madeUp();
    assertRejected(ada.idToken(made), made);
    String unbound = ada.idToken();
    assertRejected(unbound, made);
    assertThat(reasons()).containsExactly("NONCE_UNKNOWN", "NONCE_UNKNOWN");

    assertThat(enter(unbound, nonce()).newcomer()).isTrue();
  }

  @Test
  @DisplayName(
      "[L13] where the provider sends no nonces back, a token is good once all the same, whatever it is shown with")
  void a_token_without_a_nonce_is_good_once() {
    String token = ada.idToken();
    enter(token, nonce());

    SecretText other = nonce();
    assertRejected(token, other);
    assertThat(Refusals.of(() -> gatehouse()
            .signInWithIdentity()
            .handle(
                house().client(),
                ShownProof.idToken(Vouched.PROVIDER, token, Optional.empty()),
                Arrival.NEWCOMER)))
        .isEqualTo(new Refusal.IdentityRejected());
    assertThat(reasons()).containsExactly("PROOF_REUSED", "PROOF_REUSED");
  }

  @Test
  @DisplayName("[L03] [L16] a nonce runs out after ten minutes, and is none in another realm")
  void a_nonce_is_none_elsewhere_or_later() {
    Client elsewhere = house().clientOf(house().otherRealm());
    SecretText there = gatehouse().issueNonce().handle(elsewhere);
    assertRejected(ada.idToken(there), there);

    SecretText old = nonce();
    later(Duration.ofMinutes(10));
    assertRejected(ada.idToken(old), old);
    SecretText young = nonce();
    later(Duration.ofMinutes(10).minusMillis(1));
    assertThat(enter(ada.idToken(young), young).newcomer()).isTrue();
  }

  @Test
  @DisplayName("[L12] that the terms are not accepted uses up neither")
  void terms_use_nothing_up() {
    SecretText nonce = nonce();
    String token = ada.idToken(nonce);

    assertThat(Refusals.of(() -> enter(house().client(), token, nonce, Arrival.PLAIN)))
        .isEqualTo(new Refusal.TermsNotAccepted());
    assertThat(enter(token, nonce).newcomer()).isTrue();
  }

  @Test
  @DisplayName(
      "[L31] [L48] how many are issued is bounded for a network, and nobody else's is kept from one; staff get none")
  void issuing_is_bounded() {
    Client stranger = house().client();
    for (int n = 0; n < 120; n++) {
      gatehouse().issueNonce().handle(stranger);
    }
    assertThat(Refusals.of(() -> gatehouse().issueNonce().handle(stranger)))
        .isInstanceOf(Refusal.Throttled.class);
    nonce();
    gatehouse()
        .issueNonce()
        .handle(stranger.with(house().signIn(house().person()).mark()));
    assertThat(Refusals.of(
            () -> gatehouse().issueNonce().handle(house().clientOf(house().staffRealm()))))
        .isEqualTo(new Refusal.ProvidersShut());
  }
}
