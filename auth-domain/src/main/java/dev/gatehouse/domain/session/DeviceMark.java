package dev.gatehouse.domain.session;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Proves that a device has signed in to one account before: 16 random bytes that name the device and a keyed digest over them and the
 * account. It opens nothing; it only gives its holder a budget of failed attempts that strangers cannot use up. The mark of one
 * account gives nothing on another, and one of a sign-in by one factor nothing where a second factor is guessed at: whoever knows the
 * first has as many of those as he likes.
 */
public final class DeviceMark {
  public static final int DEVICE_BYTES = 16;
  private static final int TAG = 16;
  private static final int CHARS = 43;

  private final String text;

  public DeviceMark(String presented) {
    this.text = presented.length() == CHARS ? presented : "";
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

  /** The name of the device in counters, if this is a mark of that account, and of a sign-in at that level at least. */
  public Optional<String> deviceOf(AccountId account, Acr least, DigestKeys keys) {
    byte[] mark;
    try {
      mark = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (mark.length != DEVICE_BYTES + TAG) {
      return Optional.empty();
    }
    byte[] device = Arrays.copyOf(mark, DEVICE_BYTES);
    byte[] presented = Arrays.copyOfRange(mark, DEVICE_BYTES, mark.length);
    boolean genuine = keys.usable().stream()
        .flatMap(key -> Arrays.stream(Acr.values())
            .filter(acr -> acr.compareTo(least) >= 0)
            .map(acr -> tag(account, acr, device, key)))
        .anyMatch(tag -> MessageDigest.isEqual(presented, tag));
    return genuine ? Optional.of("device:" + HexFormat.of().formatHex(device)) : Optional.empty();
  }

  private static byte[] tag(AccountId account, Acr acr, byte[] device, DigestKey key) {
    byte[] id = account.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
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
