package dev.gatehouse.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis for tests, on a port of its own, which keeps nothing. It never outlives the JVM: not after a normal end, and not when the JVM is
 * killed.
 */
public final class ScratchRedis implements AutoCloseable {
  /** Where the program comes from. */
  public enum Program {
    /** Out of a Maven artifact. */
    EMBEDDED,
    /** The {@code redis-server} that is installed. */
    DEBIAN
  }

  private static final JedisClientConfig PATIENT =
      DefaultJedisClientConfig.builder().timeoutMillis(20_000).resp2().build();
  private static final int LONGEST_START_SECONDS = 60;

  private final Path directory;
  private final List<String> command = new ArrayList<>();
  private final Process guard;
  private final int port;
  private final Thread hook = new Thread(this::stop, "scratch-redis-stop");
  private Process server;

  private ScratchRedis(Program program, boolean sentinel, List<String> lines) {
    try {
      directory = Files.createTempDirectory("scratch-redis-");
      guard = guard(directory);
      port = freePort();
      List<String> all = new ArrayList<>(lines);
      all.addAll(List.of(
          "port " + port,
          "bind 127.0.0.1",
          "dir " + directory,
          "logfile " + directory.resolve("server.log")));
      if (!sentinel) {
        all.addAll(List.of("save \"\"", "appendonly no"));
      }
      Files.write(directory.resolve("redis.conf"), all);
      command.add(program == Program.DEBIAN ? "redis-server" : unpacked(directory));
      command.add(directory.resolve("redis.conf").toString());
      if (sentinel) {
        command.add("--sentinel");
      }
      Runtime.getRuntime().addShutdownHook(hook);
      begin();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Out of the Maven artifact, with these lines of configuration. */
  public static ScratchRedis start(String... lines) {
    return start(Program.EMBEDDED, lines);
  }

  public static ScratchRedis start(Program program, String... lines) {
    return new ScratchRedis(program, false, List.of(lines));
  }

  /** A sentinel that watches these, each under the name given by its place: {@code master0} and so on. */
  public static ScratchRedis sentinel(Program program, ScratchRedis... watched) {
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < watched.length; n++) {
      lines.add("sentinel monitor master" + n + " 127.0.0.1 " + watched[n].port() + " 1");
    }
    return new ScratchRedis(program, true, lines);
  }

  public int port() {
    return port;
  }

  /** Where it is. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Asks it something past the adapter. */
  public Object command(String... words) {
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", port), PATIENT)) {
      return jedis.sendCommand(
          () -> words[0].getBytes(StandardCharsets.UTF_8),
          Arrays.copyOfRange(words, 1, words.length));
    }
  }

  /** How many connections it has that are subscribed to something. */
  public long subscribers(String channel) {
    List<?> answer = (List<?>) command("PUBSUB", "NUMSUB", channel);
    return (Long) answer.get(1);
  }

  /** Kills it (-9). */
  public synchronized void kill() {
    server.destroyForcibly();
    awaitEnd();
  }

  /** Starts it again on the same port, after {@link #kill}; it has forgotten everything. */
  public synchronized void restart() {
    try {
      begin();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Freezes it: it takes connections, and answers nothing. */
  public void pause() {
    signal("STOP");
    while (!stateOf(server.pid()).startsWith("T")) {
      Thread.onSpinWait();
    }
  }

  /** Lets it go on, with all that was asked meanwhile. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    run("kill", "-" + signal, Long.toString(server.pid()));
  }

  private static String stateOf(long pid) {
    return run("ps", "-o", "stat=", "-p", Long.toString(pid)).strip();
  }

  private static String run(String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", words) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void begin() throws IOException {
    server = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(directory.toFile(), "out")))
        .start();
    Files.writeString(directory.resolve("pid"), server.pid() + "\n");
    long began = System.nanoTime();
    try {
      while (!answers()) {
        // a pause that ends when the process does
        if (server.waitFor(20, TimeUnit.MILLISECONDS)
            || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS)) {
          throw new IllegalStateException("it did not start: " + said("out") + said("server.log"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean answers() {
    try {
      command("PING");
      return true;
    } catch (JedisDataException asksForMore) {
      return true;
    } catch (JedisConnectionException notYet) {
      return false;
    }
  }

  private String said(String file) throws IOException {
    Path path = directory.resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }

  private void awaitEnd() {
    try {
      if (!server.waitFor(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + server.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    stop();
  }

  private synchronized void stop() {
    kill();
    delete(directory);
    // the guard has nothing left to do
    guard.destroyForcibly();
  }

  /** Ends the server when the JVM is gone, however it went: it sees its standard input end. */
  private static Process guard(Path directory) throws IOException {
    String script = """
        trap '' INT TERM HUP
        read -r line
        [ -f "$1/pid" ] && kill -KILL "$(cat "$1/pid")"
        rm -rf "$1"
        """;
    return new ProcessBuilder("sh", "-c", script, "scratch-redis-guard", directory.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Anew for each: so it is gone with it, and nobody else can write there. */
  private static String unpacked(Path directory) throws IOException {
    return ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getPath();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException failure) {
      System.err.println("scratch Redis left files in " + directory + ": " + failure);
    }
  }
}
