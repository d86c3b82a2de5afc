package dev.gatehouse.domain.token;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessClaimsTest {
  private static AccessClaims claims(Instant until, List<String> amr, Set<String> roles) {
    return new AccessClaims(
        "https://id.example.com",
        "https://api.example.com",
        ACCOUNT,
        "shop",
        NOW,
        until,
        "jti",
        SessionId.of(ACCOUNT, NOW, bytes(10, 1)),
        NOW,
        Acr.AAL1,
        amr,
        SHOP_KEY,
        Transport.BEARER,
        roles,
        Optional.empty());
  }

  @Test
  void a_token_ends_after_it_was_issued() {
    claims(NOW.plusSeconds(1), List.of(), Set.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> claims(NOW, List.of(), Set.of()))
        .withMessageContaining("is not before exp");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> claims(NOW.minusSeconds(1), List.of(), Set.of()));
  }

  @Test
  void claims_cannot_be_changed_afterwards() {
    List<String> amr = new ArrayList<>(List.of("pwd"));
    Set<String> roles = new HashSet<>(Set.of("user"));
    AccessClaims claims = claims(NOW.plusSeconds(1), amr, roles);
    amr.add("mfa");
    roles.add("owner");
    assertThat(claims.amr()).containsExactly("pwd");
    assertThat(claims.roles()).containsExactly("user");
  }

  @Test
  void a_signing_key_is_a_copy_that_nobody_can_change() {
    byte[] pkcs8 = bytes(4, 1);
    SigningKey key = new SigningKey("kid", "ES256", pkcs8);
    pkcs8[0] = 9;
    key.pkcs8()[1] = 9;
    assertThat(key.pkcs8()).isEqualTo(bytes(4, 1));
    assertThat(key.kid()).isEqualTo("kid");
    assertThat(key.algorithm()).isEqualTo("ES256");
  }

  @Test
  void a_token_is_the_text_it_was_made_of() {
    assertThat(new AccessToken("a.b.c").reveal()).isEqualTo("a.b.c");
  }
}
