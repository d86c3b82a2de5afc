package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/** The vectors that come with the specification. */
final class Vectors {
  private Vectors() {}

  static JsonNode file(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Named<JsonNode>> of(String file) {
    return StreamSupport.stream(file(file).path("vectors").spliterator(), false)
        .map(vector -> Named.of(vector.path("id").asText(), vector));
  }
}
