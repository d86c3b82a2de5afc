package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/** The vectors that come with the specification. */
final class Vectors {
  private Vectors() {}

  static JsonNode file(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Named<JsonNode>> of(String file) {
    return StreamSupport.stream(file(file).get("vectors").spliterator(), false)
        .map(vector -> Named.of(vector.get("id").asText(), vector));
  }
}
