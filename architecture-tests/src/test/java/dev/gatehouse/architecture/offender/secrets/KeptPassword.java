package dev.gatehouse.architecture.offender.secrets;

/** A record prints its components. */
record KeptPassword(String account, String password) {}
