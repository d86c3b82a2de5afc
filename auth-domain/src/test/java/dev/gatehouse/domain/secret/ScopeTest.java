package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static dev.gatehouse.domain.Given.ring;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Given;
import dev.gatehouse.domain.realm.RealmKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
  private static final Optional<Digest> NO_FLOW = Optional.empty();
  private static final Optional<Digest> FLOW =
      Optional.of(DigestKeys.flow(FlowHandle.of(bytes(32, 1))));
  private static final Optional<Digest> OTHER_FLOW =
      Optional.of(DigestKeys.flow(FlowHandle.of(bytes(32, 2))));
  private static final SecretText CODE = new SecretText("123456");

  private static Scope.Located located(Scope scope, DigestKey key, SecretText secret) {
    List<Scope.Located> places = scope.locate(ring(key), secret);
    assertThat(places).hasSize(1);
    return places.get(0);
  }

  private static boolean digits(Purpose purpose) {
    return purpose.form() == Purpose.Form.DIGITS;
  }

  @Test
  @DisplayName(
      "[L03] no two secrets that differ in purpose, realm, subject, flow, secret or key have one digest")
  void no_two_secrets_that_differ_in_anything_have_one_digest() {
    Map<Digest, String> digests = new HashMap<>();
    Map<UUID, String> rows = new HashMap<>();
    Set<String> secrets = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      for (RealmKey realm : List.of(SHOP_KEY, new RealmKey("shop1"))) {
        for (String subject : List.of("a@example.com", "1a@example.com", "a@example.co", "shop")) {
          for (Optional<Digest> flow : List.of(NO_FLOW, FLOW, OTHER_FLOW)) {
            for (String secret : List.of("123456", "12345", "")) {
              for (DigestKey key : List.of(key(1), key(2), key(1, 99))) {
                Scope scope = new Scope(purpose, realm, subject, flow);
                Scope.Located place = located(scope, key, new SecretText(secret));
                String bound = purpose + "|" + realm + "|" + flow.map(Digest::hex) + "|"
                    + key.digest("which", "key").hex() + "|"
                    + (digits(purpose) ? subject : secret);
                String whole = bound + "|" + secret;
                assertThat(rows.computeIfAbsent(place.id(), id -> bound)).isEqualTo(bound);
                assertThat(digests.computeIfAbsent(place.digest(), d -> whole)).isEqualTo(whole);
                assertThat(digests.computeIfAbsent(place.decoy(), d -> "decoy " + bound))
                    .isEqualTo("decoy " + bound);
                secrets.add(whole);
                places.add(bound);
              }
            }
          }
        }
      }
    }
    assertThat(rows).hasSameSizeAs(places);
    assertThat(digests).hasSize(secrets.size() + places.size());
  }

  @Test
  void digest_and_row_are_what_the_design_says() {
    for (Optional<Digest> flow : List.of(NO_FLOW, FLOW)) {
      byte[] handle = flow.map(Digest::bytes).orElse(new byte[0]);
      Scope digits = new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a@example.com", flow);
      byte[] row = key(4)
          .digest(
              "secret-row",
              "EMAIL_VERIFICATION".getBytes(UTF_8),
              "shop".getBytes(UTF_8),
              "a@example.com".getBytes(UTF_8),
              handle,
              new byte[0])
          .bytes();
      ByteBuffer id = ByteBuffer.wrap(row);
      Scope.Located place = located(digits, key(4), CODE);
      assertThat(place)
          .isEqualTo(new Scope.Located(
              new UUID(id.getLong(), id.getLong()),
              4,
              key(4)
                  .digest(
                      "secret",
                      "EMAIL_VERIFICATION".getBytes(UTF_8),
                      "shop".getBytes(UTF_8),
                      row,
                      "a@example.com".getBytes(UTF_8),
                      handle,
                      "123456".getBytes(UTF_8)),
              key(4).digest("decoy", row)));
    }
  }

  @Test
  void equal_codes_of_two_subjects_have_unequal_digests() {
    Scope one = new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a@example.com", FLOW);
    Scope other = new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "b@example.com", FLOW);
    assertThat(located(one, key(1), CODE).digest())
        .isNotEqualTo(located(other, key(1), CODE).digest());
  }

  @Test
  @DisplayName("[L01] every try at the digits of a scope is counted in one row")
  void every_try_at_the_digits_of_a_scope_is_counted_in_one_row() {
    Scope scope = new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a@example.com", FLOW);
    Set<UUID> rows = new HashSet<>();
    Set<Digest> decoys = new HashSet<>();
    for (int code = 0; code < 200; code++) {
      Scope.Located place = located(scope, key(1), new SecretText(Integer.toString(code)));
      rows.add(place.id());
      decoys.add(place.decoy());
    }
    assertThat(rows).hasSize(1);
    assertThat(decoys).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void a_link_is_found_by_itself_whomever_it_concerns(Purpose purpose) {
    SecretText secret = SecretText.fresh(purpose.form(), bytes(32, 5));
    Scope issued = new Scope(purpose, SHOP_KEY, "019a0000-0000-7000-8000-00000000beef", FLOW);
    if (digits(purpose)) {
      assertThatThrownBy(() -> Scope.ofLink(purpose, SHOP_KEY, FLOW))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      Scope presented = Scope.ofLink(purpose, SHOP_KEY, FLOW);
      assertThat(presented.subject()).isEmpty();
      assertThat(presented.locate(ring(key(1)), secret))
          .isEqualTo(issued.locate(ring(key(1)), secret));
      assertThat(located(presented, key(1), new SecretText("other")).id())
          .isNotEqualTo(located(issued, key(1), secret).id());
    }
  }

  @Test
  @DisplayName("[L14] a link that is tied to a flow is not found without its handle")
  void a_link_that_is_tied_to_a_flow_is_not_found_without_its_handle() {
    SecretText secret = SecretText.fresh(Purpose.Form.LINK, bytes(32, 5));
    UUID issued = located(
            new Scope(Purpose.SOCIAL_LOGIN, SHOP_KEY, "subject", FLOW), key(1), secret)
        .id();
    assertThat(located(Scope.ofLink(Purpose.SOCIAL_LOGIN, SHOP_KEY, FLOW), key(1), secret)
            .id())
        .isEqualTo(issued);
    for (Optional<Digest> flow : List.of(NO_FLOW, OTHER_FLOW)) {
      assertThat(located(Scope.ofLink(Purpose.SOCIAL_LOGIN, SHOP_KEY, flow), key(1), secret)
              .id())
          .isNotEqualTo(issued);
    }
  }

  @Test
  void a_secret_is_looked_for_under_every_usable_key_the_active_one_first() {
    Scope scope = new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a@example.com", FLOW);
    List<Scope.Located> places = scope.locate(ring(key(3), key(4), key(2)), CODE);
    assertThat(places).extracting(Scope.Located::keyVersion).containsExactly(3, 4, 2);
    assertThat(places)
        .containsExactly(
            located(scope, key(3), CODE),
            located(scope, key(4), CODE),
            located(scope, key(2), CODE));
  }

  @Test
  void a_subject_has_1_to_320_characters_of_links_0_to_4000() {
    new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a", NO_FLOW);
    new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a".repeat(320), NO_FLOW);
    new Scope(Purpose.MAGIC_LINK, SHOP_KEY, "", NO_FLOW);
    assertThatThrownBy(() -> new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "", NO_FLOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 characters");
    assertThatThrownBy(
            () -> new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a".repeat(321), NO_FLOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("321 characters")
        .hasMessageNotContaining("aaa");
    new Scope(Purpose.MAGIC_LINK, SHOP_KEY, "a".repeat(4000), NO_FLOW);
    assertThatThrownBy(() -> new Scope(Purpose.MAGIC_LINK, SHOP_KEY, "a".repeat(4001), NO_FLOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void a_new_secret_is_stored_under_the_active_key_with_its_purposes_attempts_and_life(
      Purpose purpose) {
    SecretText secret = SecretText.fresh(purpose.form(), bytes(32, 5));
    Scope scope = new Scope(purpose, SHOP_KEY, "subject", FLOW);
    Optional<OneTimeSecret.Owner> owner = Optional.of(new OneTimeSecret.Owner(Given.ACCOUNT, 12));
    OneTimeSecret issued = OneTimeSecret.issue(scope, ring(key(3), key(2)), secret, owner, NOW);
    assertThat(issued)
        .isEqualTo(new OneTimeSecret(
            scope,
            located(scope, key(3), secret),
            owner,
            purpose.attempts(),
            NOW.plus(purpose.life()),
            Optional.empty()));
  }

  @Test
  @DisplayName("[L33] a decoy stands where the real one would and is opened by nothing")
  void a_decoy_stands_where_the_real_one_would_and_is_opened_by_nothing() {
    Scope scope = new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, "a@example.com", FLOW);
    DigestKeys keys = ring(key(3), key(2));
    OneTimeSecret decoy = OneTimeSecret.decoy(scope, keys, NOW);
    OneTimeSecret real = OneTimeSecret.issue(scope, keys, CODE, Optional.empty(), NOW);
    assertThat(decoy.located().id()).isEqualTo(real.located().id());
    assertThat(decoy)
        .usingRecursiveComparison()
        .ignoringFields("located.digest")
        .isEqualTo(real);
    assertThat(decoy.located().digest())
        .isEqualTo(real.located().decoy())
        .isNotEqualTo(real.located().digest());
    for (String tried : List.of("", "123456", "000000", "decoy")) {
      assertThat(scope.locate(keys, new SecretText(tried)))
          .noneMatch(place -> place.digest().equals(decoy.located().digest()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EMAIL_VERIFICATION, DIGITS, PT30M, 5",
    "EMAIL_CHANGE, DIGITS, PT30M, 5",
    "EMAIL_REVERT, LINK, PT72H, 1",
    "MAGIC_LINK, LINK, PT10M, 1",
    "MAGIC_CODE, DIGITS, PT10M, 5",
    "PASSWORD_RESET, LINK, PT30M, 1",
    "PASSWORD_RESET_CODE, DIGITS, PT30M, 5",
    "INVITATION, LINK, PT24H, 1",
    "SOCIAL_LOGIN, LINK, PT10M, 1",
    "SOCIAL_LINK, LINK, PT10M, 1",
    "DEVICE_HANDSHAKE, LINK, PT5M, 1",
    "BOT_LINK, LINK, PT5M, 1",
    "SECOND_FACTOR_DUE, LINK, PT5M, 5",
    "SECOND_FACTOR_ENROLMENT, LINK, PT10M, 5",
    "SECOND_FACTOR_CODE, DIGITS, PT10M, 5",
    "DELETION_UNDO, LINK, PT10M, 1",
    "DEVICE_CHALLENGE, LINK, PT2M, 1",
    "PASSKEY_CHALLENGE, LINK, PT5M, 1",
    "NONCE, LINK, PT10M, 1",
  })
  void form_life_and_attempts_are_those_of_the_design(
      Purpose purpose, Purpose.Form form, Duration life, int attempts) {
    assertThat(purpose.form()).isEqualTo(form);
    assertThat(purpose.life()).isEqualTo(life);
    assertThat(purpose.attempts()).isEqualTo(attempts);
  }

  @Test
  void every_purpose_is_in_that_table() {
    assertThat(Purpose.values()).hasSize(19);
  }
}
