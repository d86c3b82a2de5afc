package dev.gatehouse.http;

import java.time.Duration;
import java.util.Optional;

/** What the door itself says, before or beside any use case. The name is the code. */
enum Fault {
  MALFORMED_REQUEST(
      400, "Not understood", "the request breaks HTTP, or a header or parameter is none"),
  MALFORMED_JSON(
      400, "Not JSON", "the body is not one JSON object in UTF-8, or is nested too deep"),
  TRANSPORT_CONFLICT(
      400,
      "Tokens by two ways",
      "tokens came by cookie and otherwise at once, or by another way than the request's; or a session and the ticket of a sign-in came together"),
  TOKEN_REQUIRED(401, "A token is needed", "no access token came with the request"),
  SERVICE_REQUIRED(
      401,
      "For services",
      "the name and secret of a service did not come with the request, or are not right"),
  BOT_SECRET_REQUIRED(
      401,
      "For bots",
      "the secret of the realm's bot did not come with the request, or is not right"),
  WEBHOOK_SECRET_REQUIRED(
      401,
      "For Telegram",
      "the secret that Telegram was told did not come with the request, or is not right"),
  FOREIGN_ORIGIN(403, "Not from there", "an unsafe request from a page that is not listed"),
  TRANSPORT_NOT_ALLOWED(
      403,
      "No tokens for pages",
      "a page asked for tokens in the body, and its origin is not listed for it"),
  OPERATIONS_ONLY(403, "For operators", "the route is for those who run the server"),
  NOT_FOUND(404, "Not there", "no such route, realm or thing, or not yours"),
  METHOD_NOT_ALLOWED(405, "Not by this method", "the route has other methods: see Allow"),
  REQUEST_TIMEOUT(408, "Too slow", "the request did not arrive in time"),
  PAYLOAD_TOO_LARGE(413, "Too large", "the body is longer than 64 KiB"),
  URI_TOO_LONG(414, "Address too long", "the request line is too long"),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "Another media type",
      "the body is not what the route takes: application/json in UTF-8, or where it says so a form"),
  EXPECTATION_FAILED(417, "Expectation not met", "Expect says something else than 100-continue"),
  MISDIRECTED_REQUEST(421, "Not this server", "the Host is none of the server's"),
  UPGRADE_REQUIRED(426, "Another protocol", "the protocol is not spoken here"),
  HEADERS_TOO_LARGE(431, "Headers too large", "the header fields together are too large"),
  INTERNAL_ERROR(500, "Our fault", "something failed that should not have"),
  NOT_IMPLEMENTED(501, "Not known", "a method or encoding that the server does not know"),
  UNAVAILABLE(
      503,
      "Not now",
      "something that is needed does not answer, or is full, or the server is closing: ask again; whether the request took effect is not known"),
  NOT_READY(503, "Not ready", "the node can not serve; reasons says why"),
  HTTP_VERSION_NOT_SUPPORTED(505, "Another HTTP", "the version of HTTP is not spoken here");

  private static final Duration LATER = Duration.ofSeconds(1);

  private final int status;
  private final String title;
  private final String when;

  Fault(int status, String title, String when) {
    this.status = status;
    this.title = title;
    this.when = when;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String when() {
    return when;
  }

  /** The one for a status that something below decided on; of a status that is not known, the one for its class. */
  static Fault of(int status) {
    for (Fault fault : values()) {
      if (fault.status == status) {
        return fault;
      }
    }
    return status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
  }

  Problem problem() {
    return problem(Optional.empty(), status == 503 ? Problem.Data.later(LATER) : Problem.Data.NONE);
  }

  Problem problem(Problem.Data data) {
    return problem(Optional.empty(), data);
  }

  Rejection thrown() {
    return problem().thrown();
  }

  Rejection because(String detail) {
    return problem(Optional.of(detail), Problem.Data.NONE).thrown();
  }

  private Problem problem(Optional<String> detail, Problem.Data data) {
    return new Problem(status, name(), title, detail.or(() -> Optional.of(when)), data);
  }
}
