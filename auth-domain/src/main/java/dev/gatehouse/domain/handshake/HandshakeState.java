package dev.gatehouse.domain.handshake;

/** How far a handshake has come. One that has run out is as good as none. */
public enum HandshakeState {
  /** Begun by a browser, and nobody has opened it. */
  PENDING,
  /** Opened by somebody, whose it is from then on, and who has not yet said what the browser shows. */
  CONFIRMING,
  /** Confirmed, and to be collected by the browser that began it. */
  COMPLETED,
  /** Collected: of no more use. */
  COLLECTED,
  /** Refused, or the number was wrong: for good. */
  DENIED
}
