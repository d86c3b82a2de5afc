package dev.gatehouse.domain.realm;

import dev.gatehouse.domain.secret.Purpose;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How accounts begin and end in a realm, and who vouches for their owners.
 *
 * @param grace how long an account that is to be deleted can be had back: 3 to 365 days, so that whoever takes a change of address back still finds it
 * @param invitations how long an invitation is good: 1 minute to 90 days
 * @param termsVersion which terms are accepted by registering: 1 to 40 of {@code A-Z a-z 0-9 . _ -}
 * @param staffByProviders whether staff too may sign in by identities at providers
 */
public record AccountPolicy(
    Duration grace, Duration invitations, Optional<String> termsVersion, boolean staffByProviders) {
  public static final AccountPolicy DEFAULT =
      new AccountPolicy(Duration.ofDays(30), Duration.ofHours(24), Optional.empty());
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,40}");

  /** Where staff sign in by nothing that others vouch for. */
  public AccountPolicy(Duration grace, Duration invitations, Optional<String> termsVersion) {
    this(grace, invitations, termsVersion, false);
  }

  public AccountPolicy {
    within("grace", grace, Purpose.EMAIL_REVERT.life(), Duration.ofDays(365));
    within("invitations", invitations, Duration.ofMinutes(1), Duration.ofDays(90));
    termsVersion.filter(version -> !VERSION.matcher(version).matches()).ifPresent(version -> {
      throw new IllegalArgumentException(
          "terms version '" + version + "' is not 1 to 40 of A-Z a-z 0-9 . _ -");
    });
  }

  private static void within(String what, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " " + value + " is not between " + least + " and " + most);
    }
  }
}
