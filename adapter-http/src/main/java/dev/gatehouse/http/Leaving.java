package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.account.DeleteAccount;
import dev.gatehouse.application.account.ExportData;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the owner does with everything that is kept: has it handed out, has it erased, or thinks better of that; and what mails say. */
final class Leaving {
  static final Fields RESTORE = Fields.of(Field.text(
      "token", 128, "what signing in to the account answered; browsers have it as a cookie"));
  static final Fields PHRASE =
      Fields.of(Field.text("phrase", 200, "4 to 50 characters; null or empty takes it away"));

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

  private final Gatehouse gatehouse;

  Leaving(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** That the account is to be erased. */
  record ScheduledView(String message, Instant erasedAt, int sessionsRevoked) {}

  /** By which id an archive is read, and until when. */
  record ExportView(UUID id, Instant expiresAt) {}

  /** Whether there is one; it is told in mails and in the archive only. */
  record PhraseView(boolean isSet) {}

  Answer delete(Visit visit) {
    DeleteAccount.Scheduled scheduled =
        gatehouse.deleteAccount().handle(visit.client(), visit.caller());
    Answer answer = Answer.of(
        202,
        new ScheduledView(
            "the account will be erased; sign in before that to keep it",
            scheduled.until(),
            scheduled.ended()));
    return visit.byCookie() ? answer.cookies(visit.cookies().signedOut()) : answer;
  }

  Answer restore(Visit visit) {
    boolean cookie = visit.client().transport() == Transport.COOKIE;
    gatehouse.restoreAccount().handle(visit.client(), ticket(visit, cookie));
    Answer answer = Answer.ok(new Message("the account stays; sign in"));
    return cookie ? answer.cookie(visit.cookies().noRestore()) : answer;
  }

  /** A browser whose cookie is gone has a ticket that has run out. */
  private static SecretText ticket(Visit visit, boolean cookie) {
    if (cookie) {
      return new SecretText(visit.cookie(visit.cookies().restore()).orElse(""));
    }
    return visit
        .input()
        .text("token")
        .map(SecretText::new)
        .orElseThrow(() -> Input.rejected(List.of(
            new Problem.Flaw("/token", "nothing", "what signing in to the account answered"))));
  }

  Answer export(Visit visit) {
    ExportData.Asked asked = gatehouse.exportData().ask(visit.client(), visit.caller());
    return Answer.of(202, new ExportView(asked.id(), asked.until()));
  }

  Answer archive(Visit visit) {
    String id = visit.path("id");
    if (!ID.matcher(id).matches()) {
      throw Fault.NOT_FOUND.thrown();
    }
    return Answer.ok(ArchiveView.of(
            gatehouse.exportData().read(visit.client(), visit.caller(), UUID.fromString(id))))
        .header("Content-Disposition", "attachment; filename=\"archive.json\"");
  }

  Answer phrase(Visit visit) {
    Optional<Phrase> phrase =
        visit.input().text("phrase").filter(text -> !text.isBlank()).map(Phrase::parse);
    gatehouse.changePhrase().handle(visit.client(), visit.caller(), phrase);
    return Answer.ok(new PhraseView(phrase.isPresent()));
  }
}
