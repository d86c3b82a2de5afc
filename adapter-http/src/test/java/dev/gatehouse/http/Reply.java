package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An answer. */
record Reply(int status, Map<String, List<String>> headers, byte[] body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Reply {
    Map<String, List<String>> folded = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    folded.putAll(headers);
    headers = folded;
  }

  Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  List<String> cookies() {
    return headers.getOrDefault("Set-Cookie", List.of());
  }

  /** The {@code Set-Cookie} of that name. */
  String cookie(String name) {
    return cookies().stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cookie " + name + " in " + cookies()));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  JsonNode json() {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new AssertionError(text(), e);
    }
  }

  String at(String pointer) {
    return json().at(pointer).asText();
  }

  Reply is(int expected) {
    assertThat(status).as(text()).isEqualTo(expected);
    return this;
  }

  /** A problem of that code. */
  Reply is(int expected, String code) {
    is(expected);
    assertThat(header("Content-Type")).contains("application/problem+json");
    assertThat(at("/code")).isEqualTo(code);
    return this;
  }
}
