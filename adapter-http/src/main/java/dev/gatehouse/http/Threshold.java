package dev.gatehouse.http;

import io.micrometer.core.instrument.Clock;
import io.opentelemetry.context.Scope;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What every request steps over: it gets its name, its answer the headers that all have, and it is counted and traced when it is answered. */
final class Threshold extends Handler.Wrapper {
  private final RequestIds ids;
  private final Headers headers;
  private final RequestMetrics metrics;
  private final Traces traces;
  private final Predicate<String> believed;
  private final Clock clock;

  /** @param believed the peers whose word about the trace is taken */
  Threshold(
      RequestIds ids,
      Headers headers,
      RequestMetrics metrics,
      Traces traces,
      Predicate<String> believed,
      Clock clock) {
    this.ids = ids;
    this.headers = headers;
    this.metrics = metrics;
    this.traces = traces;
    this.believed = believed;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Exchange exchange = Exchange.begin(request, ids.next(), clock.monotonicTime());
    headers.begin(response.getHeaders(), exchange.id());
    Traces.Trace trace =
        traces.begin(request.getHeaders(), () -> believed.test(Request.getRemoteAddr(request)));
    Request.addCompletionListener(request, failure -> {
      try {
        metrics.answered(exchange, request.getMethod(), response.getStatus());
      } finally {
        if (failure != null) {
          trace.failed(failure);
        }
        trace.end(exchange, request.getMethod(), response.getStatus());
      }
    });
    try (Scope within = trace.span().makeCurrent()) {
      return super.handle(request, response, callback);
    }
  }
}
