package dev.gatehouse.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProgramsTest {
  @Test
  void root_runs_them_in_a_namespace_and_everybody_else_as_himself() {
    assertThat(Programs.prefix("alice", () -> false)).isEmpty();
    assertThat(Programs.prefix("root", () -> true)).containsExactly("unshare", "-U");
  }

  @Test
  void root_without_a_namespace_is_told_to_be_another_user() {
    assertThatThrownBy(() -> Programs.prefix("root", () -> false))
        .isInstanceOf(NotThere.class)
        .hasMessageContaining("run ./gatehouse as another user");
  }
}
