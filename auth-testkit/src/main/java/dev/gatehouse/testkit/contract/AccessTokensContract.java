package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.domain.token.TokenPolicy;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.SomeClaims;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link AccessTokens} promises whatever its tokens look like. Those that are JWTs keep {@link Rfc9068Contract} besides. */
public abstract class AccessTokensContract {
  /** When the test happens: whole seconds, as in tokens. */
  final Instant now = Fixtures.instant().truncatedTo(ChronoUnit.SECONDS);

  final Realm realm = Realm.customer("shop", "https://shop.example");

  private AccessTokens tokens;
  private AccessTokens.NewKey key;

  /** The adapter under test; called once for each test. */
  protected abstract AccessTokens accessTokens();

  @BeforeEach
  void takeTheAdapter() {
    tokens = accessTokens();
    key = tokens.generate();
  }

  final AccessTokens tokens() {
    return tokens;
  }

  final AccessTokens.NewKey key() {
    return key;
  }

  // ---- what is signed is read

  @TestFactory
  Stream<DynamicTest> a_token_says_what_was_signed() {
    return Stream.of(
            claims(),
            with(
                claims(),
                List.of("otp", "pwd", "mfa"),
                Set.of("ADMIN", "OWNER"),
                Optional.of("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")),
            with(claims(), List.of(), Set.of(), Optional.empty()),
            by(Transport.COOKIE, claims()),
            with(claims(), List.of("é\"\\,~."), Set.of("a b", "🦊"), Optional.of("x")))
        .map(claims -> DynamicTest.dynamicTest(
            claims.roles().toString(),
            () -> assertThat(verify(sign(claims)))
                .isEqualTo(new AccessTokens.Verified(claims, key.kid()))));
  }

  @Test
  void reading_a_token_again_says_the_same() {
    AccessToken token = sign(claims());

    assertThat(verify(token)).isEqualTo(verify(token));
    assertThat(verify(new AccessToken(token.reveal()))).isEqualTo(verify(token));
  }

  @Test
  void every_new_key_is_another_with_another_name() {
    AccessTokens.NewKey other = tokens.generate();

    assertThat(other.kid()).isNotEqualTo(key.kid());
    assertThat(other.publicKey()).isNotEqualTo(key.publicKey());
    assertThat(other.signing().kid()).isEqualTo(other.kid());
    assertThat(other.signing().algorithm()).isEqualTo(other.algorithm());
    assertThat(other.signing().pkcs8()).isNotEqualTo(key.signing().pkcs8());
  }

  @Test
  @DisplayName("[L26] a token is judged by the key that its kid names, whichever keys there are")
  void a_token_is_judged_by_the_key_that_its_kid_names() {
    AccessTokens.NewKey other = tokens.generate();
    Function<String, Optional<KeyEntry>> both = kid ->
        Stream.of(entry(key), entry(other)).filter(e -> e.kid().equals(kid)).findFirst();

    assertThat(tokens
            .verify(tokens.sign(claims(), key.signing()), realm, both, now)
            .kid())
        .isEqualTo(key.kid());
    assertThat(tokens
            .verify(tokens.sign(claims(), other.signing()), realm, both, now)
            .kid())
        .isEqualTo(other.kid());
  }

  // ---- single defects

  @TestFactory
  Stream<DynamicTest> a_token_with_a_single_defect_in_what_it_says_is_refused() {
    AccessClaims c = claims();
    Duration lifetime = realm.tokens().lifetime();
    Duration skew = realm.tokens().skew();
    return Stream.of(
            defect("another issuer", issued(c, "https://other.example", c.audience())),
            defect("the issuer with a slash", issued(c, c.issuer() + "/", c.audience())),
            defect("the issuer in capitals", issued(c, "HTTPS://SHOP.EXAMPLE", c.audience())),
            defect("an empty issuer", issued(c, "", c.audience())),
            defect("another audience", issued(c, c.issuer(), "https://other.example")),
            defect("an empty audience", issued(c, c.issuer(), "")),
            defect(
                "another realm of the same issuer",
                inRealm(c, Realm.customer("other", realm.issuer()))),
            defect("run out", timed(c, now.minus(lifetime), now.minus(skew).minusSeconds(1))),
            defect(
                "long run out",
                timed(
                    c,
                    now.minus(Duration.ofDays(400)),
                    now.minus(Duration.ofDays(400)).plus(lifetime))),
            defect(
                "from the future",
                timed(c, now.plus(skew).plusSeconds(1), now.plus(skew).plusSeconds(60))),
            defect("good for too long", timed(c, now, now.plus(lifetime).plusSeconds(1))),
            defect("good for ever", timed(c, now, Instant.ofEpochSecond(4_000_000_000_000L))))
        .map(defect -> DynamicTest.dynamicTest(
            "[L25] " + defect.what(), () -> assertRejected(sign(defect.claims()))));
  }

  private record Defect(String what, AccessClaims claims) {}

  private static Defect defect(String what, AccessClaims claims) {
    return new Defect(what, claims);
  }

  @Test
  void clocks_may_differ_by_the_skew() {
    AccessClaims c = claims();
    Duration skew = realm.tokens().skew();

    assertThat(verify(sign(timed(c, now.minusSeconds(600), now.minus(skew).plusSeconds(1)))))
        .isNotNull();
    assertThat(verify(sign(timed(c, now.plus(skew).minusSeconds(1), now.plusSeconds(600)))))
        .isNotNull();
    assertThat(verify(sign(timed(c, now, now.plus(realm.tokens().lifetime()))))).isNotNull();
  }

  @Test
  void a_token_of_the_longest_lifetime_is_refused_where_the_realm_s_is_shorter() {
    AccessToken token = sign(timed(claims(), now, now.plus(Duration.ofMinutes(15))));
    Realm strict = realm.with(new TokenPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30)));

    assertThat(verify(token)).isNotNull();
    assertThat(refusal(token, strict, this::find, now)).isEqualTo(new Refusal.TokenRejected());
  }

  // ---- after it was good once

  @TestFactory
  Stream<DynamicTest> a_token_that_was_good_is_refused_once_something_is_against_it() {
    Realm other = Realm.customer("other", "https://other.example");
    return Stream.of(
        DynamicTest.dynamicTest(
            "[L25] run out",
            () -> refusedAfterGood(realm, this::find, now.plus(Duration.ofHours(1)))),
        DynamicTest.dynamicTest(
            "[L25] a clock set back",
            () -> refusedAfterGood(realm, this::find, now.minus(Duration.ofHours(1)))),
        DynamicTest.dynamicTest(
            "[L16] another realm", () -> refusedAfterGood(other, this::find, now)),
        DynamicTest.dynamicTest(
            "[L26] its key is gone", () -> refusedAfterGood(realm, kid -> Optional.empty(), now)),
        DynamicTest.dynamicTest(
            "[L25] its kid names another key",
            () ->
                refusedAfterGood(realm, kid -> Optional.of(renamed(tokens.generate(), kid)), now)));
  }

  private void refusedAfterGood(
      Realm where, Function<String, Optional<KeyEntry>> keys, Instant at) {
    AccessToken token = sign(claims());
    assertThat(verify(token)).isNotNull();
    assertThat(refusal(token, where, keys, at)).isEqualTo(new Refusal.TokenRejected());
    assertThat(verify(token)).as("and good where it is good").isNotNull();
  }

  // ---- keys

  @Test
  void a_token_of_an_unknown_key_is_refused() {
    AccessToken token = tokens.sign(claims(), tokens.generate().signing());

    assertRejected(token);
  }

  @Test
  void a_token_is_refused_when_its_kid_names_another_key_or_another_algorithm() {
    AccessToken token = sign(claims());
    KeyEntry good = entry(key);
    KeyEntry otherAlgorithm = new KeyEntry(
        good.kid(),
        good.use(),
        0,
        good.algorithm().equals("RS256") ? "ES256" : "RS256",
        good.state(),
        good.sealed(),
        good.publicKey(),
        now,
        now,
        Optional.empty());

    assertThat(refusal(token, realm, kid -> Optional.of(renamed(tokens.generate(), kid)), now))
        .isEqualTo(new Refusal.TokenRejected());
    // it may as well be told that this entry is nonsense
    Throwable thrown =
        catchThrowable(() -> tokens.verify(token, realm, kid -> Optional.of(otherAlgorithm), now));
    assertThat(thrown).as("accepted").isNotNull();
  }

  @Test
  @DisplayName("[L43] an outage while looking for the key is no defect of the token")
  void an_outage_while_looking_for_the_key_is_no_defect_of_the_token() {
    Outage outage = new Outage("keys", Duration.ofSeconds(1));

    Throwable thrown = catchThrowable(() -> tokens.verify(
        sign(claims()),
        realm,
        kid -> {
          throw outage;
        },
        now));

    assertThat(thrown).isSameAs(outage);
  }

  // ---- texts

  @Test
  @DisplayName("[L25] a token is refused when any one of its characters is another")
  void a_token_is_refused_when_any_one_of_its_characters_is_another() {
    String text = sign(claims()).reveal();
    assertThat(verify(new AccessToken(text))).isNotNull();
    for (int at = 0; at < text.length(); at++) {
      char other = text.charAt(at) == 'A' ? 'B' : 'A';
      assertRejected(new AccessToken(text.substring(0, at) + other + text.substring(at + 1)));
    }
  }

  @Test
  @DisplayName("[L25] a token is refused when it is cut, at whatever place")
  void a_token_is_refused_when_it_is_cut() {
    String text = sign(claims()).reveal();
    for (int length = 0; length < text.length(); length++) {
      assertRejected(new AccessToken(text.substring(0, length)));
      assertRejected(new AccessToken(text.substring(length + 1)));
    }
  }

  @TestFactory
  Stream<DynamicTest> text_that_is_no_token_is_refused() {
    String text = sign(claims()).reveal();
    return Stream.of(
            "",
            ".",
            "..",
            "...",
            "....",
            " ",
            "null",
            "\u0000",
            "🦊",
            "Bearer " + text,
            " " + text,
            text + " ",
            text + "\n",
            text + ".",
            "." + text,
            text + "..",
            text + "=",
            text + "\u0000",
            text + "." + text,
            text.replace(".", ".."),
            text.replace('.', ','),
            "a".repeat(1_000_000),
            ".".repeat(1_000_000),
            text + "a".repeat(1_000_000))
        .map(wrong -> DynamicTest.dynamicTest(
            "[L25] of " + wrong.length() + " characters",
            () -> assertRejected(new AccessToken(wrong))));
  }

  // ---- published keys

  @Test
  void the_key_set_names_every_key_once_and_shows_nothing_private() {
    AccessTokens.NewKey other = tokens.generate();

    String jwks = tokens.jwks(List.of(entry(key), entry(other)));

    assertThat(jwks)
        .startsWith("{")
        .endsWith("}")
        .containsOnlyOnce("\"keys\"")
        .containsOnlyOnce("\"" + key.kid() + "\"")
        .containsOnlyOnce("\"" + other.kid() + "\"");
    for (String secretMember : List.of("d", "p", "q", "dp", "dq", "qi", "k")) {
      assertThat(jwks).doesNotContain("\"" + secretMember + "\":");
    }
    assertThat(jwks)
        .doesNotContain(
            Base64.getUrlEncoder().withoutPadding().encodeToString(key.signing().pkcs8()));
    assertThat(jwks)
        .doesNotContain(Base64.getEncoder().encodeToString(key.signing().pkcs8()));
  }

  @Test
  void the_key_set_of_no_keys_is_empty() {
    assertThat(tokens.jwks(List.of()).replaceAll("\\s", "")).isEqualTo("{\"keys\":[]}");
  }

  // ---- many at once

  @Test
  void many_threads_sign_and_verify_at_once() {
    Race.rounds(5, round -> {
      List<AccessClaims> read = Race.of(Race.RACERS, n -> {
        AccessToken token =
            sign(with(claims(), List.of("pwd"), Set.of("role " + n), Optional.empty()));
        return verify(token).claims();
      });
      for (int n = 0; n < Race.RACERS; n++) {
        assertThat(read.get(n).roles()).containsExactly("role " + n);
      }
    });
  }

  // ---- words

  final AccessClaims claims() {
    var account = Fixtures.accountId();
    return new AccessClaims(
        realm.issuer(),
        realm.audience(),
        account,
        "web",
        now,
        now.plusSeconds(600),
        Fixtures.unique(),
        Fixtures.sessionId(account, now),
        now.minusSeconds(30),
        Acr.AAL1,
        List.of("pwd"),
        realm.key(),
        Transport.BEARER,
        Set.of("USER"),
        Optional.empty());
  }

  final AccessToken sign(AccessClaims claims) {
    return tokens.sign(claims, key.signing());
  }

  final AccessTokens.Verified verify(AccessToken token) {
    return tokens.verify(token, realm, this::find, now);
  }

  final void assertRejected(AccessToken token) {
    assertThat(refusal(token, realm, this::find, now)).isEqualTo(new Refusal.TokenRejected());
  }

  private Refusal refusal(
      AccessToken token, Realm where, Function<String, Optional<KeyEntry>> keys, Instant at) {
    Throwable thrown = catchThrowable(() -> tokens.verify(token, where, keys, at));
    if (thrown instanceof Refused refused) {
      return refused.refusal();
    }
    String text = token.reveal().substring(0, Math.min(1000, token.reveal().length()));
    throw new AssertionError(
        (thrown == null ? "accepted" : "neither accepted nor refused, but failed") + ": " + text,
        thrown);
  }

  private Optional<KeyEntry> find(String kid) {
    return Optional.of(entry(key)).filter(e -> e.kid().equals(kid));
  }

  final KeyEntry entry(AccessTokens.NewKey newKey) {
    return renamed(newKey, newKey.kid());
  }

  private KeyEntry renamed(AccessTokens.NewKey newKey, String kid) {
    return new KeyEntry(
        kid,
        KeyUse.ACCESS_TOKEN,
        0,
        newKey.algorithm(),
        KeyState.ACTIVE,
        new Sealed(new byte[0]),
        newKey.publicKey(),
        now,
        now,
        Optional.empty());
  }

  private static AccessClaims with(
      AccessClaims c, List<String> amr, Set<String> roles, Optional<String> binding) {
    return SomeClaims.like(c).amr(amr).roles(roles).binding(binding).build();
  }

  private static AccessClaims issued(AccessClaims c, String issuer, String audience) {
    return SomeClaims.like(c).issuer(issuer).audience(audience).build();
  }

  private static AccessClaims timed(AccessClaims c, Instant issuedAt, Instant expiresAt) {
    return SomeClaims.like(c).issuedAt(issuedAt).expiresAt(expiresAt).build();
  }

  private static AccessClaims by(Transport transport, AccessClaims c) {
    return SomeClaims.like(c).transport(transport).build();
  }

  private static AccessClaims inRealm(AccessClaims c, Realm other) {
    return SomeClaims.like(c).realm(other.key()).build();
  }
}
