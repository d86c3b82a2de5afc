package dev.gatehouse.domain.account;

import dev.gatehouse.domain.realm.RealmKind;
import java.util.EnumSet;
import java.util.Set;

/** What an account may be within its realm; which role may assign which is a matrix, not a line. */
public enum Role {
  USER(RealmKind.CUSTOMER),
  PARTNER(RealmKind.CUSTOMER),
  VIEWER(RealmKind.STAFF),
  SUPPORT(RealmKind.STAFF),
  FINANCE(RealmKind.STAFF),
  OPERATOR(RealmKind.STAFF),
  ADMIN(RealmKind.STAFF),
  SUPER_ADMIN(RealmKind.STAFF),
  OWNER(RealmKind.STAFF);

  private final RealmKind kind;

  Role(RealmKind kind) {
    this.kind = kind;
  }

  /** The only kind of realm in which an account may have this role. */
  public RealmKind kind() {
    return kind;
  }

  /** Whether somebody with this role may give the other one, and so act on accounts that have it. */
  public boolean mayAssign(Role other) {
    return assignable().contains(other);
  }

  private Set<Role> assignable() {
    return switch (this) {
      case USER, PARTNER, VIEWER -> EnumSet.noneOf(Role.class);
      case SUPPORT -> EnumSet.of(USER, PARTNER, SUPPORT, VIEWER);
      case FINANCE -> EnumSet.of(FINANCE, VIEWER);
      case OPERATOR -> EnumSet.of(USER, PARTNER, OPERATOR, SUPPORT, VIEWER);
      case ADMIN -> EnumSet.of(USER, PARTNER, ADMIN, FINANCE, OPERATOR, SUPPORT, VIEWER);
      case SUPER_ADMIN -> EnumSet.complementOf(EnumSet.of(OWNER));
      case OWNER -> EnumSet.allOf(Role.class);
    };
  }
}
