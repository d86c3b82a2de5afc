package dev.gatehouse.domain.identity;

import dev.gatehouse.domain.secret.Digest;
import java.time.Instant;

/**
 * What a provider has signed, found genuine and fresh by whoever checked it. It is accepted once, by whichever node and for whichever use.
 *
 * @param digest of as much of it as nobody can write in two ways: what was signed, say, and not its encoding
 * @param signedAt by the provider's clock, to the second
 * @param until from when on it would be too old
 */
public record Proof(ProvenIdentity person, Digest digest, Instant signedAt, Instant until) {
  @Override
  public String toString() {
    return "Proof[" + person + "]";
  }
}
