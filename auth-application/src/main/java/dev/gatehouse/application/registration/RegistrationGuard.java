package dev.gatehouse.application.registration;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.refusal.Refusal;

/** Asked by every flow that can create an account, before it looks anything up. */
final class RegistrationGuard {
  private RegistrationGuard() {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled} unless the realm is open to everybody */
  static void check(Realm realm) {
    if (realm.registration() != RegistrationMode.OPEN) {
      throw new Refusal.RegistrationDisabled().thrown();
    }
  }
}
