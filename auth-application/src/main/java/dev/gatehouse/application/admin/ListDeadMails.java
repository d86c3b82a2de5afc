package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Says which mails were given up, and nothing of what is in them or to whom they are. */
public final class ListDeadMails {
  private final Environment environment;
  private final PostMail mails;

  public ListDeadMails(Environment environment, PostMail mails) {
    this.environment = environment;
    this.mails = mails;
  }

  /**
   * A mail that was given up.
   *
   * @param tries how often it was taken out of the outbox
   * @param stale its code or link is dead, so it will not be sent again
   */
  public record DeadMail(
      UUID id,
      RealmKey realm,
      Mail.Kind kind,
      Outbox.Channel channel,
      Instant writtenAt,
      Instant givenUpAt,
      int tries,
      boolean stale) {}

  /** Up to so many, those given up last first. */
  public List<DeadMail> handle(int most) {
    Instant now = environment.now();
    return environment.storage().outbox().dead(most).stream()
        .map(dead -> new DeadMail(
            dead.item().id(),
            dead.item().realm(),
            dead.item().kind(),
            dead.item().channel(),
            dead.item().createdAt(),
            dead.at(),
            dead.item().attempts(),
            mails.stale(dead.item(), now)))
        .toList();
  }
}
