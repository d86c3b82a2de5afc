package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Door;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.Proof;
import dev.gatehouse.telegram.Telegram.ProviderKey;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Telegram's id_token (<a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core, 3.1.3.7</a>), whose audience
 * is a bot's id.
 */
final class IdTokenDoor {
  static final String ISSUER = "https://oauth.telegram.org";

  private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,255}");

  /** What a program writes that has none (L06). */
  private static final Set<String> NO_SUBJECT = Set.of("none", "null", "nil", "undefined");

  private final List<Long> bots;
  private final String issuer;

  IdTokenDoor(List<Long> bots) {
    this(bots, ISSUER);
  }

  IdTokenDoor(List<Long> bots, String issuer) {
    this.bots = List.copyOf(bots);
    this.issuer = issuer;
  }

  Proof open(String text, Optional<String> nonce, List<ProviderKey> keys, Instant now) {
    return open(text, nonce, false, keys, now);
  }

  /** @param sendsBack whether the provider says that a token holds the nonce that was sent */
  Proof open(
      String text, Optional<String> nonce, boolean sendsBack, List<ProviderKey> keys, Instant now) {
    IdToken token = IdToken.parse(text);
    Json claims = token.provenBy(keys);
    if (claims.text("iss").filter(issuer::equals).isEmpty()) {
      throw new Flawed(new Flaw.OtherIssuer());
    }
    long bot = audience(claims);
    Instant issuedAt = Numbers.moment(claims.number("iat"));
    Instant until = until(claims, issuedAt, now);
    checkNonce(claims, nonce, sendsBack);
    return new Proof(
        Door.OPENID,
        bot,
        People.ofClaims(claims),
        Optional.of(subject(claims)),
        Optional.empty(),
        issuedAt,
        ProofIds.of(Door.OPENID, bot, token.signed()),
        until);
  }

  /** One only: a token that others may show too is not for us. */
  private long audience(Json claims) {
    long bot = claims.onlyPositive("aud").orElseThrow(() -> new Flawed(new Flaw.OtherAudience()));
    if (!bots.contains(bot)) {
      throw new Flawed(new Flaw.OtherAudience());
    }
    return bot;
  }

  /** Until it expires, but for a day at most: so long it has to be remembered. */
  private static Instant until(Json claims, Instant issuedAt, Instant now) {
    Instant expiresAt = Numbers.moment(claims.number("exp"));
    if (!issuedAt.isBefore(expiresAt)) {
      throw Flawed.malformed();
    }
    Instant tomorrow = issuedAt.plus(Telegram.Settings.GREATEST_AGE);
    Instant until =
        Freshness.judge(issuedAt, expiresAt.isBefore(tomorrow) ? expiresAt : tomorrow, now);
    if (claims.has("nbf")) {
      Freshness.judge(Numbers.moment(claims.number("nbf")), until, now);
    }
    return until;
  }

  /** One that came back has to be what was sent: a token that was asked for with a nonce is nobody's who does not have that. */
  private static void checkNonce(Json claims, Optional<String> sent, boolean sendsBack) {
    boolean fits = claims.has("nonce")
        ? claims
            .text("nonce")
            .flatMap(came -> sent.filter(own -> same(came, own)))
            .isPresent()
        : sent.isEmpty() || !sendsBack;
    if (!fits) {
      throw new Flawed(new Flaw.OtherNonce());
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(Utf8.bytes(one), Utf8.bytes(other));
  }

  private static String subject(Json claims) {
    return claims
        .text("sub")
        .filter(text -> SUBJECT.matcher(text).matches())
        .filter(text -> NO_SUBJECT.stream().noneMatch(text::equalsIgnoreCase))
        .orElseThrow(Flawed::nobody);
  }
}
