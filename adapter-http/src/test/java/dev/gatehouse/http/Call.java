package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One request; its answer is held against the served document before anybody sees it. */
final class Call {
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .followRedirects(HttpClient.Redirect.NEVER)
      .connectTimeout(Duration.ofSeconds(10))
      .build();

  private final Node node;
  private final String method;
  private final String path;
  private final List<String> headers = new ArrayList<>();
  private byte[] body = new byte[0];

  Call(Node node, String method, String path) {
    this.node = node;
    this.method = method;
    this.path = path;
  }

  /** Replaces the one of that name. */
  Call header(String name, String value) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        headers.set(i + 1, value);
        return this;
      }
    }
    headers.add(name);
    headers.add(value);
    return this;
  }

  /** Beside others of that name. */
  Call also(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  Call bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  Call body(String contentType, byte[] content) {
    body = content;
    return contentType.isEmpty() ? this : header("Content-Type", contentType);
  }

  Call body(String json) {
    return body("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Call form(String encoded) {
    return body("application/x-www-form-urlencoded", encoded.getBytes(StandardCharsets.US_ASCII));
  }

  /** Names and values in turn; {@code true} and {@code false} are no text. */
  Call json(String... members) {
    ObjectNode json = Json.object();
    for (int i = 0; i < members.length; i += 2) {
      String value = members[i + 1];
      if (value.equals("true") || value.equals("false")) {
        json.put(members[i], Boolean.parseBoolean(value));
      } else {
        json.put(members[i], value);
      }
    }
    return members.length == 0 ? this : body(json.toString());
  }

  Reply send() {
    Reply reply = exchange();
    node.conformity.check(method, path, reply.status(), reply.headers(), reply.body());
    return reply;
  }

  /** To what the test has broken. */
  Reply sendToBroken() {
    Reply reply = exchange();
    node.conformity.checkBroken(method, path, reply.status(), reply.headers(), reply.body());
    return reply;
  }

  private Reply exchange() {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.port() + path))
        .timeout(Duration.ofSeconds(20))
        .headers(headers.toArray(String[]::new));
    request.method(
        method,
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<byte[]> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
