package dev.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That nobody is asked about twice. */
class AddressesTest {
  @Test
  @DisplayName("[L33] each address is handed out once, and is as long as any other")
  void each_is_handed_out_once() {
    Addresses addresses = new Addresses(3_000);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      boolean account = i % 3 == 0;
      addresses.next(300, account).forEach(address -> {
        assertThat(seen.add(address)).as(address).isTrue();
        assertThat(address).hasSameSizeAs(Site.mailbox(0));
        assertThat(address.compareTo(Site.mailbox(3_000)) < 0).isEqualTo(account);
      });
    }
    assertThat(seen).hasSize(9_000);
  }

  @Test
  void more_than_there_are_is_refused() {
    Addresses addresses = new Addresses(10);
    addresses.next(10, true);

    assertThatThrownBy(() -> addresses.next(1, true)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> addresses.next(1_000_000 - 9, false))
        .isInstanceOf(IllegalStateException.class);
    assertThat(addresses.next(1, false)).containsExactly(Site.mailbox(10));
  }
}
