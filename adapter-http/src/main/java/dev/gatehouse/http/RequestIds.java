package dev.gatehouse.http;

import io.micrometer.core.instrument.Clock;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Names requests: no other request of this node, nor of any other, has the same name. They need not be hard to guess. */
final class RequestIds {
  private final String node;
  private final AtomicLong count = new AtomicLong();

  RequestIds(Clock clock) {
    String start = clock.wallTime() + "/" + clock.monotonicTime() + "/"
        + ProcessHandle.current().pid() + "/" + System.identityHashCode(this);
    node = UUID.nameUUIDFromBytes(start.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "")
        .substring(0, 16);
  }

  String next() {
    return node + "-" + Long.toHexString(count.incrementAndGet());
  }
}
