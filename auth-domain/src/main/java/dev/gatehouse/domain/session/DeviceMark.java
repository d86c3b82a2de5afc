package dev.gatehouse.domain.session;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Proves that a device has signed in to one account before: 16 random bytes that name the device and a keyed digest over them and the
 * account. The name says of itself in which realm it was given, for where no account is named yet. It opens nothing; it only gives its holder a budget of failed attempts that strangers cannot use up. The mark of one
 * account gives nothing on another, and one of a sign-in by one factor nothing where a second factor is guessed at: whoever knows the
 * first has as many of those as he likes.
 */
public final class DeviceMark {
  public static final int DEVICE_BYTES = 16;

  /** Random bytes in the name of a device; the rest of it says in which realm it was given. */
  public static final int RANDOM_BYTES = 8;

  private static final int TAG = 16;
  private static final int CHARS = 43;

  private final String text;

  public DeviceMark(String presented) {
    this.text = presented.length() == CHARS ? presented : "";
  }

  /** A name for a device that has signed in to some account of that realm. */
  public static byte[] device(RealmKey realm, byte[] random, DigestKeys keys) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + RANDOM_BYTES + " expected");
    }
    return named(realm, random, keys.active());
  }

  private static byte[] named(RealmKey realm, byte[] device, DigestKey key) {
    byte[] random = Arrays.copyOf(device, RANDOM_BYTES);
    byte[] given = key.digest("device", realm.value().getBytes(StandardCharsets.US_ASCII), random)
        .bytes();
    byte[] name = Arrays.copyOf(random, DEVICE_BYTES);
    System.arraycopy(given, 0, name, RANDOM_BYTES, DEVICE_BYTES - RANDOM_BYTES);
    return name;
  }

  /** @param acr of the sign-in */
  public static DeviceMark of(AccountId account, Acr acr, byte[] device, DigestKeys keys) {
    if (device.length != DEVICE_BYTES) {
      throw new IllegalArgumentException(
          device.length + " random bytes given, " + DEVICE_BYTES + " expected");
    }
    byte[] mark = Arrays.copyOf(device, DEVICE_BYTES + TAG);
    System.arraycopy(tag(account, acr, device, keys.active()), 0, mark, DEVICE_BYTES, TAG);
    return new DeviceMark(Base64.getUrlEncoder().withoutPadding().encodeToString(mark));
  }

  /** The name of the device in counters, if it was given in that realm, whoever signed in by it. Whoever has an account there has as many as he signs in for. */
  public Optional<String> deviceIn(RealmKey realm, DigestKeys keys) {
    return read()
        .map(mark -> Arrays.copyOf(mark, DEVICE_BYTES))
        .filter(device -> keys.usable().stream()
            .anyMatch(key -> MessageDigest.isEqual(device, named(realm, device, key))))
        .map(DeviceMark::name);
  }

  /** The name of the device in counters, if this is a mark of that account, and of a sign-in at that level at least. */
  public Optional<String> deviceOf(AccountId account, Acr least, DigestKeys keys) {
    return read().flatMap(mark -> deviceOf(mark, account, least, keys));
  }

  private Optional<byte[]> read() {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text))
          .filter(mark -> mark.length == DEVICE_BYTES + TAG);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String name(byte[] device) {
    return "device:" + HexFormat.of().formatHex(device);
  }

  private static Optional<String> deviceOf(
      byte[] mark, AccountId account, Acr least, DigestKeys keys) {
    byte[] device = Arrays.copyOf(mark, DEVICE_BYTES);
    byte[] presented = Arrays.copyOfRange(mark, DEVICE_BYTES, mark.length);
    boolean genuine = keys.usable().stream()
        .flatMap(key -> Arrays.stream(Acr.values())
            .filter(acr -> acr.compareTo(least) >= 0)
            .map(acr -> tag(account, acr, device, key)))
        .anyMatch(tag -> MessageDigest.isEqual(presented, tag));
    return genuine ? Optional.of(name(device)) : Optional.empty();
  }

  private static byte[] tag(AccountId account, Acr acr, byte[] device, DigestKey key) {
    byte[] id = account.toString().getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(
        key.digest(acr == Acr.AAL1 ? "device-mark" : "device-mark-aal2", id, device)
            .bytes(),
        TAG);
  }

  /** For the answer to the device. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "DeviceMark[redacted]";
  }
}
