package dev.gatehouse.laws.process;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.MailSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Delivers mails into a file that all processes share, a line for each: its id and its address. */
public final class Mailbox implements MailSender {
  private final Path file;
  private final int stallAt;
  private int delivered;

  /** @param stallAt the number of the mail after whose delivery it never comes back; 0 for none */
  public Mailbox(Path file, int stallAt) {
    this.file = file;
    this.stallAt = stallAt;
  }

  @Override
  public void send(Mail mail) {
    try {
      Files.writeString(
          file,
          mail.id() + " " + mail.to().value() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    delivered++;
    if (delivered == stallAt) {
      Node.say("stalled");
      awaitDeath();
    }
  }

  private static void awaitDeath() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What arrived, one line for each. */
  public List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
