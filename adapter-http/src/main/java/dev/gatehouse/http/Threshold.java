package dev.gatehouse.http;

import io.micrometer.core.instrument.Clock;
import io.opentelemetry.context.Scope;
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
  private final Clock clock;

  Threshold(RequestIds ids, Headers headers, RequestMetrics metrics, Traces traces, Clock clock) {
    this.ids = ids;
    this.headers = headers;
    this.metrics = metrics;
    this.traces = traces;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Exchange exchange = Exchange.begin(request, ids.next(), clock.monotonicTime());
    headers.put(response.getHeaders(), exchange.id());
    Traces.Trace trace = traces.begin(request.getHeaders());
    Request.addCompletionListener(request, failure -> {
      metrics.answered(exchange, request.getMethod(), response.getStatus());
      trace.end(exchange, request.getMethod(), response.getStatus());
    });
    try (Scope within = trace.span().makeCurrent()) {
      return super.handle(request, response, callback);
    }
  }
}
