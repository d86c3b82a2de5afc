package dev.gatehouse.app.laws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.app.Serving;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One request from outside: of an app, to the default realm, from a network where nobody asked from before; unless said otherwise. */
final class Call {
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .followRedirects(HttpClient.Redirect.NEVER)
      .connectTimeout(Duration.ofSeconds(20))
      .build();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final AtomicInteger NETWORKS = new AtomicInteger();

  private final Serving server;
  private final String method;
  private final String path;
  private final List<String> headers = new ArrayList<>();
  private byte[] body = new byte[0];

  Call(Serving server, String method, String path) {
    this.server = server;
    this.method = method;
    this.path = path;
    header("Host", Serving.HOST);
    from(elsewhere());
  }

  static Call post(Serving server, String path, Object... members) {
    return new Call(server, "POST", "/api/v1/auth" + path).json(members);
  }

  static Call get(Serving server, String path) {
    return new Call(server, "GET", "/api/v1/auth" + path);
  }

  /** An address in a network of its own. */
  static String elsewhere() {
    int n = NETWORKS.incrementAndGet();
    return (20 + n / 65_536) + "." + n / 256 % 256 + "." + n % 256 + ".7";
  }

  /** As the proxy before the server says. */
  Call from(String address) {
    return header("X-Forwarded-For", address);
  }

  /** To another host: another realm, maybe. */
  Call to(String host) {
    return header("Host", host);
  }

  /** By another service. */
  Call service() {
    String shown = Serving.SERVICE + ":" + Serving.SERVICE_SECRET;
    return header(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(shown.getBytes(StandardCharsets.UTF_8)));
  }

  /** By the program of the default realm's bot. */
  Call bot() {
    return header("X-Telegram-Bot-Secret", Serving.BOT_SECRET);
  }

  Call form(String encoded) {
    body(encoded);
    return header("Content-Type", "application/x-www-form-urlencoded");
  }

  /** Replaces the one of that name. */
  Call header(String name, String value) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        headers.set(i + 1, value);
        return this;
      }
    }
    return also(name, value);
  }

  /** Beside others of that name. */
  Call also(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  Call without(String name) {
    for (int i = headers.size() - 2; i >= 0; i -= 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        headers.remove(i + 1);
        headers.remove(i);
      }
    }
    return this;
  }

  Call bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /** Names and values in turn. */
  Call json(Object... members) {
    ObjectNode json = MAPPER.createObjectNode();
    for (int i = 0; i < members.length; i += 2) {
      json.set(members[i].toString(), MAPPER.valueToTree(members[i + 1]));
    }
    return members.length == 0 ? this : body(json.toString());
  }

  Call body(String json) {
    body = json.getBytes(StandardCharsets.UTF_8);
    return header("Content-Type", "application/json");
  }

  Reply send() {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + path))
        .timeout(Duration.ofSeconds(40))
        .headers(headers.toArray(String[]::new))
        .method(
            method,
            body.length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<String> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.headers().map(), answer.body())
          .asEveryAnswer(server, method, path);
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
