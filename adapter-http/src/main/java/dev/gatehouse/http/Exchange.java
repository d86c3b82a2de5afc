package dev.gatehouse.http;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/** A request from its arrival to its answer: its id, and the route it was for. */
final class Exchange {
  static final String UNMATCHED = "unmatched";

  private static final String KEY = Exchange.class.getName();
  private static final Pattern PRESENTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String id;
  private final long began;
  private volatile String route = UNMATCHED;

  private Exchange(String id, long began) {
    this.id = id;
    this.began = began;
  }

  /** With the id that the client gave, if it can be one (at most 64 of {@code A-Z a-z 0-9 . _ -}), else with the fresh one. */
  static Exchange begin(Request request, String fresh, long now) {
    String presented = request.getHeaders().get(Headers.REQUEST_ID);
    boolean fits = presented != null && PRESENTED.matcher(presented).matches();
    Exchange exchange = new Exchange(fits ? presented : fresh, now);
    request.setAttribute(KEY, exchange);
    return exchange;
  }

  static Exchange of(Context context) {
    return (Exchange) context.req().getAttribute(KEY);
  }

  /** The one begun for this request, or a new one if it broke before it could begin. */
  static Exchange of(Request request, String fresh, long now) {
    return request.getAttribute(KEY) instanceof Exchange known ? known : begin(request, fresh, now);
  }

  /** Whether one was begun for this request. */
  static boolean known(Request request) {
    return request.getAttribute(KEY) instanceof Exchange;
  }

  String id() {
    return id;
  }

  long began() {
    return began;
  }

  void matched(Route which) {
    route = which.path();
  }

  String route() {
    return route;
  }
}
