package dev.gatehouse.app.seeing;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Time, level, message, then the rest as {@code key=value}. */
final class ReadableLine {
  private static final Set<String> FIRST = Set.of("time", "level", "logger", "message", "thrown");
  private static final int TIME_BEGINS = 11;
  private static final int TIME_ENDS = 23;

  private ReadableLine() {}

  static String of(Map<String, String> members) {
    StringBuilder line = new StringBuilder();
    String time = text(members, "time");
    line.append(time, TIME_BEGINS, Math.min(TIME_ENDS, time.length()))
        .append(' ')
        .append(text(members, "level"))
        .append(' ')
        // what others wrote must not look like lines of ours
        .append(text(members, "message").replaceAll("\\R", " ⏎ "));
    members.forEach((key, value) -> {
      if (!FIRST.contains(key)) {
        line.append(' ').append(key).append('=').append(value.replaceAll("\\R", " ⏎ "));
      }
    });
    Optional.ofNullable(members.get("thrown"))
        .ifPresent(thrown -> line.append('\n').append(thrown.stripTrailing()));
    return line.toString();
  }

  private static String text(Map<String, String> members, String key) {
    return Optional.ofNullable(members.get(key)).orElse("");
  }
}
