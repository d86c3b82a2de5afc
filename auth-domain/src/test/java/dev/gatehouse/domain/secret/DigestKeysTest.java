package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.DESK_KEY;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static dev.gatehouse.domain.Given.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.account.Identifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DigestKeysTest {
  private final DigestKeys keys = ring(key(2), key(1));

  @Test
  void the_first_key_is_the_active_one() {
    DigestKey active = key(2);
    assertThat(ring(active, key(1)).active()).isSameAs(active);
    assertThat(keys.usable()).extracting(DigestKey::version).containsExactly(2, 1);
  }

  @Test
  void a_ring_without_a_key_does_not_exist() {
    assertThatThrownBy(() -> new DigestKeys(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least the active one");
  }

  @Test
  void a_ring_cannot_be_changed_afterwards() {
    List<DigestKey> usable = new ArrayList<>(List.of(key(1)));
    DigestKeys ring = new DigestKeys(usable);
    usable.add(0, key(9));
    assertThat(ring.usable()).extracting(DigestKey::version).containsExactly(1);
  }

  @Test
  @DisplayName(
      "[L40] what stands for a name in counters is a keyed digest that tells nothing of it")
  void what_stands_for_a_name_in_counters_is_a_keyed_digest() {
    assertThat(keys.nameless(SHOP_KEY, "mary"))
        .isEqualTo(key(2).digest("name", "shop", "mary").hex())
        .hasSize(64)
        .isNotEqualTo(ring(key(1)).nameless(SHOP_KEY, "mary"))
        .isNotEqualTo(keys.nameless(DESK_KEY, "mary"))
        .isNotEqualTo(keys.nameless(SHOP_KEY, "mar"));
  }

  @Test
  @DisplayName("[L30] however a name is written, it is counted as one")
  void however_a_name_is_written_it_is_counted_as_one() {
    assertThat(keys.nameless(SHOP_KEY, Identifier.parse(" Mary.Smith ")))
        .isEqualTo(keys.nameless(SHOP_KEY, Identifier.parse("mary.smith")))
        .isEqualTo(keys.nameless(SHOP_KEY, "mary.smith"));
    assertThat(keys.nameless(SHOP_KEY, Identifier.parse("MARY@Example.COM")))
        .isEqualTo(keys.nameless(SHOP_KEY, "mary@example.com"));
  }

  @Test
  void what_stands_for_a_flow_handle_is_the_digest_of_its_text() {
    FlowHandle handle = FlowHandle.of(bytes(32, 0));
    assertThat(DigestKeys.flow(handle))
        .isEqualTo(Digest.sha256(bytes(43, 'A')))
        .isNotEqualTo(DigestKeys.flow(FlowHandle.of(bytes(32, 1))));
  }
}
