package dev.gatehouse.laws.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link Node} in a process of its own, as the test that started it sees it. It does not outlive the test. */
public final class NodeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FULL_STOP = " .";

  private final Process process;
  private final Path errors;
  private final Thread listener;
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private NodeProcess(List<String> arguments) {
    try {
      errors = Files.createTempFile("node-", ".err");
      List<String> command = new ArrayList<>(List.of(
          ProcessHandle.current().info().command().orElse("java"),
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
          Node.class.getName()));
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener = new Thread(this::listen, "node-listener");
    listener.setDaemon(true);
    listener.start();
  }

  public static NodeProcess start(Setting setting, Setting.Work work) {
    return start(setting, work, 0);
  }

  /** @param stallAt the number of the mail after whose delivery it stalls; 0 for none */
  public static NodeProcess start(Setting setting, Setting.Work work, int stallAt) {
    List<String> arguments = new ArrayList<>(List.of(work.name(), Integer.toString(stallAt)));
    arguments.addAll(setting.words());
    return new NodeProcess(arguments);
  }

  /** Waits until it serves. */
  public NodeProcess ready() {
    awaitLine("ready");
    return this;
  }

  /** Asks for something that goes on without end. */
  public void begin(String verb, Object... arguments) {
    var unused = ask(verb, arguments);
  }

  /** Asks for something, and does not wait. */
  public CompletableFuture<String> ask(String verb, Object... arguments) {
    String number = Integer.toString(asked.incrementAndGet());
    CompletableFuture<String> answer = new CompletableFuture<>();
    awaited.put(number, answer);
    StringBuilder line = new StringBuilder(number + " " + verb);
    for (Object argument : arguments) {
      line.append(' ').append(argument);
    }
    try {
      process
          .getOutputStream()
          .write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer;
  }

  /** Asks for something, and waits for the answer. */
  public String get(String verb, Object... arguments) {
    return result(ask(verb, arguments));
  }

  public String result(CompletableFuture<String> answer) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the node does not answer; it said " + complaints(), e);
    }
  }

  /** Waits for a line that is no answer. */
  public void awaitLine(String expected) {
    linesUntil(expected);
  }

  /** Waits for a line that is no answer, and gives what was said before it. */
  public List<String> linesUntil(String expected) {
    List<String> before = new ArrayList<>();
    for (String line = line(); !line.equals(expected); line = line()) {
      before.add(line);
    }
    return before;
  }

  /** Waits until it has said that many lines that are no answers, and gives them. */
  public List<String> lines(int count) {
    List<String> lines = new ArrayList<>();
    while (lines.size() < count) {
      lines.add(line());
    }
    return lines;
  }

  private String line() {
    try {
      String line = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("the node says nothing any more; it complained " + complaints());
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Kills it (-9), and gives whatever else it had said. */
  public List<String> kill() {
    // not Process.destroyForcibly, which throws away what has been said and not yet been read
    process.toHandle().destroyForcibly();
    awaitEnd();
    List<String> rest = new ArrayList<>();
    said.drainTo(rest);
    return rest;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      // it is gone already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** What it complained about, on standard error. */
  public String complaints() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void awaitEnd() {
    try {
      process.waitFor();
      listener.join();
      Files.deleteIfExists(errors);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.endsWith(FULL_STOP)) {
          hear(line.substring(0, line.length() - FULL_STOP.length()));
        }
      }
    } catch (IOException e) {
      // it is gone
    }
    awaited.values().forEach(answer -> answer.completeExceptionally(new IOException("it died")));
  }

  private void hear(String line) {
    int space = line.indexOf(' ');
    CompletableFuture<String> answer = space < 0 ? null : awaited.remove(line.substring(0, space));
    if (answer == null) {
      said.add(line);
    } else {
      answer.complete(line.substring(space + 1));
    }
  }
}
