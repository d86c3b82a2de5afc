package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Invites somebody to register. The secret is told once, to who asks or by mail; audited and listed is its fingerprint. */
public final class IssueInvitation {
  private final Environment environment;
  private final KeyRings keys;
  private final PostMail mails;

  public IssueInvitation(Environment environment, KeyRings keys, PostMail mails) {
    this.environment = environment;
    this.keys = keys;
    this.mails = mails;
  }

  /**
   * Who invites, to what, and whom.
   *
   * @param email the only address that may take it; empty for whoever has the link
   * @param mailed the language in which it is mailed to that address; empty where it is handed over otherwise
   */
  public record Command(
      Actor actor, Realm realm, Role role, Optional<EmailAddress> email, Optional<Locale> mailed) {
    @Override
    public String toString() {
      return "IssueInvitation.Command[" + realm.key() + ", " + role + "]";
    }
  }

  /** An invitation, its secret, and the link by which it is taken: the secret stands behind the number sign, which browsers send nowhere. */
  public record Issued(Invitation invitation, SecretText secret, String link) {
    @Override
    public String toString() {
      return "Issued[" + invitation + "]";
    }
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ValueRejected} for a role of another kind of realm (L18), or a mail to nobody */
  public Issued handle(Command command) {
    Instant now = environment.now();
    Realm realm = command.realm();
    judge(command);
    SecretText secret = SecretText.fresh(
        Purpose.INVITATION.form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    Duration life = realm.accounts().invitations();
    Invitation invitation = new Invitation(
        Invitation.ids(realm.key(), secret, keys.digests()).get(0),
        realm.key(),
        command.role(),
        command.email(),
        command.actor().name(),
        now,
        now.plus(life),
        Optional.empty(),
        Optional.empty());
    return environment.store().atomically(unit -> {
      unit.invitations().issue(invitation);
      unit.record(
          Event.of(EventType.INVITATION_ISSUED, now, Optional.of(realm.key()), command.actor())
              .because(command.role() + " " + invitation.id()));
      command
          .mailed()
          .map(locale -> new PostMail.Recipient(realm.key(), command.email().orElseThrow(), locale))
          .ifPresent(to -> mails.handle(
              unit.outbox(),
              Mail.Kind.INVITATION,
              to,
              Map.of("token", secret.reveal(), "page", realm.issuer(), "life", life.toString()),
              now));
      return new Issued(
          invitation, secret, realm.issuer() + "/invitation#token=" + secret.reveal());
    });
  }

  private static void judge(Command command) {
    Realm realm = command.realm();
    if (command.role().kind() != realm.kind()) {
      throw new Refusal.ValueRejected(
              "role",
              command.role().name(),
              "a role of a " + realm.kind().name().toLowerCase(Locale.ROOT) + " realm")
          .thrown();
    }
    if (command.mailed().isPresent() && command.email().isEmpty()) {
      throw new Refusal.ValueRejected("email", "nothing", "the address to mail it to").thrown();
    }
  }
}
