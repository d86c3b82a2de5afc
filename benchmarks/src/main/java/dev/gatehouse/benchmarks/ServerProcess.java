package dev.gatehouse.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@code gatehouse serve} as a process, over a site. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final URI base;

  /**
   * @param options of the JVM
   * @param floor milliseconds, or empty
   */
  ServerProcess(Bench bench, Site site, String options, String floor) {
    Path folder = folderIn(bench.folder());
    Scripts.write(folder, "realms.json", """
        {"realms": [{"key": "main", "default": true, "registration": "open"}]}
        """);
    ProcessBuilder builder = new ProcessBuilder(
            List.of(bench.home().resolve("gatehouse").toString(), "serve"))
        .directory(folder.toFile())
        .redirectError(folder.resolve("server.log").toFile());
    builder
        .environment()
        .putAll(Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "JAVA_OPTS",
            options,
            "GATEHOUSE_HTTP_PORT",
            "0",
            "GATEHOUSE_PUBLIC_URL",
            "https://id.example.com",
            "GATEHOUSE_TRUSTED_PROXIES",
            "127.0.0.0/8",
            "GATEHOUSE_DATA_DIR",
            folder.toString(),
            "GATEHOUSE_REALMS_FILE",
            folder.resolve("realms.json").toString(),
            "GATEHOUSE_MASTER_KEY",
            Base64.getEncoder().encodeToString(site.masterKey()),
            "GATEHOUSE_DATABASE_URL",
            "postgresql://postgres:postgres@localhost:" + site.port() + "/" + site.name()));
    if (!floor.isEmpty()) {
      builder.environment().put("GATEHOUSE_ANSWER_FLOOR_MS", floor);
    }
    try {
      process = builder.start();
      base = ready(process.inputReader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of its own, as two servers may run at once. */
  private static Path folderIn(Path bench) {
    try {
      return Files.createTempDirectory(bench, "server-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JVM's own tools may speak first. */
  private static URI ready(BufferedReader out) throws IOException {
    String line = String.valueOf(out.readLine());
    while (!line.startsWith("ready ") && !line.equals("null")) {
      line = String.valueOf(out.readLine());
    }
    return URI.create(Tool.find("^ready (\\S+)", line).group(1));
  }

  URI at(String path) {
    return base.resolve(path);
  }

  /** The access token that a refresh gives. */
  String accessToken(String refreshToken) {
    HttpRequest request = HttpRequest.newBuilder(at("/api/v1/auth/refresh"))
        .header("Content-Type", "application/json")
        .header("Host", "id.example.com")
        .POST(HttpRequest.BodyPublishers.ofString("{\"refresh_token\":\"" + refreshToken + "\"}"))
        .build();
    try {
      String body = HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body();
      return Tool.find("\"access_token\":\"([^\"]+)\"", body).group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
