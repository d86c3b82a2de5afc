package dev.gatehouse.app.config;

import dev.gatehouse.postgres.Postgres;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Where the database is.
 *
 * @param url for JDBC, without user and password
 * @param listenUrl a direct way for JDBC, where that leads through a pooler; with the user and password that it names, if it does
 * @param connections of the pool, at most
 */
public record DatabaseConfig(
    String url, String user, String password, Optional<String> listenUrl, int connections) {
  private static final int MOST_CONNECTIONS = 1000;
  private static final String TARGET = "targetServerType=";

  /** What one URL says. */
  private record Address(String jdbc, Optional<String> user, Optional<String> password) {
    /** With its user and password, if it has them. */
    String whole() {
      return user.map(name -> jdbc + (jdbc.indexOf('?') < 0 ? "?" : "&") + "user=" + encoded(name)
              + "&password=" + encoded(password.orElseThrow()))
          .orElse(jdbc);
    }

    @Override
    public String toString() {
      return "Address[…]";
    }
  }

  static Optional<DatabaseConfig> read(Reading reading) {
    Optional<Address> direct = reading.read(Key.DATABASE_LISTEN_URL, DatabaseConfig::consistent);
    int connections =
        reading.read(Key.DATABASE_CONNECTIONS, DatabaseConfig::connections).orElse(1);
    return reading
        .need(Key.DATABASE_URL, DatabaseConfig::complete)
        .map(address -> new DatabaseConfig(
            address.jdbc(),
            address.user().orElseThrow(),
            address.password().orElseThrow(),
            direct.map(Address::whole),
            connections));
  }

  private static int connections(String text) {
    int number = Integer.parseInt(text);
    if (number < 1 || number > MOST_CONNECTIONS) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  /** For the adapter. */
  public Postgres.Settings settings() {
    Postgres.Settings settings =
        Postgres.Settings.of(url, user, password).withPoolSize(connections);
    return listenUrl.map(settings::withListenUrl).orElse(settings);
  }

  private static Address complete(String text) {
    Address address = parse(text);
    if (address.user().isEmpty() || address.password().isEmpty()) {
      throw new IllegalArgumentException("names no user, or no password");
    }
    return address;
  }

  private static Address consistent(String text) {
    Address address = parse(text);
    if (address.user().isPresent() != address.password().isPresent()) {
      throw new IllegalArgumentException("names a user and no password, or a password and no user");
    }
    return address;
  }

  /** Its mistakes never quote the text, which holds a password. */
  private static Address parse(String text) {
    String bare = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    URI uri = uri(bare);
    boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
    if (!postgres
        || uri.getRawAuthority() == null
        || uri.getRawPath() == null
        || uri.getRawPath().length() < 2) {
      throw new IllegalArgumentException("is not of that form (" + text.length() + " characters)");
    }
    return address(uri);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      // its message quotes the text
      throw new IllegalArgumentException("is no URL (" + text.length() + " characters)");
    }
  }

  private static Address address(URI uri) {
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    Optional<String> user = Optional.empty();
    Optional<String> password = Optional.empty();
    if (at >= 0) {
      String[] credentials = authority.substring(0, at).split(":", 2);
      user = Optional.of(decoded(credentials[0]));
      password = Optional.of(credentials).filter(c -> c.length == 2).map(c -> decoded(c[1]));
    }
    List<String> rest = new ArrayList<>();
    for (String parameter : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
      if (parameter.startsWith("user=")) {
        user = Optional.of(decoded(parameter.substring("user=".length())));
      } else if (parameter.startsWith("password=")) {
        password = Optional.of(decoded(parameter.substring("password=".length())));
      } else if (!parameter.isEmpty()) {
        rest.add(useful(parameter));
      }
    }
    String query = rest.isEmpty() ? "" : "?" + String.join("&", rest);
    String jdbc = "jdbc:postgresql://" + authority.substring(at + 1) + uri.getRawPath() + query;
    if (Optional.ofNullable(Driver.parseURL(jdbc, new Properties())).isEmpty()) {
      throw new IllegalArgumentException("is nothing that the driver understands");
    }
    return new Address(jdbc, user, password);
  }

  /** Whatever the server does, it has to write. */
  private static String useful(String parameter) {
    if (parameter.startsWith(TARGET) && !parameter.equals(TARGET + "primary")) {
      throw new IllegalArgumentException(
          "has another " + TARGET.replace("=", "") + " than primary, which alone takes writes");
    }
    return parameter;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    // in this part of a URL a plus sign is a plus sign
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "DatabaseConfig[…]";
  }
}
