package dev.gatehouse.application.linking;

import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import java.util.Optional;

/**
 * A browser that is back from a provider.
 *
 * @param provider at whose door it knocks, by the address to which it was sent back
 * @param flow the handle that beginning gave, where it is there
 * @param issuer who says to have sent it (RFC 9207), where that is said
 * @param back to which address it was sent back, where that is said
 */
public record Callback(
    ProviderKey provider,
    SecretText state,
    Optional<FlowHandle> flow,
    String code,
    Optional<String> issuer,
    Optional<String> back) {
  @Override
  public String toString() {
    return "Callback[" + provider + "]";
  }
}
