package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Messages;
import dev.gatehouse.testkit.contract.MessagesContract;

class InMemoryMessagesContractTest extends MessagesContract {
  @Override
  protected Messages messages() {
    return new InMemoryMessages();
  }

  @Override
  protected String key() {
    return "some.text";
  }
}
