package dev.gatehouse.messages;

import dev.gatehouse.port.Messages;
import dev.gatehouse.testkit.contract.MessagesContract;

class IcuMessagesContractTest extends MessagesContract {
  @Override
  protected Messages messages() {
    return IcuMessages.open();
  }

  @Override
  protected String key() {
    return "phrase";
  }
}
