package dev.gatehouse.http;

import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who is said to have sent a request on, in {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For}. */
final class Hops {
  /** More than anybody has; what stands further to the left is not read. */
  private static final int MOST = 32;

  private static final Pattern FOR =
      Pattern.compile("(?:^|;)\\s*for=(?:\"([^\"]*)\"|([^;\"]*))", Pattern.CASE_INSENSITIVE);
  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]+)](?::\\w+)?");
  private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+):\\w+");

  private Hops() {}

  /** From the nearest to the furthest; one that is hidden or no address is empty. */
  static List<Optional<ClientAddress>> nearestFirst(
      HttpServer.ForwardedHeader header, List<String> lines) {
    return nearestFirst(lines).stream()
        .map(element -> header == HttpServer.ForwardedHeader.FORWARDED
            ? node(element).flatMap(Hops::address)
            : address(element))
        .toList();
  }

  private static Optional<String> node(String element) {
    Matcher node = FOR.matcher(element);
    return node.find()
        ? Optional.ofNullable(node.group(1)).or(() -> Optional.ofNullable(node.group(2)))
        : Optional.empty();
  }

  private static List<String> nearestFirst(List<String> lines) {
    String[] elements = String.join(",", lines).split(",", -1);
    List<String> reversed = new ArrayList<>();
    for (int i = elements.length - 1; i >= 0 && reversed.size() < MOST; i--) {
      reversed.add(elements[i].strip());
    }
    return reversed;
  }

  private static Optional<ClientAddress> address(String text) {
    String node = text.strip();
    for (Pattern form : List.of(BRACKETED, WITH_PORT)) {
      Matcher matcher = form.matcher(node);
      if (matcher.matches()) {
        node = matcher.group(1);
      }
    }
    try {
      return Optional.of(new ClientAddress(node));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
