package dev.gatehouse.architecture.offender.domain;

import java.io.ByteArrayOutputStream;

/** Byte streams are for mails only. */
final class WritesStream {
  byte[] bytes() {
    return new ByteArrayOutputStream().toByteArray();
  }
}
