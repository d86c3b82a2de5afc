package dev.gatehouse.domain.identity;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What somebody shows to be recognised by a provider's word, as it came and unjudged.
 *
 * @param kind which of the provider's proofs it is said to be, in the provider's words; one is never tried as another
 * @param fields what it consists of: of some proofs all that is signed, of others one text
 */
public record ShownProof(ProviderKey provider, String kind, Map<String, String> fields) {
  /** The kind, and the field, of what an app was given by an OpenID provider (OpenID Connect Core, 2). */
  public static final String ID_TOKEN = "id_token";

  /** A field beside it: with which nonce the token was asked for. */
  public static final String NONCE = "nonce";

  public ShownProof {
    fields = Map.copyOf(fields);
  }

  /** @param nonce what the token holds as its nonce where the provider sends that back; without it, a token that holds one is somebody else's */
  public static ShownProof idToken(ProviderKey provider, String token, Optional<String> nonce) {
    Map<String, String> fields = new TreeMap<>(Map.of(ID_TOKEN, token));
    nonce.ifPresent(text -> fields.put(NONCE, text));
    return new ShownProof(provider, ID_TOKEN, fields);
  }

  @Override
  public String toString() {
    return "ShownProof[" + provider + ", " + kind + "]";
  }
}
