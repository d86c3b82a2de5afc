package dev.gatehouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final ProviderKey PROVIDER = new ProviderKey("provider");

  @Test
  @DisplayName(
      "[L06] a subject that is missing, blank, a word for nothing, too long or holds what can not be seen is refused")
  void what_is_no_subject_is_refused() {
    for (String none : List.of(
        "",
        " ",
        "\t",
        "null",
        "NULL",
        "None",
        "none",
        "nil",
        "undefined",
        "NaN",
        "a b",
        " 42",
        "42 ",
        "4\n2",
        "4\u00002",
        "4\u007f2",
        "4\u00a02",
        "4\u200b2",
        "4\u202e2",
        "\ud800",
        "x".repeat(256))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Identity(PROVIDER, none));
      assertThatThrownBy(() -> Identity.of(PROVIDER, Optional.of(none)))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.refusal()).isEqualTo(new Refusal.IdentityRejected()));
    }
    assertThatThrownBy(() -> Identity.of(PROVIDER, Optional.empty())).isInstanceOf(Refused.class);
  }

  @Test
  @DisplayName("[L06] any other subject is taken as it is, and told apart by provider and by case")
  void any_other_subject_is_taken() {
    for (String subject :
        List.of("0", "42", "nullable", "Nonesuch", "a|b", "ü", "\ud83d\ude00", "x".repeat(255))) {
      assertThat(Identity.of(PROVIDER, Optional.of(subject)).subject()).isEqualTo(subject);
    }
    assertThat(new Identity(PROVIDER, "a")).isNotEqualTo(new Identity(PROVIDER, "A"));
    assertThat(new Identity(PROVIDER, "a"))
        .isNotEqualTo(new Identity(new ProviderKey("other"), "a"));
  }

  @Test
  @DisplayName("[L06] a provider key is short and plain")
  void a_provider_key_is_plain() {
    for (String none : List.of("", "1a", "A", "a b", "a_b", "-a", "a".repeat(41), "ä")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new ProviderKey(none));
    }
    assertThat(new ProviderKey("a.b-1")).hasToString("a.b-1");
  }

  @Test
  void what_is_joined_has_a_provider_key_of_its_own() {
    Identity one = new Identity(PROVIDER, "1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProvenIdentity(
            one, Optional.of(new Identity(PROVIDER, "2")), ProviderProfile.EMPTY));
  }

  @Test
  void somebody_who_was_kept_comes_back() {
    Identity one = new Identity(PROVIDER, "1");
    ProviderProfile full = new ProviderProfile(
        Optional.of("Ada"), Optional.of("ada"), Optional.of("https://example.com/ada.png"));
    for (ProvenIdentity person : List.of(
        ProvenIdentity.of(one, ProviderProfile.EMPTY),
        new ProvenIdentity(one, Optional.of(new Identity(new ProviderKey("other"), "x")), full))) {
      assertThat(ProvenIdentity.of(person.toParticulars())).isEqualTo(person);
    }
  }

  @Test
  void what_others_write_is_cleaned_and_cut_and_never_refused() {
    ProviderProfile shown = new ProviderProfile(
        Optional.of(" A\u0000d\u0301a\n" + "\ud83d\ude00".repeat(200)),
        Optional.of("\u0000"),
        Optional.of("http://example.com/insecure.png"));

    assertThat(shown.displayName().orElseThrow().codePoints().count()).isEqualTo(100);
    assertThat(shown.displayName().orElseThrow()).startsWith("A d\u0301a").endsWith("\ud83d\ude00");
    assertThat(shown.username()).isEmpty();
    for (String none : List.of(
        "javascript:alert(1)", "https:///x", "not a url", "https://e.com/" + "x".repeat(1000))) {
      assertThat(
              new ProviderProfile(Optional.empty(), Optional.empty(), Optional.of(none)).picture())
          .isEmpty();
    }
  }

  @Test
  void a_masked_name_tells_little() {
    assertThat(shown("Ada Lovelace", "ada_l").masked()).isEqualTo("@ad***");
    assertThat(shown("Ada Lovelace", "").masked()).isEqualTo("Ad***");
    assertThat(shown("Ada", "").masked()).isEqualTo("A***");
    assertThat(ProviderProfile.EMPTY.masked()).isEqualTo("***");
  }

  private static ProviderProfile shown(String name, String username) {
    return new ProviderProfile(Optional.of(name), Optional.of(username), Optional.empty());
  }
}
