package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowHandleTest {
  private final FlowHandle handle = FlowHandle.of(bytes(32, 0xFB));

  @Test
  void a_handle_is_32_bytes_in_43_characters_that_need_no_escaping() {
    assertThat(handle.text()).matches("[A-Za-z0-9_-]{43}").contains("-");
    assertThat(FlowHandle.of(bytes(32, 0xFF)).text()).startsWith("_______");
  }

  @Test
  void what_was_given_out_is_read() {
    assertThat(FlowHandle.parse(handle.text()).map(FlowHandle::text)).contains(handle.text());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void a_handle_of_other_than_32_bytes_does_not_exist(int length) {
    assertThatThrownBy(() -> FlowHandle.of(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(length + " random bytes");
  }

  @Test
  void text_of_another_shape_is_no_handle() {
    String text = handle.text();
    assertThat(FlowHandle.parse("")).isEmpty();
    assertThat(FlowHandle.parse(text + "A")).isEmpty();
    assertThat(FlowHandle.parse(text.substring(1))).isEmpty();
    assertThat(FlowHandle.parse(text + "\n")).isEmpty();
    assertThat(FlowHandle.parse(text.substring(1) + "=")).isEmpty();
    assertThat(FlowHandle.parse(text.substring(1) + "+")).isEmpty();
    assertThat(FlowHandle.parse(text.substring(1) + "/")).isEmpty();
    assertThat(FlowHandle.parse(text.substring(1) + "\u00e9")).isEmpty();
    assertThat(FlowHandle.parse(text.substring(1) + "\uff21")).isEmpty();
  }

  @Test
  void anything_else_is_no_handle_and_never_an_error() {
    Chance.histories(300, chance -> {
      String text = chance.weird(40);
      assertThat(FlowHandle.parse(text).isPresent()).isEqualTo(text.matches("[\\w-]{43}"));
    });
  }
}
