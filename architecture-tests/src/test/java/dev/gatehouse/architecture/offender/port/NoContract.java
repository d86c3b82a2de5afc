package dev.gatehouse.architecture.offender.port;

/** No contract tries it. */
public interface NoContract {
  String answer();
}
