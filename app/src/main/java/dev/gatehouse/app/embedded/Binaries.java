package dev.gatehouse.app.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the jar that brings them. */
final class Binaries {
  private static final Pattern JAR = Pattern.compile(".*/([^/!]+)\\.jar!.*");

  private Binaries() {}

  /**
   * Unpacks them into the folder, unless that was done before.
   *
   * @return the folder that holds {@code bin}
   */
  static Path unpacked(Path folder) {
    String name = "postgres-" + system() + "-" + machine() + ".txz";
    URL archive = Optional.ofNullable(Binaries.class.getResource("/" + name))
        .orElseThrow(() -> new NotThere("there is no embedded PostgreSQL for this machine (" + name
            + "); use serve with a PostgreSQL of your own"));
    Matcher jar = JAR.matcher(archive.toString());
    Path place = folder.resolve(jar.matches() ? jar.group(1) : "programs");
    try {
      if (!Files.isDirectory(place)) {
        Path part = folder.resolve("programs.part");
        delete(part);
        unpack(archive, DataFolder.folder(part));
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      }
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String machine() {
    String machine = System.getProperty("os.arch");
    return machine.equals("amd64") || machine.equals("x86_64") ? "x86_64" : "arm_64";
  }

  /** The JDK has no reader for tar, and every system that this runs on has the program. */
  private static void unpack(URL archive, Path folder) throws IOException {
    Path log = folder.resolveSibling("unpacking.log");
    Process tar = tar(folder, log);
    try (InputStream in = new XZInputStream(archive.openStream());
        OutputStream out = tar.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new NotThere("the embedded PostgreSQL cannot be unpacked; see " + log, e);
    }
    Programs.insist(tar, "tar", log);
  }

  private static Process tar(Path folder, Path log) {
    try {
      return new ProcessBuilder(List.of("tar", "-xf", "-", "-C", folder.toString()))
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new NotThere(
          "there is no `tar`, by which the embedded PostgreSQL is unpacked; install it", e);
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
