package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSecretTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 32})
  void a_secret_of_other_than_16_bytes_does_not_exist(int length) {
    assertThatThrownBy(() -> new SessionSecret(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(length + " random bytes");
  }

  @Test
  void the_store_has_only_its_sha_256() throws Exception {
    assertThat(new SessionSecret(bytes(16, 4)).digest().bytes())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes(16, 4)));
  }

  @Test
  void a_secret_does_not_change_with_the_array_it_came_from() {
    byte[] random = bytes(16, 4);
    SessionSecret secret = new SessionSecret(random);
    random[0] = 5;
    assertThat(secret).isEqualTo(new SessionSecret(bytes(16, 4)));
  }

  @Test
  void secrets_are_equal_by_every_byte() {
    SessionSecret secret = new SessionSecret(bytes(16, 4));
    assertThat(secret)
        .isEqualTo(new SessionSecret(bytes(16, 4)))
        .hasSameHashCodeAs(new SessionSecret(bytes(16, 4)))
        .isNotEqualTo("secret");
    for (int i = 0; i < 16; i++) {
      byte[] other = bytes(16, 4);
      other[i]++;
      assertThat(secret)
          .isNotEqualTo(new SessionSecret(other))
          .doesNotHaveSameHashCodeAs(new SessionSecret(other));
    }
  }
}
