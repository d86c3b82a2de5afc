package dev.gatehouse.mail;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a provider takes mail, and as whom.
 *
 * @param tls from the first byte on (RFC 8314, 3.3)
 * @param startTls insisted on (RFC 3207) where not
 */
record SmtpUrl(String host, int port, boolean tls, boolean startTls, Optional<Login> login) {
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final String PLAIN = "starttls=never";

  /** A user and the password. */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[…]";
    }
  }

  /** @throws IllegalArgumentException saying what the URL does, such as "names no host"; it quotes nothing of it */
  static SmtpUrl parse(String url) {
    URI uri = uri(url);
    boolean tls = "smtps".equals(uri.getScheme());
    if (!tls && !"smtp".equals(uri.getScheme())) {
      throw new IllegalArgumentException("does not begin with smtp:// or smtps://");
    }
    String host = Optional.ofNullable(uri.getHost())
        .orElseThrow(() -> new IllegalArgumentException("names no host"));
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    if (!(path.isEmpty() || path.equals("/")) || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("has something behind the port");
    }
    boolean plain = plain(uri, tls, host);
    Optional<Login> login = Optional.ofNullable(uri.getRawUserInfo()).map(SmtpUrl::login);
    if (plain && !loopback(host) && login.isPresent()) {
      throw new IllegalArgumentException("would send the password in clear");
    }
    int port = uri.getPort() < 0 ? (tls ? SUBMISSIONS : SUBMISSION) : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("has a port that is none");
    }
    return new SmtpUrl(bare(host), port, tls, !tls && !plain, login);
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException notOne) {
      // without the cause, which quotes it
      throw new IllegalArgumentException("is not a URL");
    }
  }

  /** A relay on this machine has no certificate. */
  private static boolean plain(URI uri, boolean tls, String host) {
    Optional<String> query = Optional.ofNullable(uri.getRawQuery());
    if (query.isPresent() && (tls || !query.get().equals(PLAIN))) {
      throw new IllegalArgumentException(
          "has something behind the question mark; with smtp it may be " + PLAIN);
    }
    return !tls && (query.isPresent() || loopback(host));
  }

  private static Login login(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new IllegalArgumentException("has a user without a password, or the reverse");
    }
    return new Login(decoded(parts[0]), decoded(parts[1]));
  }

  private static String decoded(String text) {
    // a plus is a plus here
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean loopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    String address = bare(host);
    boolean literal = address.indexOf(':') >= 0 || address.matches("[0-9.]+");
    try {
      return literal && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
