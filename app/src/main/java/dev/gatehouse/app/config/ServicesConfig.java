package dev.gatehouse.app.config;

import dev.gatehouse.http.HttpServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the names and secrets of other services. What it says about a mistake never quotes a secret, and it says every mistake. */
final class ServicesConfig {
  /** One that is used and one that is to take its place. */
  private static final int SECRETS_OF_ONE = 2;

  private final List<HttpServer.Service> services = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private ServicesConfig() {}

  /** {@code name:secret,other:secret}. */
  static List<HttpServer.Service> parse(String text) {
    ServicesConfig reading = new ServicesConfig();
    for (String entry : text.split(",", -1)) {
      reading.read(entry.strip());
    }
    if (!reading.mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join(", and ", reading.mistakes));
    }
    return List.copyOf(reading.services);
  }

  private void read(String entry) {
    String[] parts = entry.split(":", 2);
    if (parts.length < 2) {
      mistakes.add("has an entry of " + entry.length() + " characters without a colon");
      return;
    }
    try {
      add(new HttpServer.Service(parts[0], parts[1]));
    } catch (IllegalArgumentException wrong) {
      mistakes.add(String.valueOf(wrong.getMessage()));
    }
  }

  private void add(HttpServer.Service service) {
    if (services.contains(service)) {
      mistakes.add("has the same secret of '" + service.name() + "' twice");
    }
    services.add(service);
    List<String> names = services.stream().map(HttpServer.Service::name).toList();
    if (Collections.frequency(names, service.name()) == SECRETS_OF_ONE + 1) {
      mistakes.add("has more than two secrets of '" + service.name() + "'");
    }
  }
}
