package dev.gatehouse.http;

import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads who is said to have sent a request on, in {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For}. */
final class Hops {
  /** More than anybody has; what stands further to the left is not read. */
  private static final int MOST = 32;

  private static final Pattern PAIR =
      Pattern.compile("(?<name>[^\\s=\"]+)=(\"(?<quoted>[^\"]*)\"|(?<bare>[^\\s=\"]*))");
  /** RFC 9110, 5.6.4. No address has one. */
  private static final Pattern QUOTED_PAIR = Pattern.compile("\\\\.");

  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]+)](?::\\w+)?");
  private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+):\\w+");

  private Hops() {}

  /** From the nearest to the furthest; one that is hidden, malformed or no address is empty. */
  static List<Optional<ClientAddress>> nearestFirst(
      HttpServer.ForwardedHeader header, List<String> lines) {
    return header == HttpServer.ForwardedHeader.FORWARDED
        ? nearestFirst(lines.stream().flatMap(Hops::elements))
            .map(element -> node(element).flatMap(Hops::address))
            .toList()
        : nearestFirst(lines.stream().flatMap(line -> Stream.of(line.split(",", -1))))
            .map(Hops::address)
            .toList();
  }

  private static Stream<String> nearestFirst(Stream<String> elements) {
    List<String> reversed = new ArrayList<>(elements.toList());
    Collections.reverse(reversed);
    return reversed.stream().limit(MOST);
  }

  private static Stream<String> elements(String line) {
    return outsideQuotes(',', QUOTED_PAIR.matcher(line).replaceAll("_")).stream();
  }

  /** Where a quote is not closed, the rest is one part, and malformed. */
  private static List<String> outsideQuotes(char separator, String text) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (!quoted && text.charAt(i) == separator) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** Its one {@code for}, if nothing in it breaks the grammar (RFC 7239, 4). */
  private static Optional<String> node(String element) {
    List<String> nodes = new ArrayList<>();
    for (String part : outsideQuotes(';', element)) {
      Matcher pair = PAIR.matcher(part.strip());
      if (!part.isBlank() && !pair.matches()) {
        return Optional.empty();
      }
      if (!part.isBlank() && "for".equalsIgnoreCase(pair.group("name"))) {
        nodes.add(Optional.ofNullable(pair.group("quoted")).orElseGet(() -> pair.group("bare")));
      }
    }
    return nodes.size() == 1 ? Optional.of(nodes.get(0)) : Optional.empty();
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
