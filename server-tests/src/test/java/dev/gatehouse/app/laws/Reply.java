package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.Contract;
import dev.gatehouse.app.Serving;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An answer. */
record Reply(int status, Map<String, List<String>> headers, String text) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Reply {
    Map<String, List<String>> lower = new TreeMap<>();
    headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
    headers = lower;
  }

  Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
        .findFirst();
  }

  List<String> cookies() {
    return headers.getOrDefault("set-cookie", List.of());
  }

  JsonNode json() {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  String at(String pointer) {
    return json().at(pointer).asText();
  }

  String code() {
    return at("/code");
  }

  String access() {
    return at("/access_token");
  }

  String refresh() {
    return at("/refresh_token");
  }

  String mark() {
    return at("/device_mark");
  }

  String session() {
    return at("/user/session/id");
  }

  Reply is(int expected) {
    assertThat(status).as(text).isEqualTo(expected);
    return this;
  }

  /** A problem of that code. */
  Reply is(int expected, String code) {
    is(expected);
    assertThat(code()).as(text).isEqualTo(code);
    return this;
  }

  /** Every answer is as the server's document has it; every refusal is a problem, and an outage of ours is no refusal. */
  Reply asEveryAnswer(Serving server, String method, String target) {
    assertThat(status).as(text).isNotEqualTo(500);
    Contract.check(server.base(), Serving.HOST, method, target, status, headers, text);
    assertThat(header("X-Request-ID")).isPresent();
    assertThat(header("X-Content-Type-Options")).contains("nosniff");
    assertThat(header("Cache-Control")).isPresent();
    if (status >= 400) {
      assertThat(header("Content-Type")).contains("application/problem+json");
      assertThat(at("/status")).isEqualTo(Integer.toString(status));
      assertThat(at("/instance")).isEqualTo(header("X-Request-ID").orElseThrow());
    }
    if (status == 423 || status == 429 || status == 503) {
      assertThat(header("Retry-After")).isPresent();
    }
    return this;
  }
}
