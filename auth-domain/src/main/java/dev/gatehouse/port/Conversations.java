package dev.gatehouse.port;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.Optional;

/** What somebody was asked in a messenger, and has not answered: there one answer is a message like any other, and says not to what. */
public interface Conversations {
  /** Where a topic stands, for sealing. */
  static MasterKeys.Place place(Digest whom) {
    return new MasterKeys.Place("conversations", "topic", whom.hex(), "*");
  }

  /** Keeps what somebody is asked, in place of whatever that was before. */
  void put(Digest whom, Sealed topic, Instant endsAt);

  /** What that person is asked, unless it has run out. */
  Optional<Sealed> find(Digest whom, Instant now);
}
