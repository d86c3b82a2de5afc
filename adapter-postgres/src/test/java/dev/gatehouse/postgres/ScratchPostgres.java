package dev.gatehouse.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL for tests. Its data is gone with it, and it never outlives the JVM: not after a normal end, and not when the JVM is killed.
 * One server is shared by all tests of a JVM ({@link #database}); a test that kills its server starts one of its own ({@link #durable}).
 */
public final class ScratchPostgres implements AutoCloseable {
  private static final String TEMPLATE = "gatehouse_template";
  private static final String USER = "postgres";

  /** Where the binaries are unpacked, once for each user of the machine: nobody can write what another has unpacked. */
  private static final File BINARIES = new File(
      System.getProperty("java.io.tmpdir"), "embedded-pg-" + System.getProperty("user.name"));

  private final Path directory;
  private final boolean durable;
  private final Process guard;
  private final Thread hook = new Thread(this::stop, "scratch-postgres-stop");
  private final AtomicInteger databases = new AtomicInteger();
  private EmbeddedPostgres server;
  private ProcessHandle postmaster;
  private boolean stopped;

  private ScratchPostgres(boolean durable, Seed seed) {
    this.durable = durable;
    try {
      this.directory = Files.createTempDirectory("scratch-postgres-");
      this.guard = guard(directory);
      Runtime.getRuntime().addShutdownHook(hook);
      seed.into(data().toPath());
      start(0);
    } catch (IOException failure) {
      stop();
      throw new UncheckedIOException(failure);
    }
  }

  /** What its folder holds before it first starts. */
  private interface Seed {
    void into(Path data) throws IOException;
  }

  private static ScratchPostgres begun(boolean durable) {
    ScratchPostgres server = new ScratchPostgres(durable, data -> {});
    sql(server.postgres(), "create database " + TEMPLATE);
    Postgres.migrate(server.to(TEMPLATE));
    return server;
  }

  /** A fresh, migrated database on the server of this JVM, which is fast and not durable. */
  public static PGSimpleDataSource database() {
    return shared().fresh();
  }

  /** The server of this JVM, fast and not durable. Leave it alive: others use it. */
  public static ScratchPostgres shared() {
    return Shared.SERVER;
  }

  /** A server of one's own which loses nothing that it acknowledged, to be killed and restarted; close it. */
  public static ScratchPostgres durable() {
    return begun(true);
  }

  /** A copy of this one, on a port of its own, which follows it. */
  ScratchPostgres copy() {
    return new ScratchPostgres(durable, to -> BaseBackup.take(postgres(), data().toPath(), to));
  }

  /** A fresh, migrated database. */
  public PGSimpleDataSource fresh() {
    return fresh(TEMPLATE);
  }

  /** A fresh database without anything in it. */
  public PGSimpleDataSource empty() {
    return fresh("template1");
  }

  private PGSimpleDataSource fresh(String template) {
    String name = "scratch_" + databases.incrementAndGet();
    sql(postgres(), "create database " + name + " template " + template);
    return to(name);
  }

  /** How to open it with a pool of its own. */
  public static Postgres.Settings settings(PGSimpleDataSource database) {
    String url = "jdbc:postgresql://localhost:" + database.getPortNumbers()[0] + "/"
        + database.getDatabaseName();
    return Postgres.Settings.of(url, USER, USER);
  }

  /** Kills the server and all its processes (-9), as a crash of its machine would; the files stay. */
  public synchronized void killServer() {
    List<ProcessHandle> processes =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(ScratchPostgres::awaitEnd);
    // its number may soon be another's, which nobody must end
    postmasterFile().delete();
  }

  /** Starts the server again, on the same files and port, after {@link #killServer} or while it runs. */
  public synchronized void restart() {
    int port = server.getPort();
    try {
      // gives back the lock on the files; a server that runs is stopped
      server.close();
      start(port);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** The process id of the server. */
  public long pid() {
    return postmaster.pid();
  }

  private File postmasterFile() {
    return new File(data(), "postmaster.pid");
  }

  private File data() {
    return new File(directory.toFile(), "data");
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    stop();
  }

  private synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      if (server != null) {
        server.close();
      }
      if (postmasterFile().exists()) {
        killServer();
      }
    } catch (IOException | UncheckedIOException failure) {
      System.err.println("scratch PostgreSQL in " + directory + " was not stopped: " + failure);
    }
    delete(directory);
    // the guard has nothing left to do
    guard.destroyForcibly();
  }

  private void start(int port) throws IOException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
        .setDataDirectory(data())
        .setOverrideWorkingDirectory(BINARIES)
        .setPgBinaryResolver((system, machine) -> binaries())
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        // recovering after a crash takes a while on a busy machine
        .setPGStartupWait(Duration.ofMinutes(2))
        .setLocaleConfig("locale", "C")
        .setServerConfig("max_connections", "200")
        .setServerConfig("unix_socket_directories", "")
        // whoever follows it may be behind
        .setServerConfig("wal_keep_size", durable ? "512MB" : "0")
        // an embedder's may be anything: a statement that does not name its schema fails
        .setServerConfig("search_path", "nowhere")
        .setServerConfig("fsync", durable ? "on" : "off")
        .setServerConfig("synchronous_commit", durable ? "on" : "off")
        .setServerConfig("full_page_writes", durable ? "on" : "off")
        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
        .setOutputRedirector(
            ProcessBuilder.Redirect.appendTo(new File(directory.toFile(), "server.log")));
    server = (port == 0 ? builder : builder.setPort(port)).start();
    String pid = Files.readAllLines(postmasterFile().toPath()).get(0);
    postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** The first on the class path: a jar that names its libraries in its manifest brings them once more, and the library's own search refuses that. */
  private static InputStream binaries() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    String name = "/postgres-" + (system.startsWith("mac") ? "darwin" : system) + "-"
        + (machine.equals("amd64") || machine.equals("x86_64") ? "x86_64" : "arm_64") + ".txz";
    return Objects.requireNonNull(ScratchPostgres.class.getResourceAsStream(name), name);
  }

  /** Ends the server when the JVM is gone, however it went: it sees its standard input end. */
  private static Process guard(Path directory) throws IOException {
    String script = """
        trap '' INT TERM HUP
        read -r line
        if [ -f "$1/data/postmaster.pid" ]; then
          kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
          sleep 2
        fi
        rm -rf "$1"
        """;
    return new ProcessBuilder("sh", "-c", script, "scratch-postgres-guard", directory.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new IllegalStateException("process " + process.pid() + " does not end", failure);
    }
  }

  PGSimpleDataSource postgres() {
    return to("postgres");
  }

  /** A database that it has. */
  public PGSimpleDataSource to(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {port()});
    source.setDatabaseName(name);
    source.setUser(USER);
    source.setPassword(USER);
    return source;
  }

  private static void sql(PGSimpleDataSource source, String statement) {
    try (Connection connection = source.getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(statement, failure);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException failure) {
      System.err.println("scratch PostgreSQL left files in " + directory + ": " + failure);
    }
  }

  private static final class Shared {
    static final ScratchPostgres SERVER = begun(false);
  }
}
