package dev.gatehouse.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a free port, and a real Gatehouse, over fakes, beside it. */
class OrdersTest {
  private static final String SECRET = "a-secret-of-the-service-of-orders";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final House house = House.over(new InMemoryStorage())
      .with(new JwtAccessTokens())
      .with(Clock.systemUTC())
      .node(new InMemoryStorage());
  private final House.Person person = house.person();
  private HttpServer gatehouse;
  private ConfigurableApplicationContext orders;

  @BeforeEach
  void start() {
    gatehouse = HttpServer.start(
        house.gatehouse(),
        new HttpServer.Settings(
            "127.0.0.1",
            0,
            URI.create("http://localhost:8080"),
            true,
            List.of(new HttpServer.RealmDoor(house.realm(), Set.of(), "gh_", Set.of(), Set.of())),
            Optional.empty(),
            List.of(),
            HttpServer.ForwardedHeader.X_FORWARDED_FOR,
            Optional.empty(),
            List.of(new HttpServer.Service("orders", SECRET)),
            Duration.ofSeconds(5),
            Duration.ZERO),
        new Nobody(),
        new SimpleMeterRegistry());
    orders = SpringApplication.run(
        OrdersApplication.class,
        "--spring.main.banner-mode=off",
        "--logging.level.root=warn",
        "--server.port=0",
        "--gatehouse.server=http://localhost:" + gatehouse.port(),
        "--gatehouse.realm=" + house.realm().key(),
        "--gatehouse.issuer=" + house.realm().issuer(),
        "--gatehouse.audience=" + house.realm().audience(),
        "--gatehouse.secret=" + SECRET);
  }

  @AfterEach
  void stop() {
    orders.close();
    gatehouse.close();
  }

  private HttpResponse<String> mine(Optional<Tokens> tokens) {
    String port = orders.getEnvironment().getProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders/mine"));
    tokens.ifPresent(
        shown -> request.header("Authorization", "Bearer " + shown.access().reveal()));
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
  @DisplayName("[L22] who has signed in sees his orders, until he signs out")
  void who_has_signed_in_sees_his_orders_until_he_signs_out() throws InterruptedException {
    Tokens tokens = house.signIn(person).tokens();

    HttpResponse<String> mine = mine(Optional.of(tokens));
    assertThat(mine.statusCode()).as(mine.body()).isEqualTo(200);
    assertThat(mine.body()).contains(tokens.claims().subject().toString());

    house.gatehouse().signOut().handle(person.client(), tokens.claims());
    for (int i = 0; i < 3000 && mine(Optional.of(tokens)).statusCode() == 200; i++) {
      new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
    }
    HttpResponse<String> refused = mine(Optional.of(tokens));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer error=\"invalid_token\"");
  }

  @Test
  void who_shows_nothing_is_asked_for_a_token() {
    HttpResponse<String> refused = mine(Optional.empty());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("TOKEN_REQUIRED");
  }

  /** Nothing beside Gatehouse to be shown. */
  private static final class Nobody implements HttpServer.Neighbours {
    @Override
    public List<String> unready() {
      return List.of();
    }

    @Override
    public HttpServer.Texts texts(Locale wanted) {
      return new HttpServer.Texts(Locale.ENGLISH, false, (key, values) -> key);
    }

    @Override
    public String metrics() {
      return "";
    }

    @Override
    public List<HttpServer.Letter> mailbox(Optional<String> to) {
      return List.of();
    }
  }
}
