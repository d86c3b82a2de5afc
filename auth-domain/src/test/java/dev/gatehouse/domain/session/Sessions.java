package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP;
import static dev.gatehouse.domain.Given.bytes;

import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sessions and the tokens of theirs that tests present. */
final class Sessions {
  static final SessionSecret SECRET = new SessionSecret(bytes(SessionSecret.BYTES, 5));
  static final SessionSecret OTHER_SECRET = new SessionSecret(bytes(SessionSecret.BYTES, 6));
  static final String THUMBPRINT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
  static final ClientAddress HOME = new ClientAddress("192.0.2.1");
  static final ClientAddress AWAY = new ClientAddress("2001:db8::7");

  private Sessions() {}

  static Session opened(Duration idle, Instant now) {
    return Session.opened(
        SessionId.of(ACCOUNT, now, bytes(10, 3)),
        ACCOUNT,
        new Client(SHOP, HOME, "Home/1.0", Transport.BEARER, List.of()),
        SECRET.digest(),
        new Session.Authentication(now, Acr.AAL1, List.of("pwd")),
        idle,
        now);
  }

  /** A session opened yesterday and rotated right now for the last time. */
  static Session at(int generation, Optional<String> binding) {
    Session s = opened(Duration.ofDays(7), NOW.minus(Duration.ofDays(1)));
    return new Session(
        s.id(),
        s.realm(),
        s.account(),
        s.secretDigest(),
        generation,
        s.transport(),
        binding,
        s.authentication(),
        s.idle(),
        s.createdAt(),
        NOW,
        NOW.plus(s.idle()),
        s.endsAt(),
        s.address(),
        s.userAgent(),
        s.revocation());
  }

  static Presentation token(Session session, int generation, Optional<String> proof, Instant now) {
    return new Presentation(
        new RefreshCodec.Claim(session.id(), generation, SECRET),
        session.realm(),
        session.transport(),
        proof,
        AWAY,
        "Away/2.0",
        now);
  }
}
