package dev.gatehouse.port;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.mail.Mail;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/** Tells people things in the messenger of a provider that knows them. */
@FunctionalInterface
public interface MessageSender {
  /** Within this a message is said or it never is: after it, another node may say it (law L41). */
  Duration LONGEST = Duration.ofSeconds(110);

  /**
   * What somebody is to be told.
   *
   * @param whom as the provider calls him
   * @param values as a mail of the kind carries them; {@code address} only if it may be said there
   * @param at when that happened
   */
  record Message(
      Identity whom,
      Mail.Kind kind,
      Locale locale,
      ZoneId zone,
      Map<String, String> values,
      Instant at) {
    public Message {
      values = Map.copyOf(values);
    }

    @Override
    public String toString() {
      return "Message[" + kind + "]";
    }
  }

  /**
   * Says it within {@link #LONGEST}, or throws. Called again after a failure, and once too often after a crash.
   *
   * @return false when that person takes nothing from us, such as one who has blocked the bot or has never written to it
   * @throws Outage or any other exception when it could not be said
   */
  boolean send(Message message);
}
