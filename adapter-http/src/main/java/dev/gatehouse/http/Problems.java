package dev.gatehouse.http;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Outage;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpException;

/** Makes a problem of whatever a request ended in, and answers it. */
final class Problems {
  private static final String TOKEN_REJECTED = RefusalTable.code(Refusal.TokenRejected.class);

  private final HttpServer.Neighbours neighbours;

  Problems(HttpServer.Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  void answer(Context context, Throwable failure) {
    if (failure instanceof Rejection rejection) {
      Cookie.set(context, rejection.cookies());
    }
    write(context, problem(context, failure));
  }

  /** Answers what no handler has caught, where there is no more than the response. */
  void answer(HttpServletResponse response, Error broken) {
    String id = Optional.ofNullable(response.getHeader(Headers.REQUEST_ID)).orElse("");
    neighbours.unexpected(id, broken);
    Problem problem = Fault.INTERNAL_ERROR.problem();
    response.setStatus(problem.status());
    response.setContentType(Problem.CONTENT_TYPE);
    try {
      response.getOutputStream().write(Json.write(problem.view(id)));
    } catch (IOException gone) {
      // the client went away: nobody is there to be told
    }
  }

  /** Answers that the path has other methods; {@code OPTIONS} asks just that. */
  void otherMethod(Context context, MethodNotAllowedResponse refused) {
    TreeSet<String> methods = new TreeSet<>();
    refused.getDetails().values().stream()
        .flatMap(list -> Arrays.stream(list.split(", ", -1)))
        .forEach(methods::add);
    String allow = allow(methods);
    if (context.req().getMethod().equals("OPTIONS")) {
      Cors.preflight(context, allow);
    } else {
      context.header("Allow", allow);
      write(context, Fault.METHOD_NOT_ALLOWED.problem());
    }
  }

  /** Answers that a path does something by {@code GET}, which {@code HEAD} must not do unseen. */
  void noHead(Context context, Set<String> methods) {
    context.header("Allow", allow(methods));
    write(context, Fault.METHOD_NOT_ALLOWED.problem());
  }

  private static String allow(Set<String> methods) {
    TreeSet<String> all = new TreeSet<>(methods);
    all.add("OPTIONS");
    return String.join(", ", all);
  }

  static void write(Context context, Problem problem) {
    context.status(problem.status());
    problem.retryAfterSeconds().ifPresent(s -> context.header("Retry-After", s.toString()));
    if (problem.status() == 401) {
      context.header("WWW-Authenticate", challenge(problem));
    }
    context.result(Json.write(problem.view(Exchange.of(context).id())));
    context.contentType(Problem.CONTENT_TYPE);
  }

  /** RFC 9110, 11.6.1; RFC 6750, 3; RFC 7617, 2. */
  private static String challenge(Problem problem) {
    if (problem.code().equals(Fault.SERVICE_REQUIRED.name())) {
      return "Basic realm=\"services\", charset=\"UTF-8\"";
    }
    if (problem.code().equals(Fault.BOT_SECRET_REQUIRED.name())) {
      return Guards.BOT_SECRET;
    }
    if (problem.code().equals(Fault.WEBHOOK_SECRET_REQUIRED.name())) {
      return Webhook.SECRET;
    }
    return problem.code().equals(TOKEN_REJECTED) ? "Bearer error=\"invalid_token\"" : "Bearer";
  }

  private Problem problem(Context context, Throwable failure) {
    if (failure instanceof Rejection rejection) {
      return rejection.problem();
    }
    if (failure instanceof Refused refused) {
      return RefusalTable.problem(refused.refusal());
    }
    if (failure instanceof Outage outage) {
      neighbours.unavailable(Exchange.of(context).id(), outage);
      return Fault.UNAVAILABLE.problem(Problem.Data.later(outage.retryAfter()));
    }
    Optional<Integer> status = statusOf(failure);
    if (status.filter(s -> s < 500).isEmpty()) {
      neighbours.unexpected(Exchange.of(context).id(), failure);
    }
    return Fault.of(status.orElse(500)).problem();
  }

  private static Optional<Integer> statusOf(Throwable failure) {
    if (failure instanceof HttpResponseException response) {
      return Optional.of(response.getStatus());
    }
    return failure instanceof HttpException broken
        ? Optional.of(broken.getCode())
        : Optional.empty();
  }
}
