package dev.gatehouse.domain.account;

import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Instant;
import java.util.Optional;

/** How often and when last the account was signed in to. */
public record SignIns(long count, Optional<Instant> lastAt, Optional<ClientAddress> lastAddress) {
  public static final SignIns NONE = new SignIns(0, Optional.empty(), Optional.empty());
}
