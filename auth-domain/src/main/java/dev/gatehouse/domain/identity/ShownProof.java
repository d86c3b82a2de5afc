package dev.gatehouse.domain.identity;

import java.util.Map;

/**
 * What somebody shows to be recognised by a provider's word, as it came and unjudged.
 *
 * @param kind which of the provider's proofs it is said to be, in the provider's words; one is never tried as another
 * @param fields what it consists of: of some proofs all that is signed, of others one text
 */
public record ShownProof(ProviderKey provider, String kind, Map<String, String> fields) {
  public ShownProof {
    fields = Map.copyOf(fields);
  }

  @Override
  public String toString() {
    return "ShownProof[" + provider + ", " + kind + "]";
  }
}
