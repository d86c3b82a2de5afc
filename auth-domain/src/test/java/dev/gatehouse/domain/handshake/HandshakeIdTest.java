package dev.gatehouse.domain.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Transport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HandshakeIdTest {
  private static final RealmKey REALM = new RealmKey("shop");

  @Test
  void it_fits_into_a_start_payload_and_comes_back() {
    HandshakeId id = HandshakeId.of(filled(HandshakeId.BYTES, 7));

    assertThat("auth_" + id.text()).matches("[A-Za-z0-9_-]{1,64}");
    assertThat(HandshakeId.parse(id.text()).orElseThrow().row(REALM)).isEqualTo(id.row(REALM));
    for (String none :
        List.of("", "x", id.text() + "x", id.text().substring(1), id.text().replace('B', '='))) {
      assertThat(HandshakeId.parse(none)).isEmpty();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> HandshakeId.of(filled(31, 7)));
  }

  @Test
  @DisplayName(
      "[L11] all that is digested under one handshake differs, and from the same of another")
  void all_digests_differ() {
    Set<Digest> digests = new HashSet<>();
    for (int n = 1; n <= 2; n++) {
      HandshakeId id = HandshakeId.of(filled(HandshakeId.BYTES, n));
      digests.add(id.row(REALM));
      digests.add(id.row(new RealmKey("other")));
      digests.add(id.mismatch());
      for (int code = 10; code <= 99; code++) {
        digests.add(id.match(MatchCode.parse(Integer.toString(code)).orElseThrow()));
      }
      digests.add(id.opener(new Identity(new ProviderKey("a"), "bc")));
      digests.add(id.opener(new Identity(new ProviderKey("ab"), "c")));
      for (Transport transport : Transport.values()) {
        digests.add(id.collector(FlowHandle.of(filled(FlowHandle.BYTES, 1)), transport));
        digests.add(id.collector(FlowHandle.of(filled(FlowHandle.BYTES, 2)), transport));
      }
    }
    assertThat(digests).hasSize(2 * 99);
  }

  @Test
  @DisplayName("[L11] a match code has two digits, and is read in the digits of any script")
  void a_match_code_has_two_digits() {
    Set<String> seen = new HashSet<>();
    for (int n = 0; n < 20_000; n++) {
      byte[] random = new byte[MatchCode.BYTES];
      random[6] = (byte) (n >> 8);
      random[7] = (byte) n;
      seen.add(MatchCode.of(random).reveal());
    }
    assertThat(seen).hasSize(90).allMatch(text -> text.matches("[1-9][0-9]"));
    for (String typed : List.of("42", " 42\n", "\u06f4\u06f2", "\u0664\u0662", "\uff14\uff12")) {
      assertThat(MatchCode.parse(typed).map(MatchCode::reveal)).contains("42");
    }
    for (String none : List.of("", "4", "042", "09", "4 2", "4a", "-4", "420", "null")) {
      assertThat(MatchCode.parse(none)).isEmpty();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> MatchCode.of(filled(7, 1)));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
