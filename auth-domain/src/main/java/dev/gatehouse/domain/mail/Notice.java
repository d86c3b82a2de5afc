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
 * What somebody is to be told as it waits to go out, by whichever way: a mail, or what would be one if there were an address.
 *
 * @param to where the mail goes; of a message in a messenger, where it goes if it can not be said there
 */
public record Notice(
    UUID id,
    RealmKey realm,
    Mail.Kind kind,
    Optional<EmailAddress> to,
    Locale locale,
    Map<String, String> values) {
  public Notice {
    values = Map.copyOf(values);
  }

  /** As a mail, where there is an address. */
  public Optional<Mail> mail() {
    return to.map(address -> new Mail(id, realm, kind, address, locale, values));
  }

  /** What is sealed. Id, realm and kind stand beside it. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(to.map(EmailAddress::value).orElse(""));
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

  public static Notice fromBytes(UUID id, RealmKey realm, Mail.Kind kind, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Optional<EmailAddress> to =
          Optional.of(in.readUTF()).filter(text -> !text.isEmpty()).map(EmailAddress::new);
      Locale locale = Locale.forLanguageTag(in.readUTF());
      Map<String, String> values = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        values.put(in.readUTF(), in.readUTF());
      }
      return new Notice(id, realm, kind, to, locale, values);
    } catch (IOException e) {
      throw new IllegalStateException("mail " + id + " is damaged", e);
    }
  }

  @Override
  public String toString() {
    return "Notice[" + id + ", " + kind + "]";
  }
}
