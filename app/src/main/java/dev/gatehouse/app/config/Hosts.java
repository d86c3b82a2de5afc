package dev.gatehouse.app.config;

import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Names and addresses as they are written in a configuration; nobody is asked what they stand for. */
final class Hosts {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

  private Hosts() {}

  static boolean loopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  static String bindable(String text) {
    if (!NAME.matcher(text).matches()) {
      new ClientAddress(text);
    }
    return text;
  }

  static List<String> networks(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .map(Hosts::network)
        .toList();
  }

  private static String network(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    new ClientAddress(address);
    int most = address.indexOf(':') < 0 ? 32 : 128;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException("/" + bits + " is outside /0 to /" + most);
    }
    return text;
  }

  private static int bits(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'/" + text + "' is no number of bits", e);
    }
  }
}
