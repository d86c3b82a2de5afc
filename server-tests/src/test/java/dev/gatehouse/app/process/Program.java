package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program in a process of its own, working in a folder of its own. It does not outlive the test, nor the JVM of the test; of embedded mode the
 * PostgreSQL neither.
 */
final class Program implements AutoCloseable {
  /** Sees its standard input end when the JVM of the test is gone, however it went. */
  private static final String GUARD = """
      trap '' INT TERM HUP
      read -r line
      kill -KILL "$1"
      [ -f "$2" ] && kill -QUIT "$(head -n 1 "$2")"
      """;

  private final Path folder;
  private final Process process;
  private final Process guard;
  private final String publicUrl;

  private Program(
      List<String> options, Path folder, Map<String, String> environment, String... words) {
    this.folder = folder;
    this.publicUrl = environment.getOrDefault("GATEHOUSE_PUBLIC_URL", "");
    List<String> command = new ArrayList<>(List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.add(Main.class.getName());
    command.addAll(List.of(words));
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder = new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectOutput(file("out").toFile())
          .redirectError(ProcessBuilder.Redirect.appendTo(file("err").toFile()));
      builder.environment().keySet().removeIf(name -> name.startsWith("GATEHOUSE_"));
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.environment().putAll(environment);
      process = builder.start();
      guard = new ProcessBuilder(
              "sh",
              "-c",
              GUARD,
              "gatehouse-guard",
              Long.toString(process.pid()),
              postmasterFile().toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, and does not wait. Its data is in the folder {@code data} of that folder. */
  static Program begin(Path folder, Map<String, String> environment, String... words) {
    return new Program(List.of(), folder, environment, words);
  }

  /** The same with other options for the JVM. */
  static Program begin(
      List<String> options, Path folder, Map<String, String> environment, String... words) {
    return new Program(options, folder, environment, words);
  }

  /** Waits until it serves. */
  Program ready() {
    Patience.until("it is ready", () -> out().endsWith("\n") || !process.isAlive());
    assertThat(out()).as(err()).startsWith("ready http://127.0.0.1:");
    return this;
  }

  /** Where it serves. */
  URI base() {
    return URI.create(out().lines().findFirst().orElseThrow().substring("ready ".length()));
  }

  /** By which its users call it. */
  String host() {
    return (publicUrl.isEmpty() ? base() : URI.create(publicUrl)).getAuthority();
  }

  Path readyFile() {
    return file("data").resolve("ready");
  }

  /** What it said on standard output. */
  String out() {
    return read(file("out"));
  }

  /** What it complained about. */
  String err() {
    return read(file("err"));
  }

  /** Waits for its end. */
  int exitCode() {
    try {
      assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("it ends; it said %s", err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Tells it to stop (SIGTERM). */
  Program tellToStop() {
    process.destroy();
    return this;
  }

  /** Kills it (-9). */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** The PostgreSQL of embedded mode, if it runs. */
  Optional<ProcessHandle> postmaster() {
    return Files.exists(postmasterFile())
        ? ProcessHandle.of(
            Long.parseLong(read(postmasterFile()).lines().findFirst().orElse("0")))
        : Optional.empty();
  }

  private Path postmasterFile() {
    return file("data").resolve("postgres/cluster/postmaster.pid");
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    postmaster().ifPresent(left -> {
      left.descendants().forEach(ProcessHandle::destroyForcibly);
      left.destroyForcibly();
      left.onExit().join();
    });
    // it has nothing left to do
    guard.destroyForcibly();
  }
}
