package dev.gatehouse.app;

import dev.gatehouse.http.Conformity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds what a server answers against what it says itself that its answers are like. One of each name is asked, once: those that are called the
 * same say the same.
 */
public final class Contract {
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(20))
      .build();
  private static final Map<String, Conformity> CONTRACTS = new ConcurrentHashMap<>();

  private Contract() {}

  /**
   * Judges an answer.
   *
   * @param host by which its users call the server
   * @param target the path that was asked for, with its query if it had one
   */
  public static void check(
      URI base,
      String host,
      String method,
      String target,
      int status,
      Map<String, List<String>> headers,
      String body) {
    CONTRACTS
        .computeIfAbsent(host, any -> served(base, host))
        .check(method, target, status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Conformity served(URI base, String host) {
    HttpRequest request = HttpRequest.newBuilder(base.resolve("/openapi.json"))
        .header("Host", host)
        .timeout(Duration.ofSeconds(20))
        .build();
    HttpResponse<byte[]> answer =
        CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).join();
    if (answer.statusCode() != 200) {
      throw new AssertionError("no document for " + host + ": " + answer.statusCode());
    }
    return Conformity.to(answer.body());
  }
}
