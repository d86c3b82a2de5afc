package dev.gatehouse.http;

import dev.gatehouse.domain.refusal.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What each refusal of the core is in HTTP; a test holds it to the permitted subclasses of {@link Refusal}. */
final class RefusalTable {
  /**
   * A line of the table.
   *
   * @param data the components of the refusal as members of the problem
   */
  record Row(int status, String title, String when, Function<Refusal, Problem.Data> data) {}

  private static final Map<Class<? extends Refusal>, Row> ROWS = new LinkedHashMap<>();

  static {
    plain(
        Refusal.CredentialsRejected.class,
        401,
        "Name or password is wrong",
        "wrong name, wrong password, or an account that is not active: one face for all");
    row(
        Refusal.CodeRejected.class,
        401,
        "The code is wrong",
        "wrong, used up, run out or never sent",
        refusal -> Problem.Data.attempts(refusal.attemptsLeft()));
    plain(Refusal.RefreshRejected.class, 401, "Sign in again", "the refresh token can not be used");
    plain(
        Refusal.TokenRejected.class,
        401,
        "The token is not good",
        "malformed, run out, revoked, of another realm, or not by its session's way");
    row(
        Refusal.RegistrationDisabled.class,
        403,
        "No new accounts",
        "the realm takes no new accounts by the way that channel names, or only of who is invited",
        refusal -> Problem.Data.channel(refusal.channel()));
    plain(
        Refusal.InvitationRejected.class,
        403,
        "The invitation is not good",
        "it is none, is taken, revoked or run out, or is for another address");
    row(
        Refusal.AccountLeaving.class,
        403,
        "The account will be erased",
        "everything due was proven; until erased_at the account can be kept by POST /auth/me/restore with restore_token, which browsers have as a cookie",
        refusal -> Problem.Data.leaving(refusal.until()));
    plain(
        Refusal.NotPermitted.class,
        403,
        "Not allowed",
        "the actor may not do this to that account");
    row(
        Refusal.StepUpRequired.class,
        403,
        "Show anew that it is you",
        "the owner has to be recognised anew (POST /auth/reauth): by one of first_factors and one of second_factors, where there are any, or by signing in",
        Problem.Data::stepUp);
    plain(
        Refusal.SecondFactorRejected.class,
        401,
        "The code is wrong",
        "wrong, or used already; or nothing was begun that it could be of");
    plain(
        Refusal.SecondFactorLocked.class,
        403,
        "Codes are not judged any more",
        "too many were wrong in a row, from devices that are not known; show one on a device that has shown one before, set a new password by mail, or ask an administrator");
    plain(Refusal.NotFound.class, 404, "Not there", "there is no such thing, or it is not yours");
    plain(
        Refusal.UsernameTaken.class,
        409,
        "The name is taken",
        "another account of the realm has this username");
    plain(
        Refusal.EmailTaken.class,
        409,
        "The address is taken",
        "the mailbox is proven, and another account of the realm has the address");
    plain(
        Refusal.IdentityRejected.class,
        401,
        "Nothing is proven",
        "the provider's proof is none, was used before or is too old, or the link or handshake is not (any more) the caller's");
    plain(
        Refusal.IdentityTaken.class,
        409,
        "The identity is taken",
        "it is another account's, or the account has another one of that provider");
    plain(
        Refusal.LastWayIn.class,
        409,
        "It is the last way in",
        "without it nobody could sign in to the account; add an address, or link another identity, first");
    plain(
        Refusal.ProvidersShut.class,
        403,
        "Not by providers",
        "the realm lets nobody in by an identity at a provider, or knows none of this one: no bot of Telegram's is configured, say");
    row(
        Refusal.ConfirmationRequired.class,
        409,
        "Is it you who signs in?",
        "the link was asked for elsewhere: show account (masked) and asked_from, and send it again with confirm once somebody has pressed; nothing is spent",
        Problem.Data::confirmation);
    plain(
        Refusal.MailStale.class,
        409,
        "The mail is stale",
        "the code or link in it is dead; its reader has to ask for another");
    plain(Refusal.TermsNotAccepted.class, 422, "Accept the terms", "tos_accepted has to be true");
    row(
        Refusal.ValueRejected.class,
        422,
        "A value can not be taken",
        "errors names it, and what would be accepted",
        refusal -> Problem.Data.flaws(List.of(
            new Problem.Flaw("/" + refusal.field(), refusal.received(), refusal.accepted()))));
    row(
        Refusal.PasswordRejected.class,
        422,
        "Choose another password",
        "it breaks the rules that reasons names",
        refusal -> Problem.Data.because(
            refusal.flaws().stream().map(Enum::name).sorted().toList(),
            refusal.minLength() + " to " + refusal.maxLength()
                + " characters, not common, not plain, without your name"));
    row(
        Refusal.LockedOut.class,
        423,
        "Too many failures",
        "password checks, at sign-in and when changing the password, are shut for a while; refreshing and signing out are not",
        refusal -> Problem.Data.later(refusal.retryAfter()));
    row(
        Refusal.Throttled.class,
        429,
        "Too many requests",
        "the next one is judged later",
        refusal -> Problem.Data.later(refusal.retryAfter()));
    row(
        Refusal.ResendThrottled.class,
        429,
        "Too many mails",
        "the next one may be asked for at next_resend_available_at",
        refusal -> Problem.Data.again(refusal.retryAfter(), refusal.nextAvailableAt()));
  }

  private RefusalTable() {}

  static Map<Class<? extends Refusal>, Row> rows() {
    return ROWS;
  }

  static Row row(Class<? extends Refusal> type) {
    return Optional.ofNullable(ROWS.get(type))
        .orElseThrow(
            () -> new IllegalStateException(type.getSimpleName() + " is not in the table"));
  }

  /** As {@link Refusal#code()} has it. */
  static String code(Class<? extends Refusal> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  /** The status of a problem, by its code. */
  static int status(String code) {
    return ROWS.entrySet().stream()
        .filter(row -> code(row.getKey()).equals(code))
        .map(row -> row.getValue().status())
        .findFirst()
        .orElseGet(() -> Fault.valueOf(code).status());
  }

  static Problem problem(Refusal refusal) {
    Row row = row(refusal.getClass());
    return new Problem(
        row.status(),
        refusal.code(),
        row.title(),
        Optional.of(row.when()),
        row.data().apply(refusal));
  }

  private static void plain(Class<? extends Refusal> type, int status, String title, String when) {
    ROWS.put(type, new Row(status, title, when, refusal -> Problem.Data.NONE));
  }

  private static <R extends Refusal> void row(
      Class<R> type, int status, String title, String when, Function<R, Problem.Data> data) {
    ROWS.put(type, new Row(status, title, when, refusal -> data.apply(type.cast(refusal))));
  }
}
