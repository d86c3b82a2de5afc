package dev.gatehouse.application.signin;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.DeviceMark;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

/** How proving a first factor ended: with a session, or with a ticket for what is still due, or for keeping an account that leaves. */
public sealed interface SignIn {
  /** @param mark for the device to keep, and to show when it signs in to this account again */
  record SignedIn(Account account, Tokens tokens, DeviceMark mark) implements SignIn {}

  /** One of these factors is due; the ticket stands for what is proven already. */
  record SecondFactorDue(SecretText ticket, Set<Method> factors) implements SignIn {}

  /** The realm requires a second factor; the ticket is good for enrolling one. */
  record EnrolmentDue(SecretText ticket) implements SignIn {}

  /** Everything was proven, and the account is to be erased then: the ticket is good for keeping it. */
  record Leaving(SecretText ticket, Instant until) implements SignIn {}

  default <R> R match(
      Function<SignedIn, R> signedIn,
      Function<SecondFactorDue, R> secondFactor,
      Function<EnrolmentDue, R> enrolment,
      Function<Leaving, R> leaving) {
    if (this instanceof SignedIn done) {
      return signedIn.apply(done);
    }
    if (this instanceof Leaving going) {
      return leaving.apply(going);
    }
    return this instanceof SecondFactorDue due
        ? secondFactor.apply(due)
        : enrolment.apply((EnrolmentDue) this);
  }
}
