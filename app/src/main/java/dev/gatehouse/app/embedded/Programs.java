package dev.gatehouse.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL's programs, which refuse to be run by root: root runs them in a user namespace of their own, or where the machine forbids
 * that, as {@code nobody}, to whom the files are then given.
 */
final class Programs {
  private static final long PATIENCE_SECONDS = 180;
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

  private final Path bin;
  private final Path folder;
  private final List<String> prefix;

  private Programs(Path bin, Path folder, List<String> prefix) {
    this.bin = bin;
    this.folder = folder;
    this.prefix = prefix;
  }

  /** @param folder what the programs read and write */
  static Programs in(Path folder) {
    Path bin = Binaries.unpacked(folder).resolve("bin");
    if (!"root".equals(System.getProperty("user.name"))) {
      return new Programs(bin, folder, List.of());
    }
    boolean namespace = works(NAMESPACE);
    if (!namespace && !works(NOBODY)) {
      throw new NotThere("PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv`"
          + " works here; run ./gatehouse as another user");
    }
    owned(folder, namespace ? "root" : "nobody");
    return new Programs(bin, folder, namespace ? NAMESPACE : NOBODY);
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

  private static void owned(Path folder, String name) {
    try {
      UserPrincipal owner =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
      if (Files.getOwner(folder).equals(owner)) {
        return;
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> !Files.isSymbolicLink(f)).toList()) {
          Files.setOwner(file, owner);
        }
      }
    } catch (IOException e) {
      throw new NotThere("the files of PostgreSQL cannot be given to " + name + ": " + e, e);
    }
  }

  /** Makes a file readable to the programs. */
  void own(Path file) throws IOException {
    Files.setOwner(file, Files.getOwner(folder));
  }

  /** Runs one to its end; what it says is appended to the log. */
  void run(String program, List<String> arguments) {
    insist(start(program, arguments), program);
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

  static void insist(Process process, String name) {
    int code = ended(process, name);
    if (code != 0) {
      throw new NotThere(name + " of the embedded PostgreSQL failed with exit code " + code
          + "; see server.log in the data folder");
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
