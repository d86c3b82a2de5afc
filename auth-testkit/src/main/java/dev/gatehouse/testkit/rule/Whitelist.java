package dev.gatehouse.testkit.rule;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a room may touch: whatever is not named here it may not. */
final class Whitelist {
  /** Of {@code java.lang}: whatever starts threads or processes, loads classes or looks around in the machine. */
  private static final Set<String> NOT_OF_JAVA_LANG = Set.of(
      "Thread",
      "ThreadGroup",
      "ThreadLocal",
      "InheritableThreadLocal",
      "Runtime",
      "Process",
      "ProcessBuilder",
      "ProcessHandle",
      "ClassLoader",
      "Module",
      "ModuleLayer",
      "StackWalker",
      "System$Logger");

  private final List<Predicate<Touch>> allowed;

  private Whitelist(List<Predicate<Touch>> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** A class, and another that it touches. */
  private record Touch(JavaClass from, JavaClass to) {
    boolean into(PackageMatchers packages) {
      return packages.test(to.getPackageName());
    }
  }

  /** Nothing but the language itself. */
  static Whitelist ofTheLanguage() {
    return new Whitelist(List.of(
        touch -> touch.to().isPrimitive(),
        touch -> touch.to().getPackageName().equals("java.lang")
            && !NOT_OF_JAVA_LANG.contains(nameInPackage(touch.to())),
        touch -> Set.of("java.lang.annotation", "java.lang.invoke", "java.lang.runtime")
            .contains(touch.to().getPackageName())));
  }

  /** And these packages, as ArchUnit writes them: {@code a.b} or {@code a.b..}. */
  Whitelist packages(String... packages) {
    PackageMatchers matchers = PackageMatchers.of(packages);
    return and(touch -> touch.into(matchers));
  }

  /** And these classes, with what is nested in them. */
  Whitelist classes(String... names) {
    Set<String> wanted = Set.of(names);
    return and(touch -> wanted.contains(outermost(touch.to().getName())));
  }

  /** And these packages and classes, where it is such a class that touches them. */
  Whitelist within(String fromPackage, String... packagesOrClasses) {
    PackageMatchers home = PackageMatchers.of(fromPackage);
    PackageMatchers packages = PackageMatchers.of(packagesOrClasses);
    Set<String> names = Set.of(packagesOrClasses);
    return and(touch -> home.test(touch.from().getPackageName())
        && (touch.into(packages) || names.contains(outermost(touch.to().getName()))));
  }

  /** And these packages, where it is this very class that touches them. */
  Whitelist withinClass(String fromClass, String... packages) {
    PackageMatchers matchers = PackageMatchers.of(packages);
    return and(
        touch -> outermost(touch.from().getName()).equals(fromClass) && touch.into(matchers));
  }

  private Whitelist and(Predicate<Touch> more) {
    List<Predicate<Touch>> longer = new ArrayList<>(allowed);
    longer.add(more);
    return new Whitelist(longer);
  }

  ArchCondition<JavaClass> condition() {
    return new ArchCondition<>("touch only what the room may touch") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
          Touch touch = new Touch(from, dependency.getTargetClass().getBaseComponentType());
          if (allowed.stream().noneMatch(rule -> rule.test(touch))) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static String nameInPackage(JavaClass type) {
    return type.getName().substring(type.getPackageName().length() + 1);
  }

  private static String outermost(String className) {
    int dollar = className.indexOf('$');
    return dollar < 0 ? className : className.substring(0, dollar);
  }
}
