package dev.gatehouse.telegram;

import dev.gatehouse.port.Outage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the provider, for so long and for so much: whatever it does, nobody here waits longer or holds more. Redirects are answers, and no one follows them. */
final class Wire {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How soon it is worth asking again. */
  static final Duration SOON = Duration.ofSeconds(5);

  private static final int MOST_BYTES = 64 * 1024;

  private final HttpClient client;
  private final Duration patience;

  /** @throws IllegalArgumentException for a client that follows redirects: where they lead is not what was configured */
  Wire(HttpClient client, Duration patience) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "a client that follows redirects; one that never does is expected");
    }
    this.client = client;
    this.patience = patience;
  }

  /** An answer, of whatever status. */
  static final class Reply {
    private final HttpResponse<byte[]> response;

    private Reply(HttpResponse<byte[]> response) {
      this.response = response;
    }

    int status() {
      return response.statusCode();
    }

    HttpHeaders headers() {
      return response.headers();
    }

    /** @throws Outage when it is no object of JSON: nobody is refused for what the provider gets wrong */
    Json json() {
      try {
        return Json.parse(Utf8.strict(response.body()));
      } catch (Flawed unreadable) {
        throw outage("its answer is no object of JSON");
      }
    }
  }

  /** @param why for who reads the trace; nothing of what was asked or answered */
  static Outage outage(String why) {
    return outage(new IOException(why));
  }

  private static Outage outage(Throwable cause) {
    return new Outage("telegram", SOON, cause);
  }

  /** @throws Outage when nothing came, or too late, or too much */
  Reply send(HttpRequest.Builder request) {
    // the request's own time-out ends with the headers of the answer; ours with its last byte
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request.timeout(patience).build(), head -> new Bounded(MOST_BYTES));
    try {
      return new Reply(sent.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException failed) {
      throw outage(failed.getCause() == null ? failed : failed.getCause());
    } catch (TimeoutException late) {
      sent.cancel(true);
      throw outage(late);
    } catch (InterruptedException stopping) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw outage(stopping);
    }
  }
}
