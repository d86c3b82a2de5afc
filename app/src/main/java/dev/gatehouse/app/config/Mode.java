package dev.gatehouse.app.config;

/** How the server runs. Embedded mode is never entered by accident: only a word on the command line does. */
public enum Mode {
  /** Embedded: loopback, its own PostgreSQL, development mailbox. */
  DEV,
  /** Production. */
  SERVE
}
