package dev.gatehouse.app.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs PostgreSQL's programs, which refuse to be run by root: root runs them in a user namespace of their own. */
final class Programs {
  private static final long PATIENCE_SECONDS = 180;
  private static final List<String> NAMESPACE = List.of("unshare", "-U");

  private final Path bin;
  private final Path folder;
  private final List<String> prefix;

  private Programs(Path bin, Path folder, List<String> prefix) {
    this.bin = bin;
    this.folder = folder;
    this.prefix = prefix;
  }

  /**
   * @param folder what the programs read and write
   * @throws NotThere when they cannot be run here
   */
  static Programs in(Path folder) {
    Path bin = Binaries.unpacked(folder).resolve("bin");
    return new Programs(
        bin, folder, prefix(System.getProperty("user.name"), () -> works(NAMESPACE)));
  }

  /** What stands before every command. */
  static List<String> prefix(String user, BooleanSupplier namespaceWorks) {
    if (!user.equals("root")) {
      return List.of();
    }
    if (!namespaceWorks.getAsBoolean()) {
      throw new NotThere("PostgreSQL refuses to be run by root, and `unshare -U`, by which root is"
          + " nobody to it, does not work here; run ./gatehouse as another user");
    }
    return NAMESPACE;
  }

  private static boolean works(List<String> prefix) {
    try {
      List<String> command = new ArrayList<>(prefix);
      command.add("true");
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs one to its end; what it says is appended to the log. */
  void run(String program, List<String> arguments) {
    insist(start(program, arguments), program, log());
  }

  /** As {@link #run}, and says whether it went well. */
  boolean succeeds(String program, List<String> arguments) {
    return ended(start(program, arguments), program) == 0;
  }

  private Process start(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(bin.resolve(program).toString());
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      // neither its messages nor its defaults are to depend on who starts it
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
      builder.environment().put("LC_ALL", "C");
      return builder.start();
    } catch (IOException e) {
      throw new NotThere(program + " cannot be started: " + e, e);
    }
  }

  Path log() {
    return folder.resolve("server.log");
  }

  static void insist(Process process, String name, Path log) {
    int code = ended(process, name);
    if (code != 0) {
      throw new NotThere(
          name + " of the embedded PostgreSQL failed with exit code " + code + "; see " + log);
    }
  }

  private static int ended(Process process, String name) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new NotThere(name + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new NotThere(name + " was interrupted", e);
    }
  }
}
