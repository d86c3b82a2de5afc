package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Algorithm;
import java.security.KeyPair;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The provider's keys: of each kind the one that signs, and the one that did before. They are made when somebody asks for them. */
final class KeyRing {
  private static final int KEPT = 2;

  private final Map<Algorithm, Deque<Key>> keys = new EnumMap<>(Algorithm.class);
  private Algorithm current = Algorithm.RS256;
  private int made;

  private record Key(String kid, KeyPair pair) {}

  synchronized Algorithm algorithm() {
    return current;
  }

  synchronized void use(Algorithm algorithm) {
    current = algorithm;
  }

  synchronized void rotate() {
    Deque<Key> ring = ring(current);
    ring.addFirst(fresh(current));
    while (ring.size() > KEPT) {
      ring.removeLast();
    }
  }

  synchronized String sign(ObjectNode claims) {
    Key key = ring(current).getFirst();
    ObjectNode header =
        Json.object().put("alg", current.jose()).put("kid", key.kid()).put("typ", "JWT");
    String signed = part(header) + "." + part(claims);
    byte[] signature = current.signatures().sign(key.pair().getPrivate(), Proofs.bytes(signed));
    return signed + "." + Proofs.base64url(signature);
  }

  /** RFC 7517. */
  synchronized ObjectNode published() {
    ring(current);
    ArrayNode all = Json.array();
    keys.forEach((algorithm, ring) -> ring.forEach(key -> all.add(algorithm
        .signatures()
        .jwk(key.pair().getPublic())
        .put("kid", key.kid())
        .put("use", "sig")
        .put("alg", algorithm.jose()))));
    ObjectNode set = Json.object();
    set.set("keys", all);
    return set;
  }

  private Deque<Key> ring(Algorithm algorithm) {
    return keys.computeIfAbsent(algorithm, any -> new ArrayDeque<>(List.of(fresh(any))));
  }

  private Key fresh(Algorithm algorithm) {
    made++;
    return new Key("oidc-" + made, algorithm.signatures().pair());
  }

  private static String part(ObjectNode json) {
    return Proofs.base64url(Proofs.bytes(json.toString()));
  }
}
