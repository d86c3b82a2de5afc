package dev.gatehouse.domain.account;

import java.util.Optional;
import java.util.function.Function;

/** What a person types to say who they are: an address or a username. Anything else names nobody, and is treated like a name that nobody has. */
public sealed interface Identifier {
  record ByEmail(EmailAddress email) implements Identifier {}

  record ByUsername(Username username) implements Identifier {}

  /** Text that no account can have as its name; kept so that it is counted and answered like any unknown name. */
  record Nobody(String text) implements Identifier {
    @Override
    public String toString() {
      return "Nobody[…]";
    }
  }

  static Identifier parse(String text) {
    Function<String, Identifier> read = text.indexOf('@') >= 0
        ? t -> new ByEmail(EmailAddress.parse(t))
        : t -> new ByUsername(Username.parse(t));
    try {
      return read.apply(text);
    } catch (dev.gatehouse.domain.refusal.Refused e) {
      return new Nobody(text.substring(0, Math.min(text.length(), 320)));
    }
  }

  /** The text by which attempts on this name are counted. */
  default String canonical() {
    if (this instanceof ByEmail e) {
      return e.email().value();
    }
    return this instanceof ByUsername u ? u.username().canonical() : ((Nobody) this).text();
  }

  default Optional<EmailAddress> asEmail() {
    return this instanceof ByEmail e ? Optional.of(e.email()) : Optional.empty();
  }
}
