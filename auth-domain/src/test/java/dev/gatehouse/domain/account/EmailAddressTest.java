package dev.gatehouse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.Given;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import java.text.Normalizer;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  private static String canonical(String typed) {
    return EmailAddress.parse(typed).value();
  }

  private static void refused(String typed) {
    assertThatThrownBy(() -> EmailAddress.parse(typed))
        .as(typed)
        .isInstanceOfSatisfying(
            Refused.class,
            r -> assertThat(r.refusal())
                .isEqualTo(new Refusal.ValueRejected(
                    "email",
                    "text of " + typed.length() + " characters",
                    "an address such as name@example.com, at most 254 characters")));
    assertThatIllegalArgumentException().as(typed).isThrownBy(() -> new EmailAddress(typed));
  }

  @ParameterizedTest
  @CsvSource({
    "name@example.com, name@example.com",
    "Name.Surname+Tag@Example.COM, name.surname+tag@example.com",
    "'  name@example.com\t', name@example.com",
    "'\u2003name@example.com\u2003', name@example.com",
    "!#$%&*+-/=?^_`{|}~@example.com, !#$%&*+-/=?^_`{|}~@example.com",
    "a@b.co, a@b.co",
    "a@1.2.3.example, a@1.2.3.example",
    "a@3com.co, a@3com.co",
    "a@mail.4you, a@mail.4you",
    "\u00dc@example.com, \u00fc@example.com",
    "u\u0308@example.com, \u00fc@example.com",
    "U\u0308@example.com, \u00fc@example.com",
    "\u0130@example.com, i\u0307@example.com",
    "\u212a@example.com, k@example.com",
    "\u2126@example.com, \u03c9@example.com",
    "a@B\u00dcCHER.example, a@xn--bcher-kva.example",
    "a@bu\u0308cher.example, a@xn--bcher-kva.example",
    "a@XN--BCHER-KVA.example, a@xn--bcher-kva.example",
    "a@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444, a@xn--e1afmkfd.xn--p1ai",
    "a@example\u3002com, a@example.com",
    "a@ex\u00adample.com, a@example.com",
    "a@\uff45xample.com, a@example.com",
  })
  void an_address_has_one_canonical_form(String typed, String expected) {
    assertThat(canonical(typed)).isEqualTo(expected);
  }

  @Test
  void two_people_who_type_one_address_differently_mean_one_mailbox() {
    assertThat(EmailAddress.parse("Ma\u0308dchen@M\u00dcNCHEN.de"))
        .isEqualTo(EmailAddress.parse("m\u00e4dchen@xn--mnchen-3ya.DE"));
  }

  @Test
  void capital_i_has_a_dot_in_turkey_too() {
    Given.inTurkey(() -> {
      assertThat("I".toLowerCase(Locale.getDefault())).isEqualTo("\u0131");
      assertThat(canonical("INFO@ISTANBUL.INFO")).isEqualTo("info@istanbul.info");
      assertThat(canonical("I@I\u0130.COM")).isEqualTo(canonical("i@ii\u0307.com"));
      assertThat(new EmailAddress("info@istanbul.info").localPart()).isEqualTo("info");
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "@",
        "name",
        "name@",
        "@example.com",
        "name@@",
        ".name@example.com",
        "name.@example.com",
        "na..me@example.com",
        "..@example.com",
        ".@example.com",
        "name@.example.com",
        "name@example.com.",
        "name@example..com",
        "name@example",
        "name@localhost",
        "name@-example.com",
        "name@example-.com",
        "name@exa_mple.com",
        "name@example.c",
        "name@example.-c",
        "na me@example.com",
        "na\tme@example.com",
        "na\u0000me@example.com",
        "na\r\nBcc: other@example.com",
        "\"na me\"@example.com",
        "na\"me@example.com",
        "na(me)@example.com",
        "na,me@example.com",
        "na:me@example.com",
        "na;me@example.com",
        "<name@example.com>",
        "na\\me@example.com",
        "na[me@example.com",
        "na]me@example.com",
        "a@b@example.com",
        "Name <name@example.com>",
        "name@[192.0.2.1]",
        "name@[IPv6:2001:db8::1]",
        "name@exam\u0000ple.com",
        "name@exam ple.com",
        "name@\u202eexample.com",
        "name@xn--\u00fc.com",
        "name@%65xample.com",
        "name@example.com,b",
        "name@example.com\u0000",
        "mailto:name@example.com"
      })
  void what_is_no_address_is_refused(String typed) {
    refused(typed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@192.0.2.10", "a@10.0.0.12", "a@1.23", "a@example.123", "a@0x7f.00"})
  void a_domain_that_is_a_number_of_a_network_is_refused(String typed) {
    refused(typed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u0085b",
        "a\u009bb",
        "a\u00a0b",
        "a\u2028b",
        "a\u2029b",
        "a\u3000b",
        "a\ud800b",
        "a\udfffb",
        "\ud83d",
        "\ude00\ud83d",
        "a\u2000b",
        "a\u1680b"
      })
  @DisplayName(
      "[L38] white space, control characters and half characters of any script are refused")
  void white_space_control_and_half_characters_of_any_script_are_refused(String local) {
    refused(local + "@example.com");
  }

  @Test
  void characters_beyond_the_first_plane_are_characters() {
    assertThat(canonical("\ud83d\ude00@example.com")).isEqualTo("\ud83d\ude00@example.com");
  }

  @Test
  void the_local_part_has_at_most_64_characters() {
    assertThat(canonical("a".repeat(64) + "@example.com")).hasSize(76);
    refused("a".repeat(65) + "@example.com");
  }

  @Test
  void a_label_of_the_domain_has_at_most_63_characters() {
    assertThat(canonical("a@" + "b".repeat(63) + ".com")).hasSize(69);
    refused("a@" + "b".repeat(64) + ".com");
    assertThat(canonical("a@b." + "c".repeat(63))).hasSize(67);
    refused("a@b." + "c".repeat(64));
  }

  @Test
  void an_address_has_at_most_254_characters() {
    String domain = ("b".repeat(61) + ".").repeat(3) + "example.com";
    String longest = "a".repeat(253 - domain.length()) + "@" + domain;
    assertThat(longest).hasSize(254);
    assertThat(canonical(longest)).isEqualTo(longest);
    refused("a" + longest);
    refused("a" + "@" + ("b".repeat(62) + ".").repeat(5));
  }

  @Test
  void what_is_far_too_long_is_refused_before_anything_is_made_of_it() {
    refused("a".repeat(321));
    refused(" ".repeat(400) + "name@example.com");
    refused("a@" + "b.".repeat(100_000) + "com");
    assertThat(canonical(" ".repeat(304) + "name@example.com")).isEqualTo("name@example.com");
    assertThatThrownBy(() -> EmailAddress.parse(" ".repeat(305) + "name@example.com"))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mary@example.com", "mary@Example.com", " mary@example.com", "mary@example.com ",
        "u\u0308@example.com", "\u212a@example.com", "\u00dc@example.com", "a@b\u00fccher.example"
      })
  void what_is_not_canonical_is_no_value(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmailAddress(text))
        .withMessageContaining("(" + text.length() + " characters)")
        .withMessageNotContaining(text.strip());
  }

  @Test
  void the_local_part_is_what_stands_before_the_at_sign() {
    assertThat(new EmailAddress("mary.smith@example.com").localPart()).isEqualTo("mary.smith");
    assertThat(new EmailAddress("m@example.com").localPart()).isEqualTo("m");
  }

  @ParameterizedTest
  @CsvSource({
    "a@example.com, a***@example.com",
    "ab@example.com, a***@example.com",
    "anna@example.com, a***@example.com",
    "annas@example.com, an***s@example.com",
    "anastasia@example.com, an***a@example.com",
    "a@b.co, a***@b.co",
    "\ud83d\ude00bcd@example.com, \ud83d\ude00***@example.com",
    "\ud83d\ude00bcde@example.com, \ud83d\ude00b***e@example.com",
    "abcd\ud83d\ude00@example.com, ab***\ud83d\ude00@example.com",
  })
  @DisplayName("[L40] a masked address shows its domain and little of what stands before")
  void a_masked_address_shows_little_of_what_stands_before_the_at_sign(
      String address, String masked) {
    assertThat(new EmailAddress(address).masked()).isEqualTo(masked);
  }

  @Test
  @DisplayName("[L38] any text is an address in canonical form or refused, and never an error")
  void any_text_is_an_address_in_canonical_form_or_refused() {
    int[] good = {0};
    Chance.histories(4000, chance -> {
      String typed = switch (chance.below(3)) {
        case 0 -> chance.weird(12) + "@" + chance.weird(8);
        case 1 ->
          chance.weird(4) + "name" + chance.weird(1) + "@example" + chance.weird(2) + ".com";
        default -> chance.weird(20);
      };
      isCanonicalOrRefused(typed, good);
    });
    assertThat(good[0]).as("some of it is an address").isGreaterThan(50);
  }

  private static void isCanonicalOrRefused(String typed, int[] good) {
    EmailAddress address;
    try {
      address = EmailAddress.parse(typed);
    } catch (Refused e) {
      assertThat(e.refusal()).isInstanceOf(Refusal.ValueRejected.class);
      return;
    }
    good[0]++;
    String value = address.value();
    assertThat(EmailAddress.parse(value)).isEqualTo(address);
    assertThat(new EmailAddress(value)).isEqualTo(address);
    assertThat(value.length()).isLessThanOrEqualTo(254);
    assertThat(Normalizer.isNormalized(value, Normalizer.Form.NFC)).isTrue();
    assertThat(value.toLowerCase(Locale.ROOT)).isEqualTo(value);
    assertThat(value.codePoints())
        .noneMatch(c -> Character.isISOControl(c)
            || Character.isWhitespace(c)
            || Character.isSpaceChar(c)
            || Character.getType(c) == Character.SURROGATE);
    assertThat(value.substring(value.indexOf('@') + 1)).matches("[a-z0-9.-]+");
    assertThat(value.indexOf('@')).isEqualTo(value.lastIndexOf('@'));
  }
}
