package dev.gatehouse.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times what is answered, by route: the labels are those of the table, whatever is asked for. */
final class RequestMetrics {
  static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry meters;
  private final Map<Label, Timer> timers = new ConcurrentHashMap<>();
  private final HttpServer.Neighbours neighbours;

  RequestMetrics(MeterRegistry meters, HttpServer.Neighbours neighbours) {
    this.meters = meters;
    this.neighbours = neighbours;
  }

  private record Label(String route, String method, int statusClass) {}

  private Timer timer(String route, String method, int statusClass) {
    Label label = new Label(route, method, statusClass);
    // a look first: what computes may lock
    Timer known = timers.get(label);
    return known == null ? timers.computeIfAbsent(label, this::register) : known;
  }

  private Timer register(Label label) {
    return Timer.builder("gatehouse.http.requests")
        .description("answers by route, method and class of status")
        .tag("route", label.route())
        .tag("method", label.method())
        .tag("status", label.statusClass() + "xx")
        .publishPercentileHistogram()
        .register(meters);
  }

  void answered(Exchange exchange, String method, int status) {
    String known = METHODS.contains(method) ? method : "other";
    long nanos = meters.config().clock().monotonicTime() - exchange.began();
    timer(exchange.route(), known, status / 100).record(nanos, TimeUnit.NANOSECONDS);
    neighbours.answered(new HttpServer.Answered(
        exchange.id(), known, exchange.route(), status, Duration.ofNanos(nanos)));
  }
}
