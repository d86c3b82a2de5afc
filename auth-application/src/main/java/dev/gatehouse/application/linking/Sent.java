package dev.gatehouse.application.linking;

import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;

/**
 * A browser that is to go to a provider.
 *
 * @param to where it goes, an absolute URL
 * @param state with which it comes back; part of that address
 * @param flow without it nothing comes of it; in no URL
 */
public record Sent(String to, SecretText state, FlowHandle flow) {
  @Override
  public String toString() {
    return "Sent[…]";
  }
}
