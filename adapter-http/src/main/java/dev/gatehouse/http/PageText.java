package dev.gatehouse.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Everything that pages say; each is a text of the catalogue. */
enum PageText {
  SIGN_IN_TITLE,
  SIGN_IN_BEGIN,
  SIGN_IN_PRESS,
  SIGN_IN_DONE,
  BOT_LINK_BEGIN,
  BOT_LINK_PRESS,
  /** Where another site has sent somebody. */
  SENT_BEGIN,
  INVITATION_TITLE,
  INVITATION_BEGIN,
  INVITATION_BEGIN_STAFF,
  INVITATION_PRESS,
  RESET_TITLE,
  RESET_BEGIN,
  RESET_PRESS,
  RESET_DONE,
  REVERT_TITLE,
  REVERT_BEGIN,
  REVERT_PRESS,
  REVERT_DONE,
  FIELD_TERMS,
  FIELD_NEW_PASSWORD,
  FIELD_LOGIN,
  FIELD_EMAIL,
  FIELD_PASSWORD,
  FIELD_CODE,
  NO_SCRIPT,
  /** What has come of a way to a provider and back. */
  BACK_NOT_SIGNED_IN,
  BACK_SETUP_DUE,
  BACK_REJECTED,
  BACK_TAKEN,
  BACK_SIGN_IN_FIRST,
  BACK_LEAVING,
  BACK_TERMS,
  BACK_ACCEPT,
  BACK_AGAIN,
  LINKED_TITLE,
  LINKED_DONE,
  /** From here on what the script says, by the name in small letters; a problem by its code, and by its reasons. */
  SAY_OPEN_AGAIN,
  SAY_CODE_SENT,
  SAY_FACTOR_DUE,
  SAY_FROM_DEVICE,
  SAY_FROM_BOT,
  SAY_CONFIRM,
  SAY_LEAVING,
  SAY_KEEP,
  SAY_KEPT,
  SAY_FAILED,
  SAY_CODE_REJECTED,
  SAY_IDENTITY_REJECTED,
  SAY_CREDENTIALS_REJECTED,
  SAY_REGISTRATION_DISABLED,
  SAY_INVITATION_REJECTED,
  SAY_PROVIDERS_SHUT,
  SAY_TERMS_NOT_ACCEPTED,
  SAY_USERNAME_TAKEN,
  SAY_EMAIL_TAKEN,
  SAY_PASSWORD_REJECTED,
  SAY_TOO_SHORT,
  SAY_TOO_LONG,
  SAY_REPEATED,
  SAY_SEQUENCE,
  SAY_CONTAINS_NAME,
  SAY_COMMON,
  SAY_THROTTLED,
  SAY_UNAVAILABLE;

  private static final String SAID = "SAY_";

  String key() {
    return "page." + name().toLowerCase(Locale.ROOT);
  }

  static List<PageText> said() {
    return Arrays.stream(values()).filter(text -> text.name().startsWith(SAID)).toList();
  }

  /** By which the script has it. */
  String word() {
    return name().substring(SAID.length()).toLowerCase(Locale.ROOT);
  }
}
