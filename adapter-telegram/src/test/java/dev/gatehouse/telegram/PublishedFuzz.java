package dev.gatehouse.telegram;

import dev.gatehouse.port.Outage;
import dev.gatehouse.telegram.Telegram.ProviderKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What a provider publishes: its keys, and where it is asked. */
public final class PublishedFuzz {
  private static final URI ISSUER = URI.create("https://oauth.telegram.org");

  private PublishedFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Json json;
    try {
      json = Json.parse(new String(data, StandardCharsets.UTF_8));
    } catch (Flawed refused) {
      // the one way to say no
      return;
    }
    KeySet.read(json).stream().map(ProviderKey::key).forEach(ProviderAlgorithm::of);
    try {
      Endpoints endpoints = Endpoints.read(json, ISSUER);
      Stream.of(endpoints.authorization(), endpoints.token(), endpoints.keys()).forEach(at -> {
        if (!at.toString().matches("https://oauth\\.telegram\\.org([/?].*)?")) {
          throw new AssertionError("led elsewhere: " + at);
        }
      });
    } catch (Outage refused) {
      // nor is anybody refused for that
    }
  }

  /** A discovery document, and keys of RFC 7515 (A.2, A.3) and RFC 8037 (A.2). */
  static List<byte[]> seeds() {
    String rsa =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    return Stream.of(
            "{\"issuer\":\"" + ISSUER + "\",\"authorization_endpoint\":\"" + ISSUER
                + "/auth\",\"token_endpoint\":\"" + ISSUER + "/token\",\"jwks_uri\":\"" + ISSUER
                + "/.well-known/jwks.json\",\"claims_supported\":[\"sub\",\"nonce\"]}",
            "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"use\":\"sig\",\"alg\":\"RS256\",\"e\":\"AQAB\",\"n\":\""
                + rsa + "\"}]}",
            "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"2\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"3\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
