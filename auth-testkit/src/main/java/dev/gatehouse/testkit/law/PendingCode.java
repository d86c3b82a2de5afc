package dev.gatehouse.testkit.law;

import dev.gatehouse.application.Job;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;

/** A code that was mailed by one node and is told to another. Of the periodic work only the mail is done. */
final class PendingCode {
  private final Client client;
  private final EmailAddress email = Fixtures.email();
  private FlowHandle flow = FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES));
  private SecretText code = new SecretText("");

  PendingCode(Client client) {
    this.client = client;
  }

  void ask(House node) {
    Registered registered = node.gatehouse()
        .register()
        .handle(client, Register.Command.of(email, new Password("a good long passphrase")));
    flow = ((Registered.Pending) registered).flow();
    node.gatehouse().jobs().stream()
        .filter(job -> job.name().equals("mail"))
        .map(Job::work)
        .forEach(Runnable::run);
    code = new SecretText(node.mails().sentTo(email).get(0).code().orElseThrow());
  }

  /** The code of the answer. */
  String tell(House node) {
    return Answer.code(() ->
        node.gatehouse().verifyEmail().handle(client, VerifyEmail.Command.of(email, code, flow)));
  }
}
