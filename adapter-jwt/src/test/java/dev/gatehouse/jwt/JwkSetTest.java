package dev.gatehouse.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.port.AccessTokens.NewKey;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others published is read strictly: such a set is all that a resource server trusts. */
class JwkSetTest {
  private final JwtAccessTokens ec = new JwtAccessTokens();
  private final JwtAccessTokens rsa = new JwtAccessTokens("RS256", 0);
  private final NewKey key = ec.generate();

  private static String set(ObjectNode... keys) {
    ObjectNode set = Forge.JSON.createObjectNode();
    set.putArray("keys").addAll(List.of(keys));
    return set.toString();
  }

  private ObjectNode jwk() {
    return jwk(ec, key);
  }

  private static ObjectNode jwk(JwtAccessTokens tokens, NewKey key) {
    try {
      return (ObjectNode)
          Forge.JSON.readTree(tokens.jwks(List.of(Forge.entry(key)))).at("/keys/0");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode with(Consumer<ObjectNode> change) {
    ObjectNode changed = jwk();
    change.accept(changed);
    return changed;
  }

  private static void refused(String set) {
    assertThatIllegalArgumentException()
        .as(set)
        .isThrownBy(() -> JwtAccessTokens.publishedKeys(set));
  }

  @Test
  void what_is_published_here_is_read_there_and_verifies() {
    for (JwtAccessTokens tokens : List.of(ec, rsa)) {
      NewKey made = tokens.generate();
      List<KeyEntry> read =
          JwtAccessTokens.publishedKeys(tokens.jwks(List.of(Forge.entry(made), Forge.entry(key))));

      assertThat(read).extracting(KeyEntry::kid).containsExactlyInAnyOrder(made.kid(), key.kid());
      assertThat(read).extracting(KeyEntry::publicKey).contains(made.publicKey());
      assertThat(new JwtAccessTokens()
              .verify(
                  new Forge(made).good(),
                  Forge.SHOP,
                  Forge.ring(read.toArray(KeyEntry[]::new)),
                  Forge.NOW)
              .kid())
          .isEqualTo(made.kid());
    }
  }

  @Test
  void keys_of_other_algorithms_and_uses_are_passed_over() {
    assertThat(JwtAccessTokens.publishedKeys(set(
            jwk(),
            with(other -> other.put("kid", "a").put("alg", "EdDSA").put("kty", "OKP")),
            with(other -> other.put("kid", "b").put("alg", "PS512")),
            with(other -> other.put("kid", "c").put("use", "enc")),
            with(other -> other.put("kid", "d").remove("alg")))))
        .extracting(KeyEntry::kid)
        .containsExactly(key.kid());
    assertThat(JwtAccessTokens.publishedKeys("{\"keys\":[],\"more\":1}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
  @DisplayName(
      "[L25] a set that shows anything private is refused as a whole, also in a key that would be passed over")
  void a_private_member_is_refused(String member) {
    refused(set(with(shown -> shown.put(member, "AQAB"))));
    refused(set(jwk(), with(shown -> shown.put("alg", "HS256").put(member, "AQAB"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[1]}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[]} x",
        "{\"keys\":[{\"alg\":1}]}",
        "{\"keys\":[{\"alg\":\"ES256\"}]}"
      })
  @DisplayName("[L25] what is no JWK Set is refused")
  void what_is_no_set_is_refused(String text) {
    refused(text);
  }

  @Test
  @DisplayName("[L38] a set that is too long is refused unread")
  void a_set_that_is_too_long_is_refused() {
    refused("{\"keys\":[]," + " ".repeat(256 * 1024) + "}");
    ObjectNode[] many = new ObjectNode[101];
    for (int i = 0; i < many.length; i++) {
      int number = i;
      many[i] = with(jwk -> jwk.put("kid", "kid-" + number));
    }
    refused(set(many));
  }

  @Test
  @DisplayName("[L25] two keys of a name are refused, be they the same")
  void two_keys_of_a_name_are_refused() {
    refused(set(jwk(), jwk()));
    refused(set(jwk(), with(other -> other.setAll(jwk(ec, ec.generate()).put("kid", key.kid())))));
  }

  @Test
  @DisplayName("[L25] weak keys, and what is none, are refused")
  void weak_keys_are_refused() {
    String two = CompactJws.base64url(new byte[] {2});
    String weak = CompactJws.base64url(BigInteger.ONE.shiftLeft(1023).setBit(0).toByteArray());
    ObjectNode big = jwk(rsa, rsa.generate());
    refused(set(big.deepCopy().put("n", weak)));
    refused(set(big.deepCopy().put("e", two)));
    refused(set(big.deepCopy().put("e", CompactJws.base64url(new byte[] {1}))));
    refused(set(big.deepCopy().put("e", CompactJws.base64url(new byte[9]))));
    refused(set(big.deepCopy().put("n", CompactJws.base64url(new byte[1025]))));
    refused(set(big.deepCopy().put("alg", "ES256")));
    refused(set(with(jwk -> jwk.put("alg", "RS256"))));
    refused(set(with(jwk -> jwk.put("crv", "P-384"))));
    refused(set(with(jwk -> jwk.put("x", two))));
    refused(set(with(jwk -> jwk.put("x", "!"))));
    refused(set(with(jwk -> jwk.put("y", CompactJws.base64url(new byte[33])))));
    refused(set(with(jwk -> jwk.put("x", "").put("y", ""))));
    refused(set(with(jwk -> jwk.put("kid", "a b"))));
    refused(set(with(jwk -> jwk.remove("kid"))));
  }
}
