package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps what was said, and fails as often as it is told to. */
public final class InMemoryMessageSender implements MessageSender {
  private final List<Message> sent = new ArrayList<>();
  private final Set<Identity> deaf = new HashSet<>();
  private int failures;

  @Override
  public synchronized boolean send(Message message) {
    if (failures > 0) {
      failures--;
      throw new Outage("messenger", Duration.ofSeconds(1));
    }
    return !deaf.contains(message.whom()) && sent.add(message);
  }

  /** The next so many sends fail. */
  public synchronized void failNext(int sends) {
    failures = sends;
  }

  /** That person has blocked the bot. */
  public synchronized void block(Identity whom) {
    deaf.add(whom);
  }

  /** Everything that was said, oldest first; what was said twice stands there twice. */
  public synchronized List<Message> sent() {
    return List.copyOf(sent);
  }

  /** What was said to somebody, oldest first. */
  public synchronized List<Message> sentTo(Identity whom) {
    return sent.stream().filter(message -> message.whom().equals(whom)).toList();
  }
}
