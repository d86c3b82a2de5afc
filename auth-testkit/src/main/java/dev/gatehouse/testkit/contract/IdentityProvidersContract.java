package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.IdentityProofs.Verdict;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.IdentityProviders.Errand;
import dev.gatehouse.port.IdentityProviders.Returned;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link IdentityProviders} promises. */
public abstract class IdentityProvidersContract {
  /** When it is. */
  protected static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);

  private static final String BACK = "https://id.example.com/back";

  /** With one provider, in one realm. */
  protected abstract IdentityProviders providers();

  protected abstract RealmKey realm();

  protected abstract ProviderKey provider();

  /** Somebody with that subject is sent there and agrees: the code that comes of it. */
  protected abstract String agree(String address, String subject);

  /** The provider answers nobody any more. */
  protected abstract void fallSilent();

  private static Errand errand() {
    return errand(BACK);
  }

  private static Errand errand(String back) {
    return new Errand(back, text(), text(), text());
  }

  private static SecretText text() {
    return SecretText.fresh(Purpose.Form.LINK, Fixtures.bytes(SecretText.LINK_BYTES));
  }

  private String address(Errand errand) {
    return providers().address(realm(), provider(), errand, NOW);
  }

  private Verdict redeem(Errand errand, String code) {
    return providers()
        .redeem(realm(), provider(), errand, new Returned(code, Optional.empty()), NOW);
  }

  private static Optional<Identity> who(Verdict verdict) {
    return verdict.match(
        proven -> Optional.of(proven.proof().person().identity()),
        refused -> {
          assertThat(refused.flaw()).matches("[A-Z_]{1,40}");
          return Optional.empty();
        },
        () -> {
          throw new AssertionError("nobody was asked");
        });
  }

  @Test
  void a_realm_has_its_own_providers() {
    assertThat(providers().at(realm())).containsExactly(provider());
    assertThat(providers().at(new RealmKey("another"))).isEmpty();
    Errand errand = errand();
    assertThatThrownBy(() -> providers().address(new RealmKey("another"), provider(), errand, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> providers().address(realm(), new ProviderKey("another"), errand, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    Returned returned = new Returned(agree(address(errand), "42"), Optional.empty());
    assertThat(providers().redeem(realm(), new ProviderKey("another"), errand, returned, NOW))
        .isEqualTo(new Verdict.Unasked());
    assertThat(providers().redeem(new RealmKey("another"), provider(), errand, returned, NOW))
        .isEqualTo(new Verdict.Unasked());
  }

  @Test
  @DisplayName("[L14] the browser takes the state along, and not what the code is redeemed with")
  void the_verifier_stays() {
    Errand errand = errand();
    assertThat(address(errand))
        .contains(errand.state().reveal())
        .doesNotContain(errand.verifier().reveal());
    assertThat(address(errand)).isEqualTo(address(errand));
  }

  @Test
  @DisplayName("[L02] [L06] a code says who sat there, once, and of racing redeemers to one")
  void a_code_says_who_once() {
    Errand errand = errand();
    String code = agree(address(errand), "42");
    assertThat(who(redeem(errand, code))).contains(new Identity(provider(), "42"));
    assertThat(who(redeem(errand, code))).isEmpty();

    Race.rounds(3, round -> {
      String raced = agree(address(errand), "43");
      List<Optional<Identity>> answers = Race.of(Race.RACERS, n -> who(redeem(errand, raced)));
      assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
    });
  }

  @Test
  @DisplayName("[L13] what it says is good for a while, and each saying has a digest of its own")
  void what_is_said_is_good_for_a_while() {
    Errand errand = errand();
    List<Verdict.Proven> said = List.of("42", "42").stream()
        .map(subject -> (Verdict.Proven) redeem(errand, agree(address(errand), subject)))
        .toList();
    assertThat(said.get(0).proof().digest()).isNotEqualTo(said.get(1).proof().digest());
    assertThat(said.get(0).proof().until())
        .isAfter(NOW)
        .isBeforeOrEqualTo(NOW.plus(Duration.ofHours(24)));
  }

  @Test
  @DisplayName(
      "[L03] [L14] a code of another errand is none, be it of another verifier or another way back, and is gone then")
  void a_code_of_another_errand_is_none() {
    Errand mine = errand();
    Errand other = errand();
    String code = agree(address(other), "42");
    assertThat(who(redeem(mine, code))).isEmpty();
    assertThat(who(redeem(other, code))).isEmpty();

    Errand elsewhere =
        new Errand("https://id.example.com/other", mine.state(), mine.nonce(), mine.verifier());
    assertThat(who(redeem(elsewhere, agree(address(mine), "42")))).isEmpty();
    assertThat(who(redeem(mine, "made-up"))).isEmpty();
  }

  @Test
  @DisplayName("[L14] a code that says to be of another issuer is none")
  void another_issuer() {
    Errand errand = errand();
    String code = agree(address(errand), "42");
    assertThat(who(providers()
            .redeem(
                realm(),
                provider(),
                errand,
                new Returned(code, Optional.of("https://evil.example.com")),
                NOW)))
        .isEmpty();
  }

  @Test
  @DisplayName("[L43] a provider that does not answer says neither yes nor no")
  void silence_is_no_answer() {
    Errand errand = errand();
    String code = agree(address(errand), "42");
    fallSilent();
    assertThatThrownBy(() -> redeem(errand, code)).isInstanceOf(Outage.class);
  }

  @Test
  @DisplayName("[L40] nothing that is told prints a secret or a person")
  void nothing_is_printed() {
    Errand errand = errand();
    String code = agree(address(errand), "279058397");
    Returned returned = new Returned(code, Optional.empty());
    assertThat(errand + " " + returned + " " + redeem(errand, code))
        .doesNotContain(
            errand.state().reveal(),
            errand.nonce().reveal(),
            errand.verifier().reveal(),
            code,
            "279058397");
  }
}
