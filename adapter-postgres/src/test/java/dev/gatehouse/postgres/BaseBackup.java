package dev.gatehouse.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/** What {@code pg_basebackup --write-recovery-conf} does, which the embedded programs lack: the files of a server that runs, for one that will follow it. */
final class BaseBackup {
  /** What is the running server's own, or is streamed. */
  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_wal", "pg_replslot");

  private BaseBackup() {}

  static void take(PGSimpleDataSource server, Path from, Path to) throws IOException {
    try (Connection connection = server.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('copy', true)");
      copy(from, to);
      try (ResultSet label =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        label.next();
        Files.writeString(to.resolve("backup_label"), label.getString(1));
      }
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
    Files.createDirectories(to.resolve("pg_wal"));
    Files.createDirectories(to.resolve("pg_replslot"));
    Files.createFile(to.resolve("standby.signal"));
    Files.writeString(
        to.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost port=%d user=%s password=%s'%n"
            .formatted(server.getPortNumbers()[0], server.getUser(), server.getPassword()),
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
          throws IOException {
        if (LEFT_OUT.contains(folder.getFileName().toString())) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        Path copy = Files.createDirectories(to.resolve(from.relativize(folder)));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        if (!LEFT_OUT.contains(file.getFileName().toString())) {
          try {
            Files.copy(file, to.resolve(from.relativize(file)));
          } catch (NoSuchFileException gone) {
            // it was dropped meanwhile, and the log that is streamed says so
          }
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
          return FileVisitResult.CONTINUE;
        }
        throw failure;
      }
    });
  }
}
