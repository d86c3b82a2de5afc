package dev.gatehouse.domain.assurance;

import java.util.List;
import java.util.Set;

/** The one policy that says what is still due before a session may be opened, whichever way somebody came in. */
public final class Assurance {
  private Assurance() {}

  /** What is due. */
  public sealed interface Due {
    /** Nothing: the session may be opened at this level. */
    record Nothing(Acr acr) implements Due {}

    /** One of these factors, which the owner has enrolled. */
    record SecondFactor(Set<Method> enrolled) implements Due {}

    /** The realm requires a second factor and the owner has none: it has to be enrolled first. */
    record Enrolment() implements Due {}
  }

  /**
   * @param proven every way that was proven in this flow
   * @param enrolled the second factors of the account
   * @param required whether the realm requires a second factor
   */
  public static Due due(Set<Method> proven, Set<Method> enrolled, boolean required) {
    if (proven.isEmpty()) {
      throw new IllegalArgumentException("nothing was proven; at least one way in is expected");
    }
    boolean both = proven.stream()
        .filter(enrolled::contains)
        .anyMatch(second -> proven.stream().anyMatch(one -> one.first() && one != second));
    if (both) {
      return new Due.Nothing(Acr.AAL2);
    }
    if (!enrolled.isEmpty()) {
      return new Due.SecondFactor(Set.copyOf(enrolled));
    }
    return required ? new Due.Enrolment() : new Due.Nothing(Acr.AAL1);
  }

  /** The {@code amr} claim: every method once, in a fixed order, and {@code mfa} where two factors were proven. */
  public static List<String> amr(Set<Method> proven, Acr acr) {
    List<String> references = new java.util.ArrayList<>(
        proven.stream().map(Method::amr).distinct().sorted().toList());
    if (acr == Acr.AAL2) {
      references.add("mfa");
    }
    return List.copyOf(references);
  }
}
