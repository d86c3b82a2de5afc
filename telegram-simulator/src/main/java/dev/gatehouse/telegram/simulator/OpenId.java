package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.io.Serial;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * <a href="https://core.telegram.org/bots/telegram-login">Telegram's OpenID provider</a>: the authorization code flow (RFC 6749, 4.1) with PKCE (RFC 7636), on
 * which it insists where Telegram does not. Telegram has no userinfo endpoint, and sends no nonce back.
 */
final class OpenId {
  private static final Duration CODE_LIFE = Duration.ofMinutes(2);
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
  private static final String MAY_WRITE = "telegram:bot_access";
  private static final Set<String> SCOPES = Set.of("openid", "profile", "phone", MAY_WRITE);

  private final Cloud cloud;
  private final Chance chance;
  private final String issuer;
  private final URI base;
  private final Executor threads;
  private final KeyRing keys = new KeyRing();
  private final Map<String, Asked> asked = new LinkedHashMap<>();
  private final Map<String, Granted> granted = new LinkedHashMap<>();
  private boolean echoingNonce;

  /** What a client wants, once it has shown that it may ask. */
  record Asked(
      Bot bot,
      String redirectUri,
      Set<String> scopes,
      Optional<String> state,
      Optional<String> nonce,
      String challenge) {
    /** Whether the bot may write to who agrees. */
    boolean mayWrite() {
      return scopes.contains(MAY_WRITE);
    }
  }

  private record Granted(Asked asked, Person person, long until) {}

  OpenId(Cloud cloud, Chance chance, Optional<String> issuer, URI base, Executor threads) {
    this.cloud = cloud;
    this.chance = chance;
    this.issuer = issuer.orElse(base.toString());
    this.base = base;
    this.threads = threads;
  }

  /** Has the keys made before somebody waits for them: on a busy machine that takes seconds. */
  void prepare() {
    threads.execute(keys::published);
  }

  KeyRing keys() {
    return keys;
  }

  synchronized void echoNonce(boolean echo) {
    echoingNonce = echo;
  }

  // ---- what is public

  Answer discovery(Request request) {
    prepare();
    return unlessFailing("discovery", () -> {
      ObjectNode document = Json.object()
          .put("issuer", issuer)
          .put("authorization_endpoint", base + "/auth")
          .put("token_endpoint", base + "/token")
          .put("jwks_uri", base + "/.well-known/jwks.json");
      list(document, "scopes_supported", SCOPES.stream().sorted().toList());
      list(document, "response_types_supported", List.of("code"));
      list(document, "grant_types_supported", List.of("authorization_code"));
      list(document, "subject_types_supported", List.of("public"));
      list(document, "id_token_signing_alg_values_supported", List.of("RS256", "ES256", "EdDSA"));
      list(document, "token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
      list(document, "code_challenge_methods_supported", List.of("S256"));
      list(
          document,
          "claims_supported",
          List.of(
              "aud",
              "exp",
              "iat",
              "iss",
              "sub",
              "id",
              "name",
              "preferred_username",
              "picture",
              "phone_number"));
      return Answer.json(200, document);
    });
  }

  Answer jwks(Request request) {
    return unlessFailing("jwks", () -> Answer.json(200, keys.published()));
  }

  /** As of the first bot of which that is to fail: the provider is one for all. */
  private Answer unlessFailing(String what, Supplier<Answer> work) {
    return cloud
        .bell()
        .change(() -> cloud.bots().stream()
            .map(bot -> cloud.line(bot.id()).failing(what))
            .flatMap(Optional::stream)
            .findFirst())
        .map(failure -> switch (failure.fault()) {
          case RESET, DUPLICATES -> Answer.none();
          case LOST_ANSWER -> {
            Answer unused = work.get();
            yield Answer.none();
          }
          case TOO_MANY_REQUESTS ->
            refused(429, "slow_down").with("Retry-After", String.valueOf(failure.retryAfter()));
          case BLOCKED, CONFLICT, SERVER_ERROR -> refused(500, "server_error");
          case BAD_GATEWAY -> Answer.of(502, "text/html", "<html><body>502</body></html>");
        })
        .orElseGet(work);
  }

  private static void list(ObjectNode document, String name, List<String> values) {
    values.forEach(document.putArray(name)::add);
  }

  // ---- asking

  /**
   * Judges an authorization request.
   *
   * @throws Refusal where nobody may be sent back
   * @throws SentBack with what is wrong, told to the client
   */
  Asked judge(Map<String, String> query) {
    Bot bot = cloud.bots().stream()
        .filter(known -> String.valueOf(known.id()).equals(query.get("client_id")))
        .findFirst()
        .orElseThrow(() -> new Refusal(400, "no bot has this client_id"));
    String redirectUri = Optional.ofNullable(query.get("redirect_uri"))
        .filter(bot::mayReturnTo)
        .orElseThrow(() -> new Refusal(
            400, "redirect_uri is none of the bot's allowed URLs: " + query.get("redirect_uri")));
    Optional<String> state = Optional.ofNullable(query.get("state"));
    Set<String> scopes = Set.of(query.getOrDefault("scope", "").split(" ", -1));
    String challenge = query.getOrDefault("code_challenge", "");
    SentBack.unless(
        "code".equals(query.get("response_type")), redirectUri, state, "unsupported_response_type");
    SentBack.unless(
        scopes.contains("openid") && SCOPES.containsAll(scopes),
        redirectUri,
        state,
        "invalid_scope");
    SentBack.unless(
        "S256".equals(query.get("code_challenge_method"))
            && CHALLENGE.matcher(challenge).matches(),
        redirectUri,
        state,
        "invalid_request");
    return new Asked(
        bot, redirectUri, scopes, state, Optional.ofNullable(query.get("nonce")), challenge);
  }

  /** Goes back to the client with an error (RFC 6749, 4.1.2.1). */
  static final class SentBack extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String location;

    SentBack(String redirectUri, Optional<String> state, String error) {
      super(error);
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("error", error);
      state.ifPresent(text -> fields.put("state", text));
      location = with(redirectUri, fields);
    }

    static void unless(boolean right, String redirectUri, Optional<String> state, String error) {
      if (!right) {
        throw new SentBack(redirectUri, state, error);
      }
    }

    String location() {
      return location;
    }
  }

  /** Keeps what was asked until somebody has chosen; gives what the choice is bound to. */
  synchronized String keep(Asked what) {
    String handle = chance.word(24);
    asked.put(handle, what);
    forgetOld(asked);
    return handle;
  }

  synchronized Asked kept(String handle) {
    return Optional.ofNullable(asked.remove(handle))
        .orElseThrow(() -> new Refusal(400, "this page was used already; go back and begin again"));
  }

  private static void forgetOld(Map<String, ?> map) {
    while (map.size() > 1000) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** Where the browser goes once that person has agreed. */
  synchronized String agreed(Asked what, Person person) {
    String code = chance.word(32);
    granted.put(code, new Granted(what, person, cloud.now() + CODE_LIFE.toSeconds()));
    if (what.mayWrite()) {
      cloud.agree(person, cloud.line(what.bot().id()));
    }
    forgetOld(granted);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", code);
    what.state().ifPresent(text -> fields.put("state", text));
    return with(what.redirectUri(), fields);
  }

  static String denied(Asked what) {
    return new SentBack(what.redirectUri(), what.state(), "access_denied").location();
  }

  /** With more in its query. */
  static String with(String uri, Map<String, String> fields) {
    return uri + (uri.indexOf('?') < 0 ? '?' : '&') + Proofs.query(fields);
  }

  // ---- the token

  Answer token(Request request) {
    return unlessFailing("token", () -> exchange(request));
  }

  private Answer exchange(Request request) {
    if (!request.post() || !request.isForm()) {
      return refused(400, "invalid_request");
    }
    Optional<Bot> client = request.header("Authorization").flatMap(this::client);
    if (client.isEmpty()) {
      return refused(401, "invalid_client").with("WWW-Authenticate", "Basic realm=\"telegram\"");
    }
    Map<String, String> form = request.form();
    if (!"authorization_code".equals(form.get("grant_type"))) {
      return refused(400, "unsupported_grant_type");
    }
    return redeem(form.getOrDefault("code", ""))
        .filter(grant -> matches(grant, client.get(), form))
        .map(grant -> Answer.json(200, tokens(grant)))
        .orElseGet(() -> refused(400, "invalid_grant"));
  }

  /** Whatever comes of it: a code is good for one try. */
  private synchronized Optional<Granted> redeem(String code) {
    return Optional.ofNullable(granted.remove(code)).filter(grant -> cloud.now() < grant.until());
  }

  private static boolean matches(Granted grant, Bot client, Map<String, String> form) {
    String verifier = form.getOrDefault("code_verifier", "");
    return grant.asked().bot().id() == client.id()
        && grant.asked().redirectUri().equals(form.get("redirect_uri"))
        && VERIFIER.matcher(verifier).matches()
        && Proofs.base64url(Proofs.sha256(verifier)).equals(grant.asked().challenge());
  }

  private Optional<Bot> client(String header) {
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    String given = header.substring(6).strip();
    return cloud.bots().stream()
        .filter(bot -> same(given, bot.id() + ":" + bot.clientSecret()))
        .findFirst();
  }

  private static boolean same(String given, String expected) {
    return MessageDigest.isEqual(
        Proofs.bytes(given),
        Proofs.bytes(Base64.getEncoder().encodeToString(Proofs.bytes(expected))));
  }

  private static Answer refused(int status, String error) {
    return Answer.json(status, Json.object().put("error", error));
  }

  private synchronized ObjectNode tokens(Granted grant) {
    Asked what = grant.asked();
    return Json.object()
        .put("access_token", chance.word(32))
        .put("token_type", "Bearer")
        .put("expires_in", TOKEN_LIFE.toSeconds())
        .put(
            "id_token",
            keys.sign(claims(
                grant.person(),
                what.bot(),
                what.scopes(),
                what.nonce().filter(any -> echoingNonce))));
  }

  /** As the native SDKs get one. */
  String idToken(Person person, Bot bot, Optional<String> nonce) {
    return keys.sign(claims(person, bot, Set.of("openid", "profile"), nonce));
  }

  ObjectNode claims(Person person, Bot bot, Set<String> scopes, Optional<String> nonce) {
    long now = cloud.now();
    ObjectNode claims = Json.object()
        .put("iss", issuer)
        .put("aud", String.valueOf(bot.id()))
        .put("sub", subject(person, bot))
        .put("iat", now)
        .put("exp", now + TOKEN_LIFE.toSeconds());
    if (scopes.contains("profile")) {
      claims.put("id", person.id());
      claims.put(
          "name",
          person
              .lastName()
              .map(last -> person.firstName() + " " + last)
              .orElse(person.firstName()));
      person.username().ifPresent(name -> claims.put("preferred_username", name));
      person.photo().ifPresent(photo -> claims.put("picture", photo));
    }
    if (scopes.contains("phone")) {
      person.phone().ifPresent(phone -> claims.put("phone_number", phone));
    }
    nonce.ifPresent(text -> claims.put("nonce", text));
    return claims;
  }

  /** Of one person another one for each bot, and never the number. */
  static String subject(Person person, Bot bot) {
    byte[] digest = Proofs.sha256("sub:" + bot.id() + ":" + person.id());
    return HexFormat.of().formatHex(digest, 0, 12);
  }
}
