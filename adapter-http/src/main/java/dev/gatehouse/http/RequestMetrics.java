package dev.gatehouse.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Counts and times what is answered, by route: the labels are those of the table, whatever is asked for. */
final class RequestMetrics {
  static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry meters;
  private final HttpServer.Neighbours neighbours;

  RequestMetrics(MeterRegistry meters, HttpServer.Neighbours neighbours) {
    this.meters = meters;
    this.neighbours = neighbours;
  }

  void answered(Exchange exchange, String method, int status) {
    String known = METHODS.contains(method) ? method : "other";
    long nanos = meters.config().clock().monotonicTime() - exchange.began();
    Timer.builder("gatehouse.http.requests")
        .description("answers by route, method and class of status")
        .tag("route", exchange.route())
        .tag("method", known)
        .tag("status", status / 100 + "xx")
        .publishPercentileHistogram()
        .register(meters)
        .record(nanos, TimeUnit.NANOSECONDS);
    neighbours.answered(new HttpServer.Answered(
        exchange.id(), known, exchange.route(), status, Duration.ofNanos(nanos)));
  }
}
