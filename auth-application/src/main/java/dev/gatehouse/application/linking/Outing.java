package dev.gatehouse.application.linking;

import dev.gatehouse.domain.identity.ProviderKey;
import java.util.Optional;

/**
 * To which provider somebody wants to be sent, and what for.
 *
 * @param back where the provider sends the browser afterwards, an absolute URL as it is registered there; whoever takes it from outside has checked whose it is
 * @param redirect where the page goes on then, to be given back; checked likewise
 * @param arrival what counts where somebody comes in by it
 */
public record Outing(
    ProviderKey provider, String back, Optional<String> redirect, Arrival arrival) {
  @Override
  public String toString() {
    return "Outing[" + provider + "]";
  }
}
