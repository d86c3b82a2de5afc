package dev.gatehouse.http;

import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The marks of the accounts that have signed in on a browser, in one cookie: the latest first, with dots between. */
final class DeviceMarks {
  /** Where a client that has no cookies shows one. */
  static final Field FIELD =
      Field.text("device_mark", 200, "what an earlier sign-in on this device answered");

  private DeviceMarks() {}

  static List<DeviceMark> read(Optional<String> cookie) {
    return cookie.stream()
        .flatMap(text -> Arrays.stream(text.split("\\.", Client.MAX_MARKS + 1)))
        .limit(Client.MAX_MARKS)
        .map(DeviceMark::new)
        .filter(mark -> !mark.text().isEmpty())
        .toList();
  }

  /** With this one in front, and the oldest dropped when there are too many. */
  static String with(DeviceMark mark, Optional<String> cookie) {
    return Stream.concat(Stream.of(mark), read(cookie).stream())
        .map(DeviceMark::text)
        .distinct()
        .limit(Client.MAX_MARKS)
        .collect(Collectors.joining("."));
  }
}
