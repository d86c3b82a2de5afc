package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.app.Serving;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Access tokens with one defect each. The forger even has the server's own key, and still gets in by none. */
class ForgeriesTest {
  private static final String COOKIE = "__Secure-main_access_token";

  private final Serving server = Serving.shared();

  private String access;
  private String refresh;
  private Forger forger;

  @BeforeEach
  void signIn() {
    signIn(false);
  }

  /** As an app has its tokens, or as a browser has them: each way takes only its own. */
  private void signIn(boolean browser) {
    Person person = Person.named(server);
    if (browser) {
      Browser page = new Browser(server);
      page.signIn(person);
      access = page.cookie("access_token");
      refresh = page.cookie("refresh_token");
    } else {
      Reply session = person.signIn();
      access = session.access();
      refresh = session.refresh();
    }
    forger = new Forger(server, access);
  }

  private Reply show(String route, String token, boolean browser) {
    Call call = Call.get(server, route);
    return (browser ? call.header("Cookie", COOKIE + "=" + token) : call.bearer(token)).send();
  }

  private Map<String, String> forgeries() {
    Map<String, String> bad = new LinkedHashMap<>();
    headers(bad);
    claims(bad);
    shapes(bad);
    return bad;
  }

  private void headers(Map<String, String> bad) {
    bad.put("alg none", forger.unsigned(header -> header.put("alg", "none")));
    bad.put("alg NONE", forger.unsigned(header -> header.put("alg", "nOnE")));
    bad.put("no alg", header(header -> header.remove("alg")));
    for (String alg : new String[] {"HS256", "RS256", "ES384", "PS256", "EdDSA"}) {
      bad.put("alg " + alg, header(header -> header.put("alg", alg)));
    }
    bad.put("HS256 by the public key", forger.hmacByThePublicKey());
    bad.put("another key", forger.byAnotherKey());
    bad.put("another kid", header(header -> header.put("kid", "nobody")));
    bad.put("no kid", header(header -> header.remove("kid")));
    bad.put("typ JWT", header(header -> header.put("typ", "JWT")));
    bad.put("no typ", header(header -> header.remove("typ")));
    bad.put("a key of its own", header(header -> header.set("jwk", forger.ownKey())));
    bad.put("crit", header(header -> header.putArray("crit").add("exp")));
  }

  private void claims(Map<String, String> bad) {
    forger.claims().fieldNames().forEachRemaining(name -> {
      bad.put("without " + name, claims(claims -> claims.remove(name)));
      bad.put(name + " null", claims(claims -> claims.putNull(name)));
    });
    long now = forger.claims().path("iat").asLong();
    for (String name : new String[] {"iss", "aud", "realm"}) {
      bad.put("another " + name, claims(claims -> claims.put(name, "https://shop.example.com")));
    }
    bad.put("run out", claims(claims -> claims.put("iat", now - 2000).put("exp", now - 1000)));
    bad.put("not yet good", claims(claims -> claims.put("iat", now + 1000).put("exp", now + 1900)));
    bad.put("nbf in the future", claims(claims -> claims.put("nbf", now + 1000)));
    bad.put("good for a year", claims(claims -> claims.put("exp", now + 31_536_000)));
    bad.put("exp as text", claims(claims -> claims.put("exp", "tomorrow")));
    bad.put("another session", claims(claims -> claims.put("sid", "not one")));
  }

  private void shapes(Map<String, String> bad) {
    String good = access;
    String[] parts = good.split("\\.", -1);
    bad.put("refresh for access", refresh);
    bad.put("cut", good.substring(0, good.length() - 1));
    bad.put("cut in the middle", good.substring(0, good.length() / 2));
    bad.put("two dots more", good + "..");
    bad.put("five parts, as a JWE", parts[0] + "." + parts[1] + "." + parts[2] + ".AA.AA");
    bad.put("no signature", parts[0] + "." + parts[1] + ".");
    bad.put("no third part", parts[0] + "." + parts[1]);
    bad.put("psychic signature", parts[0] + "." + parts[1] + "." + "A".repeat(86));
    bad.put("padded", good + "=");
    bad.put("signature in DER", forger.inDer());
    bad.put("other base64", forger.reencoded());
    bad.put(
        "claims of another",
        forger.claimsOfAnother(Person.named(server).signIn().access()));
    bad.put("9 KB long", good + "A".repeat(9000));
    bad.put("not a token", "eyJ");
  }

  private String header(Consumer<ObjectNode> change) {
    return forger.signed(change, claims -> {});
  }

  private String claims(Consumer<ObjectNode> change) {
    return forger.signed(header -> {}, change);
  }

  private static Stream<String> routes() {
    return Stream.of("/me", "/check");
  }

  @TestFactory
  @DisplayName("[L25] a token with one defect is refused at every door, as bearer and as cookie")
  Stream<DynamicTest> one_defect_is_enough() {
    return Stream.of(false, true).flatMap(browser -> {
      signIn(browser);
      String good = access;
      return forgeries().entrySet().stream()
          .map(forgery -> DynamicTest.dynamicTest(
              "[L25] " + forgery.getKey() + (browser ? ", as cookie" : ", as bearer"), () -> {
                assertThat(forgery.getValue()).isNotEqualTo(good);
                routes()
                    .forEach(route -> show(route, forgery.getValue(), browser).is(401));
              }));
    });
  }

  @Test
  @DisplayName("[L25] the same forger's token without a defect is good, or the test above is blind")
  void without_a_defect_it_is_good() {
    for (boolean browser : new boolean[] {false, true}) {
      signIn(browser);
      String same = forger.signed(header -> {}, claims -> {});
      routes().forEach(route -> assertThat(show(route, same, browser).status()).isLessThan(300));
    }
  }

  @Test
  @DisplayName("[L25][L38] a token of a megabyte is refused, and not by falling over")
  void a_megabyte_is_refused() {
    String huge = access + "A".repeat(1 << 20);
    // cut off while it is still being sent, the answer may be lost
    RawSocket.send(
            server, "/api/v1/auth/me", "Host: " + Serving.HOST, "Authorization: Bearer " + huge)
        .ifPresent(reply -> reply.is(431));
    JsonNode still = Call.get(server, "/me").bearer(access).send().is(200).json();
    assertThat(still.path("is_active").asBoolean()).isTrue();
  }
}
