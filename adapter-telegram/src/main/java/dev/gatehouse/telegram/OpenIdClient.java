package dev.gatehouse.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.IdentityProofs.Verdict;
import dev.gatehouse.port.IdentityProviders.Errand;
import dev.gatehouse.port.IdentityProviders.Returned;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.OpenId;
import dev.gatehouse.telegram.Telegram.ProviderKey;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A bot as a client of Telegram's OpenID: authorization code with PKCE (RFC 7636) and HTTP Basic. Telegram has no userinfo, and may not send the nonce back; the
 * answer is bound by the state, which the browser's flow holds, and by the verifier. Its access token is dropped unread.
 */
final class OpenIdClient {
  /** Not {@code phone}: nobody is asked for what is not needed. */
  private static final String SCOPE = "openid profile";

  private static final String MAY_WRITE = "telegram:bot_access";

  private static final Pattern NOT_TO_KEEP =
      Pattern.compile("\\bno-(?:store|cache)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[,\\s])max-age=\"?(\\d{1,9})", Pattern.CASE_INSENSITIVE);

  /** What the provider says of a code that is none, or no more, or not ours (RFC 6749, 5.2). Whatever else it says is between it and us. */
  private static final Set<String> ABOUT_THE_CODE = Set.of("invalid_grant", "invalid_request");

  private final OpenId settings;
  private final Wire wire;
  private final IdTokenDoor own;
  private final IdTokenDoor apps;
  private final Published<Endpoints> endpoints;
  private final Published<List<ProviderKey>> keys;

  OpenIdClient(OpenId settings, HttpClient client, Duration patience) {
    this.settings = settings;
    this.wire = new Wire(client, patience);
    this.own = new IdTokenDoor(List.of(settings.bot()), settings.issuer().toString());
    this.apps = new IdTokenDoor(settings.bots(), settings.issuer().toString());
    this.endpoints = new Published<>(this::discover, patience.multipliedBy(2));
    this.keys = new Published<>(this::fetchKeys, patience.multipliedBy(2));
  }

  /** Whether browsers are sent there. */
  boolean sends() {
    return settings.secret().isPresent();
  }

  // ---- the way out

  String address(Errand errand, Instant now) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", Long.toString(settings.bot()));
    query.put("redirect_uri", errand.back());
    query.put("scope", settings.writes() ? SCOPE + " " + MAY_WRITE : SCOPE);
    query.put("state", errand.state().reveal());
    query.put("nonce", errand.nonce().reveal());
    query.put("code_challenge", challenge(errand.verifier()));
    query.put("code_challenge_method", "S256");
    URI at = endpoints.get(now).value().authorization();
    return at + (at.getRawQuery() == null ? "?" : "&") + form(query);
  }

  /** RFC 7636, 4.2. */
  private static String challenge(SecretText verifier) {
    return Base64Url.encode(verifier.digest().bytes());
  }

  // ---- the way back

  Verdict redeem(Errand errand, Returned returned, Instant now) {
    if (returned
        .issuer()
        .filter(from -> !from.equals(settings.issuer().toString()))
        .isPresent()) {
      return RealmProofs.refused(new Flaw.OtherIssuer());
    }
    // what the token is judged by is there before the code is gone
    Published.Edition<List<ProviderKey>> known = keys.get(now);
    Wire.Reply reply =
        wire.send(HttpRequest.newBuilder(endpoints.get(now).value().token())
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic " + basic())
            .POST(HttpRequest.BodyPublishers.ofString(form(grant(errand, returned)))));
    if (reply.status() == 200) {
      String token = reply
          .json()
          .text("id_token")
          .orElseThrow(() -> Wire.outage("there was no id_token for a code"));
      return judged(own, token, Optional.of(errand.nonce().reveal()), known, now);
    }
    if (reply.status() == 400
        && reply.json().text("error").filter(ABOUT_THE_CODE::contains).isPresent()) {
      return new Verdict.Refused("CODE_REJECTED");
    }
    throw Wire.outage("its answer to a code was " + reply.status()
        + (reply.status() == 401 ? ": the client's id or secret is not accepted" : ""));
  }

  private static Map<String, String> grant(Errand errand, Returned returned) {
    Map<String, String> grant = new LinkedHashMap<>();
    grant.put("grant_type", "authorization_code");
    grant.put("code", returned.code());
    grant.put("redirect_uri", errand.back());
    grant.put("code_verifier", errand.verifier().reveal());
    return grant;
  }

  /** Encoded once more within, as the standard has it (RFC 6749, 2.3.1). */
  private String basic() {
    String both = settings.bot() + ":" + encoded(settings.secret().orElseThrow().reveal());
    return Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }

  private static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + encoded(value.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  // ---- what is signed

  /**
   * An id_token that an app was given by Telegram, for one of the bots.
   *
   * @param nonce with which the app has asked for it, if it has
   */
  Verdict judge(String token, Optional<String> nonce, Instant now) {
    try {
      // for what is no token nobody has to be asked
      IdToken.parse(token);
    } catch (Flawed flawed) {
      return RealmProofs.refused(flawed.flaw());
    }
    return judged(apps, token, nonce, keys.get(now), now);
  }

  private Verdict judged(
      IdTokenDoor door,
      String token,
      Optional<String> nonce,
      Published.Edition<List<ProviderKey>> known,
      Instant now) {
    boolean sendsBack = endpoints.get(now).value().sendsNonces();
    try {
      return RealmProofs.proven(door.open(token, nonce, sendsBack, known.value(), now));
    } catch (Flawed flawed) {
      return flawed.flaw() instanceof Flaw.UnknownKey
          ? rejudged(door, token, nonce, sendsBack, known, now)
          : RealmProofs.refused(flawed.flaw());
    }
  }

  /** The key may have been published since. */
  private Verdict rejudged(
      IdTokenDoor door,
      String token,
      Optional<String> nonce,
      boolean sendsBack,
      Published.Edition<List<ProviderKey>> known,
      Instant now) {
    try {
      return RealmProofs.proven(door.open(
          token, nonce, sendsBack, keys.newerThan(known, door == own, now).value(), now));
    } catch (Flawed flawed) {
      return RealmProofs.refused(flawed.flaw());
    }
  }

  // ---- what is published

  private Published.Fetched<Endpoints> discover(Instant now) {
    Wire.Reply reply = get(settings.discovery());
    return new Published.Fetched<>(
        Endpoints.read(reply.json(), settings.issuer()), maxAge(reply.headers()));
  }

  private Published.Fetched<List<ProviderKey>> fetchKeys(Instant now) {
    Wire.Reply reply = get(endpoints.get(now).value().keys());
    List<ProviderKey> read = KeySet.read(reply.json());
    if (read.isEmpty()) {
      throw Wire.outage("none of its keys is one to sign with");
    }
    return new Published.Fetched<>(read, maxAge(reply.headers()));
  }

  /** @throws dev.gatehouse.port.Outage for whatever is no success */
  private Wire.Reply get(URI from) {
    Wire.Reply reply = wire.send(
        HttpRequest.newBuilder(from).header("Accept", "application/json").GET());
    if (reply.status() != 200) {
      throw Wire.outage("its answer was " + reply.status());
    }
    return reply;
  }

  /** RFC 9111, 5.2.2. */
  private static Optional<Duration> maxAge(HttpHeaders headers) {
    String said = String.join(", ", headers.allValues("Cache-Control"));
    if (NOT_TO_KEEP.matcher(said).find()) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(MAX_AGE.matcher(said))
        .filter(Matcher::find)
        .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))));
  }
}
