package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.testkit.contract.MessageSenderContract;

class InMemoryMessageSenderContractTest extends MessageSenderContract {
  private final InMemoryMessageSender messages = new InMemoryMessageSender();

  @Override
  protected MessageSender sender() {
    return messages;
  }

  @Override
  protected MessageSender broken() {
    InMemoryMessageSender broken = new InMemoryMessageSender();
    broken.failNext(1);
    return broken;
  }

  @Override
  protected MessageSender blockedBy(Identity whom) {
    InMemoryMessageSender blocked = new InMemoryMessageSender();
    blocked.block(whom);
    return blocked;
  }

  @Override
  protected int arrived(Identity whom) {
    return messages.sentTo(whom).size();
  }
}
