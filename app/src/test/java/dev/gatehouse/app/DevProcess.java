package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** A {@code dev} in a process of its own; neither it nor its PostgreSQL outlives the test, nor the test's process. */
final class DevProcess implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Process process;

  /** The program, which is told to stop when its standard input ends: as it does when the test is killed. */
  static final class Guarded {
    private Guarded() {}

    public static void main(String... args) {
      Thread guard = new Thread(
          () -> {
            try {
              System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException gone) {
              // as good as its end
            }
            Signal.raise(new Signal("TERM"));
          },
          "guard");
      guard.setDaemon(true);
      guard.start();
      Main.main(args);
    }
  }

  private DevProcess(Path folder, Map<String, String> environment, String... words)
      throws IOException {
    this.folder = folder;
    Files.deleteIfExists(folder.resolve("out"));
    ProcessBuilder builder = new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            Guarded.class.getName())
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    builder.command().addAll(List.of(words));
    builder.environment().keySet().removeIf(name -> name.startsWith("GATEHOUSE_"));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("GATEHOUSE_HTTP_PORT", "0");
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** Starts it, with its data in that folder, and does not wait. */
  static DevProcess begin(Path folder) throws IOException {
    return begin(folder, Map.of());
  }

  /** As {@link #begin(Path)}, with more in its environment. */
  static DevProcess begin(Path folder, Map<String, String> environment) throws IOException {
    return begin(folder, environment, "dev");
  }

  /** Another command, as {@link #begin(Path, Map)}. */
  static DevProcess begin(Path folder, Map<String, String> environment, String... words)
      throws IOException {
    return new DevProcess(folder, environment, words);
  }

  /** Starts it and waits until it is ready. */
  static DevProcess start(Path folder) throws Exception {
    DevProcess dev = begin(folder);
    dev.await(() -> dev.out().contains("\n") || !dev.process.isAlive());
    assertThat(dev.out()).as(dev.log()).startsWith("ready http://127.0.0.1:");
    return dev;
  }

  Path data() {
    return folder.resolve("data");
  }

  /** What it said on standard output. */
  String out() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  URI base() throws IOException {
    return URI.create(out().strip().substring("ready ".length()));
  }

  JsonNode get(String path) throws Exception {
    return send(HttpRequest.newBuilder(base().resolve(path)));
  }

  JsonNode post(String path, String body) throws Exception {
    return send(HttpRequest.newBuilder(base().resolve(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode send(HttpRequest.Builder request) throws Exception {
    return JSON.readTree(
        http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Asks again and again until it holds. */
  void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it takes too long; the log says " + log());
      }
      Thread.onSpinWait();
      // a moment for the other processes of a small machine
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  /** The process that serves its database, if one does. */
  Optional<ProcessHandle> postmaster() throws IOException {
    Path file = data().resolve("postgres/cluster/postmaster.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0)))
        : Optional.empty();
  }

  /** Kills it (-9). */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Tells it to stop (SIGTERM), and gives its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** Ends its standard input, as the end of the test's process would. */
  void abandon() throws IOException {
    process.getOutputStream().close();
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() throws Exception {
    kill();
    Optional<ProcessHandle> left = postmaster();
    if (left.isPresent()) {
      left.get().descendants().forEach(ProcessHandle::destroyForcibly);
      left.get().destroyForcibly();
      left.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }
}
