package dev.gatehouse.app.seeing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {
  private static LoggingEvent event(Throwable thrown) {
    LoggingEvent event = new LoggingEvent(
        "here",
        new LoggerContext().getLogger("dev.gatehouse.test"),
        Level.INFO,
        "mailed {}\nat once",
        thrown,
        new Object[] {"alice@example.com"});
    event.setKeyValuePairs(List.of(new KeyValuePair("why", "password=\"x\"")));
    return event;
  }

  @Test
  @DisplayName(
      "[L40] a line for machines is one JSON object, with message, members and exception redacted")
  void a_line_for_machines_is_one_redacted_json_object() throws Exception {
    IllegalStateException thrown =
        new IllegalStateException("outer", new IllegalArgumentException("bob@example.com"));

    String line = new String(LineEncoder.json().encode(event(thrown)), StandardCharsets.UTF_8);

    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("message").asText()).isEqualTo("mailed [address]\nat once");
    assertThat(json.path("level").asText()).isEqualTo("INFO");
    assertThat(json.path("why").asText()).isEqualTo("password=[redacted]");
    assertThat(json.path("thrown").asText())
        .contains("outer", "Caused by")
        .doesNotContain("bob@example.com");
  }

  @Test
  void what_somebody_else_wrote_does_not_look_like_a_line_of_its_own() {
    String line = new String(
        LineEncoder.readable().encode(event(new IllegalStateException("outer"))),
        StandardCharsets.UTF_8);

    assertThat(line.lines().findFirst())
        .hasValueSatisfying(first ->
            assertThat(first).endsWith("INFO mailed [address] ⏎ at once why=password=[redacted]"));
    assertThat(line).contains("java.lang.IllegalStateException: outer");
  }
}
