package dev.gatehouse.domain.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.secret.Digest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How recovery codes look, are read and are stored; and what they are sealed with. */
class RecoveryCodeTest {
  private final Random random = new Random(7);

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private RecoveryCode code() {
    return RecoveryCode.of(bytes(RecoveryCode.BYTES));
  }

  @Test
  void fifty_of_the_random_bits_count() {
    byte[] random = new byte[RecoveryCode.BYTES];
    Set<String> seen = new HashSet<>();
    for (int bit = 0; bit < 8 * RecoveryCode.BYTES; bit++) {
      byte[] one = random.clone();
      one[bit / 8] ^= (byte) (1 << (bit % 8));
      seen.add(RecoveryCode.of(one).reveal());
    }
    seen.remove(RecoveryCode.of(random).reveal());
    assertThat(seen).hasSize(50);
    assertThatIllegalArgumentException().isThrownBy(() -> RecoveryCode.of(new byte[6]));
  }

  @Test
  void it_is_read_however_it_was_written_down() {
    for (int i = 0; i < 200; i++) {
      String text = code().reveal();
      assertThat(text).matches("[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}");
      for (String typed : List.of(
          text,
          text.toUpperCase(Locale.ROOT),
          text.replace("-", ""),
          " " + text.replace("-", " \u2013 ") + "\n",
          text.replace('0', 'O').replace('1', 'l'),
          text.replace('0', 'o').replace('1', 'I'))) {
        assertThat(RecoveryCode.parse(typed).map(RecoveryCode::reveal))
            .as(typed)
            .contains(text);
      }
    }
  }

  @Test
  void what_is_too_short_too_long_or_of_other_signs_is_none() {
    String text = code().reveal();
    for (String typed :
        List.of("", text.substring(1), text + "0", "u" + text.substring(1), "123456")) {
      assertThat(RecoveryCode.parse(typed)).as(typed).isEmpty();
    }
  }

  @Test
  void its_digest_is_the_account_s_own() {
    FactorSecrets one = new FactorSecrets(bytes(FactorSecrets.BYTES));
    FactorSecrets other = new FactorSecrets(bytes(FactorSecrets.BYTES));
    RecoveryCode code = code();
    Digest digest = one.digest(code);

    assertThat(one.digest(RecoveryCode.parse(code.reveal()).orElseThrow())).isEqualTo(digest);
    assertThat(new FactorSecrets(one.bytes()).digest(code)).isEqualTo(digest);
    assertThat(other.digest(code)).isNotEqualTo(digest);
    assertThat(one.digest(code())).isNotEqualTo(digest);
  }

  @Test
  void what_is_sealed_holds_the_authenticator_s_secret_and_another_key() {
    byte[] bytes = bytes(FactorSecrets.BYTES);
    FactorSecrets secrets = new FactorSecrets(bytes);

    assertThat(secrets.totp().base32())
        .isEqualTo(TotpSecret.of(Arrays.copyOf(bytes, TotpSecret.BYTES)).base32());
    assertThatIllegalArgumentException().isThrownBy(() -> new FactorSecrets(new byte[20]));
    assertThatIllegalArgumentException().isThrownBy(() -> TotpSecret.of(new byte[10]));
  }

  @Test
  @DisplayName("[L40] neither codes nor what is sealed is told")
  void nothing_is_told() {
    assertThat(code()).hasToString("RecoveryCode[redacted]");
    assertThat(new FactorSecrets(bytes(FactorSecrets.BYTES)))
        .hasToString("FactorSecrets[redacted]");
  }
}
