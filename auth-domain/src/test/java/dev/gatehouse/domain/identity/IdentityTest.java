package dev.gatehouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Particulars;
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
  @DisplayName("[L06] where no identity was kept there is nobody")
  void where_no_identity_was_kept_there_is_nobody() {
    for (Particulars kept : List.of(
        Particulars.NONE,
        Particulars.NONE.with("provider", "provider"),
        Particulars.NONE.with("subject", "1"),
        Particulars.NONE.with("also_provider", "other").with("also_subject", "x"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> ProvenIdentity.of(kept))
          .withMessage("no identity was kept");
    }
  }

  @Test
  void the_identity_comes_before_what_is_joined_to_it() {
    Identity one = new Identity(PROVIDER, "1");
    Identity also = new Identity(new ProviderKey("other"), "x");
    assertThat(new ProvenIdentity(one, Optional.of(also), ProviderProfile.EMPTY).all())
        .containsExactly(one, also);
    assertThat(ProvenIdentity.of(one, ProviderProfile.EMPTY).all()).containsExactly(one);
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
  void a_picture_is_a_web_address_of_at_most_1000_characters() {
    String longest = "https://e.com/" + "x".repeat(1000 - "https://e.com/".length());
    for (String good : List.of("https://example.com/ada.png", "https://e.com", longest)) {
      assertThat(pictured(good).picture()).contains(good);
    }
    for (String none : List.of(
        longest + "x", "http://e.com/a.png", "https:/a.png", "https:e.com", "//e.com/a.png", "")) {
      assertThat(pictured(none).picture()).as(none).isEmpty();
    }
  }

  @Test
  void what_is_not_said_takes_nothing_away() {
    ProviderProfile before = profile("Ada", "ada", "https://example.com/ada.png");
    assertThat(ProviderProfile.EMPTY.over(before)).isEqualTo(before);
    assertThat(profile(null, "ada_2", "https://example.com/2.png").over(before))
        .isEqualTo(profile("Ada", "ada_2", "https://example.com/2.png"));
    assertThat(profile("Ada K", null, null).over(before))
        .isEqualTo(profile("Ada K", null, "https://example.com/ada.png"));
    assertThat(profile("Ada K", "ak", null).over(ProviderProfile.EMPTY))
        .isEqualTo(profile("Ada K", "ak", null));
  }

  private static ProviderProfile profile(String name, String username, String picture) {
    return new ProviderProfile(
        Optional.ofNullable(name), Optional.ofNullable(username), Optional.ofNullable(picture));
  }

  private static ProviderProfile pictured(String url) {
    return new ProviderProfile(Optional.empty(), Optional.empty(), Optional.of(url));
  }

  @Test
  void a_name_is_cut_and_not_one_that_is_short_enough() {
    String smile = "\ud83d\ude00";
    assertThat(shown("x".repeat(100), smile.repeat(64)))
        .isEqualTo(shown("x".repeat(101), smile.repeat(65)));
    assertThat(shown("x".repeat(100), smile.repeat(64)).displayName()).contains("x".repeat(100));
    assertThat(shown("x", smile.repeat(65)).username()).contains(smile.repeat(64));
  }

  @Test
  @DisplayName("[L40] neither a subject nor what is shown of a person is told")
  void nothing_of_a_person_is_told() {
    Identity one = new Identity(PROVIDER, "4711");
    assertThat(one).hasToString("Identity[provider]");
    assertThat(ProvenIdentity.of(one, shown("Ada", "ada"))).hasToString("ProvenIdentity[provider]");
    assertThat(shown("Ada", "ada")).hasToString("ProviderProfile[\u2026]");
  }

  @Test
  void a_masked_name_tells_little() {
    assertThat(shown("Ada Lovelace", "ada_l").masked()).isEqualTo("@ad***");
    assertThat(shown("Ada Lovelace", "").masked()).isEqualTo("Ad***");
    assertThat(shown("Ada", "").masked()).isEqualTo("A***");
    assertThat(shown("Anna", "").masked()).isEqualTo("A***");
    assertThat(shown("Annas", "").masked()).isEqualTo("An***");
    assertThat(shown("Ada Lovelace", "anna").masked()).isEqualTo("@a***");
    assertThat(shown("\ud83d\ude00nna", "").masked()).isEqualTo("\ud83d\ude00***");
    assertThat(shown("A\ud83d\ude00nas", "").masked()).isEqualTo("A\ud83d\ude00***");
    assertThat(ProviderProfile.EMPTY.masked()).isEqualTo("***");
  }

  private static ProviderProfile shown(String name, String username) {
    return new ProviderProfile(Optional.of(name), Optional.of(username), Optional.empty());
  }
}
