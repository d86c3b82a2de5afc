package dev.gatehouse.domain.session;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One sign-in on one device: what is listed, refreshed and revoked.
 *
 * @param generation how often it has been refreshed
 * @param binding the thumbprint of the key it is bound to (RFC 9449, 6.1), fixed at sign-in
 * @param rotatedAt when it was refreshed last, or opened
 * @param endsAt its absolute end
 */
public record Session(
    SessionId id,
    RealmKey realm,
    AccountId account,
    Digest secretDigest,
    int generation,
    Transport transport,
    Optional<String> binding,
    Authentication authentication,
    Duration idle,
    Instant createdAt,
    Instant rotatedAt,
    Instant idleEndsAt,
    Instant endsAt,
    ClientAddress address,
    String userAgent,
    Optional<Revocation> revocation) {

  /** How far beyond the stored generation a genuine token may be: the store lost acknowledged commits. */
  public static final int MAX_FAST_FORWARD = 1000;

  /** How its owner was recognised. {@code amr} as in RFC 8176. */
  public record Authentication(Instant at, Acr acr, List<String> amr) {
    public Authentication {
      amr = List.copyOf(amr);
    }
  }

  /** When and why it was ended before its time. */
  public record Revocation(Instant at, RevokeReason reason) {}

  /** A session that begins now, and lives as its realm says. */
  public static Session opened(
      SessionId id,
      AccountId account,
      Client client,
      Digest secretDigest,
      Authentication authentication,
      Duration idle,
      Instant now) {
    Instant end = now.plus(client.realm().sessions().absolute());
    Instant idleEnd = now.plus(idle);
    return new Session(
        id,
        client.realm().key(),
        account,
        secretDigest,
        0,
        client.transport(),
        Optional.empty(),
        authentication,
        idle,
        now,
        now,
        idleEnd.isBefore(end) ? idleEnd : end,
        end,
        client.address(),
        client.userAgent(),
        Optional.empty());
  }

  public boolean live(Instant now) {
    return revocation.isEmpty() && now.isBefore(idleEndsAt) && now.isBefore(endsAt);
  }

  /**
   * Decides what a presented token gets. The first rule that matches wins.
   *
   * @param servingSince when this node last became able to serve: the grace window is never counted over an outage
   */
  public Rotation present(
      Presentation token, AccountStatus status, Duration grace, Instant servingSince) {
    if (!secretDigest.equals(token.claim().secret().digest())
        || !realm.equals(token.realm())
        || transport != token.transport()) {
      return new Rotation.Refused(Rotation.Refused.Reason.UNKNOWN);
    }
    if (revocation.isPresent()) {
      return new Rotation.Refused(Rotation.Refused.Reason.REVOKED);
    }
    if (!live(token.now())) {
      return new Rotation.Refused(Rotation.Refused.Reason.EXPIRED);
    }
    if (status != AccountStatus.ACTIVE) {
      return new Rotation.Refused(Rotation.Refused.Reason.ACCOUNT_NOT_ACTIVE);
    }
    if (binding.isPresent() && !binding.equals(token.provenBinding())) {
      return new Rotation.Refused(Rotation.Refused.Reason.BINDING_NOT_PROVEN);
    }
    return byGeneration(token, grace, servingSince);
  }

  private Rotation byGeneration(Presentation token, Duration grace, Instant servingSince) {
    long ahead = (long) token.claim().generation() - generation;
    if (ahead == 0) {
      return new Rotation.Rotate();
    }
    if (ahead > 0) {
      return ahead <= MAX_FAST_FORWARD
          ? new Rotation.FastForward()
          : new Rotation.Refused(Rotation.Refused.Reason.UNKNOWN);
    }
    Instant from = servingSince.isAfter(rotatedAt) ? servingSince : rotatedAt;
    boolean inGrace = !token.now().isAfter(from.plus(grace));
    return ahead == -1 && (inGrace || binding.isPresent())
        ? new Rotation.Replay()
        : new Rotation.Reuse();
  }

  /** This session once rotated in answer to a token of the given generation. */
  public Session rotated(Presentation token) {
    Instant now = token.now();
    Instant idleEnd = now.plus(idle);
    return new Session(
        id,
        realm,
        account,
        secretDigest,
        token.claim().generation() + 1,
        transport,
        binding,
        authentication,
        idle,
        createdAt,
        now.isAfter(rotatedAt) ? now : rotatedAt,
        idleEnd.isBefore(endsAt) ? idleEnd : endsAt,
        endsAt,
        token.address(),
        token.userAgent(),
        revocation);
  }

  public Session revoked(Instant at, RevokeReason reason) {
    return new Session(
        id,
        realm,
        account,
        secretDigest,
        generation,
        transport,
        binding,
        authentication,
        idle,
        createdAt,
        rotatedAt,
        idleEndsAt,
        endsAt,
        address,
        userAgent,
        Optional.of(new Revocation(at, reason)));
  }

  @Override
  public String toString() {
    return "Session[" + id + ", generation " + generation + "]";
  }
}
