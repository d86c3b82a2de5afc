package dev.gatehouse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.Chance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
  @Test
  void what_has_an_at_sign_is_an_address() {
    Identifier identifier = Identifier.parse(" Mary@Example.com ");
    assertThat(identifier).isEqualTo(new Identifier.ByEmail(new EmailAddress("mary@example.com")));
    assertThat(identifier.canonical()).isEqualTo("mary@example.com");
    assertThat(identifier.asEmail()).contains(new EmailAddress("mary@example.com"));
  }

  @Test
  void what_has_none_is_a_username() {
    Identifier identifier = Identifier.parse(" Mary ");
    assertThat(identifier).isEqualTo(new Identifier.ByUsername(new Username("mary")));
    assertThat(identifier.canonical()).isEqualTo("mary");
    assertThat(identifier.asEmail()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "a b", "@", "mary@", "mary@localhost", "mary@example.com@"})
  @DisplayName("[L33] anything else is a name that nobody has, not an error")
  void anything_else_is_a_name_that_nobody_has(String text) {
    Identifier identifier = Identifier.parse(text);
    assertThat(identifier).isEqualTo(new Identifier.Nobody(text));
    assertThat(identifier.canonical()).isEqualTo(text);
    assertThat(identifier.asEmail()).isEmpty();
  }

  @Test
  void a_name_that_nobody_has_is_kept_to_320_characters() {
    assertThat(Identifier.parse("?".repeat(320)).canonical()).hasSize(320);
    assertThat(Identifier.parse("?".repeat(321)).canonical()).hasSize(320);
    assertThat(Identifier.parse("@".repeat(100_000)).canonical()).hasSize(320);
  }

  @Test
  @DisplayName("[L30] a name that nobody has is never counted as somebody's")
  void a_name_that_nobody_has_is_never_counted_as_somebodys() {
    Chance.histories(2000, chance -> {
      String text = chance.oneIn(2) ? chance.weird(10) : chance.weird(3) + "@" + chance.weird(5);
      Identifier identifier = Identifier.parse(text);
      assertThat(identifier.canonical().length()).isLessThanOrEqualTo(320);
      if (!(identifier instanceof Identifier.Nobody)) {
        assertThat(Identifier.parse(identifier.canonical())).isEqualTo(identifier);
      } else {
        assertThat(Identifier.parse(identifier.canonical())).isInstanceOf(Identifier.Nobody.class);
      }
    });
  }
}
