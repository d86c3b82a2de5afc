package dev.gatehouse.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.telegram.Forge.Signer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Telegram's OpenID on a socket of this machine, strict as a provider is: a code is good once, for the client, the address and the verifier it was given for.
 * What is wrong with it is for the test to say.
 */
public final class OpenIdStand implements AutoCloseable {
  public static final String DISCOVERY = "/.well-known/openid-configuration";
  public static final String KEYS = "/.well-known/jwks.json";
  public static final String TOKEN = "/token";
  private static final String AUTH = "/auth";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final long bot;
  private final String secret;
  private final Clock clock;
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Map<String, String> claims = new ConcurrentHashMap<>();
  private final Map<String, String> discovery = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger given = new AtomicInteger();
  private volatile List<Signer> published;
  private volatile Signer signer;
  private volatile String caching = "public, max-age=3600";
  private volatile boolean nonceComesBack;
  private volatile boolean noncePromised;

  /** What goes wrong at one of its addresses. */
  public enum Fault {
    ERROR,
    GARBAGE,
    HUGE,
    HANGING,
    TRICKLING,
    HANGING_UP,
    REDIRECTING,
    /** As to a client whose secret it does not know. */
    UNAUTHORIZED
  }

  private record Grant(String subject, String back, String challenge, String nonce) {}

  /** A client is known: a bot, and its secret. */
  public OpenIdStand(long bot, String secret, Clock clock) {
    this.bot = bot;
    this.secret = secret;
    this.clock = clock;
    this.signer = Signer.rsa("telegram-1");
    this.published = List.of(signer);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    serve(DISCOVERY, exchange -> json(exchange, 200, document()));
    serve(KEYS, exchange -> json(exchange, 200, jwks()));
    serve(AUTH, this::authorize);
    serve(TOKEN, this::token);
    server.start();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  // ---- what the test says

  /** From now on that is wrong there. */
  public OpenIdStand with(String path, Fault fault) {
    faults.put(path, fault);
    return this;
  }

  public OpenIdStand well() {
    faults.clear();
    return this;
  }

  /** What its tokens say besides, or instead, as JSON; empty for nothing. */
  public OpenIdStand saying(String claim, String json) {
    claims.put(claim, json);
    return this;
  }

  public OpenIdStand sayingAsItShould() {
    claims.clear();
    return this;
  }

  /** What its discovery document says instead. */
  OpenIdStand discovering(String member, String value) {
    discovery.put(member, value);
    return this;
  }

  OpenIdStand caching(String header) {
    caching = header;
    return this;
  }

  /** Telegram may or may not. */
  public OpenIdStand sendingTheNonceBack() {
    nonceComesBack = true;
    return this;
  }

  /** Its discovery document names the nonce among the claims of its tokens. */
  public OpenIdStand promisingNonces(boolean wanted) {
    noncePromised = wanted;
    return this;
  }

  OpenIdStand signing(Signer with, Signer... publishing) {
    signer = with;
    published = List.of(publishing);
    return this;
  }

  /** Signs with a new key from now on. */
  public OpenIdStand rotated(boolean publishes) {
    Signer next = Signer.ec("telegram-" + given.incrementAndGet());
    return publishes
        ? signing(next, signer, next)
        : signing(next, published.toArray(Signer[]::new));
  }

  /** How often it was asked there. */
  public long asked(String path) {
    return asked.stream().filter(path::equals).count();
  }

  // ---- a person in front of it

  /** Somebody with that numeric id is sent there and agrees: with what the browser comes back, by name. */
  public Map<String, String> agree(URI sent, String id) {
    Map<String, String> query = form(sent.getRawQuery());
    require(sent.toString().startsWith(issuer() + AUTH + "?"), "another place: " + sent);
    require("code".equals(query.get("response_type")), "another response_type");
    require(Long.toString(bot).equals(query.get("client_id")), "another client");
    require(List.of(query.get("scope").split(" ", -1)).contains("openid"), "no openid");
    require("S256".equals(query.get("code_challenge_method")), "no S256");
    require(query.get("code_challenge").matches("[A-Za-z0-9_-]{43}"), "no challenge");
    require(!query.containsKey("code_verifier"), "the verifier went out");
    String code = "code-" + given.incrementAndGet() + "-" + id;
    codes.put(
        code,
        new Grant(id, query.get("redirect_uri"), query.get("code_challenge"), query.get("nonce")));
    Map<String, String> back = new LinkedHashMap<>();
    back.put("code", code);
    back.put("state", query.get("state"));
    return back;
  }

  /** What an app of Telegram's is given for a person. */
  public String idToken(String id) {
    return signer.token(claimsOf(id, Optional.empty()));
  }

  /** The same to an app that asks for it with a nonce. */
  public String idToken(String id, String nonce) {
    return signer.token(claimsOf(id, Optional.of(nonce)));
  }

  /** For another bot. */
  public String foreignToken(String id) {
    return signer.token(
        claimsOf(id, Optional.empty()).replace("\"aud\":\"" + bot, "\"aud\":\"1" + bot));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  // ---- the protocol

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Handler handler) {
    server.createContext(path, exchange -> {
      asked.add(path);
      try (exchange) {
        Fault fault = faults.get(path);
        if (fault == null) {
          handler.handle(exchange);
        } else {
          fail(exchange, fault);
        }
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void fail(HttpExchange exchange, Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case ERROR -> json(exchange, 500, "{\"error\":\"server_error\"}");
      case UNAUTHORIZED -> json(exchange, 401, "{\"error\":\"invalid_client\"}");
      case GARBAGE -> json(exchange, 200, "<html>it works</html>");
      case HUGE -> json(exchange, 200, "{\"keys\":[],\"x\":\"" + "x".repeat(200_000) + "\"}");
      case REDIRECTING -> {
        exchange.getResponseHeaders().add("Location", issuer() + "/elsewhere");
        exchange.sendResponseHeaders(302, -1);
      }
      case HANGING -> closing.await(30, TimeUnit.SECONDS);
      case TRICKLING -> {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
          do {
            body.write(' ');
            body.flush();
          } while (!closing.await(50, TimeUnit.MILLISECONDS));
        }
      }
      case HANGING_UP -> exchange.close();
    }
  }

  private String document() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("issuer", issuer().toString());
    members.put("authorization_endpoint", issuer() + AUTH);
    members.put("token_endpoint", issuer() + TOKEN);
    members.put("jwks_uri", issuer() + KEYS);
    members.putAll(discovery);
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
        .collect(Collectors.joining(
            ",",
            "{",
            ",\"response_types_supported\":[\"code\"],\"claims_supported\":[\"sub\",\"id\",\"name\""
                + (noncePromised ? ",\"nonce\"" : "") + "]}"));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> back = agree(
        URI.create(issuer() + exchange.getRequestURI().toString()),
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Person")).orElse("1"));
    Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
    String to = query.get("redirect_uri");
    exchange
        .getResponseHeaders()
        .add("Location", to + (to.indexOf('?') < 0 ? "?" : "&") + encoded(back));
    exchange.sendResponseHeaders(302, -1);
  }

  private void token(HttpExchange exchange) throws IOException {
    String basic = Base64.getEncoder()
        .encodeToString((bot + ":" + URLEncoder.encode(secret, UTF_8)).getBytes(UTF_8));
    Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Optional<Grant> grant = Optional.ofNullable(codes.remove(form.getOrDefault("code", "")));
    if (!("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      json(exchange, 401, "{\"error\":\"invalid_client\"}");
    } else if (!"authorization_code".equals(form.get("grant_type"))) {
      json(exchange, 400, "{\"error\":\"unsupported_grant_type\"}");
    } else if (grant
        .filter(known -> known.back().equals(form.get("redirect_uri")))
        .filter(
            known -> known.challenge().equals(challenge(form.getOrDefault("code_verifier", ""))))
        .isEmpty()) {
      json(exchange, 400, "{\"error\":\"invalid_grant\"}");
    } else {
      String token = signer.token(claimsOf(
          grant.get().subject(), Optional.of(grant.get().nonce()).filter(nonce -> nonceComesBack)));
      json(
          exchange,
          200,
          "{\"access_token\":\"not-for-you\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"id_token\":\""
              + token + "\"}");
    }
  }

  private String claimsOf(String id, Optional<String> nonce) {
    long now = clock.instant().getEpochSecond();
    Map<String, String> said = new LinkedHashMap<>();
    said.put("iss", "\"" + issuer() + "\"");
    said.put("aud", "\"" + bot + "\"");
    said.put("sub", "\"sub-of-" + id + "\"");
    said.put("iat", Long.toString(now));
    said.put("exp", Long.toString(now + 3600));
    said.put("id", id);
    said.put("name", "\"Person " + id + "\"");
    said.put("preferred_username", "\"person_" + id + "\"");
    // two tokens of one second are two
    said.put("jti", "\"" + given.incrementAndGet() + "\"");
    nonce.ifPresent(text -> said.put("nonce", "\"" + text + "\""));
    said.putAll(claims);
    return said.entrySet().stream()
        .filter(claim -> !claim.getValue().isEmpty())
        .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void json(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Cache-Control", caching);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private String jwks() {
    return published.stream()
        .map(OpenIdStand::jwk)
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  static String jwk(Signer key) {
    String head = "{\"kid\":\"" + key.kid() + "\",\"use\":\"sig\",\"alg\":\"" + key.alg() + "\",";
    if (key.pair().getPublic() instanceof RSAPublicKey rsa) {
      return head + "\"kty\":\"RSA\",\"n\":\"" + unsigned(rsa.getModulus(), 0) + "\",\"e\":\""
          + unsigned(rsa.getPublicExponent(), 0) + "\"}";
    }
    if (key.pair().getPublic() instanceof ECPublicKey ec) {
      return head + "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
          + unsigned(ec.getW().getAffineX(), 32) + "\",\"y\":\""
          + unsigned(ec.getW().getAffineY(), 32) + "\"}";
    }
    byte[] encoded = ((EdECPublicKey) key.pair().getPublic()).getEncoded();
    return head + "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
        + Forge.base64url(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
        + "\"}";
  }

  private static String unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] bare =
        bytes[0] == 0 && bytes.length > 1 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    if (bare.length >= length) {
      return Forge.base64url(bare);
    }
    byte[] padded = new byte[length];
    System.arraycopy(bare, 0, padded, length - bare.length, bare.length);
    return Forge.base64url(padded);
  }

  private static String challenge(String verifier) {
    try {
      return Forge.base64url(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, String> form(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      require(
          values.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", UTF_8)) == null,
          "twice: " + parts[0]);
    }
    return values;
  }

  private static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
