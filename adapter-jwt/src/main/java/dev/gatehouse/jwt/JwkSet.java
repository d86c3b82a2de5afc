package dev.gatehouse.jwt;

import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a JWK Set (RFC 7517, 5) as somebody else published it. Keys of other algorithms and uses are passed over, as section 5 has it; a set with
 * anything in it that no sane server publishes is refused as a whole.
 */
final class JwkSet {
  private static final int MAX_LENGTH = 256 * 1024;
  private static final int MAX_KEYS = 100;

  private JwkSet() {}

  /** @throws IllegalArgumentException saying what is wrong with it */
  static List<KeyEntry> read(String json) {
    if (json.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the JWK Set has " + json.length() + " characters; at most " + MAX_LENGTH + " are read");
    }
    List<StrictObject> members = members(json);
    if (members.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "the JWK Set has " + members.size() + " keys; at most " + MAX_KEYS + " are read");
    }
    List<KeyEntry> keys = new ArrayList<>();
    Set<String> kids = new HashSet<>();
    for (StrictObject member : members) {
      PublishedKey.refusePrivate(member);
      PublishedKey.read(member).ifPresent(key -> {
        if (!kids.add(key.kid())) {
          throw new IllegalArgumentException("the JWK Set has two keys '" + key.kid() + "'");
        }
        keys.add(entry(key, keys.size()));
      });
    }
    return List.copyOf(keys);
  }

  private static List<StrictObject> members(String json) {
    try {
      return StrictObject.parse(json.getBytes(StandardCharsets.UTF_8)).objects("keys");
    } catch (Refused malformed) {
      throw new IllegalArgumentException("that is no JWK Set: an object with a list 'keys'");
    }
  }

  /** As if of a ring of one's own; that its private half is elsewhere does not matter to who only verifies. */
  private static KeyEntry entry(PublishedKey key, int number) {
    return new KeyEntry(
        key.kid(),
        KeyUse.ACCESS_TOKEN,
        number,
        key.kind().name(),
        KeyState.ACTIVE,
        new Sealed(new byte[0]),
        encoded(key.key()),
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty());
  }

  private static String encoded(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }
}
