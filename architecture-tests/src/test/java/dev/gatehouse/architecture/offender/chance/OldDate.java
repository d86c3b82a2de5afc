package dev.gatehouse.architecture.offender.chance;

import java.util.Date;

final class OldDate {
  @SuppressWarnings("JavaUtilDate")
  Date now() {
    return new Date();
  }
}
