package dev.gatehouse.http;

/** Who may call a route. A route without an answer to this can not be written down. */
enum Access {
  /** Anybody. */
  PUBLIC("anybody"),
  /** Anybody, by whatever name the host is called: probes address a node by its number. */
  PROBE("anybody, under any host name"),
  /** Who shows a valid access token of the realm. */
  SIGNED_IN("a valid access token of the realm"),
  /** The same, whose owner was recognised lately: by its session's row, which the use case reads in the unit of what it permits. */
  STEP_UP(
      "a valid access token of the realm, whose owner signed in or stepped up (`POST /auth/reauth`) at most 10 minutes ago"),
  /** Who has the ticket of a sign-in for which a second factor is due. */
  TICKET(
      "the ticket of a sign-in for which a second factor is due, as a bearer token or a browser's cookie"),
  /** Who may enrol a second factor: as for {@link #STEP_UP}, or by the ticket of a sign-in for which that is due. */
  ENROLLING(
      "as STEP_UP; or the ticket of a sign-in for which enrolling a second factor is due, as a bearer token or a browser's cookie"),
  /** Another service, by its name and secret (RFC 6749, 2.3.1); where none is configured, nobody. */
  SERVICE("another service, by its name and secret in HTTP Basic; where none is configured nobody"),
  /** What runs the realm's bot elsewhere, and says who somebody is at the provider; where none is configured, nobody. */
  BOT_SECRET(
      "what runs the realm's bot, by its secret in `X-Telegram-Bot-Secret`; where none is configured nobody"),
  /** Telegram, which knows the secret that it was told; where none was, nobody. */
  WEBHOOK(
      "Telegram, by the secret it was told, in `X-Telegram-Bot-Api-Secret-Token`; where none was told nobody"),
  /** Who runs the server: the metrics token; where none is configured, nobody, or in embedded mode this machine. */
  OPERATIONS(
      "the metrics token; where none is configured nobody, in embedded mode a loopback host and peer without a proxy"),
  /** Embedded mode, on the machine itself. */
  DEVELOPMENT("embedded mode, a loopback host and peer without a proxy");

  private final String whom;

  Access(String whom) {
    this.whom = whom;
  }

  /** Whether an access token opens it. */
  boolean signedIn() {
    return this == SIGNED_IN || this == STEP_UP || this == ENROLLING;
  }

  /** Whether a session is refused whose owner was not recognised lately. */
  boolean stepUp() {
    return this == STEP_UP || this == ENROLLING;
  }

  /** Whether the ticket of a sign-in opens it. */
  boolean ticket() {
    return this == TICKET || this == ENROLLING;
  }

  String whom() {
    return whom;
  }
}
