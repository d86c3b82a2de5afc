package dev.gatehouse.http;

import dev.gatehouse.domain.session.Client;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an app says of the device on which it runs. Nobody checks it: it names the device to its owner, and decides nothing. */
final class Device {
  private static final Fields MEMBERS = Fields.of(
      Field.text("device_id", 200, "the client's own name for it, not the session's id"),
      Field.text("platform", 20, "ios or android"),
      Field.text("platform_id", 200, "the platform's own name for it; not kept"),
      Field.text("os_version", 50, "of the platform"),
      Field.text("app_version", 50, "of the app"),
      Field.text("device_model", 100, "such as Pixel 9"),
      Field.text("push_token", 4096, "taken, not used yet"));

  static final Field FIELD =
      Field.object("device", MEMBERS, "what the app runs on, as its owner is to see it");

  private Device() {}

  /** Who asks, called what the app says of itself, where it does. */
  static Client client(Visit visit) {
    Client client = visit.client();
    return visit
        .input()
        .inside("device")
        .flatMap(Device::named)
        .map(name -> new Client(
            client.realm(), client.address(), name, client.transport(), client.deviceMarks()))
        .orElse(client);
  }

  /** As a user agent writes it (RFC 9110, 10.1.5): the app first, in brackets what it runs on. */
  private static Optional<String> named(Input device) {
    String platform = device.text("platform").map(Device::platform).orElse("");
    String system = Stream.of(platform, device.text("os_version").orElse(""))
        .filter(word -> !word.isBlank())
        .collect(Collectors.joining(" "));
    String below = Stream.of(system, device.text("device_model").orElse(""))
        .filter(word -> !word.isBlank())
        .collect(Collectors.joining("; "));
    return Optional.of(below)
        .filter(words -> !words.isEmpty())
        .map(words -> "App/" + device.text("app_version").orElse("?") + " (" + words + ")");
  }

  private static String platform(String word) {
    return switch (word) {
      case "ios" -> "iOS";
      case "android" -> "Android";
      default -> word;
    };
  }
}
