package dev.gatehouse.laws.process;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.law.Answer;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A node in a process of its own, told by lines on standard input what to do: {@code <number> <verb> <arguments>}. It answers {@code
 * <number> <answer>} when it is done, and ends when its standard input does. Every line it says ends with a full stop, so that a line cut
 * off by its death is known as such.
 */
public final class Node {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

  private final Household household;
  private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "worker");
    thread.setDaemon(true);
    return thread;
  });

  private Node(Household household) {
    this.household = household;
  }

  /** @param args the work it runs, the number of the mail at which it stops delivering, and the setting */
  public static void main(String[] args) throws IOException {
    List<String> words = Arrays.asList(args);
    Setting setting = Setting.parse(words.subList(2, words.size()));
    MailSender mails = new Mailbox(setting.mailbox(), Integer.parseInt(words.get(1)));
    Household household = new Household(setting, 40, Clock.systemUTC(), mails)
        .working(Setting.Work.valueOf(words.get(0)));
    say("ready");
    new Node(household).obey();
    // whatever still runs is of no use to anybody
    Runtime.getRuntime().halt(0);
  }

  static synchronized void say(String line) {
    OUT.print(line + " .\n");
    OUT.flush();
  }

  private void obey() throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> words = List.of(line.split(" "));
        workers.execute(() -> answer(words));
      }
    }
  }

  private void answer(List<String> words) {
    try {
      say(words.get(0) + " " + done(words.get(1), words.subList(2, words.size())));
    } catch (RuntimeException | AssertionError e) {
      say(words.get(0) + " FAULT " + e.toString().replaceAll("\\s+", " "));
      e.printStackTrace();
    }
  }

  private String done(String verb, List<String> arguments) {
    return switch (verb) {
      case "refresh" ->
        refreshAtOnce(
            Integer.parseInt(arguments.get(0)), Long.parseLong(arguments.get(1)), arguments.get(2));
      case "verify" -> Answer.code(() -> household.verify(arguments.get(0)));
      case "until-refused" -> untilRefused(arguments.get(0));
      case "sign-out" -> Answer.code(() -> household.signOut(arguments.get(0)));
      case "withdraw" ->
        Answer.code(() ->
            household.gatehouse().withdrawKey().handle(Actor.operator("laws"), arguments.get(0)));
      case "turn" ->
        Answer.code(() -> household
            .gatehouse()
            .rotateKeys()
            .handle(Actor.operator("laws"), KeyUse.valueOf(arguments.get(0))));
      case "jwks" -> household.gatehouse().jwks();
      case "load" -> load(Integer.parseInt(arguments.get(0)));
      default -> throw new IllegalArgumentException("what is " + verb + "?");
    };
  }

  /** So many at once, at that moment; how many of each code, and the different successors. */
  private String refreshAtOnce(int times, long atMillis, String token) {
    awaitTime(atMillis);
    List<Answer<Tokens>> answers =
        Race.of(times, racer -> Answer.to(() -> household.refresh(token)));
    String codes = answers.stream()
        .collect(Collectors.groupingBy(Answer::code, java.util.TreeMap::new, Collectors.counting()))
        .toString()
        .replace(" ", "");
    String successors = answers.stream()
        .flatMap(a -> a.value().stream())
        .map(tokens -> tokens.refresh().reveal())
        .distinct()
        .collect(Collectors.joining(","));
    String access = answers.stream()
        .flatMap(a -> a.value().stream())
        .map(tokens -> tokens.access().reveal())
        .findFirst()
        .orElse("none");
    return codes + " " + successors + " " + access;
  }

  private static void awaitTime(long atMillis) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      never.await(atMillis - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Verifies as fast as it can until the token is not accepted any more. */
  private String untilRefused(String access) {
    say("watching");
    String code = Answer.OK;
    while (code.equals(Answer.OK)) {
      code = Answer.code(() -> household.verify(access));
    }
    return code;
  }

  private String load(int people) {
    for (int i = 0; i < people; i++) {
      workers.execute(new Load(household));
    }
    return Answer.OK;
  }
}
