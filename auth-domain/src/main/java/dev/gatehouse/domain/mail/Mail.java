package dev.gatehouse.domain.mail;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.realm.RealmKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A mail that has to go out: what it is about, to whom, and the values its template wants. It may hold a secret, so it is stored
 * sealed.
 *
 * @param id the same over retries, for the {@code Message-ID}
 */
public record Mail(
    UUID id,
    RealmKey realm,
    Kind kind,
    EmailAddress to,
    Locale locale,
    Map<String, String> values) {
  /** What a mail is about. */
  public enum Kind {
    /** The code that proves a mailbox: {@code code}. */
    VERIFICATION_CODE,
    /** Somebody tried to register an address that has an account: tells its owner so. */
    ALREADY_REGISTERED,
    /** A refresh token was used twice, and the session was ended: its last {@code address} and {@code user_agent}. */
    SESSION_REUSED,
    /** How to set a new password: {@code token} of the link, {@code page} below which the link leads, and {@code code} unless there were many today. */
    PASSWORD_RESET,
    /** The password was changed or reset, by whom had this {@code address} and {@code user_agent}. */
    PASSWORD_CHANGED
  }

  public Mail {
    values = Map.copyOf(values);
  }

  /** The code it carries, if any. */
  public Optional<String> code() {
    return Optional.ofNullable(values.get("code"));
  }

  /** What is sealed. Id, realm and kind stand beside it. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(to.value());
      out.writeUTF(locale.toLanguageTag());
      out.writeInt(values.size());
      for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
        out.writeUTF(value.getKey());
        out.writeUTF(value.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException("an array does not fail", e);
    }
    return bytes.toByteArray();
  }

  public static Mail fromBytes(UUID id, RealmKey realm, Kind kind, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      EmailAddress to = new EmailAddress(in.readUTF());
      Locale locale = Locale.forLanguageTag(in.readUTF());
      Map<String, String> values = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        values.put(in.readUTF(), in.readUTF());
      }
      return new Mail(id, realm, kind, to, locale, values);
    } catch (IOException e) {
      throw new IllegalStateException("mail " + id + " is damaged", e);
    }
  }

  @Override
  public String toString() {
    return "Mail[" + id + ", " + kind + "]";
  }
}
