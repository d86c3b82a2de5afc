package dev.gatehouse.http;

import io.micrometer.core.instrument.Clock;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, before any filter of ours: as problems like all others. */
final class JettyErrors implements Request.Handler {
  private final RequestIds ids;
  private final Headers headers;
  private final RequestMetrics metrics;
  private final HttpServer.Neighbours neighbours;
  private final Clock clock;

  JettyErrors(
      RequestIds ids,
      Headers headers,
      RequestMetrics metrics,
      HttpServer.Neighbours neighbours,
      Clock clock) {
    this.ids = ids;
    this.headers = headers;
    this.metrics = metrics;
    this.neighbours = neighbours;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    boolean counted = Exchange.known(request);
    Exchange exchange = Exchange.of(request, ids.next(), clock.monotonicTime());
    Problem problem = Fault.of(status(request, response)).problem();
    if (problem.status() == 500) {
      neighbours.unexpected(exchange.id(), failure(request));
    }
    response.setStatus(problem.status());
    headers.put(response.getHeaders(), exchange.id());
    response.getHeaders().put("Content-Type", Problem.CONTENT_TYPE);
    problem.retryAfterSeconds().ifPresent(s -> response.getHeaders().put("Retry-After", s));
    if (!counted) {
      // what can not be read as a request is the last thing that is read from the connection
      response.getHeaders().put("Connection", "close");
      metrics.answered(exchange, request.getMethod(), problem.status());
    }
    byte[] body = Json.write(problem.view(exchange.id()));
    if (HttpStatus.hasNoBody(problem.status()) || "HEAD".equals(request.getMethod())) {
      callback.succeeded();
    } else {
      response.write(true, ByteBuffer.wrap(body), callback);
    }
    return true;
  }

  private static Throwable failure(Request request) {
    return request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable thrown
        ? thrown
        : new IllegalStateException("answered with 500, and nothing was thrown");
  }

  private static int status(Request request, Response response) {
    return request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException broken
        ? broken.getCode()
        : response.getStatus();
  }
}
