package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.token.AccessClaims;
import java.util.List;

/** The identities by which the caller may sign in, by provider. */
public final class ListIdentities {
  private final Environment environment;

  public ListIdentities(Environment environment) {
    this.environment = environment;
  }

  public List<LinkedIdentity> handle(AccessClaims caller) {
    return environment.storage().identities().of(caller.subject());
  }
}
