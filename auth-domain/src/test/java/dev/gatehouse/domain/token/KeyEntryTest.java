package dev.gatehouse.domain.token;

import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.token.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.secret.MasterKeys;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEntryTest {
  private static final KeyEntry KEY = key(7, KeyState.NEXT, NOW, Optional.of(NOW.plusSeconds(9)));

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void a_version_is_one_byte(int version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> key(version, KeyState.NEXT, NOW))
        .withMessageContaining("version " + version);
    assertThat(key(0, KeyState.NEXT, NOW).version()).isZero();
    assertThat(key(255, KeyState.NEXT, NOW).version()).isEqualTo(255);
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
  void moving_changes_state_and_time_only() {
    KeyEntry moved = KEY.moved(KeyState.ACTIVE, NOW.plusSeconds(5));
    assertThat(moved.state()).isEqualTo(KeyState.ACTIVE);
    assertThat(moved.since()).isEqualTo(NOW.plusSeconds(5));
    assertThat(moved.createdAt()).isEqualTo(NOW);
    assertThat(moved.moved(KeyState.NEXT, NOW)).isEqualTo(KEY);
  }
}
