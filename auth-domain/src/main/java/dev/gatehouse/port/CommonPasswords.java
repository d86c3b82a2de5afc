package dev.gatehouse.port;

/** The list of passwords that are tried first. */
@FunctionalInterface
public interface CommonPasswords {
  /** Whether the word, in lower case, is on the list. */
  boolean contains(String word);
}
