package dev.gatehouse.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** Puts the server together, read from top to bottom. */
final class Assembly {
  /** The first JVM with virtual threads (JEP 444). */
  private static final int VIRTUAL_THREADS = 21;
  /** For all header fields of a request together, tokens in cookies among them. */
  private static final int HEADER_BYTES = 16 * 1024;

  /** Nobody who means it takes as long for 64 KiB. */
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);

  /**
   * How long a connection is kept between two requests: longer than clients and load balancers keep theirs, mostly 30 to 60 seconds. A request that
   * is sent while the connection is being closed is lost, and nobody may send it again unasked (RFC 9112, 9.3.1).
   */
  private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(75);

  /** Who comes while others are being let in waits, and does not try again a second later. */
  private static final int QUEUE = 1024;

  private final HttpServer.Settings settings;
  private final List<Route> routes;
  private final Gate gate;
  private final Problems problems;
  private final Headers headers;
  private final Threshold threshold;
  private final Room room = Room.of(Runtime.getRuntime().maxMemory());
  private final Arrival arrival;
  private final Floor floor;
  private final JettyErrors errors;

  Assembly(Surroundings around) {
    settings = around.settings();
    routes = new Routes(around).served();
    Proxies proxies = new Proxies(settings.trustedProxies(), settings.forwardedHeader());
    gate = new Gate(
        new Doors(settings),
        proxies,
        new Guards(settings),
        new Credentials(around.gatehouse()),
        claims -> new Linked(
            around.gatehouse().listIdentities().handle(claims),
            around.gatehouse().messenger(claims.realm())));
    problems = new Problems(around.neighbours());
    headers = new Headers(settings.embedded());
    Clock clock = around.meters().config().clock();
    RequestIds ids = new RequestIds(clock);
    RequestMetrics metrics = new RequestMetrics(around.meters(), around.neighbours());
    Traces traces = new Traces(around.neighbours().traces());
    threshold = new Threshold(
        ids, headers, metrics, traces, peer -> settings.embedded() || proxies.trusts(peer), clock);
    arrival = new Arrival(clock, BODY_PATIENCE, room.slowBodies());
    floor = new Floor(clock, settings.floor());
    errors = new JettyErrors(ids, headers, metrics, around.neighbours(), clock);
  }

  Javalin start() {
    return Javalin.create(this::configure).start();
  }

  /** Not finishing in time is no failure of the one who closes. */
  static void stop(Javalin javalin) {
    try {
      javalin.stop();
    } catch (JavalinException cutOff) {
      // the time to drain ran out, and what was under way is cut off
    }
  }

  void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = Runtime.version().feature() >= VIRTUAL_THREADS;
    config.router.ignoreTrailingSlashes = false;
    config.router.javaLangErrorHandler(problems::answer);
    config.http.prefer405over404 = true;
    // compressing answers that hold secrets beside what an attacker chose tells the secrets
    // (BREACH)
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.addConnector(this::connector);
    config.jetty.modifyServer(this::modify);
    config.jetty.modifyHttpConfiguration(Assembly::modify);
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
    routes(config.routes);
  }

  private void modify(Server server) {
    server.setStopTimeout(settings.drain().toMillis());
    server.setErrorHandler(errors);
    server.addBean(new NetworkConnectionLimit(room.connections(), server));
    server.insertHandler(threshold);
    server.insertHandler(arrival);
    server.insertHandler(new GracefulHandler());
  }

  private Connector connector(Server server, HttpConfiguration http) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(BETWEEN_REQUESTS.toMillis());
    connector.setAcceptQueueSize(QUEUE);
    return connector;
  }

  private static void modify(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    // what Jetty remembers of each connection's headers takes some 200 KB of it, and looking a long
    // token up there takes more time than all the rest of the request
    http.setHeaderCacheSize(0);
  }

  private void routes(RoutesConfig config) {
    for (Route route : routes) {
      for (String path : route.paths()) {
        config.addHttpHandler(route.verb().type(), path, context -> pass(context, route));
        if (route.acts()) {
          config.addHttpHandler(
              HandlerType.HEAD,
              path,
              context -> stray(context, () -> problems.noHead(context, methods(route))));
        } else if (route.verb() == Verb.GET) {
          config.addHttpHandler(HandlerType.HEAD, path, context -> pass(context, route));
        }
      }
    }
    config.exception(
        MethodNotAllowedResponse.class,
        (refused, context) -> stray(context, () -> problems.otherMethod(context, refused)));
    config.exception(
        NotFoundResponse.class,
        (nowhere, context) -> stray(context, () -> problems.answer(context, nowhere)));
    config.exception(Exception.class, (failure, context) -> problems.answer(context, failure));
    config.after(context -> Headers.check(context.res()));
  }

  /** All that the path of the route has. */
  private Set<String> methods(Route route) {
    return routes.stream()
        .filter(other -> other.path().equals(route.path()))
        .map(other -> other.verb().name())
        .collect(Collectors.toSet());
  }

  private void pass(Context context, Route route) {
    answering(context, () -> gate.pass(context, route));
    floor.hold(context, route);
  }

  private void stray(Context context, Runnable answer) {
    answering(context, () -> {
      gate.stray(context);
      answer.run();
    });
  }

  /** Whatever is thrown, an {@link Error} too, is answered: the caller cannot help it. */
  private void answering(Context context, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error failure) {
      problems.answer(context, failure);
    }
  }
}
