package dev.gatehouse.domain.credential;

/** Why a password is not taken. */
public enum PasswordFlaw {
  TOO_SHORT,
  TOO_LONG,
  /** One character, over and over. */
  REPEATED,
  /** A plain run up or down, such as {@code abcdefghijkl} or {@code 987654321098}. */
  SEQUENCE,
  /** It holds the username or the address's local part. */
  CONTAINS_NAME,
  /** It is on the list of common passwords, or is such a word with digits and signs behind it. */
  COMMON
}
