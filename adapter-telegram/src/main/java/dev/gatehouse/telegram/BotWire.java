package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.Telegram.BotToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One question to the <a href="https://core.telegram.org/bots/api#making-requests">Bot API</a> and its answer, for so long and for so much. The token is part of
 * the address, so nothing that knows the address comes out of here.
 */
final class BotWire {
  /** A hundred updates, each of some thousand characters and what it answers to. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final HttpClient client;
  private final String root;
  private final BotToken token;

  /** @throws IllegalArgumentException for a client that follows redirects: the token is in what they would be told */
  BotWire(HttpClient client, URI root, BotToken token) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "a client that follows redirects; one that never does is expected");
    }
    this.client = client;
    this.root = root.toString().replaceAll("/+$", "");
    this.token = token;
  }

  /** The id of the first update of an answer, where this begins as one. */
  private static final Pattern UPDATES = Pattern.compile(
      "\\s*\\{\\s*\"ok\"\\s*:\\s*true\\s*,\\s*\"result\"\\s*:\\s*\\[\\s*\\{\\s*\"update_id\"\\s*:\\s*([1-9][0-9]{0,17})\\s*,");

  /**
   * Asks.
   *
   * @throws Unread when updates came, and are too much or can not be read
   * @throws Unanswered when nothing came that is an answer, or too late, or too much
   */
  BotReply ask(String method, ObjectNode parameters, Duration patience) {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create(root + "/bot" + token.reveal() + "/" + method))
        .timeout(patience)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(parameters.toString()))
        .build();
    HttpResponse<byte[]> answer = answer(request, patience);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    try {
      return BotReply.parse(body);
    } catch (Flawed noAnswer) {
      Matcher updates = UPDATES.matcher(body);
      if (answer.statusCode() == 200 && updates.lookingAt()) {
        throw new Unread(Long.parseLong(updates.group(1)));
      }
      // from something between, such as a proxy: whatever its code, Telegram has not said it
      throw new Unanswered(0, "what answers is not the Bot API");
    }
  }

  private HttpResponse<byte[]> answer(HttpRequest request, Duration patience) {
    // the request's own time-out ends with the headers of the answer; this one with its last byte
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, head -> Bounded.cutting(MOST_BYTES));
    try {
      return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      sent.cancel(true);
      throw new Unanswered(0, "no answer in time");
    } catch (InterruptedException stopping) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new Unanswered(0, "stopping");
    } catch (ExecutionException | CancellationException failed) {
      throw new Unanswered(0, kind(failed));
    }
  }

  /** What kind of failure it was, by the class of the JDK's: its words may hold the address. */
  private static String kind(Exception failed) {
    Throwable cause = failed.getCause();
    return (cause == null ? failed : cause).getClass().getSimpleName();
  }

  @Override
  public String toString() {
    return "BotWire[redacted]";
  }
}
