package dev.gatehouse.http;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpFields;

/**
 * One span a request, in the words of OpenTelemetry's semantic conventions for HTTP. Of the URL it has the route only, and of who asks nothing:
 * neither address nor account nor user agent.
 */
final class Traces {
  static final AttributeKey<String> METHOD = stringKey("http.request.method");
  static final AttributeKey<String> ROUTE = stringKey("http.route");
  static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
  static final AttributeKey<String> ERROR = stringKey("error.type");
  static final AttributeKey<String> REQUEST_ID = stringKey("gatehouse.request.id");

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final boolean listening;

  Traces(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("dev.gatehouse.http");
    propagator = telemetry.getPropagators().getTextMapPropagator();
    listening = !propagator.fields().isEmpty();
  }

  /** Where a caller's place in its own trace is read: {@code traceparent} of W3C Trace Context, or what else the embedder speaks. */
  private static final class Fields implements TextMapGetter<HttpFields> {
    @Override
    public Iterable<String> keys(HttpFields headers) {
      return headers.getFieldNamesCollection();
    }

    @Override
    public String get(HttpFields headers, String name) {
      return headers.get(name);
    }
  }

  /** The span of a request, and whether it was begun here. */
  record Trace(Span span, boolean own) {
    /** That the answer did not get through, whatever its status. */
    void failed(Throwable failure) {
      span.setAttribute(ERROR, failure.getClass().getName());
      span.setStatus(StatusCode.ERROR);
    }

    void end(Exchange exchange, String method, int status) {
      if (span.isRecording()) {
        describe(exchange, method, status);
      }
      if (own) {
        span.end();
      }
    }

    private void describe(Exchange exchange, String method, int status) {
      boolean known = RequestMetrics.METHODS.contains(method);
      Optional<String> route =
          Optional.of(exchange.route()).filter(name -> !name.equals(Exchange.UNMATCHED));
      String verb = known ? method : "HTTP";
      span.updateName(route.map(name -> verb + " " + name).orElse(verb));
      span.setAttribute(METHOD, known ? method : "_OTHER");
      route.ifPresent(name -> span.setAttribute(ROUTE, name));
      span.setAttribute(STATUS, (long) status);
      span.setAttribute(REQUEST_ID, exchange.id());
      if (status >= 500) {
        span.setAttribute(ERROR, Integer.toString(status));
        span.setStatus(StatusCode.ERROR);
      }
    }
  }

  /**
   * Who traces the request already, such as the Java agent, is told rather than doubled.
   *
   * @param believed whether the peer may say which trace it belongs to: a stranger could have his sampled at will, or mixed into another's
   */
  Trace begin(HttpFields headers, BooleanSupplier believed) {
    Span around = Span.current();
    if (around.getSpanContext().isValid()) {
      return new Trace(around, false);
    }
    Context caller = listening && believed.getAsBoolean()
        ? propagator.extract(Context.current(), headers, new Fields())
        : Context.current();
    Span span = tracer
        .spanBuilder("HTTP")
        .setSpanKind(SpanKind.SERVER)
        .setParent(caller)
        .startSpan();
    return new Trace(span, true);
  }
}
