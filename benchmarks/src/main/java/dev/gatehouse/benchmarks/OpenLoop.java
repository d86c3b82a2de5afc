package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Requests that come when they come, so many a second, whether those before were answered or not: as people do. The time of each counts from when it
 * was due, not from when a connection was free for it, so that a server that stands still for a moment is seen to keep everybody waiting who came
 * in it; a client that only asks again once it was answered would not see that.
 */
final class OpenLoop {
  /** What one connection asks. */
  interface Asker {
    /** The next request. */
    byte[] next();

    /** What it was answered. */
    void answered(String body);
  }

  private final URI url;
  private final int connections;
  private final double perSecond;
  private final Duration time;

  /**
   * @param connections over which the requests are spread, by turns
   * @param perSecond requests that are due
   */
  OpenLoop(URI url, int connections, double perSecond, Duration time) {
    this.url = url;
    this.connections = connections;
    this.perSecond = perSecond;
    this.time = time;
  }

  /** @param asker what the connection of that number asks */
  Figure run(IntFunction<Asker> asker) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      // all are connected before the first is due
      long begin = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      List<Callable<long[]>> loops = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int number = i;
        loops.add(() -> latencies(asker.apply(number), number, begin));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> done : threads.invokeAll(loops)) {
        all.add(done.get());
      }
      return Figure.of(all.stream().flatMapToLong(Arrays::stream).sorted().toArray(), time);
    } finally {
      threads.shutdown();
    }
  }

  private long[] latencies(Asker asker, int number, long begin) throws IOException {
    double apart = 1e9 / perSecond;
    int count = (int) (time.toNanos() / apart / connections);
    long[] nanos = new long[count];
    try (Wire wire = new Wire(url)) {
      for (int i = 0; i < count; i++) {
        long due = begin + (long) (((double) i * connections + number) * apart);
        await(due);
        asker.answered(wire.ask(asker.next()).good());
        nanos[i] = System.nanoTime() - due;
      }
    }
    return nanos;
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Refreshes those sessions, each in turn. */
  static Asker refreshing(List<String> refreshTokens) {
    Queue<String> tokens = new ArrayDeque<>(refreshTokens);
    return new Asker() {
      @Override
      public byte[] next() {
        String body = "{\"refresh_token\":\"" + tokens.remove() + "\"}";
        return Wire.request("POST /api/v1/auth/refresh", "", body);
      }

      @Override
      public void answered(String body) {
        int from = body.indexOf("\"refresh_token\":\"") + 17;
        tokens.add(body.substring(from, body.indexOf('"', from)));
      }
    };
  }

  /** Asks with that access token whether it is good. */
  static Asker checking(String accessToken) {
    byte[] request =
        Wire.request("GET /api/v1/auth/check", "Authorization: Bearer " + accessToken + "\r\n", "");
    return new Asker() {
      @Override
      public byte[] next() {
        return request;
      }

      @Override
      public void answered(String body) {
        // that it is good was said by the status
      }
    };
  }
}
