package dev.gatehouse.app.config;

/**
 * Something that is not as it has to be.
 *
 * @param where the key, and where it was read
 * @param found the offending value; of a secret its shape only
 * @param accepted what would be accepted
 */
public record Mistake(String where, String found, String accepted) {
  @Override
  public String toString() {
    return where + " " + found + "; accepted: " + accepted;
  }
}
