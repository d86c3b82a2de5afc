package dev.gatehouse.examples.spring;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.GatehouseFilter;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** A service that keeps orders. Who may see them is known by the access tokens of a Gatehouse elsewhere. */
@SpringBootApplication
public class OrdersApplication {
  public static void main(String[] args) {
    SpringApplication.run(OrdersApplication.class, args);
  }

  @Bean
  GatehouseClient gatehouse(
      @Value("${gatehouse.server}") URI server,
      @Value("${gatehouse.realm}") String realm,
      @Value("${gatehouse.issuer}") String issuer,
      @Value("${gatehouse.audience}") String audience,
      @Value("${gatehouse.service}") String service,
      @Value("${gatehouse.secret}") String secret) {
    return GatehouseClient.builder()
        .server(server)
        .realm(realm, issuer, audience)
        .service(service, secret)
        .clock(Clock.systemUTC())
        .build();
  }

  /** Two threads: one follows what is revoked, one keeps the public keys fresh. */
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService background() {
    return Executors.newScheduledThreadPool(2);
  }

  @Bean
  GatehouseClient.Running following(
      GatehouseClient gatehouse, ScheduledExecutorService background) {
    return gatehouse.run(
        background,
        failure -> LoggerFactory.getLogger(OrdersApplication.class).warn("{}", failure.toString()));
  }

  @Bean
  FilterRegistrationBean<GatehouseFilter> protectOrders(GatehouseClient gatehouse) {
    FilterRegistrationBean<GatehouseFilter> filter =
        new FilterRegistrationBean<>(new GatehouseFilter(gatehouse));
    filter.addUrlPatterns("/orders", "/orders/*");
    return filter;
  }
}
