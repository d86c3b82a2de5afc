package dev.gatehouse.domain.token;

/** The life of a key: known before it is used, used, then good for what it made until that has run out. */
public enum KeyState {
  NEXT,
  ACTIVE,
  RETIRING,
  /** Compromised: nothing it made is good any more. */
  WITHDRAWN
}
