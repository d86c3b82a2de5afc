package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of RFC 9106, section 5, and encoded hashes of other implementations; both engines. */
class Argon2VectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @MethodSource("raw")
  void the_tag_is_that_of_the_vector(Argon2Engine engine, JsonNode vector) {
    assertThat(HEX.formatHex(engine.tag(recipe(vector), input(vector))))
        .isEqualTo(vector.get("tag_hex").asText());
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void the_encoded_hash_matches_its_password_and_no_other(Argon2Engine engine, JsonNode vector) {
    Passwords passwords =
        new Passwords(Passwords.Settings.DEFAULT, new CountingRandomness(), engine);
    Optional<PasswordHash> stored =
        Optional.of(new PasswordHash(vector.get("encoded").asText()));
    String password = vector.get("password").asText();

    assertThat(passwords.hasher().matches(new Password(password), stored)).isTrue();
    assertThat(passwords.hasher().matches(new Password(password + "x"), stored)).isFalse();
  }

  @Test
  void every_vector_is_run() throws IOException {
    assertThat(raw()).hasSize(2 * 3);
    assertThat(encoded()).hasSize(2 * 9);
  }

  static Stream<Arguments> raw() throws IOException {
    return withBothEngines("raw", "id");
  }

  static Stream<Arguments> encoded() throws IOException {
    return withBothEngines("encoded", "encoded");
  }

  private static Stream<Arguments> withBothEngines(String kind, String label) throws IOException {
    try (InputStream file = Argon2VectorsTest.class.getResourceAsStream("/vectors/argon2.json")) {
      JsonNode vectors = new ObjectMapper().readTree(file).get(kind);
      return Engines.both()
          .flatMap(engine -> StreamSupport.stream(vectors.spliterator(), false)
              .map(vector -> Arguments.of(
                  Named.of(engine.name(), engine), Named.of(vector.get(label).asText(), vector))));
    }
  }

  private static Argon2Recipe recipe(JsonNode vector) {
    return new Argon2Recipe(
        Argon2Variant.ofLabel(vector.get("type").asText().toLowerCase(Locale.ROOT)),
        vector.get("version").asInt(),
        new Argon2Cost(
            vector.get("memory_kib").asInt(),
            vector.get("time").asInt(),
            vector.get("parallelism").asInt()),
        vector.get("tag_length").asInt());
  }

  private static Argon2Input input(JsonNode vector) {
    return new Argon2Input(
        bytes(vector, "password_hex"),
        bytes(vector, "salt_hex"),
        bytes(vector, "secret_hex"),
        bytes(vector, "associated_data_hex"));
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return HEX.parseHex(vector.get(field).asText());
  }
}
