package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.List;

/** The invitations of a realm, newest first, whatever became of them. */
public final class ListInvitations {
  private static final int MOST = 500;

  private final Environment environment;

  public ListInvitations(Environment environment) {
    this.environment = environment;
  }

  /** An invitation, and how far it has come by now. */
  public record Listed(Invitation invitation, Invitation.State state) {}

  /** At most {@value #MOST}. */
  public List<Listed> handle(RealmKey realm) {
    Instant now = environment.now();
    return environment.storage().invitations().of(realm, MOST).stream()
        .map(invitation -> new Listed(invitation, invitation.state(now)))
        .toList();
  }
}
