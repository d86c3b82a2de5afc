package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether the time of an answer tells an address that has an account from one that has none (L33). Each address is asked about once, from a network of its
 * own, so that no limit is met; known and unknown ones in random order. AUC is the chance that a known one took longer than an unknown one: of those who can
 * not be told apart it is 0.5.
 */
final class Timing {
  private static final int EACH = 2_000;

  /** Of each kind before, at each route: compiled is what ran some thousand times. */
  private static final int BEFORE = 500;

  private static final int CONNECTIONS = 4;
  private static final List<Door> DOORS = List.of(
      new Door(
          "register",
          "\"email\":\"%s\",\"password\":\"" + Site.PASSWORD
              + "\",\"locale\":\"en\",\"tos_accepted\":true"),
      new Door("login", "\"login_or_email\":\"%s\",\"password\":\"not the password of anybody\""),
      new Door("forgot-password", "\"email\":\"%s\",\"locale\":\"en\""),
      new Door("resend-otp", "\"email\":\"%s\",\"locale\":\"en\""),
      new Door("magic-link", "\"email\":\"%s\",\"locale\":\"en\""));

  private final ServerProcess server;
  /** One for all, so that nobody is asked about twice. */
  private static final Random CHANCE = new Random(7);

  private static final AtomicInteger NOBODY = new AtomicInteger(100_000);

  private final AtomicInteger network = new AtomicInteger();

  private Timing(ServerProcess server) {
    this.server = server;
  }

  /** A route that takes an address. */
  private record Door(String path, String body) {}

  /** @param known whether it has an account */
  private record Asked(boolean known, long nanos, int status) {}

  static void measure(Bench bench) throws InterruptedException, ExecutionException {
    try (Site site = bench.site(DOORS.size() * (EACH + BEFORE));
        Report report = bench.report("security/timing.md", "timing")) {
      site.nameMailboxes();
      report.line(
          "JDK %d; %,d known and %,d unknown addresses at each.",
          Runtime.version().feature(), EACH, EACH);
      report.line("");
      report.line(
          "| route | known: status, p50 ms, p99 ms | unknown | AUC | AUC without a floor |");
      report.line("|---|---|---|---|---|");
      List<List<Asked>> floored = all(bench, site, "");
      List<List<Asked>> bare = all(bench, site, "0");
      for (int i = 0; i < DOORS.size(); i++) {
        report.line(
            "| `POST /auth/%s` | %s | %s | %.3f | %.3f |",
            DOORS.get(i).path(),
            cell(floored.get(i), true),
            cell(floored.get(i), false),
            auc(floored.get(i)),
            auc(bare.get(i)));
      }
    }
  }

  /** @param floor milliseconds, or empty for the default */
  private static List<List<Asked>> all(Bench bench, Site site, String floor)
      throws InterruptedException, ExecutionException {
    try (ServerProcess server = bench.server(site, "", floor)) {
      Timing timing = new Timing(server);
      List<List<Asked>> all = new ArrayList<>();
      for (int i = 0; i < DOORS.size(); i++) {
        int first = i * (EACH + BEFORE);
        timing.ask(DOORS.get(i), first, BEFORE);
        site.settle();
        site.forgetLimits();
        all.add(timing.ask(DOORS.get(i), first + BEFORE, EACH));
      }
      return all;
    }
  }

  /** Asks about that many known mailboxes, from the first on, and about as many that nobody has. */
  private List<Asked> ask(Door door, int first, int each)
      throws InterruptedException, ExecutionException {
    List<String> known =
        IntStream.range(first, first + each).mapToObj(Site::mailbox).toList();
    List<String> all = new ArrayList<>(known);
    all.addAll(Stream.generate(Timing::nobody).limit(each).toList());
    Collections.shuffle(all, CHANCE);
    return ask(door, all, Set.copyOf(known));
  }

  /** Another each time, and as long as one that somebody has. */
  private static String nobody() {
    return Site.mailbox(NOBODY.getAndIncrement());
  }

  private List<Asked> ask(Door door, List<String> whom, Set<String> known)
      throws InterruptedException, ExecutionException {
    Queue<String> left = new ConcurrentLinkedQueue<>(whom);
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Asked> all = new ArrayList<>();
      Callable<List<Asked>> loop = () -> {
        List<Asked> asked = new ArrayList<>();
        try (Wire wire = new Wire(server.at("/"))) {
          for (String who = left.poll(); who != null; who = left.poll()) {
            asked.add(ask(wire, door, known.contains(who), who));
          }
        }
        return asked;
      };
      for (Future<List<Asked>> done : threads.invokeAll(Collections.nCopies(CONNECTIONS, loop))) {
        all.addAll(done.get());
      }
      return all;
    } finally {
      threads.shutdown();
    }
  }

  private Asked ask(Wire wire, Door door, boolean known, String who) throws IOException {
    int n = network.getAndIncrement();
    String from =
        "X-Forwarded-For: " + (20 + (n >> 16)) + "." + (n >> 8 & 255) + "." + (n & 255) + ".7\r\n";
    byte[] request = Wire.request(
        "POST /api/v1/auth/" + door.path(),
        from,
        "{" + String.format(Locale.ROOT, door.body(), who) + "}");
    long began = System.nanoTime();
    Wire.Answer answer = wire.ask(request);
    return new Asked(known, System.nanoTime() - began, answer.status());
  }

  private static String cell(List<Asked> all, boolean known) {
    long[] sorted = times(all, known);
    List<Integer> statuses = all.stream()
        .filter(asked -> asked.known() == known)
        .map(Asked::status)
        .distinct()
        .sorted()
        .toList();
    return String.format(
        Locale.ROOT,
        "%s, %.1f, %.1f",
        statuses,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }

  private static long[] times(List<Asked> all, boolean known) {
    return all.stream()
        .filter(asked -> asked.known() == known)
        .mapToLong(Asked::nanos)
        .sorted()
        .toArray();
  }

  /** U of Mann and Whitney over all pairs; of a tie a half. */
  private static double auc(List<Asked> all) {
    long[] known = times(all, true);
    long[] unknown = times(all, false);
    double u = Arrays.stream(known)
        .mapToDouble(time -> (below(unknown, time) + below(unknown, time + 1)) / 2.0)
        .sum();
    return u / known.length / unknown.length;
  }

  /** How many are smaller. */
  private static int below(long[] sorted, long limit) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < limit) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
