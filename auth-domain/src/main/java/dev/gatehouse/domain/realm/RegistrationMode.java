package dev.gatehouse.domain.realm;

/** Who may create an account; every flow that creates one asks it. */
public enum RegistrationMode {
  OPEN,
  INVITE_ONLY,
  CLOSED
}
