package dev.gatehouse.http;

import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.domain.token.AccessClaims;
import io.javalin.http.Context;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A request at its realm, as a handler sees it. */
final class Visit {
  private static final String BEARER = "Bearer ";
  private static final int MOST_DOUBLES = 4;

  private final Context context;
  private final Optional<Place> place;
  private final ClientAddress address;
  private final Function<AccessClaims, Linked> identities;
  private Input input = Fields.NONE.read(Json.object());
  private Map<String, String> query = Map.of();
  private Optional<Caller> caller = Optional.empty();

  /** Who is signed in, and how the access token came. */
  private record Caller(AccessClaims claims, Transport transport) {}

  Visit(
      Context context,
      Optional<Place> place,
      ClientAddress address,
      Function<AccessClaims, Linked> identities) {
    this.context = context;
    this.place = place;
    this.address = address;
    this.identities = identities;
  }

  /** On routes of a realm. */
  Place place() {
    return place.orElseThrow(() -> new IllegalStateException("the route is of no realm"));
  }

  Cookies cookies() {
    return place().cookies();
  }

  /** Whether a body came that is longer than any may be, of which nothing is kept. */
  boolean tooLong() {
    return Bodies.Received.with(context).tooLong();
  }

  /** The body as it came, for whoever reads it himself. */
  byte[] body() {
    return Bodies.Received.with(context).whole();
  }

  void read(Input body) {
    input = body;
  }

  Input input() {
    return input;
  }

  void recognised(AccessClaims claims, Transport transport) {
    caller = Optional.of(new Caller(claims, transport));
  }

  /** Whether a valid access token came. */
  boolean recognised() {
    return caller.isPresent();
  }

  /** What the access token says, on routes for who is signed in. */
  AccessClaims caller() {
    return known().claims();
  }

  /** What that account has at providers. */
  Linked linked(AccessClaims claims) {
    return identities.apply(claims);
  }

  /** Whether the access token came as a cookie. */
  boolean byCookie() {
    return known().transport() == Transport.COOKIE;
  }

  private Caller known() {
    return caller.orElseThrow(() -> Fault.TOKEN_REQUIRED.thrown());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(context.req().getHeader(name));
  }

  List<String> headers(String name) {
    return Collections.list(context.req().getHeaders(name));
  }

  void asked(Map<String, String> parameters) {
    query = Map.copyOf(parameters);
  }

  /** A parameter that the route names. */
  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  String path(String name) {
    return context.pathParam(name);
  }

  /** @throws Rejection 400 when it brings two: which of them counts would be a guess, and somebody else's choice */
  void requireOneAuthorization() {
    if (headers("Authorization").size() > 1) {
      throw Fault.MALFORMED_REQUEST.because("Authorization may come once");
    }
  }

  /** One that came twice is none, for the same reason. */
  Optional<String> cookie(String name) {
    return Optional.of(values(name))
        .filter(values -> values.size() == 1)
        .map(values -> values.get(0))
        .filter(value -> !value.isEmpty());
  }

  boolean doubled(String cookie) {
    return values(cookie).size() > 1;
  }

  /** All that came of that name where there is more than one, or the first few where somebody overdoes it. */
  List<String> doubles(String cookie) {
    return doubled(cookie) ? values(cookie).stream().limit(MOST_DOUBLES).toList() : List.of();
  }

  private List<String> values(String cookie) {
    List<Cookie> all = cookieList();
    // as for every caller that is no browser
    return all.isEmpty() ? List.of() : values(all, cookie);
  }

  private static List<String> values(List<Cookie> all, String cookie) {
    return all.stream()
        .filter(one -> one.getName().equals(cookie))
        .map(Cookie::getValue)
        .toList();
  }

  /** Whether it brings any of the realm's own cookies. */
  boolean showsCookie() {
    return cookieList().stream().anyMatch(cookie -> own(cookie.getName()));
  }

  private boolean own(String cookie) {
    return place.filter(at -> at.cookies().all().contains(cookie)).isPresent();
  }

  private List<Cookie> cookieList() {
    return Optional.ofNullable(context.req().getCookies()).map(Arrays::asList).orElse(List.of());
  }

  /** From {@code Authorization: Bearer} (RFC 6750, 2.1). */
  Optional<String> bearerToken() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  Transport transport() {
    return Transports.of(this);
  }

  ClientAddress address() {
    return address;
  }

  /** Who asks, whose tokens travel that way. */
  Client client(Transport transport) {
    return new Client(
        place().realm(), address, header("User-Agent").orElse(""), transport, marks(transport));
  }

  /** Who asks: by the way the access token came, or else the request itself says. */
  Client client() {
    return client(caller.map(Caller::transport).orElseGet(this::transport));
  }

  private List<DeviceMark> marks(Transport transport) {
    return transport == Transport.COOKIE
        ? DeviceMarks.read(cookie(cookies().device()))
        : input.text("device_mark").map(DeviceMark::new).stream().toList();
  }
}
