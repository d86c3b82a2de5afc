package dev.gatehouse.jwt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.gatehouse.domain.token.AccessClaims;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.TreeSet;

/** What an access token says (RFC 9068, 2.2), written without a tree or a mapper between: each refresh makes one. */
final class Payload {
  private static final int USUAL_BYTES = 512;
  private static final JsonFactory JSON = JsonFactory.builder()
      .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
      .build();

  private Payload() {}

  static byte[] of(AccessClaims claims) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("iss", claims.issuer());
      json.writeStringField("aud", claims.audience());
      json.writeStringField("sub", claims.subject().toString());
      json.writeStringField("client_id", claims.clientId());
      json.writeNumberField("iat", claims.issuedAt().getEpochSecond());
      json.writeNumberField("exp", claims.expiresAt().getEpochSecond());
      json.writeStringField("jti", claims.tokenId());
      json.writeStringField("sid", claims.session().toString());
      json.writeNumberField("auth_time", claims.authTime().getEpochSecond());
      json.writeStringField("acr", claims.acr().value());
      array(json, "amr", claims.amr());
      json.writeStringField("realm", claims.realm().value());
      json.writeStringField("via", claims.transport().value());
      array(json, "roles", new TreeSet<>(claims.roles()));
      if (claims.binding().isPresent()) {
        json.writeObjectFieldStart("cnf");
        json.writeStringField("jkt", claims.binding().get());
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  private static void array(JsonGenerator json, String name, Collection<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
