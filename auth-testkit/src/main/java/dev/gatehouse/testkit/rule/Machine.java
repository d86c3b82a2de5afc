package dev.gatehouse.testkit.rule;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** What is asked of the machine: calls and references to methods alike. */
final class Machine {
  private static final Set<String> CHANCES = Set.of(
      "java.security.SecureRandom",
      "java.util.Random",
      "java.util.SplittableRandom",
      "java.util.concurrent.ThreadLocalRandom");
  private static final Set<String> CLOCKS = Set.of("java.time.Clock", "java.time.InstantSource");
  private static final Set<String> CONSOLES = Set.of("out", "err", "console", "getLogger");
  private static final Set<String> HARMLESS_TO_THREADS =
      Set.of("currentThread", "interrupt", "isInterrupted");

  static final DescribedPredicate<JavaAccess<?>> NOW = describe(
      "the machine's time",
      access -> timeIsAsked(access) || clockIsMade(access) || oldDateIsMade(access));

  static final DescribedPredicate<JavaAccess<?>> CHANCE = describe(
      "the machine's chance",
      access -> CHANCES.contains(owner(access))
          || owner(access).startsWith("java.util.random.")
          || idIsMade(access));

  static final DescribedPredicate<JavaAccess<?>> STARTS_THREADS =
      describe("that starts threads", access -> threadIsUsed(access) || poolIsMade(access));

  static final DescribedPredicate<JavaAccess<?>> CONSOLE = describe(
      "the console",
      access -> owner(access).equals("java.lang.System") && CONSOLES.contains(name(access)));

  private Machine() {}

  private static boolean timeIsAsked(JavaAccess<?> access) {
    return calls(access, "java.lang.System", "currentTimeMillis")
        || (owner(access).startsWith("java.time.") && name(access).equals("now"));
  }

  private static boolean clockIsMade(JavaAccess<?> access) {
    return CLOCKS.contains(owner(access))
        && Stream.of("system", "tick").anyMatch(name(access)::startsWith);
  }

  private static boolean oldDateIsMade(JavaAccess<?> access) {
    return calls(access, "java.util.Calendar", "getInstance")
        || (calls(access, "java.util.Date", "<init>") && parameters(access) == 0);
  }

  private static boolean idIsMade(JavaAccess<?> access) {
    return calls(access, "java.util.UUID", "randomUUID")
        || calls(access, "java.lang.Math", "random")
        || calls(access, "java.lang.StrictMath", "random");
  }

  private static boolean threadIsUsed(JavaAccess<?> access) {
    return owner(access).equals("java.lang.Thread") && !HARMLESS_TO_THREADS.contains(name(access));
  }

  private static boolean poolIsMade(JavaAccess<?> access) {
    boolean made =
        name(access).equals("<init>") && access.getTargetOwner().isAssignableTo(Executor.class);
    return made || owner(access).equals("java.util.concurrent.Executors");
  }

  private static boolean calls(JavaAccess<?> access, String owner, String name) {
    return owner(access).equals(owner) && name(access).equals(name);
  }

  private static String owner(JavaAccess<?> access) {
    return access.getTargetOwner().getName();
  }

  private static String name(JavaAccess<?> access) {
    return access.getTarget().getName();
  }

  private static int parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes().size()
        : 0;
  }
}
