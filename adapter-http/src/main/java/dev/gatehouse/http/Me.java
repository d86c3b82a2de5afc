package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.account.ListSecurityEvents;
import dev.gatehouse.application.account.UpdateAccount;
import dev.gatehouse.application.account.Warnings;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.identity.ProviderKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The caller's own account. */
final class Me {
  static final Fields UPDATE = Fields.of(
      Field.text("display_name", 400, "at most 100 characters; null or empty takes it away"),
      Field.text("locale", 100, "as BCP 47"),
      Field.text("timezone", 100, "as in the IANA list: Europe/Berlin"),
      Field.text(
          Warnings.FIELD,
          20,
          "where to warn of sign-ins: mail, or telegram where it is linked and its bot runs here; to change it takes a step-up"),
      Field.flag("marketing_consent", "whether news may be mailed; false takes it back"),
      Field.flag("tos_accepted", "true accepts the terms as they are now"));
  static final Fields CHANGE_PASSWORD = Fields.of(
      Field.text("current_password", Password.MAX_CHARS, "the password as it is")
          .needed(),
      Field.text("new_password", Password.MAX_CHARS, "the password as it is to be")
          .needed(),
      DeviceMarks.FIELD);
  static final Field CURSOR = Field.text(
      "cursor",
      19,
      "next_cursor of the page before; where that was null there is no more, and a page may be empty");
  static final Field LIMIT = Field.text("limit", 3, "1 to 100; 50 unless said");

  /** The way of warnings that is no messenger. */
  static final String MAIL = "mail";

  private static final int PAGE = 50;
  private static final Pattern WARNINGS = Pattern.compile("mail|telegram");
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
  private static final Pattern PAGE_SIZE = Pattern.compile("[1-9][0-9]?|100");

  private final Gatehouse gatehouse;

  Me(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  Answer show(Visit visit) {
    return Answer.ok(UserView.of(
        gatehouse.whoAmI().handle(visit.caller()),
        visit.caller(),
        visit.place().realm(),
        visit.linked(visit.caller())));
  }

  Answer update(Visit visit) {
    Input input = visit.input();
    gatehouse
        .updateAccount()
        .handle(
            visit.client(),
            visit.caller(),
            new UpdateAccount.Wish(
                input.text(Warnings.FIELD).map(Me::way),
                stored -> new Profile(
                    input.has("display_name") ? input.text("display_name") : stored.displayName(),
                    input.text("locale").map(Profile::locale).orElse(stored.locale()),
                    input.text("timezone").map(Profile::timezone).orElse(stored.timezone())),
                input.said("marketing_consent"),
                input.flag("tos_accepted")));
    return show(visit);
  }

  private static UpdateAccount.Way way(String text) {
    require(WARNINGS, text, "/" + Warnings.FIELD, "mail or telegram");
    return new UpdateAccount.Way(
        Optional.of(text).filter(way -> !way.equals(MAIL)).map(ProviderKey::new));
  }

  Answer changePassword(Visit visit) {
    Input input = visit.input();
    int ended = gatehouse
        .changePassword()
        .handle(
            visit.client(),
            visit.caller(),
            new Password(input.needed("current_password")),
            new Password(input.needed("new_password")));
    return Answer.ok(
        new Sessions.RevokedView("the password is changed, all other sessions have ended", ended));
  }

  Answer events(Visit visit) {
    int limit = visit.query("limit").map(Me::pageSize).orElse(PAGE);
    OptionalLong before = visit.query("cursor").map(Me::position).orElse(OptionalLong.empty());
    List<ListSecurityEvents.Entry> entries =
        gatehouse.listSecurityEvents().handle(visit.caller(), before, limit);
    return Answer.ok(SecurityEventView.Page.of(entries, limit));
  }

  private static int pageSize(String text) {
    require(PAGE_SIZE, text, "?limit", "a whole number from 1 to 100");
    return Integer.parseInt(text);
  }

  private static OptionalLong position(String text) {
    require(POSITION, text, "?cursor", "the next_cursor of an earlier answer");
    return OptionalLong.of(Long.parseLong(text));
  }

  private static void require(Pattern shape, String text, String where, String accepted) {
    if (!shape.matcher(text).matches()) {
      throw Input.rejected(List.of(Problem.Flaw.text(where, text, accepted)));
    }
  }
}
