package dev.gatehouse.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop on a free port and an empty database. */
class ShopTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ALICE =
      "{\"name\":\"alice\",\"password\":\"a spare umbrella for the lighthouse\"}";

  private ConfigurableApplicationContext shop;

  @BeforeEach
  void start() {
    PGSimpleDataSource database = ScratchPostgres.shared().empty();
    shop = SpringApplication.run(
        ShopApplication.class,
        "--spring.main.banner-mode=off",
        "--logging.level.root=warn",
        "--server.port=0",
        "--spring.datasource.url=" + database.getUrl(),
        "--spring.datasource.username=" + database.getUser(),
        "--spring.datasource.password=" + database.getPassword(),
        "--gatehouse.master-key=" + Base64.getEncoder().encodeToString(new byte[32]));
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers) {
    String port = shop.getEnvironment().getProperty("local.server.port");
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://localhost:" + port + path))
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_registers_signs_in_is_known_and_signs_out() {
    assertThat(send("POST", "/register", ALICE).statusCode()).isEqualTo(201);
    HttpResponse<String> in = send("POST", "/login", ALICE);
    assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
    String token = "Bearer " + in.body().replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");

    assertThat(send("GET", "/me", "", "Authorization", token).statusCode()).isEqualTo(200);
    assertThat(send("POST", "/logout", "", "Authorization", token).statusCode()).isEqualTo(204);

    HttpResponse<String> out = send("GET", "/me", "", "Authorization", token);
    assertThat(out.statusCode()).isEqualTo(401);
    assertThat(out.body()).contains("TOKEN_REJECTED");
  }

  @Test
  void a_wrong_password_is_refused() {
    send("POST", "/register", ALICE);
    HttpResponse<String> wrong = send("POST", "/login", ALICE.replace("spare", "lost"));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("CREDENTIALS_REJECTED");
  }
}
