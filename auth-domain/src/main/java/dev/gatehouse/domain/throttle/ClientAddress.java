package dev.gatehouse.domain.throttle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The network address somebody asks from: an IPv4 or IPv6 literal in canonical form. An IPv4 address in IPv6 clothes is the IPv4 address. */
public record ClientAddress(String value) {
  /** No leading zeros: others read them as octal. */
  private static final String OCTETS =
      "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}";

  private static final Pattern V4 = Pattern.compile(OCTETS);
  private static final Pattern V6 =
      Pattern.compile("(?=[^:]{0,4}:)[0-9A-Fa-f:]{1,39}|[0-9A-Fa-f:]{1,30}:" + OCTETS);

  public ClientAddress {
    // of IPv4 there is one way to write it, and most are
    value = V4.matcher(value).matches() ? value : literal(value).getHostAddress();
  }

  /** The one machine, or household, that it is: the address itself for IPv4, /64 for IPv6. */
  public String host() {
    return literal(value).getAddress().length == 4 ? value : prefix();
  }

  /** The network it counts as: /24 for IPv4, /64 for IPv6, as text. */
  public String prefix() {
    byte[] bytes = literal(value).getAddress();
    int kept = bytes.length == 4 ? 3 : 8;
    return (bytes.length == 4 ? "v4:" : "v6:") + HexFormat.of().formatHex(bytes, 0, kept);
  }

  /** Only literals reach the parser of the JDK: it asks a name server of whatever is none and has no colon, or does not begin with a digit or colon. */
  private static InetAddress literal(String text) {
    try {
      if (V4.matcher(text).matches() || V6.matcher(text).matches()) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // refused below like any other text
    }
    throw new IllegalArgumentException("not an IP address literal (" + text.length()
        + " characters); such as 192.0.2.1 or 2001:db8::1 is expected");
  }

  @Override
  public String toString() {
    return "ClientAddress[…]";
  }
}
