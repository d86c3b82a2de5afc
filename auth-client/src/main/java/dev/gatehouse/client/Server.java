package dev.gatehouse.client;

import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Unreachable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server, asked over HTTP. Whatever it does but answer as it should is an outage, never a "no". */
final class Server {
  private static final Duration FOR_KEYS = Duration.ofSeconds(2);
  private static final Duration FOR_EVERYTHING = Duration.ofSeconds(10);
  private static final Duration BEYOND_WAIT = Duration.ofSeconds(2);
  private static final Duration FOR_ONE_TOKEN = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int REFUSED = 401;

  private final HttpClient http;
  private final String base;
  private final String ofRealm;
  private final String authorization;

  /** @param authorization the service's name and secret, as HTTP Basic has them */
  Server(HttpClient http, URI base, String realm, String authorization) {
    this.http = http;
    this.base = base.toString().replaceAll("/+$", "");
    this.ofRealm = this.base + "/realms/" + realm;
    this.authorization = authorization;
  }

  /** The public keys of the realm. */
  HttpResponse<String> keys() {
    return ask(to(ofRealm + "/.well-known/jwks.json"), FOR_KEYS);
  }

  /** What was revoked since the cursor; everything without one. */
  String revocations(String cursor, Duration wait) {
    boolean everything = cursor.isEmpty();
    String query = everything ? "" : "?cursor=" + encoded(cursor) + "&wait=" + wait.toMillis();
    return ask(
            to(base + "/revocations" + query).header("Authorization", authorization),
            everything ? FOR_EVERYTHING : wait.plus(BEYOND_WAIT))
        .body();
  }

  /** What there is to say of a token (RFC 7662). */
  String introspect(AccessToken token) {
    return ask(
            to(ofRealm + "/api/v1/auth/introspect")
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + encoded(token.reveal()))),
            FOR_ONE_TOKEN)
        .body();
  }

  /** What the server says is not understood: it is of another version, or is not the server. */
  static Outage notUnderstood(String what) {
    return new Outage("Gatehouse, whose " + what + " is not understood,", SOON);
  }

  private static HttpRequest.Builder to(String url) {
    return HttpRequest.newBuilder(URI.create(url)).header("Accept", "application/json");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> ask(HttpRequest.Builder request, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      return good(answer(request, end));
    } catch (ExecutionException | TimeoutException e) {
      throw new Unreachable("Gatehouse", SOON, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("Gatehouse", SOON, e);
    }
  }

  /** A connection that was closed meanwhile is found out by the request that is lost with it. Whatever is asked here may be asked twice. */
  private HttpResponse<String> answer(HttpRequest.Builder request, long end)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      return once(request, end);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof IOException)
          || e.getCause() instanceof HttpTimeoutException
          || e.getCause() instanceof ConnectException) {
        throw e;
      }
      return once(request, end);
    }
  }

  /** The time is for the whole answer: a request's own time-out ends with the headers. */
  private HttpResponse<String> once(HttpRequest.Builder request, long end)
      throws ExecutionException, InterruptedException, TimeoutException {
    long left = Math.max(1, end - System.nanoTime());
    CompletableFuture<HttpResponse<String>> asked = http.sendAsync(
        request.timeout(Duration.ofNanos(left)).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    try {
      return asked.get(left, TimeUnit.NANOSECONDS);
    } finally {
      asked.cancel(true);
    }
  }

  private static HttpResponse<String> good(HttpResponse<String> answer) {
    if (answer.statusCode() == REFUSED) {
      throw new Outage("Gatehouse, which does not know this service's name and secret,", SOON);
    }
    if (answer.statusCode() != 200) {
      throw new Outage("Gatehouse, which answers " + answer.statusCode() + ",", SOON);
    }
    return answer;
  }
}
