package dev.gatehouse.app.embedded;

import dev.gatehouse.port.Randomness;
import dev.gatehouse.postgres.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of one's own in the data folder. Durable: what it acknowledges outlives a kill of anything. Only who has the password, kept beside
 * it, gets in, over loopback. When its process ends it is brought up again; one that a killed server left behind is stopped first.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String USER = "gatehouse";
  private static final int PASSWORD_BYTES = 32;
  private static final int TRIES = 3;
  private static final List<String> OPTIONS = List.of(
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "fsync=on",
      "synchronous_commit=on",
      "full_page_writes=on",
      "password_encryption=scram-sha-256",
      "shared_buffers=64MB",
      "max_connections=50",
      "timezone=UTC",
      // neither statements nor rows end in its log
      "log_min_error_statement=panic",
      "log_error_verbosity=terse");

  private final Path cluster;
  private final Programs programs;
  private final String password;
  private final int port;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "postgres-watch"));
  private boolean closed;

  private EmbeddedPostgres(Path cluster, Programs programs, String password, int port) {
    this.cluster = cluster;
    this.programs = programs;
    this.password = password;
    this.port = port;
  }

  /** @throws NotThere when it cannot be started */
  public static EmbeddedPostgres start(DataFolder folder, Randomness randomness) {
    try {
      String password = password(folder.path(), randomness);
      Path home = DataFolder.folder(folder.path().resolve("postgres"));
      Programs programs = Programs.in(home);
      Path cluster = home.resolve("cluster");
      if (!Files.exists(cluster.resolve("PG_VERSION"))) {
        create(home, cluster, programs, password);
      }
      EmbeddedPostgres postgres = new EmbeddedPostgres(cluster, programs, password, freePort());
      postgres.begin();
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It may come up later than it was waited for; then too it must not stay. */
  private void begin() throws IOException {
    try {
      stopLeftBehind();
      launch();
    } catch (IOException | RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  /** How to reach the one that another process runs in the folder, if it runs. */
  public static Optional<Postgres.Settings> running(Path folder, Randomness randomness) {
    try {
      // as it was called by who started it
      Path cluster = folder.resolve("postgres").resolve("cluster").toRealPath();
      return Postmaster.of(cluster)
          .filter(Postmaster::ours)
          .map(master -> settings(master.port(), password(folder, randomness)));
    } catch (IOException nothingThere) {
      return Optional.empty();
    }
  }

  private static String password(Path folder, Randomness randomness) {
    return HexFormat.of()
        .formatHex(DataFolder.secret(folder, "postgres.password", PASSWORD_BYTES, randomness));
  }

  /** Made beside and moved, so that a cluster that exists is whole. */
  private static void create(Path home, Path cluster, Programs programs, String password)
      throws IOException {
    LOG.info("making a PostgreSQL in {}", cluster);
    Path part = home.resolve("cluster.part");
    Path passwordFile = home.resolve("password.part");
    Binaries.delete(part);
    Files.writeString(passwordFile, password);
    try {
      programs.run(
          "initdb",
          List.of(
              "--pgdata=" + part,
              "--username=" + USER,
              "--auth=scram-sha-256",
              "--pwfile=" + passwordFile,
              "--encoding=UTF8",
              "--locale=C",
              // the password is 32 random bytes: to guess it costs enough
              "--set=scram_iterations=1",
              "--no-instructions"));
    } finally {
      Files.delete(passwordFile);
    }
    Files.move(part, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public Postgres.Settings settings() {
    return settings(port, password);
  }

  private static Postgres.Settings settings(int port, String password) {
    return Postgres.Settings.of(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
  }

  /** The process number of the server, if it runs. */
  Optional<Long> pid() {
    return Postmaster.of(cluster).filter(Postmaster::ours).map(m -> m.process().pid());
  }

  /** The folder is ours alone, so whoever serves the cluster now is left over from a server that was killed. */
  private void stopLeftBehind() throws IOException {
    Optional<Postmaster> left = Postmaster.of(cluster);
    if (left.isPresent() && left.get().ours()) {
      LOG.info("stopping the PostgreSQL that was left behind");
      stop();
    } else if (left.isPresent()) {
      // its number belongs to a stranger by now, for whose sake PostgreSQL would not start
      Files.deleteIfExists(Postmaster.file(cluster));
    }
  }

  private void launch() {
    String options = "-c port=" + port + " -c " + String.join(" -c ", OPTIONS);
    // after a kill the processes of the one before may need a moment to go
    boolean started = false;
    for (int i = 0; i < TRIES && !started; i++) {
      started = programs.succeeds(
          "pg_ctl",
          List.of(
              "--pgdata=" + cluster,
              "--log=" + programs.log(),
              "--wait",
              "--timeout=60",
              "--options=" + options,
              "start"));
    }
    if (!started) {
      throw new NotThere("the embedded PostgreSQL does not start; see " + programs.log());
    }
    ProcessHandle process = Postmaster.of(cluster)
        .filter(Postmaster::ours)
        .orElseThrow(() -> new NotThere(
            "the embedded PostgreSQL ends as soon as it has started; see " + programs.log()))
        .process();
    var unused = process.onExit().thenRunAsync(this::comeBack, watch);
  }

  private synchronized void comeBack() {
    if (closed) {
      return;
    }
    LOG.warn("PostgreSQL has ended; starting it again");
    try {
      stopLeftBehind();
      launch();
      LOG.info("PostgreSQL is back");
    } catch (IOException | RuntimeException failure) {
      LOG.error("PostgreSQL does not come back; trying again", failure);
      var unused = watch.schedule(this::comeBack, 1, TimeUnit.SECONDS);
    }
  }

  /** A stranger who got its number is let be. */
  private void stop() {
    if (pid().isEmpty()) {
      return;
    }
    List<String> arguments = List.of("--pgdata=" + cluster, "--wait", "--timeout=30", "stop");
    List<String> fast = new java.util.ArrayList<>(arguments);
    fast.add("--mode=fast");
    if (!programs.succeeds("pg_ctl", fast)) {
      List<String> immediate = new java.util.ArrayList<>(arguments);
      immediate.add("--mode=immediate");
      programs.succeeds("pg_ctl", immediate);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      stop();
    }
    watch.shutdownNow();
  }
}
