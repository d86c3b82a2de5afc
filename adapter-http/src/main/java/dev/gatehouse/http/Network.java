package dev.gatehouse.http;

import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network in CIDR notation (RFC 4632; RFC 4291, 2.3). */
final class Network {
  private static final Pattern SHAPE = Pattern.compile("([^/]+)/(\\d{1,3})");

  private final byte[] address;
  private final int bits;

  private Network(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /** @throws IllegalArgumentException when it is none */
  static Network parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    boolean plain = !parts.matches();
    try {
      byte[] address = new ClientAddress(plain ? text : parts.group(1)).bytes();
      int bits = plain ? address.length * 8 : Integer.parseInt(parts.group(2));
      if (bits <= address.length * 8) {
        return new Network(address, bits);
      }
    } catch (IllegalArgumentException e) {
      // refused below, like a length that is too long
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no network; such as 10.0.0.0/8 or 2001:db8::/32 is expected");
  }

  /** @param theirs the bytes of an address */
  boolean holds(byte[] theirs) {
    if (theirs.length != address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((address[i / 8] & mask) != (theirs[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
