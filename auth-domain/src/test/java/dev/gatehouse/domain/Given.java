package dev.gatehouse.domain;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/** What the tests of this module begin with. */
public final class Given {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  public static final Realm SHOP = Realm.customer("shop", "https://id.example.com");
  public static final RealmKey SHOP_KEY = SHOP.key();
  public static final RealmKey DESK_KEY = new RealmKey("desk");
  public static final AccountId ACCOUNT =
      new AccountId(UUID.fromString("019a0000-0000-7000-8000-00000000beef"));
  public static final AccountId OTHER_ACCOUNT =
      new AccountId(UUID.fromString("019a0000-0000-7000-8000-00000001beef"));

  private Given() {}

  /** So many bytes, all alike. */
  public static byte[] bytes(int count, int each) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) each);
    return bytes;
  }

  /** A key whose bytes follow from its version. */
  public static DigestKey key(int version) {
    return key(version, version + 1);
  }

  public static DigestKey key(int version, int each) {
    return new DigestKey(version, bytes(DigestKey.BYTES, each));
  }

  public static DigestKeys ring(DigestKey... usable) {
    return new DigestKeys(Arrays.asList(usable));
  }

  /** Runs something as if the machine stood in Turkey, where the small letter of I has no dot. */
  public static void inTurkey(Runnable test) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      test.run();
    } finally {
      Locale.setDefault(before);
    }
  }
}
