package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Person;
import java.time.Instant;
import java.util.Optional;

/** What a bot is told by the <a href="https://core.telegram.org/bots/api#update">Bot API</a>, as far as it is any of its business. */
sealed interface Update {
  /** They grow; one id is one update. */
  long id();

  /** Somebody wrote. */
  record Said(long id, Chat chat, Person from, Instant at, String text) implements Update {
    @Override
    public String toString() {
      return "Said[" + id + "]";
    }
  }

  /**
   * Somebody handed over a telephone number.
   *
   * @param own whether Telegram says that it is theirs; anybody may hand over anybody's
   */
  record HandedContact(long id, Chat chat, Person from, Instant at, String phone, boolean own)
      implements Update {
    @Override
    public String toString() {
      return "HandedContact[" + id + "]";
    }
  }

  /**
   * Somebody pressed a button below a message of the bot's.
   *
   * @param press what the answer names
   * @param shown where the button is; not known when the message is too old
   */
  record Pressed(long id, Person from, String press, Optional<Shown> shown, String data)
      implements Update {
    @Override
    public String toString() {
      return "Pressed[" + id + "]";
    }
  }

  /** Whether the bot can still write to that chat, now that somebody has blocked or unblocked it, or put it in or out of a group. */
  record Reached(long id, Chat chat, Person from, Instant at, boolean reachable)
      implements Update {}

  /** Anything else, and what is not as it should be: nothing to do but to go on. */
  record Unused(long id) implements Update {}

  /** A chat; of groups the id is negative. */
  record Chat(long id, boolean withOnePerson) {}

  /** A message of the bot's. */
  record Shown(Chat chat, long message) {}
}
