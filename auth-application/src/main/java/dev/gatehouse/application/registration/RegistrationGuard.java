package dev.gatehouse.application.registration;

import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;

/** Asked by every flow that can create an account, before it looks anything up, or after the mailbox is proven. An account that is there signs in all the same. */
public final class RegistrationGuard {
  private RegistrationGuard() {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled} unless the realm is open to everybody, or to whoever is invited */
  public static void check(Realm realm, Channel channel, boolean invited) {
    if (!admits(realm, invited)) {
      throw new Refusal.RegistrationDisabled(channel).thrown();
    }
  }

  /** Whether the realm takes anybody new at all: for what goes on with a registration that is waiting. */
  static void checkNotClosed(Realm realm, Channel channel) {
    check(realm, channel, true);
  }

  /** Whether the realm takes who comes, invited or not. */
  public static boolean admits(Realm realm, boolean invited) {
    return switch (realm.registration()) {
      case OPEN -> true;
      case INVITE_ONLY -> invited;
      case CLOSED -> false;
    };
  }
}
