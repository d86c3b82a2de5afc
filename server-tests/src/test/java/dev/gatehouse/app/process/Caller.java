package dev.gatehouse.app.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.app.Contract;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A client of the API from a network of its own, which keeps nothing in mind and goes to whatever server it is sent to. */
final class Caller {
  static final String METRICS_TOKEN = "a token for whoever measures";
  static final String PASSWORD = "a spare umbrella for the lighthouse";

  private static final String AUTH = "/api/v1/auth/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(10))
      .build();

  private final List<String> headers;

  private Caller(List<String> headers) {
    this.headers = headers;
  }

  /** Of embedded mode, where everybody is on this machine. */
  static Caller local() {
    return new Caller(List.of());
  }

  /** Behind the proxy of a public server, at an address that nobody else has. */
  static Caller anyone() {
    String network = Fixtures.unique();
    return new Caller(List.of(
        "Host",
        Site.HOST,
        "X-Forwarded-For",
        "2001:db8:" + network.substring(0, 4) + ":" + network.substring(4, 8) + "::1"));
  }

  /** @throws Unanswered when no answer comes */
  Reply get(Program server, String path) {
    return send(server, "GET", path, "", "");
  }

  /** Names and values in turn; {@code true} and {@code false} are no text. */
  Reply post(Program server, String path, String... members) {
    return send(server, "POST", path, "", json(members));
  }

  Reply getAs(Program server, String access, String path) {
    return send(server, "GET", path, access, "");
  }

  Reply patchAs(Program server, String access, String path, String... members) {
    return send(server, "PATCH", path, access, json(members));
  }

  Reply deleteAs(Program server, String access, String path) {
    return send(server, "DELETE", path, access, "");
  }

  Reply postAs(Program server, String access, String path, String... members) {
    return send(server, "POST", path, access, json(members));
  }

  private static String json(String... members) {
    ObjectNode json = JSON.createObjectNode();
    for (int i = 0; i < members.length; i += 2) {
      String value = members[i + 1];
      if (value.equals("true") || value.equals("false")) {
        json.put(members[i], Boolean.parseBoolean(value));
      } else {
        json.put(members[i], value);
      }
    }
    return json.toString();
  }

  Reply register(Program server, String login) {
    return post(
        server,
        AUTH + "register",
        "login",
        login,
        "password",
        PASSWORD,
        "locale",
        "en",
        "tos_accepted",
        "true");
  }

  Reply registerByMail(Program server, String email) {
    return post(
        server,
        AUTH + "register",
        "email",
        email,
        "password",
        PASSWORD,
        "locale",
        "en",
        "tos_accepted",
        "true");
  }

  /** Asks for an account without a password: nothing is to be hashed. */
  Reply apply(Program server, String email) {
    return post(server, AUTH + "register", "email", email, "tos_accepted", "true");
  }

  Reply verify(Program server, String email, String code, String flow) {
    return post(server, AUTH + "verify-otp", "email", email, "code", code, "flow", flow);
  }

  Reply login(Program server, String login) {
    return login(server, login, PASSWORD);
  }

  Reply login(Program server, String login, String password) {
    return post(
        server,
        AUTH + "login",
        "login_or_email",
        login,
        "password",
        password,
        "remember_me",
        "false");
  }

  Reply refresh(Program server, String refreshToken) {
    return post(server, AUTH + "refresh", "refresh_token", refreshToken);
  }

  Reply logout(Program server, String refreshToken) {
    return post(server, AUTH + "logout", "refresh_token", refreshToken);
  }

  Reply logoutAll(Program server, String access) {
    return send(server, "POST", AUTH + "logout-all", access, json());
  }

  Reply changePassword(Program server, String access, String from, String to) {
    return send(
        server,
        "POST",
        AUTH + "change-password",
        access,
        json("current_password", from, "new_password", to));
  }

  Reply removeDevice(Program server, String access, String session) {
    return send(server, "DELETE", AUTH + "devices/" + session, access, "");
  }

  /** As a gateway asks: whether the token is good. */
  Reply check(Program server, String access) {
    return send(server, "GET", AUTH + "check", access, "");
  }

  Reply me(Program server, String access) {
    return send(server, "GET", AUTH + "me", access, "");
  }

  /** What is measured. */
  String metrics(Program server) {
    return send(server, "GET", "/metrics", METRICS_TOKEN, "").json().asText();
  }

  /** What a service is told that follows what is revoked; from the beginning where the cursor is empty. */
  Reply revocations(Program server, String cursor) {
    String shown = Site.SERVICE + ":" + Site.SERVICE_SECRET;
    return send(
        server,
        "GET",
        "/revocations" + (cursor.isEmpty() ? "" : "?cursor=" + cursor),
        "Basic " + Base64.getEncoder().encodeToString(shown.getBytes(StandardCharsets.UTF_8)),
        "");
  }

  /** Somebody new who is signed in. */
  Reply.Tokens newcomer(Program server, String login) {
    Reply registered = register(server, login);
    if (registered.status() != 201) {
      throw new AssertionError("not registered: " + registered);
    }
    return login(server, login).tokens();
  }

  private Reply send(Program server, String method, String path, String access, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + path))
        .timeout(Duration.ofSeconds(30))
        .method(method, HttpRequest.BodyPublishers.ofString(body));
    List<String> all = new ArrayList<>(headers);
    if (!access.isEmpty()) {
      all.addAll(
          List.of("Authorization", access.startsWith("Basic ") ? access : "Bearer " + access));
    }
    if (!body.isEmpty()) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    if (!all.isEmpty()) {
      request.headers(all.toArray(String[]::new));
    }
    long began = System.nanoTime();
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Contract.check(
          server.base(),
          server.host(),
          method,
          path,
          response.statusCode(),
          response.headers().map(),
          response.body());
      boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Reply(
          response.statusCode(),
          response.headers(),
          json ? JSON.readTree(response.body()) : TextNode.valueOf(response.body()));
    } catch (IOException e) {
      long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
      throw new Unanswered(method + " " + path + " after " + millis + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Nobody knows whether it was done. */
  static final class Unanswered extends RuntimeException {
    Unanswered(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
