package dev.gatehouse.domain.handshake;

import static dev.gatehouse.domain.Given.DESK_KEY;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private static final Digest ROW = new Digest(bytes(32, 0xAB));
  private static final Digest OTHER_ROW = new Digest(bytes(32, 0xCD));

  @Test
  @DisplayName("[L11] from where it was begun and who opened it are sealed apart, each for its row")
  void from_where_it_was_begun_and_who_opened_it_are_sealed_apart() {
    String row = "ab".repeat(32);
    assertThat(Handshake.asked(ROW, SHOP_KEY))
        .isEqualTo(new MasterKeys.Place("handshakes", "asked", row, "shop"))
        .isNotEqualTo(Handshake.asked(OTHER_ROW, SHOP_KEY))
        .isNotEqualTo(Handshake.asked(ROW, DESK_KEY));
    assertThat(Handshake.opened(ROW, SHOP_KEY))
        .isEqualTo(new MasterKeys.Place("handshakes", "opened", row, "shop"))
        .isNotEqualTo(Handshake.opened(OTHER_ROW, SHOP_KEY))
        .isNotEqualTo(Handshake.opened(ROW, DESK_KEY));
  }

  @Test
  @DisplayName("[L40] neither a handshake nor its name nor its number is told")
  void nothing_of_a_handshake_is_told() {
    Sealed asked = new Sealed(bytes(40, 1));
    assertThat(new Handshake(ROW, SHOP_KEY, ROW, OTHER_ROW, asked, NOW))
        .hasToString("Handshake[shop]");
    assertThat(HandshakeId.of(bytes(HandshakeId.BYTES, 1))).hasToString("HandshakeId[redacted]");
    assertThat(MatchCode.of(bytes(MatchCode.BYTES, 1))).hasToString("MatchCode[redacted]");
  }
}
