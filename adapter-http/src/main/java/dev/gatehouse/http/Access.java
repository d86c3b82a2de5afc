package dev.gatehouse.http;

/** Who may call a route. A route without an answer to this can not be written down. */
enum Access {
  /** Anybody. */
  PUBLIC("anybody"),
  /** Anybody, by whatever name the host is called: probes address a node by its number. */
  PROBE("anybody, under any host name"),
  /** Who shows a valid access token of the realm. */
  SIGNED_IN("a valid access token of the realm"),
  /** Another service, by its name and secret (RFC 6749, 2.3.1); where none is configured, nobody. */
  SERVICE("another service, by its name and secret in HTTP Basic; where none is configured nobody"),
  /** Who runs the server: the metrics token; where none is configured, nobody, or in embedded mode this machine. */
  OPERATIONS(
      "the metrics token; where none is configured nobody, in embedded mode a loopback host and peer without a proxy"),
  /** Embedded mode, on the machine itself. */
  DEVELOPMENT("embedded mode, a loopback host and peer without a proxy");

  private final String whom;

  Access(String whom) {
    this.whom = whom;
  }

  String whom() {
    return whom;
  }
}
