package dev.gatehouse.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  @Test
  void a_transport_is_read_as_it_is_written() {
    assertThat(Transport.BEARER.value()).isEqualTo("bearer");
    assertThat(Transport.COOKIE.value()).isEqualTo("cookie");
    for (Transport transport : Transport.values()) {
      assertThat(Transport.of(transport.value())).contains(transport);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "BEARER", "Cookie", "bearer ", "bearercookie", "header"})
  @DisplayName("[L27] what is written in any other way is no transport")
  void what_is_written_in_any_other_way_is_none(String value) {
    assertThat(Transport.of(value)).isEmpty();
  }
}
