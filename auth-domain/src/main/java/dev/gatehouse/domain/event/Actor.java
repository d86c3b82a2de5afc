package dev.gatehouse.domain.event;

import dev.gatehouse.domain.account.AccountId;

/**
 * Who did it.
 *
 * @param name an account id, the name by which an operator's command or the embedding program is known, or what tells one stranger from another and is no name
 */
public record Actor(Kind kind, String name) {
  /** What kind of somebody. */
  public enum Kind {
    /** Nobody known yet: a stranger at the door. */
    STRANGER,
    /** The owner of the account. */
    OWNER,
    /** Somebody of staff, by account. */
    STAFF,
    /** Whoever runs the server: a command, or the embedding program. */
    OPERATOR,
    /** Gatehouse itself, by its periodic work. */
    SYSTEM,
    /** A kind that only a newer version knows. */
    OTHER
  }

  public static final Actor STRANGER = new Actor(Kind.STRANGER, "");
  public static final Actor SYSTEM = new Actor(Kind.SYSTEM, "");

  /** @param nameless a keyed digest of who it is */
  public static Actor stranger(String nameless) {
    return new Actor(Kind.STRANGER, nameless);
  }

  public static Actor owner(AccountId account) {
    return new Actor(Kind.OWNER, account.toString());
  }

  public static Actor operator(String name) {
    return new Actor(Kind.OPERATOR, name);
  }
}
