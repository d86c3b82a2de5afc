package dev.gatehouse.http;

import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.domain.token.AccessClaims;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before every route: which realm, from where, whether this page may, and who; then reads the body and lets the action answer. */
final class Gate {
  private static final Pattern REALM = Pattern.compile("^/realms/([^/]+)/");

  private final Doors doors;
  private final Proxies proxies;
  private final Guards guards;
  private final Credentials credentials;
  private final Function<AccessClaims, Linked> identities;

  Gate(
      Doors doors,
      Proxies proxies,
      Guards guards,
      Credentials credentials,
      Function<AccessClaims, Linked> identities) {
    this.doors = doors;
    this.proxies = proxies;
    this.guards = guards;
    this.credentials = credentials;
    this.identities = identities;
  }

  void pass(Context context, Route route) {
    Exchange.of(context).matched(route);
    Bodies.Received received = Bodies.Received.with(context);
    Visit visit = enter(context, route);
    boolean forTheRoute = route.access() == Access.WEBHOOK && received.tooLong();
    byte[] body = forTheRoute ? new byte[0] : received.whole();
    visit.requireOneAuthorization();
    if (route.access() == Access.WEBHOOK) {
      CrossSite.checkNoPage(visit);
    } else if (route.forListedPages()) {
      CrossSite.check(visit);
    }
    guards.check(route.access(), visit, context);
    recognise(route.access(), visit);
    visit.asked(Queries.read(context, route.query()));
    visit.read(Bodies.read(context, body, route.body()));
    write(context, route.action().handle(visit));
  }

  private void recognise(Access access, Visit visit) {
    if (access == Access.TICKET) {
      ShownTicket.needed(visit);
    } else if (access == Access.ENROLLING) {
      recogniseEither(visit);
    } else if (access.signedIn()) {
      credentials.require(visit);
    }
  }

  /** By a session or by a ticket. Who brings both is asked to begin anew: which account is meant would be a guess, and somebody's factor the other's. */
  private void recogniseEither(Visit visit) {
    Optional<ShownTicket> ticket = ShownTicket.of(visit);
    if (ticket.isEmpty()) {
      credentials.require(visit);
    } else if (ticket.get().besideASession(visit)) {
      throw Fault.TRANSPORT_CONFLICT
          .because("a session and the ticket of a sign-in came at once, and are taken away")
          .with(visit.cookies().neither());
    }
  }

  /** For a path or method that the table does not have: a foreign host is told so first, and a page of a listed origin may read the answer. */
  void stray(Context context) {
    Bodies.Received received = Bodies.Received.with(context);
    known(context);
    Matcher named = REALM.matcher(context.path());
    try {
      Cors.answer(
          context,
          doors.find(
              host(context),
              named.find() ? Optional.ofNullable(named.group(1)) : Optional.empty()));
    } catch (Rejection nowhere) {
      // no realm here, and so no page that may read
    }
    received.whole();
  }

  private Visit enter(Context context, Route route) {
    if (route.access() != Access.PROBE && route.access() != Access.OPERATIONS) {
      known(context);
    }
    if (!route.ofRealm()) {
      return new Visit(context, Optional.empty(), address(context), identities);
    }
    Place place =
        doors.find(host(context), Optional.ofNullable(context.pathParamMap().get("realm")));
    Cors.answer(context, place);
    return new Visit(context, Optional.of(place), address(context), identities);
  }

  private void known(Context context) {
    if (!doors.knows(host(context))) {
      throw Fault.MISDIRECTED_REQUEST.thrown();
    }
  }

  private ClientAddress address(Context context) {
    return proxies.client(
        context.req().getRemoteAddr(), name -> Collections.list(context.req().getHeaders(name)));
  }

  private static String host(Context context) {
    return Optional.ofNullable(context.req().getHeader("Host")).orElse("");
  }

  private static void write(Context context, Answer answer) {
    context.status(answer.status());
    answer.headers().forEach(context::header);
    Cookie.set(context, answer.cookies());
    if (answer.body().length > 0) {
      context.result(answer.body());
      context.contentType(answer.contentType());
    }
  }
}
