package dev.gatehouse.jwt;

import static dev.gatehouse.jwt.Forge.NOW;
import static dev.gatehouse.jwt.Forge.OTHER;
import static dev.gatehouse.jwt.Forge.SHOP;
import static dev.gatehouse.jwt.Forge.claims;
import static dev.gatehouse.jwt.Forge.entry;
import static dev.gatehouse.jwt.Forge.ring;
import static dev.gatehouse.jwt.JwtAccessTokensTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.TokenPolicy;
import dev.gatehouse.port.AccessTokens.NewKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A remembered token is judged like a new one. */
class VerifiedTokensTest {
  private final JwtAccessTokens tokens = new JwtAccessTokens("ES256", 100);
  private final NewKey key = tokens.generate();
  private final AccessToken token = tokens.sign(claims(), key.signing());

  @BeforeEach
  void the_token_is_remembered() {
    tokens.verify(token, SHOP, ring(key), NOW);
    assertThat(tokens.remembered()).isEqualTo(1);
  }

  @Test
  void a_repeated_token_is_answered_from_memory() {
    assertThat(tokens.verify(token, SHOP, ring(key), NOW))
        .isEqualTo(tokens.verify(token, SHOP, ring(key), NOW.plusSeconds(1)));
    assertThat(tokens.verify(token, SHOP, ring(key), NOW).claims())
        .isSameAs(
            tokens.verify(new AccessToken(token.reveal()), SHOP, ring(key), NOW).claims());
    assertThat(tokens.remembered()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "[L26] a key that is withdrawn or no longer known refuses its remembered tokens at once")
  void a_withdrawn_key_refuses_its_remembered_tokens_at_once() {
    Map<String, KeyEntry> live = new ConcurrentHashMap<>(Map.of(key.kid(), entry(key)));
    tokens.verify(token, SHOP, kid -> Optional.ofNullable(live.get(kid)), NOW);

    live.put(key.kid(), entry(key.kid(), "ES256", key.publicKey(), KeyState.WITHDRAWN));
    refused(() -> tokens.verify(token, SHOP, kid -> Optional.ofNullable(live.get(kid)), NOW));
    live.clear();
    refused(() -> tokens.verify(token, SHOP, kid -> Optional.ofNullable(live.get(kid)), NOW));
  }

  @Test
  void another_key_under_the_same_name_refuses_its_remembered_tokens() {
    NewKey other = tokens.generate();

    refused(() -> tokens.verify(
        token, SHOP, ring(entry(key.kid(), "ES256", other.publicKey(), KeyState.ACTIVE)), NOW));
    refused(() -> tokens.verify(
        token, SHOP, ring(entry(key.kid(), "HS256", key.publicKey(), KeyState.ACTIVE)), NOW));
  }

  @Test
  @DisplayName("[L25] a remembered token expires, and is not yet valid, like any other")
  void a_remembered_token_expires() {
    assertThat(tokens.verify(token, SHOP, ring(key), NOW.plusSeconds(909)).claims())
        .isEqualTo(claims());
    refused(() -> tokens.verify(token, SHOP, ring(key), NOW.plusSeconds(910)));
    refused(() -> tokens.verify(token, SHOP, ring(key), NOW.minusSeconds(31)));
    assertThat(tokens.verify(token, SHOP, ring(key), NOW).claims()).isEqualTo(claims());
  }

  @Test
  @DisplayName("[L16] a remembered token is refused in another realm")
  void a_remembered_token_is_refused_in_another_realm() {
    refused(() -> tokens.verify(token, OTHER, ring(key), NOW));
    refused(() -> tokens.verify(token, Realm.customer("twin", SHOP.issuer()), ring(key), NOW));
  }

  @Test
  void a_realm_that_changed_its_rules_judges_remembered_tokens_by_the_new_ones() {
    refused(() -> tokens.verify(
        token,
        SHOP.with(new TokenPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30))),
        ring(key),
        NOW));
    refused(() -> tokens.verify(
        token,
        SHOP.with(new TokenPolicy(Duration.ofMinutes(15), Duration.ZERO)),
        ring(key),
        NOW.plusSeconds(880)));
    refused(
        () -> tokens.verify(token, Realm.customer("shop", "https://new.example"), ring(key), NOW));
    refused(() -> tokens.verify(token, heardAt(SHOP, "https://api.example"), ring(key), NOW));
  }

  @Test
  void a_token_for_two_audiences_is_good_for_both_in_turn() {
    Forge forge = new Forge(key);
    var payload = forge.payload();
    payload.putArray("aud").add(SHOP.audience()).add("https://api.example");
    AccessToken both = forge.token(forge.header(), payload);
    Realm api = heardAt(SHOP, "https://api.example");

    for (int round = 0; round < 2; round++) {
      assertThat(tokens.verify(both, SHOP, ring(key), NOW).claims().audience())
          .isEqualTo(SHOP.audience());
      assertThat(tokens.verify(both, api, ring(key), NOW).claims().audience())
          .isEqualTo("https://api.example");
    }
  }

  @Test
  void refused_tokens_are_not_remembered() {
    NewKey other = tokens.generate();
    refused(() -> tokens.verify(tokens.sign(claims(), other.signing()), SHOP, ring(key), NOW));
    refused(() -> tokens.verify(
        tokens.sign(claims(), key.signing()), SHOP, ring(key), NOW.plusSeconds(5000)));
    refused(() -> tokens.verify(
        tokens.sign(claims(OTHER, Optional.empty()), key.signing()), SHOP, ring(key), NOW));

    assertThat(tokens.remembered()).isEqualTo(1);
  }

  @Test
  void no_more_are_remembered_than_was_asked_for() {
    for (int i = 0; i < 500; i++) {
      tokens.verify(tokens.sign(claims(), key.signing()), SHOP, ring(key), NOW);
    }

    assertThat(tokens.remembered()).isLessThanOrEqualTo(100);
  }

  @Test
  void a_memory_of_none_works_as_well() {
    JwtAccessTokens forgetful = new JwtAccessTokens("ES256", 0);

    for (int i = 0; i < 3; i++) {
      assertThat(forgetful.verify(token, SHOP, ring(key), NOW).claims()).isEqualTo(claims());
    }
    assertThat(forgetful.remembered()).isZero();
  }

  @Test
  @DisplayName("[L26] keys rotate under load with no refused valid token")
  void many_threads_sign_and_verify_with_changing_keys() throws Exception {
    Map<String, KeyEntry> live = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        work.add(threads.submit(() -> {
          for (int i = 0; i < 40; i++) {
            NewKey made = tokens.generate();
            live.put(made.kid(), entry(made));
            AccessToken fresh = tokens.sign(claims(), made.signing());
            for (int presentation = 0; presentation < 3; presentation++) {
              assertThat(tokens
                      .verify(fresh, SHOP, kid -> Optional.ofNullable(live.get(kid)), NOW)
                      .kid())
                  .isEqualTo(made.kid());
            }
          }
        }));
      }
      for (Future<?> done : work) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Realm heardAt(Realm r, String audience) {
    return new Realm(
        r.key(),
        r.kind(),
        r.issuer(),
        audience,
        r.registration(),
        r.sessions(),
        r.tokens(),
        r.passwords(),
        r.secondFactorRequired());
  }
}
