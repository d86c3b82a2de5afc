package dev.gatehouse.domain.session;

/** How a session's tokens travel; fixed when it is opened. A token that comes the other way is not one of that session's. */
public enum Transport {
  /** Handed to the client, which sends them by its own doing. */
  BEARER,
  /** Kept by a browser, out of reach of its scripts, and sent by itself. */
  COOKIE
}
