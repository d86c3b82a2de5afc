package dev.gatehouse.http;

import io.micrometer.core.instrument.Clock;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What every request steps over: it gets its name, its answer the headers that all have, and it is counted when it is answered. */
final class Threshold extends Handler.Wrapper {
  private final RequestIds ids;
  private final Headers headers;
  private final RequestMetrics metrics;
  private final Clock clock;

  Threshold(RequestIds ids, Headers headers, RequestMetrics metrics, Clock clock) {
    this.ids = ids;
    this.headers = headers;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Exchange exchange = Exchange.begin(request, ids.next(), clock.monotonicTime());
    headers.put(response.getHeaders(), exchange.id());
    Request.addCompletionListener(
        request, failure -> metrics.answered(exchange, request.getMethod(), response.getStatus()));
    return super.handle(request, response, callback);
  }
}
