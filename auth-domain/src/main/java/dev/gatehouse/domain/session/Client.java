package dev.gatehouse.domain.session;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who asks, as far as the door can tell.
 *
 * @param userAgent what it calls itself; cut to {@value #MAX_USER_AGENT} characters
 * @param deviceMarks what it shows of earlier sign-ins here (see {@link DeviceMark}); at most {@value #MAX_MARKS} are looked at
 */
public record Client(
    Realm realm,
    ClientAddress address,
    String userAgent,
    Transport transport,
    List<DeviceMark> deviceMarks) {
  public static final int MAX_USER_AGENT = 400;
  public static final int MAX_MARKS = 5;

  public Client {
    // NUL and halves of characters cannot be stored as text, and no honest user agent has a control
    // character
    userAgent = cut(userAgent.replaceAll("[\\p{Cc}\\p{Cs}]", " ")).strip();
    deviceMarks = List.copyOf(deviceMarks.subList(0, Math.min(deviceMarks.size(), MAX_MARKS)));
  }

  /** A client that shows no mark and keeps its tokens itself. */
  public static Client bearer(Realm realm, String address, String userAgent) {
    return new Client(realm, new ClientAddress(address), userAgent, Transport.BEARER, List.of());
  }

  public Client with(DeviceMark mark) {
    return new Client(realm, address, userAgent, transport, List.of(mark));
  }

  /** The name in counters of the device that asks, if it has signed in to that account before, at that level at least. */
  public Optional<String> deviceOf(AccountId account, Acr least, DigestKeys keys) {
    return deviceMarks.stream()
        .flatMap(mark -> mark.deviceOf(account, least, keys).stream())
        .findFirst();
  }

  /** The same of a device that has signed in to any account of its realm. */
  public Optional<String> device(DigestKeys keys) {
    return deviceMarks.stream()
        .flatMap(mark -> mark.deviceIn(realm.key(), keys).stream())
        .findFirst();
  }

  private static String cut(String text) {
    if (text.length() <= MAX_USER_AGENT) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(MAX_USER_AGENT - 1));
    return text.substring(0, splits ? MAX_USER_AGENT - 1 : MAX_USER_AGENT);
  }

  @Override
  public String toString() {
    return "Client[" + realm.key() + ", " + transport + "]";
  }
}
