package dev.gatehouse.domain.assurance;

import java.util.Locale;

/** How sure it is that the owner signed in: one factor or two (NIST SP 800-63B-4). In tokens as {@code aal1}, {@code aal2}: values of our own. */
public enum Acr {
  AAL1,
  AAL2;

  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Acr of(String value) {
    for (Acr acr : values()) {
      if (acr.value().equals(value)) {
        return acr;
      }
    }
    throw new IllegalArgumentException("acr '" + value + "' is not aal1 or aal2");
  }
}
