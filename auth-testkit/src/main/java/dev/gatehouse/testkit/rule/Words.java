package dev.gatehouse.testkit.rule;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Conditions that ArchUnit has no words for. */
final class Words {
  private static final Set<String> RAW = Set.of("java.lang.String", "[B", "[C");
  private static final Pattern NAME_OF_A_SECRET = Pattern.compile(
      "(?i).*(secret|password|passphrase|token|private|privatekey|masterkey|handle|pepper|credential|otp|pin)");

  private Words() {}

  static ArchCondition<JavaClass> overrideToString() {
    return on(
        "override toString",
        type -> type.tryGetMethod("toString").isPresent(),
        "prints what Object prints or, worse, what it holds");
  }

  static ArchCondition<JavaClass> printNoSecret() {
    return on(
        "print no secret",
        type -> rawSecrets(type).isEmpty() || ownToString(type, rawSecrets(type)),
        "prints a secret that it holds as text or bytes");
  }

  private static Set<String> rawSecrets(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .filter(field -> RAW.contains(field.getRawType().getName())
            && NAME_OF_A_SECRET.matcher(field.getName()).matches())
        .map(JavaField::getName)
        .collect(Collectors.toSet());
  }

  /** The one that the compiler makes is final; one that is written hardly ever is. */
  private static boolean ownToString(JavaClass type, Set<String> secrets) {
    return type.tryGetMethod("toString")
        .filter(method -> !method.getModifiers().contains(JavaModifier.FINAL))
        .filter(method -> method.getAccessesFromSelf().stream()
            .noneMatch(access -> access.getTargetOwner().equals(type)
                && secrets.contains(access.getTarget().getName())))
        .isPresent();
  }

  /** Some class called {@code ...Contract} uses it. */
  static ArchCondition<JavaClass> haveContract() {
    return on(
        "have a contract",
        port -> port.getDirectDependenciesToSelf().stream()
            .anyMatch(
                dependency -> outermostName(dependency.getOriginClass()).endsWith("Contract")),
        "has no contract that tries it");
  }

  static ArchCondition<JavaClass> notBeNamedLike(Pattern className, Pattern packageName) {
    return on(
        "not be named so",
        type -> !className.matcher(type.getSimpleName()).matches()
            && !packageName.matcher(type.getPackageName()).matches(),
        "has a name that says nothing");
  }

  private static String outermostName(JavaClass type) {
    return type.getEnclosingClass().map(Words::outermostName).orElse(type.getSimpleName());
  }

  private static ArchCondition<JavaClass> on(
      String description, Predicate<JavaClass> holds, String otherwise) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean satisfied = holds.test(type);
        events.add(new SimpleConditionEvent(
            type,
            satisfied,
            type.getName() + (satisfied ? " does " + description : " " + otherwise)));
      }
    };
  }
}
