package dev.gatehouse.domain.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Of which new devices an owner was told lately, oldest first. Of one that looks the same the owner hears once a day, and of ten in an hour at most: whoever
 * comes in that often knows the password anyway, and the owner has heard of him ten times.
 */
public record DevicesTold(List<Device> devices) {
  private static final Duration SAME = Duration.ofDays(1);
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int MOST_IN_WINDOW = 10;
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
    long many =
        devices.stream().filter(told -> told.at().plus(WINDOW).isAfter(now)).count();
    if (same || many >= MOST_IN_WINDOW) {
      return Optional.empty();
    }
    return Optional.of(new DevicesTold(Stream.concat(
            devices.stream().skip(Math.max(0, devices.size() - MOST + 1)),
            Stream.of(new Device(look, now)))
        .toList()));
  }
}
