package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Brings updates to where a bot wants them, one after another; what is not taken comes again, each time a little later. */
final class Webhooks {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Cloud cloud;
  private final ExecutorService threads;
  private final HttpClient client;

  Webhooks(Cloud cloud, ExecutorService threads) {
    this.cloud = cloud;
    this.threads = threads;
    this.client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .executor(threads)
        .build();
  }

  void serve(Line line, Line.Hook hook) {
    threads.execute(() -> {
      try {
        bring(line, hook);
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void bring(Line line, Line.Hook hook) throws InterruptedException {
    Bell bell = cloud.bell();
    Duration pause = FIRST_PAUSE;
    while (true) {
      bell.await(() -> line.waiting() || !current(line, hook), Duration.ofDays(1));
      if (bell.look(() -> !current(line, hook))) {
        return;
      }
      List<ObjectNode> next = bell.look(() -> line.first(1));
      if (next.isEmpty()) {
        continue;
      }
      boolean taken = post(hook, next.get(0));
      if (taken && bell.change(() -> line.duplicating("webhook"))) {
        taken = post(hook, next.get(0));
      }
      if (taken) {
        long id = next.get(0).path("update_id").asLong();
        bell.change(() -> {
          line.confirm(id + 1);
          return id;
        });
        pause = FIRST_PAUSE;
      } else {
        bell.await(() -> !current(line, hook), pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
            ? pause.multipliedBy(2)
            : LONGEST_PAUSE;
      }
    }
  }

  private static boolean current(Line line, Line.Hook hook) {
    return line.hook().filter(now -> now == hook).isPresent();
  }

  private boolean post(Line.Hook hook, ObjectNode update) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hook.url))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(update.toString()));
    hook.secret.ifPresent(secret -> request.header("X-Telegram-Bot-Api-Secret-Token", secret));
    try {
      int status =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        return true;
      }
      failed(hook, "Wrong response from the webhook: " + status);
    } catch (IOException e) {
      failed(hook, "Connection failed: " + e.getClass().getSimpleName());
    }
    return false;
  }

  private void failed(Line.Hook hook, String words) {
    cloud.bell().change(() -> {
      hook.lastError = Optional.of(words);
      hook.lastErrorDate = cloud.now();
      return hook;
    });
  }
}
