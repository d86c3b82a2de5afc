package dev.gatehouse.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParticularsTest {
  @Test
  void what_is_written_is_read() {
    for (Map<String, String> values : java.util.List.of(
        Map.<String, String>of(),
        Map.of("email", "\u00fc@example.com", "redirect", ""),
        Map.of("a", "b".repeat(70_000)))) {
      Particulars particulars = new Particulars(values);
      assertThat(Particulars.fromBytes(particulars.toBytes())).isEqualTo(particulars);
    }
  }

  @Test
  void it_prints_names_only() {
    assertThat(Particulars.NONE.with("email", "somebody@example.com"))
        .hasToString("Particulars[email]");
  }
}
