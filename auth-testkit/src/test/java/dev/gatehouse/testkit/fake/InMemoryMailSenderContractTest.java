package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.testkit.contract.MailSenderContract;

class InMemoryMailSenderContractTest extends MailSenderContract {
  private final InMemoryMailSender mails = new InMemoryMailSender();

  @Override
  protected MailSender sender() {
    return mails;
  }

  @Override
  protected MailSender broken() {
    InMemoryMailSender broken = new InMemoryMailSender();
    broken.failNext(1);
    return broken;
  }

  @Override
  protected MailSender refusing(EmailAddress address) {
    InMemoryMailSender refusing = new InMemoryMailSender();
    refusing.refuse(address);
    return refusing;
  }

  @Override
  protected int arrived(EmailAddress address) {
    return mails.sentTo(address).size();
  }
}
