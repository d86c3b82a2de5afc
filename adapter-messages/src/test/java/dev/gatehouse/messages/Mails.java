package dev.gatehouse.messages;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Mails to be read. */
final class Mails {
  static final String CODE = "918273";
  static final String TOKEN = "dGhlIHRva2VuIG9mIGEgbGluaw-_abc";
  static final String PAGE = "https://id.example.com/shop";
  static final String PHRASE = "three grey herons";
  static final String AGENT =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
  static final Set<Mail.Kind> WITH_LINK = Set.of(
      Mail.Kind.PASSWORD_RESET,
      Mail.Kind.MAGIC_LINK,
      Mail.Kind.EMAIL_CHANGED_OLD,
      Mail.Kind.INVITATION);
  static final Set<Mail.Kind> WITH_CODE = Set.of(
      Mail.Kind.VERIFICATION_CODE,
      Mail.Kind.PASSWORD_RESET,
      Mail.Kind.MAGIC_LINK,
      Mail.Kind.EMAIL_CHANGE_CODE,
      Mail.Kind.FACTOR_CODE);

  /** 2026-11-26T00:31:00Z, as a UUIDv7 has it. */
  private static final UUID ID =
      new UUID((1_795_653_060_000L << 16) | 0x7001L, 0x8000000000000001L);

  private Mails() {}

  static Mail of(Mail.Kind kind, String tag, Map<String, String> values) {
    return new Mail(
        ID,
        new RealmKey("shop"),
        kind,
        new EmailAddress("ann@example.com"),
        Locale.forLanguageTag(tag),
        values);
  }

  /** With everything that the kind may carry, but a phrase. */
  static Mail whole(Mail.Kind kind, String tag) {
    return of(kind, tag, values(kind));
  }

  static Map<String, String> values(Mail.Kind kind) {
    Map<String, String> values = new TreeMap<>();
    if (WITH_LINK.contains(kind)) {
      values.put("token", TOKEN);
      values.put("page", PAGE);
    }
    if (WITH_CODE.contains(kind)) {
      values.put("code", CODE);
    } else {
      values.put("address", "192.0.2.17");
      values.put("user_agent", AGENT);
    }
    switch (kind) {
      case EMAIL_CHANGED_OLD -> values.put("new_email", "someone@mail.example.org");
      case INVITATION -> values.put("life", "P7D");
      case RECOVERY_CODE_USED -> values.put("left", "3");
      case IDENTITY_LINKED, IDENTITY_UNLINKED, WARNINGS_TO_MESSENGER ->
        values.put("provider", "telegram");
      case DELETION_SCHEDULED -> values.put("until", "2026-12-26T12:30:00Z");
      default -> {}
    }
    return values;
  }

  /** With one value more. */
  static Mail with(Mail mail, String name, String value) {
    Map<String, String> values = new TreeMap<>(mail.values());
    values.put(name, value);
    return new Mail(mail.id(), mail.realm(), mail.kind(), mail.to(), mail.locale(), values);
  }

  /** Every kind in every language. */
  static List<Mail> all() {
    List<Mail> mails = new ArrayList<>();
    for (String tag : Languages.all()) {
      for (Mail.Kind kind : Mail.Kind.values()) {
        mails.add(whole(kind, tag));
      }
    }
    return mails;
  }
}
