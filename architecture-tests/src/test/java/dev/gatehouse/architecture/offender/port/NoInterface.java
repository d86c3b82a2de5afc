package dev.gatehouse.architecture.offender.port;

/** A port is an interface. */
public class NoInterface {
  public String answer() {
    return "";
  }
}
