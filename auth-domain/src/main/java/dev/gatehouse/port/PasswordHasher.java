package dev.gatehouse.port;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import java.util.Optional;

/** Hashing passwords, slowly and within a budget of memory and threads. */
public interface PasswordHasher {
  /**
   * Hashes with the parameters now in force.
   *
   * @throws Outage when the budget stays full: the caller is told to come back, nothing is said about the password
   */
  PasswordHash hash(Password password);

  /**
   * Checks a password against a stored hash, or, if there is none, costs as much as checking would and answers false.
   *
   * @throws Outage as {@link #hash} does
   */
  boolean matches(Password password, Optional<PasswordHash> stored);

  /**
   * Says at once what {@link #hash} and {@link #matches} would say after a while, so that nothing else is done in vain. That it passes promises nothing.
   *
   * @throws Outage when whoever comes now would be told to come back
   */
  default void expectRoom() {}

  /** Whether a stored hash is weaker than what {@link #hash} makes now, or of another kind. */
  boolean outdated(PasswordHash stored);
}
