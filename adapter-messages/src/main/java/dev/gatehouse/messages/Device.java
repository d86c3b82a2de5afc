package dev.gatehouse.messages;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a user agent tells of a device, in words of ours: of what a stranger wrote nothing gets into a mail. */
final class Device {
  /** By what something is known, and its name; the first that is found counts, as most programs call themselves by the names of others too. */
  private record Mark(String word, String name) {}

  private static final List<Mark> PROGRAMS = List.of(
      new Mark("Edg", "Edge"),
      new Mark("OPR/", "Opera"),
      new Mark("Vivaldi/", "Vivaldi"),
      new Mark("YaBrowser/", "Yandex Browser"),
      new Mark("SamsungBrowser/", "Samsung Internet"),
      new Mark("Firefox/", "Firefox"),
      new Mark("FxiOS/", "Firefox"),
      new Mark("CriOS/", "Chrome"),
      new Mark("Chrome/", "Chrome"),
      new Mark("Safari/", "Safari"),
      new Mark("curl/", "curl"));
  private static final List<Mark> SYSTEMS = List.of(
      new Mark("Windows", "Windows"),
      new Mark("Android", "Android"),
      new Mark("iPhone", "iPhone"),
      new Mark("iPad", "iPad"),
      new Mark("Mac OS X", "macOS"),
      new Mark("CrOS", "ChromeOS"),
      new Mark("Linux", "Linux"));

  private Device() {}

  /** Such as {@code Firefox, Windows}. */
  static Optional<String> of(String userAgent) {
    String names = Stream.of(PROGRAMS, SYSTEMS)
        .flatMap(marks ->
            marks.stream().filter(mark -> userAgent.contains(mark.word())).limit(1))
        .map(Mark::name)
        .collect(Collectors.joining(", "));
    return Optional.of(names).filter(found -> !found.isEmpty());
  }
}
