package dev.gatehouse.http;

import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ticket of a sign-in for which something is due: a bearer token of another shape than access tokens, or a browser's cookie. */
record ShownTicket(SecretText ticket, Transport transport) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** @throws Rejection 400 when there are two, or a page shows in the open what would make tokens of it, 403 when it asks for that */
  static Optional<ShownTicket> of(Visit visit) {
    Credentials.requireOne(visit, visit.cookies().ticket(), visit.cookies()::noTicket);
    Optional<ShownTicket> bearer = visit
        .bearerToken()
        .filter(text -> SHAPE.matcher(text).matches())
        .map(text -> new ShownTicket(new SecretText(text), Transport.BEARER));
    Optional<ShownTicket> cookie = visit
        .cookie(visit.cookies().ticket())
        .map(text -> new ShownTicket(new SecretText(text), Transport.COOKIE));
    if (bearer.isPresent() && (cookie.isPresent() || visit.transport() == Transport.COOKIE)) {
      throw Fault.TRANSPORT_CONFLICT.thrown();
    }
    return bearer.or(() -> cookie);
  }

  /** @throws Rejection 401 when there is none, and as {@link #of} */
  static ShownTicket needed(Visit visit) {
    return of(visit).orElseThrow(() -> Fault.TOKEN_REQUIRED.thrown());
  }

  /** Whether an access token came too. */
  boolean besideASession(Visit visit) {
    String access = visit.cookies().access();
    return visit.cookie(access).isPresent()
        || visit.doubled(access)
        || (transport == Transport.COOKIE && visit.bearerToken().isPresent());
  }

  /** Who shows it. */
  Client client(Visit visit) {
    return visit.client(transport);
  }
}
