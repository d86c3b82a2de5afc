package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.UuidV7;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionIdTest {
  @Test
  void a_session_has_the_shard_of_its_account_in_its_last_two_bytes() {
    Chance.histories(200, chance -> {
      AccountId account = new AccountId(UuidV7.of(NOW, chance.bytes(10)));
      SessionId id = SessionId.of(account, NOW, chance.bytes(10));
      assertThat(id.shard()).isEqualTo(account.shard()).isBetween(0, 0xFFFF);
      assertThat(id.toString().substring(32)).isEqualTo(account.toString().substring(32));
      assertThat(id.value().version()).isEqualTo(7);
      assertThat(id.value().variant()).isEqualTo(2);
      assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    });
  }

  @Test
  void the_shard_is_read_as_a_number_without_sign() {
    assertThat(new AccountId(new UUID(0, 0xFFFF)).shard()).isEqualTo(65535);
    assertThat(new SessionId(new UUID(0, 0xFFFF)).shard()).isEqualTo(65535);
    assertThat(new AccountId(new UUID(-1, 0xFFFF_FFFF_FFFF_8001L)).shard()).isEqualTo(0x8001);
  }

  @Test
  void
      two_sessions_of_one_account_and_moment_differ_by_chance_and_the_given_bytes_stay_as_they_are() {
    AccountId account = new AccountId(new UUID(0, 0x1234));
    byte[] random = new Chance(1).bytes(10);
    byte[] same = random.clone();
    SessionId id = SessionId.of(account, NOW, random);
    assertThat(random).isEqualTo(same);
    assertThat(SessionId.of(account, NOW, new Chance(2).bytes(10))).isNotEqualTo(id);
    assertThat(SessionId.of(account, NOW, random)).isEqualTo(id);
  }
}
