package dev.gatehouse.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** So many clients, each of which asks again as soon as it was answered, in this JVM. */
final class ClosedLoop {
  private ClosedLoop() {}

  /** @param client what the client of that number does once */
  static Figure run(int clients, Duration time, IntFunction<Runnable> client)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long end = System.nanoTime() + time.toNanos();
      List<Callable<long[]>> loops = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Runnable work = client.apply(i);
        loops.add(() -> latencies(work, end));
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

  private static long[] latencies(Runnable work, long end) {
    long[] nanos = new long[1024];
    int count = 0;
    for (long began = System.nanoTime(); began < end; count++) {
      work.run();
      long now = System.nanoTime();
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count] = now - began;
      began = now;
    }
    return Arrays.copyOf(nanos, count);
  }
}
