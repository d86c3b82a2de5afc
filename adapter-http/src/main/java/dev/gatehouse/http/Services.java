package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.session.FollowRevocations;
import dev.gatehouse.domain.token.AccessToken;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** For other services, which verify access tokens by themselves or have it done. */
final class Services {
  static final Field CURSOR = Field.text(
      "cursor",
      20,
      "the cursor of an answer before, of any node; without one everything that a token may still be good without");
  static final Field WAIT = Field.text(
      "wait",
      4,
      "0 to 1000 milliseconds: how long to wait where there is nothing new; 0 unless said");
  static final Fields INTROSPECT = Fields.form(
      Field.text("token", 8192, "the access token").needed(),
      Field.text("token_type_hint", 200, "passed over: there is one kind of them"));

  private static final Pattern POSITION = Pattern.compile("[0-9]{1,20}");
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,3}|1000");

  private final Gatehouse gatehouse;

  Services(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  Answer revocations(Visit visit) {
    long cursor = visit.query("cursor").map(Services::cursor).orElse(FollowRevocations.BEGINNING);
    Duration wait = visit.query("wait").map(Services::wait).orElse(Duration.ZERO);
    return Answer.ok(RevocationView.Page.of(gatehouse.followRevocations().handle(cursor, wait)));
  }

  /** RFC 7662. */
  Answer introspect(Visit visit) {
    return Answer.ok(gatehouse
        .introspectToken()
        .handle(visit.place().realm(), new AccessToken(visit.input().needed("token")))
        .map(IntrospectionView::of)
        .orElse(IntrospectionView.INACTIVE));
  }

  private static long cursor(String text) {
    if (POSITION.matcher(text).matches()) {
      try {
        return Long.parseUnsignedLong(text);
      } catch (NumberFormatException tooLong) {
        // refused like every other text that is no cursor
      }
    }
    throw rejected("?cursor", text, "the cursor of an earlier answer");
  }

  private static Duration wait(String text) {
    if (!MILLIS.matcher(text).matches()) {
      throw rejected("?wait", text, "a whole number from 0 to 1000");
    }
    return Duration.ofMillis(Integer.parseInt(text));
  }

  private static Rejection rejected(String where, String text, String accepted) {
    return Input.rejected(List.of(Problem.Flaw.text(where, text, accepted)));
  }
}
