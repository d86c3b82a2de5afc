package dev.gatehouse.messages;

import dev.gatehouse.domain.mail.Mail;
import java.util.Map;
import java.util.Optional;

/** Where links lead: below the page that the mail says. The secret stands behind the number sign, which browsers send nowhere. */
final class Links {
  private static final Map<Mail.Kind, String> PATHS = Map.of(
      Mail.Kind.PASSWORD_RESET, "/reset",
      Mail.Kind.MAGIC_LINK, "/magic-link",
      Mail.Kind.EMAIL_CHANGED_OLD, "/email/revert",
      Mail.Kind.INVITATION, "/invitation");

  private Links() {}

  static Optional<String> of(Mail mail) {
    Optional<String> page = Optional.ofNullable(mail.values().get("page"));
    Optional<String> token = Optional.ofNullable(mail.values().get("token"));
    return Optional.ofNullable(PATHS.get(mail.kind()))
        .flatMap(
            path -> page.flatMap(base -> token.map(secret -> base + path + "#token=" + secret)));
  }
}
