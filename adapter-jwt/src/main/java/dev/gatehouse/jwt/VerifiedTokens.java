package dev.gatehouse.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/**
 * Tokens whose signature was found good, by the digest of their text: a client sends the same token
 * many times, and a look-up is about a hundred times cheaper than a signature. Remembers only what
 * never changes; key, realm and time are asked again each time. Bounded; what is used least goes
 * first. No thread and no clock of its own.
 */
final class VerifiedTokens {
  private final Cache<Digest, ProvenToken> tokens;

  VerifiedTokens(int size) {
    tokens = Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
  }

  Optional<ProvenToken> find(Digest text) {
    return Optional.ofNullable(tokens.getIfPresent(text));
  }

  void remember(Digest text, ProvenToken token) {
    tokens.put(text, token);
  }

  long count() {
    tokens.cleanUp();
    return tokens.estimatedSize();
  }
}
