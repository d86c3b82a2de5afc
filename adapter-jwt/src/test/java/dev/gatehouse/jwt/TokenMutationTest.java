package dev.gatehouse.jwt;

import static dev.gatehouse.jwt.Forge.NOW;
import static dev.gatehouse.jwt.Forge.SHOP;
import static dev.gatehouse.jwt.Forge.claims;
import static dev.gatehouse.jwt.Forge.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.port.AccessTokens.NewKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Random histories of one good token: nothing but the token itself verifies, and nothing but a
 * refusal is thrown.
 */
class TokenMutationTest {
  private static final long SEED = 20_261_122L;
  private static final String NEAR =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\u0000\u00e9\ud800\uffff";

  private final JwtAccessTokens tokens = new JwtAccessTokens();
  private final NewKey key = tokens.generate();
  private final Forge forge = new Forge(key);
  private final Random random = new Random(SEED);

  @Test
  @DisplayName("[L25] 20,000 changes of one character: each is a refusal")
  void no_change_of_one_character_verifies() {
    String good = remembered(forge.good());

    for (int i = 0; i < 20_000; i++) {
      StringBuilder mutant = new StringBuilder(good);
      int at = random.nextInt(good.length());
      switch (random.nextInt(4)) {
        case 0 -> mutant.setCharAt(at, NEAR.charAt(random.nextInt(NEAR.length())));
        case 1 -> mutant.setCharAt(at, (char) (good.charAt(at) ^ (1 << random.nextInt(16))));
        case 2 -> mutant.insert(at, NEAR.charAt(random.nextInt(NEAR.length())));
        default -> mutant.deleteCharAt(at);
      }
      judge(mutant.toString(), good, i, ring(key));
    }
  }

  @Test
  @DisplayName("[L25] 20,000 changes of one byte under the encoding: each is a refusal")
  void no_change_of_one_byte_verifies() {
    String good = remembered(forge.good());
    String[] parts = good.split("\\.", -1);

    for (int i = 0; i < 20_000; i++) {
      String[] mutant = parts.clone();
      int part = random.nextInt(3);
      byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      mutant[part] = Forge.url(bytes);
      judge(String.join(".", mutant), good, i, ring(key));
    }
  }

  @Test
  @DisplayName("[L25] 20,000 changed headers and payloads: each is read or a refusal")
  void well_signed_nonsense_is_read_or_refused() {
    // As if each were signed well: what is tried is the reading behind the signature.
    String header = forge.header().toString();
    String payload = forge.payload().toString();

    for (int i = 0; i < 20_000; i++) {
      byte[] mutantHeader = mutant(header);
      byte[] mutantPayload = mutant(payload);
      try {
        TokenHeader.read(mutantHeader);
      } catch (Refused refused) {
        assertThat(refused.refusal()).isEqualTo(new Refusal.TokenRejected());
      }
      try {
        ProvenToken.read(Forge.entry(key), mutantPayload, SHOP)
            .registered()
            .judge(SHOP.issuer(), SHOP.audience(), SHOP.tokens(), NOW);
      } catch (Refused refused) {
        assertThat(refused.refusal()).isEqualTo(new Refusal.TokenRejected());
      }
    }
  }

  @Test
  @DisplayName("[L25] 20,000 random texts: each is a refusal")
  void no_random_text_verifies() {
    String good = remembered(forge.good());
    String[] parts = good.split("\\.", -1);

    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? parts[0] + "." : "");
      int length = random.nextInt(200);
      for (int c = 0; c < length; c++) {
        text.append(random.nextInt(20) == 0 ? '.' : NEAR.charAt(random.nextInt(NEAR.length())));
      }
      judge(text.toString(), good, i, ring(key));
    }
  }

  private byte[] mutant(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextInt(bytes.length);
      bytes[at] = random.nextBoolean()
          ? (byte) random.nextInt(256)
          : (byte) "{}[]\",:\\0123456789.eE-+tfn ".charAt(random.nextInt(27));
    }
    return bytes;
  }

  private String remembered(AccessToken token) {
    assertThat(tokens.verify(token, SHOP, ring(key), NOW).claims()).isEqualTo(claims());
    return token.reveal();
  }

  private void judge(
      String mutant, String good, int round, Function<String, Optional<KeyEntry>> keys) {
    if (mutant.equals(good)) {
      return;
    }
    try {
      tokens.verify(new AccessToken(mutant), SHOP, keys, NOW);
      fail("seed %d round %d: verified %s", SEED, round, mutant);
    } catch (Refused refused) {
      assertThat(refused.refusal()).isEqualTo(new Refusal.TokenRejected());
    } catch (RuntimeException other) {
      fail("seed " + SEED + " round " + round + ": " + mutant, other);
    }
  }
}
