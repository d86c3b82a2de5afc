package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the embedder's OpenTelemetry is told of requests. */
class TracesTest {
  private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final SdkTracerProvider tracers = SdkTracerProvider.builder()
      .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
      .build();
  private final OpenTelemetry telemetry = new OpenTelemetry() {
    @Override
    public TracerProvider getTracerProvider() {
      return tracers;
    }

    @Override
    public ContextPropagators getPropagators() {
      return ContextPropagators.create(W3CTraceContextPropagator.getInstance());
    }
  };
  private final List<SpanContext> inside = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> broken = new CopyOnWriteArrayList<>();
  private final Node node = Node.draining(House.over(new InMemoryStorage()), Node.PROXIES);
  private final HttpServer server =
      HttpServer.start(node.house.gatehouse(), node.settings, new Traced(), node.meters);

  /** Where the spans end. */
  private final class Kept implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> some) {
      spans.addAll(some);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** Hands in the telemetry, and takes note of the span that work is done in. */
  private final class Traced implements HttpServer.Neighbours {
    @Override
    public OpenTelemetry traces() {
      return telemetry;
    }

    @Override
    public List<String> unready() {
      inside.add(Span.current().getSpanContext());
      return List.of("resting");
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

    @Override
    public void answered(HttpServer.Answered request) {
      broken.forEach(failure -> {
        throw failure;
      });
    }
  }

  @AfterEach
  void close() {
    server.close();
    node.close();
    tracers.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Host", Node.HOST)
        .header("X-Request-ID", "as-the-proxy-said");
  }

  /** The span of a request; closing the server awaits the end of everything that was asked. */
  private SpanData traced(HttpRequest.Builder request) throws Exception {
    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding());
    server.close();
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  @Test
  @DisplayName(
      "[L40] a request is one span in the trace of its caller; it tells the route and the answer, and nothing of who asks")
  void a_request_is_one_span_of_its_caller_s() throws Exception {
    SpanData span = traced(
        request("/realms/" + node.house.realm().key() + "/api/v1/auth/login?who=alice@example.com")
            .header("Content-Type", "application/json")
            .header("traceparent", CALLER)
            .header("User-Agent", "Alice's phone")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"login_or_email\":\"alice@example.com\",\"password\":\"a secret of hers\",\"remember_me\":false}")));

    assertThat(span.getName()).isEqualTo("POST /api/v1/auth/login");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.getAttributes().asMap())
        .isEqualTo(Map.of(
            Traces.METHOD, "POST",
            Traces.ROUTE, "/api/v1/auth/login",
            Traces.STATUS, 401L,
            Traces.REQUEST_ID, "as-the-proxy-said"));
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getEvents()).isEmpty();
  }

  @Test
  void the_work_for_a_request_is_within_its_span_and_its_failure_is_the_span_s() throws Exception {
    SpanData span = traced(request("/readiness"));

    assertThat(inside).containsExactly(span.getSpanContext());
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getAttributes().get(Traces.ERROR)).isEqualTo("503");
  }

  @Test
  @DisplayName("[L40] whose word about the client is not taken, his word about the trace is not")
  void a_stranger_s_trace_is_not_continued() throws Exception {
    try (Node direct = Node.draining(House.over(new InMemoryStorage()), List.of());
        HttpServer open = HttpServer.start(
            direct.house.gatehouse(), direct.settings, new Traced(), direct.meters)) {
      HttpRequest request = HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + open.port() + "/health"))
          .header("traceparent", CALLER)
          .build();
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }

    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).getParentSpanContext().isValid()).isFalse();
    assertThat(spans.get(0).getTraceId()).isNotEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void a_span_ends_though_whoever_counts_answers_fails() throws Exception {
    broken.add(new IllegalStateException("the log is full"));
    SpanData span = traced(request("/health"));

    assertThat(span.hasEnded()).isTrue();
    assertThat(span.getName()).isEqualTo("GET /health");
  }

  @Test
  void an_answer_that_did_not_get_through_is_an_error_of_its_span() {
    Traces.Trace trace = new Traces(telemetry).begin(HttpFields.EMPTY, () -> false);
    trace.failed(new IOException("gone"));
    trace.span().end();

    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).getAttributes().get(Traces.ERROR)).isEqualTo("java.io.IOException");
    assertThat(spans.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void what_is_in_no_table_does_not_name_a_span() throws Exception {
    SpanData span =
        traced(request("/alice@example.com").method("ALICE", HttpRequest.BodyPublishers.noBody()));

    assertThat(span.getName()).isEqualTo("HTTP");
    assertThat(span.getAttributes().get(Traces.METHOD)).isEqualTo("_OTHER");
    assertThat(span.getAttributes().get(Traces.ROUTE)).isNull();
  }

  @Test
  void a_request_that_somebody_traces_already_is_told_to_him_and_not_ended() {
    Span around = telemetry.getTracer("agent").spanBuilder("GET").startSpan();
    try (Scope within = around.makeCurrent()) {
      Traces.Trace trace = new Traces(telemetry).begin(HttpFields.EMPTY, () -> true);

      assertThat(within).isNotNull();
      assertThat(trace.span()).isSameAs(around);
      assertThat(trace.own()).isFalse();
    }
  }
}
