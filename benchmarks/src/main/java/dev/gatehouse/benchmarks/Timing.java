package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
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

/**
 * Whether an answer, or its time, tells an address that has an account from one that has none (L33). Each address is asked about once in the whole run, from a
 * network of its own, so that no limit is met; known and unknown ones in random order. AUC is the chance that a known one took longer than an unknown one: of
 * those who can not be told apart it is 0.5.
 */
final class Timing {
  private static final int EACH = 2_000;

  /** Of each kind before, at each door: compiled is what ran some thousand times. */
  private static final int BEFORE = 500;

  private static final int CONNECTIONS = 4;

  /** With a floor, and without. */
  private static final int SERVERS = 2;

  private static final String ADDRESS = "\"email\":\"%s\",\"locale\":\"en\"";
  private static final List<Door> DOORS = List.of(
      new Door(
          "register",
          "\"email\":\"%s\",\"password\":\"" + Site.PASSWORD
              + "\",\"locale\":\"en\",\"tos_accepted\":true",
          Whom.ACCOUNT),
      new Door(
          "login",
          "\"login_or_email\":\"%s\",\"password\":\"not the password of anybody\"",
          Whom.ACCOUNT),
      new Door("forgot-password", ADDRESS, Whom.ACCOUNT),
      new Door("resend-otp", ADDRESS, Whom.ACCOUNT),
      new Door("resend-otp", ADDRESS, Whom.REGISTRATION),
      new Door("resend-otp", ADDRESS, Whom.ACCOUNT_BEHIND_REGISTRATION),
      new Door("magic-link", ADDRESS, Whom.ACCOUNT));

  private final Random chance = new Random(7);
  private final AtomicInteger network = new AtomicInteger();
  private final Bench bench;
  private final Site site;
  private final Addresses addresses;

  private Timing(Bench bench, Site site, Addresses addresses) {
    this.bench = bench;
    this.site = site;
    this.addresses = addresses;
  }

  /** What is known of an address that is known, beside one of which it is not. */
  private enum Whom {
    ACCOUNT("", true, false, false),
    REGISTRATION(", a registration waits or none", false, true, false),
    ACCOUNT_BEHIND_REGISTRATION(", an account or none behind a registration", true, true, true);

    private final String said;
    private final boolean account;
    private final boolean knownWaits;
    private final boolean unknownWaits;

    Whom(String said, boolean account, boolean knownWaits, boolean unknownWaits) {
      this.said = said;
      this.account = account;
      this.knownWaits = knownWaits;
      this.unknownWaits = unknownWaits;
    }
  }

  /** A route that takes an address. */
  private record Door(String path, String body, Whom whom) {
    String name() {
      return "`POST /auth/" + path + "`" + whom.said;
    }
  }

  /** How many of the site's accounts are asked about. */
  private static int accounts() {
    return (int) DOORS.stream().filter(door -> door.whom().account).count()
        * SERVERS
        * (EACH + BEFORE);
  }

  /** Returns what tells known addresses from unknown ones, a line for each; none if nothing does. */
  static List<String> measure(Bench bench) throws InterruptedException, ExecutionException {
    try (Site site = bench.site(accounts());
        Report report = bench.report("security/timing.md", "timing")) {
      site.nameMailboxes();
      report.line(
          "JDK %d; %,d known and %,d unknown addresses at each.",
          Runtime.version().feature(), EACH, EACH);
      report.line("");
      report.line(
          "| route | known: status, p50 ms, p99 ms | unknown | AUC | AUC without a floor |");
      report.line("|---|---|---|---|---|");
      Timing timing = new Timing(bench, site, new Addresses(accounts()));
      List<Answers> floored = timing.all("");
      List<Answers> bare = timing.all("0");
      List<String> faults = new ArrayList<>();
      for (int i = 0; i < DOORS.size(); i++) {
        String name = DOORS.get(i).name();
        Answers answers = floored.get(i);
        report.line(
            "| %s | %s | %s | %.3f | %.3f |",
            name,
            answers.cell(true),
            answers.cell(false),
            answers.auc(),
            bare.get(i).auc());
        faults.addAll(answers.faults(name, true));
        faults.addAll(bare.get(i).faults(name + ", without a floor", false));
      }
      return faults;
    }
  }

  /** @param floor milliseconds, or empty for the default */
  private List<Answers> all(String floor) throws InterruptedException, ExecutionException {
    try (ServerProcess server = bench.server(site, "", floor)) {
      List<Answers> all = new ArrayList<>();
      for (Door door : DOORS) {
        ask(server, door, BEFORE);
        site.settle();
        site.forgetLimits();
        all.add(ask(server, door, EACH));
      }
      return all;
    }
  }

  /** Asks about that many known addresses, and about as many unknown ones. */
  private Answers ask(ServerProcess server, Door door, int each)
      throws InterruptedException, ExecutionException {
    List<String> known = addresses.next(each, door.whom().account);
    List<String> unknown = addresses.next(each, false);
    if (door.whom().knownWaits) {
      site.register(known);
    }
    if (door.whom().unknownWaits) {
      site.register(unknown);
    }
    List<String> all = new ArrayList<>(known);
    all.addAll(unknown);
    Collections.shuffle(all, chance);
    return ask(server, door, all, Set.copyOf(known));
  }

  private Answers ask(ServerProcess server, Door door, List<String> whom, Set<String> known)
      throws InterruptedException, ExecutionException {
    Queue<String> left = new ConcurrentLinkedQueue<>(whom);
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Answers.Asked> all = new ArrayList<>();
      Callable<List<Answers.Asked>> loop = () -> {
        List<Answers.Asked> asked = new ArrayList<>();
        try (Wire wire = new Wire(server.at("/"))) {
          for (String who = left.poll(); who != null; who = left.poll()) {
            asked.add(ask(wire, door, known.contains(who), who));
          }
        }
        return asked;
      };
      for (Future<List<Answers.Asked>> done :
          threads.invokeAll(Collections.nCopies(CONNECTIONS, loop))) {
        all.addAll(done.get());
      }
      return new Answers(all);
    } finally {
      threads.shutdown();
    }
  }

  private Answers.Asked ask(Wire wire, Door door, boolean known, String who) throws IOException {
    int n = network.getAndIncrement();
    String from =
        "X-Forwarded-For: " + (20 + (n >> 16)) + "." + (n >> 8 & 255) + "." + (n & 255) + ".7\r\n";
    byte[] request = Wire.request(
        "POST /api/v1/auth/" + door.path(),
        from,
        "{" + String.format(Locale.ROOT, door.body(), who) + "}");
    long began = System.nanoTime();
    Wire.Answer answer = wire.ask(request);
    return new Answers.Asked(known, System.nanoTime() - began, answer.status());
  }
}
