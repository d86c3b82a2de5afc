package dev.gatehouse.testkit.rule;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.equalTo;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.containNumberOfElements;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.SessionSecret;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.port.Sessions;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of the house. Check them on your own classes: {@code GatehouseRules.noNowNoChance("com.example..").check(classes)}, where
 * {@code classes} come from ArchUnit's {@code ClassFileImporter}. Package names are written as ArchUnit does: {@code a.b..} with all below.
 */
public final class GatehouseRules {
  private static final String DOMAIN = "dev.gatehouse.domain..";
  private static final String PORT = "dev.gatehouse.port..";
  private static final String APPLICATION = "dev.gatehouse.application..";
  private static final String OPEN_SESSION = "dev.gatehouse.application.signin.OpenSession";

  private static final Pattern NAME_NOT_USED = Pattern.compile(
      ".*(Impl|Manager|Helper|Helpers|Util|Utils|Base|Common)|Base[A-Z].*|I[A-Z][a-z].*");
  private static final Pattern PACKAGE_NOT_USED =
      Pattern.compile("(.*\\.)?(common|util|utils|helper|helpers|misc|impl)(\\..*)?");
  /** Types of the domain that hold a secret in the open. */
  private static final Class<?>[] SECRETS = {
    AccessToken.class,
    DeviceMark.class,
    Digest.class,
    DigestKey.class,
    FlowHandle.class,
    MasterKeys.class,
    Password.class,
    PasswordHash.class,
    RefreshToken.class,
    Sealed.class,
    SecretText.class,
    SessionSecret.class,
    SigningKey.class
  };

  private GatehouseRules() {}

  // ---- rooms

  /** The domain and the ports touch the JDK's values and arithmetic, and themselves: no clocks, chance, I/O, threads, no jar. */
  public static ArchRule domainTouchesOnly() {
    return domainTouchesOnly(DOMAIN, PORT);
  }

  /** The same for other packages. */
  public static ArchRule domainTouchesOnly(String... packages) {
    Whitelist whitelist = values()
        .packages(
            "java.math", "java.text", "javax.crypto", "javax.crypto.spec", "java.security.spec")
        .classes(
            "java.net.IDN",
            "java.net.InetAddress",
            "java.net.URI",
            "java.net.UnknownHostException",
            "java.io.Serial")
        .within(
            "dev.gatehouse.domain.mail",
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream",
            "java.io.DataInputStream",
            "java.io.DataOutputStream",
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.io.IOException")
        .withinClass(
            "dev.gatehouse.domain.session.RevocationIndex",
            "java.util.concurrent",
            "java.util.concurrent.atomic")
        .packages(packages);
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .should(whitelist.condition())
        .as("the domain touches only the JDK's values and arithmetic")
        .because("it has to be true without a machine around it");
  }

  /** The use cases touch the domain, the ports, {@link java.time.Clock}, and executors that the embedder handed in; locks, whose waiters can give up. */
  public static ArchRule applicationTouchesOnly() {
    return applicationTouchesOnly(APPLICATION);
  }

  /** The same for other packages. */
  public static ArchRule applicationTouchesOnly(String... packages) {
    Whitelist whitelist = values()
        .packages(
            DOMAIN,
            PORT,
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks")
        .classes("java.time.Clock", "java.lang.Thread")
        .packages(packages);
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .should(whitelist.condition())
        .andShould(never(accessTargetWhere(Machine.STARTS_THREADS)))
        .as("the use cases touch only the domain and the ports, and start no thread")
        .because("adapters are swapped without the core noticing");
  }

  /** A driven adapter touches the ports, the domain, the JDK, its own library and micrometer-core: no other adapter, no use case. */
  public static ArchRule drivenAdapterTouchesOnly(String adapterPackage, String... libraries) {
    Whitelist whitelist = Whitelist.ofTheLanguage().packages("java..", "javax..", DOMAIN, PORT);
    return touchesOnly(whitelist, "the ports, the domain", adapterPackage, libraries)
        .because("driven adapters can't see use cases, nor one another");
  }

  /**
   * A driving adapter touches the use cases, the domain, the JDK, its own library and micrometer-core: no port but through a use case. Of the ports it
   * knows only that something may be out of service.
   */
  public static ArchRule drivingAdapterTouchesOnly(String adapterPackage, String... libraries) {
    Whitelist whitelist = Whitelist.ofTheLanguage()
        .packages("java..", DOMAIN, APPLICATION)
        .classes("dev.gatehouse.port.Outage");
    return touchesOnly(whitelist, "the use cases, the domain", adapterPackage, libraries)
        .because("who drives the core decides nothing by itself");
  }

  /** An adapter may touch micrometer-core, its own libraries and itself besides. */
  private static ArchRule touchesOnly(
      Whitelist core, String words, String adapterPackage, String... libraries) {
    return classes()
        .that()
        .resideInAPackage(adapterPackage)
        .should(core.packages("io.micrometer.core..")
            .packages(libraries)
            .packages(adapterPackage)
            .condition())
        .as(adapterPackage + " touches only " + words + " and " + String.join(", ", libraries));
  }

  /** An adapter opens with exactly one public class. */
  public static ArchRule oneOpenClass(String adapterPackage) {
    return classes()
        .that()
        .resideInAPackage(adapterPackage)
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .should(containNumberOfElements(equalTo(1)))
        .as(adapterPackage + " opens with exactly one public class")
        .because("what is not public can be changed");
  }

  // ---- the world comes in by the door

  /** Nobody asks the machine for time, ids or chance: a use case reads its clock, and randomness is a port. */
  public static ArchRule noNowNoChance(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .accessTargetWhere(Machine.NOW.or(Machine.CHANCE))
        .as("nobody asks the machine for time or chance")
        .because("time, ids and chance come in by the door");
  }

  /** The core writes no log, and not to the console: it records events. */
  public static ArchRule noLogging() {
    return noLogging(DOMAIN, PORT, APPLICATION);
  }

  /** The same for other packages. */
  public static ArchRule noLogging(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.slf4j..",
            "java.util.logging..",
            "org.apache.logging..",
            "org.apache.commons.logging..",
            "ch.qos.logback..",
            "org.jboss.logging..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.System$Logger")
        .orShould()
        .accessTargetWhere(Machine.CONSOLE)
        .as("the core writes no log")
        .because("it records events; listeners log");
  }

  // ---- laws that hold by structure

  /** Only one class opens sessions, and it asks first what is still due: laws L07 and L08 hold by structure. */
  public static ArchRule onlyOpenSessionOpensSessions(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .and()
        .doNotHaveFullyQualifiedName(OPEN_SESSION)
        .should()
        .accessTargetWhere(describe(
            "Sessions.open",
            access -> access.getTargetOwner().isAssignableTo(Sessions.class)
                && access.getTarget().getName().equals("open")))
        .as("only OpenSession opens sessions")
        .because("there is no path to a session around the policy (L07, L08)");
  }

  /** The secrets of the domain are final classes with a redacted {@code toString}. */
  public static ArchRule secretsAreNotRecords() {
    return secretsAreNotRecords(SECRETS);
  }

  /** The same for other secrets. */
  public static ArchRule secretsAreNotRecords(Class<?>... secrets) {
    Set<String> names = Arrays.stream(secrets).map(Class::getName).collect(Collectors.toSet());
    return classes()
        .that(describe("are secrets", type -> names.contains(type.getName())))
        .should()
        .notBeRecords()
        .andShould()
        .haveModifier(JavaModifier.FINAL)
        .andShould(Words.overrideToString())
        .as("secrets are final classes that print nothing, never records")
        .because("a record prints what it holds (L40)");
  }

  /** A record that carries a secret as text or bytes, such as settings with a password, has a {@code toString} of its own that leaves it out. */
  public static ArchRule recordsPrintNoSecret(String... packages) {
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .and()
        .areRecords()
        .should(Words.printNoSecret())
        .as("no record prints a secret")
        .because("what is printed ends in a log (L40)");
  }

  /** Every port is an interface, and some contract in {@code testkit.contract} tries it. Classes of both must be among those checked. */
  public static ArchRule portsAreInterfacesWithContract() {
    return portsAreInterfacesWithContract("dev.gatehouse.port");
  }

  /** The same for other packages. */
  public static ArchRule portsAreInterfacesWithContract(String portPackage) {
    return classes()
        .that()
        .resideInAPackage(portPackage)
        .and()
        .areTopLevelClasses()
        .and()
        .areNotAssignableTo(Throwable.class)
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .beInterfaces()
        .andShould(Words.haveContract())
        .as("every port is an interface with a contract")
        .because("a fake is only as good as the test it shares with the real adapter");
  }

  // ---- names

  /** Names that say nothing are not used, for classes or packages. */
  public static ArchRule namesNotUsed(String... packages) {
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .should(Words.notBeNamedLike(NAME_NOT_USED, PACKAGE_NOT_USED))
        .as("nothing is called Impl, Manager, Helper, Util, Base or I-something")
        .because("a name says what a thing does");
  }

  private static Whitelist values() {
    return Whitelist.ofTheLanguage()
        .packages(
            "java.util",
            "java.util.function",
            "java.util.stream",
            "java.util.regex",
            "java.time.temporal",
            "java.time.format",
            "java.nio.charset")
        .classes(Stream.of(
                "Instant",
                "Duration",
                "ZoneId",
                "ZoneOffset",
                "ZonedDateTime",
                "OffsetDateTime",
                "LocalDate",
                "LocalTime",
                "LocalDateTime",
                "Period",
                "YearMonth",
                "DateTimeException")
            .map("java.time."::concat)
            .toArray(String[]::new))
        .classes("java.nio.ByteBuffer", "java.nio.ByteOrder", "java.nio.CharBuffer")
        .classes(Arrays.stream(new String[] {
              "MessageDigest",
              "GeneralSecurityException",
              "NoSuchAlgorithmException",
              "InvalidKeyException",
              "Key"
            })
            .map("java.security."::concat)
            .toArray(String[]::new));
  }
}
