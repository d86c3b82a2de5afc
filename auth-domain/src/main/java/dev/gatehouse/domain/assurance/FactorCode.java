package dev.gatehouse.domain.assurance;

import dev.gatehouse.domain.secret.SecretText;

/** What somebody shows for a second factor: what the authenticator shows, or a recovery code. */
public record FactorCode(Method method, SecretText text) {
  public FactorCode {
    if (method != Method.TOTP && method != Method.RECOVERY_CODE) {
      throw new IllegalArgumentException(
          method + " is not shown as a code; TOTP or RECOVERY_CODE is expected");
    }
  }

  public static FactorCode totp(String typed) {
    return new FactorCode(Method.TOTP, new SecretText(typed));
  }

  public static FactorCode recovery(String typed) {
    return new FactorCode(Method.RECOVERY_CODE, new SecretText(typed));
  }
}
