package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.account.Warnings;
import dev.gatehouse.application.handshake.ConfirmHandshake;
import dev.gatehouse.application.handshake.DenyHandshake;
import dev.gatehouse.application.handshake.IssueLoginLink;
import dev.gatehouse.application.handshake.OpenHandshake;
import dev.gatehouse.application.handshake.Vault;
import dev.gatehouse.application.upkeep.DeliverMessages;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.port.Throttle;
import java.time.Duration;

/** What people may do in a messenger, where the provider has said who they are. */
public final class Messenger {
  /** How often {@link #deliver} is to be called. */
  public static final Duration DELIVERY = DeliverMessages.PERIOD;

  private final Environment environment;
  private final KeyRings keys;
  private final MasterKeys master;
  private final TellOwner owner;
  private final DeliverMessages deliver;

  public Messenger(
      Environment environment,
      KeyRings keys,
      MasterKeys master,
      TellOwner owner,
      DeliverMessages deliver) {
    this.environment = environment;
    this.keys = keys;
    this.master = master;
    this.owner = owner;
    this.deliver = deliver;
  }

  /** What changes something; each of them throws {@link DoneAlready} where its message was dealt with before. */
  public record Acts(
      OpenHandshake openHandshake,
      ConfirmHandshake confirmHandshake,
      DenyHandshake denyHandshake,
      IssueLoginLink issueLoginLink,
      EndSessionByIdentity endSession,
      SignOutByIdentity signOut,
      UnlinkByIdentity unlink,
      MoveWarningsByIdentity moveWarnings,
      ChooseLanguage chooseLanguage) {}

  /**
   * The acts of one message, of which one may be done, once.
   *
   * @param message what it is known by, to all nodes, for as long as it may come again
   */
  public Acts once(Digest message) {
    Environment once = environment(message, environment.throttle());
    Environment counted = counted(message);
    return new Acts(
        new OpenHandshake(counted, keys, new Vault(master, environment.randomness())),
        new ConfirmHandshake(once, keys),
        new DenyHandshake(once, keys),
        new IssueLoginLink(counted, keys, new MailedSecrets(counted, keys, master)),
        new EndSessionByIdentity(once),
        new SignOutByIdentity(once),
        new UnlinkByIdentity(once, owner),
        new MoveWarningsByIdentity(counted, new Warnings(counted, keys, owner)),
        new ChooseLanguage(counted, keys));
  }

  /** Where what the message asks for is counted once too, however often it comes. */
  private Environment counted(Digest message) {
    return environment(message, new OnceThrottle(environment.throttle(), message));
  }

  private Environment environment(Digest message, Throttle throttle) {
    return new Environment(
        environment.storage(),
        new OnceStore(environment.store(), message, environment.clock()),
        throttle,
        environment.clock(),
        environment.randomness(),
        environment.listeners());
  }

  public ListSessionsByIdentity listSessions() {
    return new ListSessionsByIdentity(environment);
  }

  public PendingHandshake pendingHandshake() {
    return new PendingHandshake(environment, keys, master);
  }

  /** Says what people of the realm are to be told there and is due; returns how much was said. Whatever runs its bot calls it every {@link #DELIVERY}. */
  public int deliver(Realm realm, MessageSender sender) {
    return deliver.handle(realm, sender);
  }

  /** Counts one message, once. */
  public LimitMessages limitMessages(Digest message) {
    return new LimitMessages(counted(message), keys);
  }
}
