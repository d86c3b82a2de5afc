package dev.gatehouse.app.embedded;

import dev.gatehouse.app.config.Key;
import dev.gatehouse.app.config.Misconfigured;
import dev.gatehouse.app.config.Mistake;
import dev.gatehouse.port.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Where embedded mode keeps everything: its owner's alone, and used by one process at a time. The lock goes with the process, however that
 * ends.
 */
public final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNERS_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** @throws Misconfigured when it cannot be made, or another process has it */
  public static DataFolder open(Path folder) {
    try {
      Path path = folder(folder);
      FileChannel file = FileChannel.open(
          path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(file).isEmpty()) {
        file.close();
        throw new Misconfigured(new Mistake(
            Key.DATA_DIR.variable(),
            "is '" + path + "', which another gatehouse uses now",
            "a folder of its own for each, or stop the other"));
      }
      return new DataFolder(path, file);
    } catch (IOException e) {
      throw new Misconfigured(new Mistake(
          Key.DATA_DIR.variable(),
          "is '" + folder + "', which fails: " + e,
          Key.DATA_DIR.accepted()));
    }
  }

  /** Makes a folder that is there for its owner only. */
  static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS_FOLDER));
    }
    return folder.toRealPath();
  }

  private static Optional<FileLock> lock(FileChannel file) throws IOException {
    try {
      return Optional.ofNullable(file.tryLock());
    } catch (OverlappingFileLockException sameProcess) {
      return Optional.empty();
    }
  }

  public Path path() {
    return path;
  }

  /**
   * Random bytes that are made once and kept.
   *
   * @throws Misconfigured when others may read the file, or it is damaged
   */
  public byte[] secret(String name, int length, Randomness randomness) {
    return secret(path, name, length, randomness);
  }

  /** As {@link #secret(String, int, Randomness)}, for who does not have the folder to himself. */
  public static byte[] secret(Path folder, String name, int length, Randomness randomness) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        write(file, Base64.getEncoder().encodeToString(randomness.bytes(length)));
      }
      if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw damaged(file, "can be read by others", "chmod 600, if nobody has read it");
      }
      byte[] secret = Base64.getDecoder().decode(Files.readString(file).strip());
      if (secret.length != length) {
        throw damaged(file, "has " + secret.length + " bytes", length + " bytes in base64");
      }
      return secret;
    } catch (IllegalArgumentException e) {
      throw damaged(file, "is not base64", length + " bytes in base64");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Misconfigured damaged(Path file, String found, String accepted) {
    return new Misconfigured(new Mistake(file.toString(), found, accepted));
  }

  /** Written beside and moved, so that it is there as a whole or not at all. */
  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER));
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(text + "\n"));
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
