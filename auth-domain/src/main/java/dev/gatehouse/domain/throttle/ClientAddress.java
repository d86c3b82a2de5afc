package dev.gatehouse.domain.throttle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The network address somebody asks from: an IPv4 or IPv6 literal in canonical form. An IPv4 address in IPv6 clothes is the IPv4 address. */
public record ClientAddress(String value) {
  /** No leading zeros: others read them as octal. */
  private static final String OCTETS =
      "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}";

  private static final Pattern V6 =
      Pattern.compile("(?=[^:]{0,4}:)[0-9A-Fa-f:]{1,39}|[0-9A-Fa-f:]{1,30}:" + OCTETS);

  public ClientAddress {
    // of IPv4 there is one way to write it, and most are
    value = octets(value).isPresent() ? value : literal(value).getHostAddress();
  }

  /** 4 of IPv4, 16 of IPv6. */
  public byte[] bytes() {
    return octets(value).orElseGet(() -> literal(value).getAddress());
  }

  /** The one machine, or household, that it is: the address itself for IPv4, /64 for IPv6. */
  public String host() {
    return octets(value).isPresent() ? value : prefix();
  }

  /** The network it counts as: /24 for IPv4, /64 for IPv6, as text. */
  public String prefix() {
    byte[] bytes = bytes();
    int kept = bytes.length == 4 ? 3 : 8;
    return (bytes.length == 4 ? "v4:" : "v6:") + HexFormat.of().formatHex(bytes, 0, kept);
  }

  /** Only literals reach the parser of the JDK: it asks a name server of whatever is none and has no colon, or does not begin with a digit or colon. */
  private static InetAddress literal(String text) {
    try {
      if (octets(text).isPresent() || V6.matcher(text).matches()) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // refused below like any other text
    }
    throw new IllegalArgumentException("not an IP address literal (" + text.length()
        + " characters); such as 192.0.2.1 or 2001:db8::1 is expected");
  }

  /** Of four numbers up to 255 with dots between and no leading zeros; empty for any other text. By hand, as every request comes by here. */
  private static Optional<byte[]> octets(String text) {
    byte[] octets = new byte[4];
    int from = 0;
    for (int i = 0; i < octets.length; i++) {
      int end = i < 3 ? text.indexOf('.', from) : text.length();
      int number = number(text, from, end);
      if (number < 0) {
        return Optional.empty();
      }
      octets[i] = (byte) number;
      from = end + 1;
    }
    return Optional.of(octets);
  }

  /** Up to 255, or -1 where that is none. */
  private static int number(String text, int from, int end) {
    if (end <= from || end > from + 3 || (text.charAt(from) == '0' && end > from + 1)) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number > 255 ? -1 : number;
  }

  @Override
  public String toString() {
    return "ClientAddress[…]";
  }
}
