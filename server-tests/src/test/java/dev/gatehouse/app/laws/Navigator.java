package dev.gatehouse.app.laws;

import dev.gatehouse.app.Serving;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A browser without scripts, which follows links; its cookies are kept by {@link Browser}. */
final class Navigator {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Serving server;
  private final Browser browser;

  Navigator(Serving server) {
    this.server = server;
    this.browser = new Browser(server);
  }

  Reply navigate(String target, String site) {
    return browser.send(
        new Call(server, "GET", target)
            .header("Sec-Fetch-Site", site)
            .header("Sec-Fetch-Mode", "navigate")
            .header("Sec-Fetch-Dest", "document"),
        target);
  }

  /** From a page of the server's own. */
  Reply post(String target, Object... members) {
    return browser.send(
        new Call(server, "POST", target).json(members).header("Origin", "https://" + Serving.HOST),
        target);
  }

  String cookie(String name) {
    return browser.cookie(name);
  }

  /** The provider's own page: with what it sends the browser back. */
  static String agreed(String address, String person) {
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(URI.create(address))
                  .header("X-Person", person)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("Location")
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
