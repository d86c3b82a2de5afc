package dev.gatehouse.domain.account;

/** By which way somebody asks for an account. */
public enum Channel {
  /** By a username alone. */
  USERNAME,
  /** By an address, which a mailed code proves. */
  EMAIL,
  MAGIC_LINK,
  /** By an identity at a provider. */
  PROVIDER
}
