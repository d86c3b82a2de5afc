package dev.gatehouse.domain.token;

import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.token.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEntryTest {
  private static final KeyEntry KEY = key(7, KeyState.NEXT, NOW, Optional.of(NOW.plusSeconds(9)));

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void a_refresh_token_has_one_byte_for_the_version(int version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(KeyUse.REFRESH_TOKEN, version))
        .withMessageContaining("version " + version);
    assertThat(of(KeyUse.REFRESH_TOKEN, 0).version()).isZero();
    assertThat(of(KeyUse.REFRESH_TOKEN, 255).version()).isEqualTo(255);
  }

  @ParameterizedTest
  @EnumSource(value = KeyUse.class, names = "REFRESH_TOKEN", mode = EnumSource.Mode.EXCLUDE)
  void every_other_ring_turns_for_ever(KeyUse use) {
    assertThat(of(use, 256).version()).isEqualTo(256);
    assertThatIllegalArgumentException().isThrownBy(() -> of(use, -1));
  }

  private static KeyEntry of(KeyUse use, int version) {
    return new KeyEntry(
        "kid",
        use,
        version,
        KEY.algorithm(),
        KeyState.NEXT,
        KEY.sealed(),
        "",
        NOW,
        NOW,
        Optional.empty());
  }

  @Test
  void the_private_half_lives_in_its_own_row() {
    assertThat(KeyEntry.place("kid-7"))
        .isEqualTo(new MasterKeys.Place("keys", "sealed", "kid-7", "*"));
  }

  @Test
  void the_public_half_is_read_from_base64() {
    assertThat(KEY.publicBytes()).containsExactly(1, 2, 3);
  }

  @Test
  void numbering_changes_the_number_only() {
    assertThat(KEY.numbered(9).version()).isEqualTo(9);
    assertThat(KEY.numbered(9).numbered(7)).isEqualTo(KEY);
  }

  @Test
  void sealing_anew_changes_what_is_sealed_only() {
    Sealed other = new Sealed(bytes(40, 9));
    KeyEntry anew = KEY.sealedAs(other);
    assertThat(anew.sealed()).isEqualTo(other);
    assertThat(anew).isNotEqualTo(KEY);
    assertThat(anew.sealedAs(KEY.sealed())).isEqualTo(KEY);
  }

  @Test
  void moving_changes_state_and_time_only() {
    KeyEntry moved = KEY.moved(KeyState.ACTIVE, NOW.plusSeconds(5));
    assertThat(moved.state()).isEqualTo(KeyState.ACTIVE);
    assertThat(moved.since()).isEqualTo(NOW.plusSeconds(5));
    assertThat(moved.createdAt()).isEqualTo(NOW);
    assertThat(moved.moved(KeyState.NEXT, NOW)).isEqualTo(KEY);
  }
}
