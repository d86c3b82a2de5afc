package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's pgbouncer in transaction mode, before a PostgreSQL of this machine. It does not outlive the test, nor the JVM of the test. */
final class Pgbouncer implements AutoCloseable {
  /** Sees its standard input end when the JVM of the test is gone, however it went. */
  private static final String GUARD = """
      trap '' INT TERM HUP
      read -r line
      kill -KILL "$(cat "$1")"
      """;

  private static final String CONFIGURATION = """
      [databases]
      * = host=127.0.0.1 port=%d
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = plain
      auth_file = %s
      pool_mode = transaction
      default_pool_size = 4
      ignore_startup_parameters = extra_float_digits
      """;

  private final Path folder;
  private final int port;
  private final Process guard;
  private Process process;

  private Pgbouncer(Path folder, int postgres) {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
      Path users = Files.writeString(
          Files.createDirectories(folder).resolve("users"), "\"postgres\" \"postgres\"\n");
      Files.writeString(
          folder.resolve("pgbouncer.ini"), CONFIGURATION.formatted(postgres, port, users));
      guard = new ProcessBuilder(
              "sh", "-c", GUARD, "pgbouncer-guard", folder.resolve("pid").toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  static Pgbouncer before(int postgres, Path folder) {
    return new Pgbouncer(folder, postgres);
  }

  int port() {
    return port;
  }

  /** Starts it again after {@link #kill}. */
  void start() {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // it refuses to be run by root
      command.addAll(List.of("unshare", "-U"));
    }
    // Debian has it where not everybody looks
    command.addAll(List.of(
        "env",
        "PATH=" + System.getenv("PATH") + ":/usr/sbin",
        "pgbouncer",
        folder.resolve("pgbouncer.ini").toString()));
    try {
      process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
          .start();
      Files.writeString(folder.resolve("pid"), process.pid() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Patience.until("it takes connections", () -> {
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return true;
      } catch (IOException notYet) {
        return false;
      }
    });
  }

  /** Kills it (-9), and with it every connection. */
  void kill() {
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
    // it has nothing left to do
    guard.destroyForcibly();
  }
}
