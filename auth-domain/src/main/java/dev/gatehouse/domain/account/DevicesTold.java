package dev.gatehouse.domain.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Of which new devices an owner was told lately, oldest first. Of one that looks the same the owner hears once a day; of ten in an hour one by one, and of the
 * next that there are many: whoever comes in that often knows the password anyway, and the owner has heard of him.
 */
public record DevicesTold(List<Device> devices) {
  private static final Duration SAME = Duration.ofDays(1);
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int ONE_BY_ONE = 10;
  private static final int MOST = 20;

  public static final DevicesTold NONE = new DevicesTold(List.of());

  /** @param look what stands for its network address and user agent */
  public record Device(String look, Instant at) {}

  public DevicesTold {
    devices = List.copyOf(devices);
  }

  /** What is to be remembered once the owner is told of that one; empty if the owner is not to be told. */
  public Optional<DevicesTold> with(String look, Instant now) {
    boolean same = devices.stream()
        .anyMatch(told -> told.look().equals(look) && told.at().plus(SAME).isAfter(now));
    if (same || crowded(now)) {
      return Optional.empty();
    }
    return Optional.of(new DevicesTold(Stream.concat(
            devices.stream().skip(Math.max(0, devices.size() - MOST + 1)),
            Stream.of(new Device(look, now)))
        .toList()));
  }

  /** Whether the last one stands for all that follow in its hour. */
  public boolean crowded(Instant now) {
    return devices.stream().filter(told -> told.at().plus(WINDOW).isAfter(now)).count()
        > ONE_BY_ONE;
  }
}
