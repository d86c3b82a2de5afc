package dev.gatehouse.architecture.offender.chance;

import java.time.LocalDate;
import java.util.function.Supplier;

final class NowByReference {
  final Supplier<LocalDate> today = LocalDate::now;
}
