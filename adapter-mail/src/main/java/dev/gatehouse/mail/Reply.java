package dev.gatehouse.mail;

import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** What a server answered, as it lies in the exceptions of the library, one inside of another. */
final class Reply {
  /** Signing in is asked for (RFC 4954, 6). */
  private static final int SIGN_IN = 530;

  /** Too much, which passes (RFC 5321, 4.5.3.1.10). */
  private static final int TOO_MUCH = 552;

  /** By policy (RFC 3463, 3.8), such as to relay for nobody: that is about who sends, not about the recipient. */
  private static final Pattern POLICY = Pattern.compile("\\d{3}[ -]5\\.7\\..*", Pattern.DOTALL);

  private Reply() {}

  /** The server's code, or what went wrong on the way; the server's words may quote the address. */
  static String said(Exception failure) {
    Optional<Integer> judged = causes(failure)
        .flatMap(cause -> {
          if (cause instanceof SMTPAddressFailedException to) {
            return Stream.of(to.getReturnCode());
          }
          return cause instanceof SMTPSenderFailedException from
              ? Stream.of(from.getReturnCode())
              : Stream.empty();
        })
        .findFirst();
    if (judged.isPresent()) {
      return "answered " + judged.get();
    }
    Exception last = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
    return last instanceof SMTPSendFailedException sent
        ? "answered " + sent.getReturnCode()
        : "failed by " + last.getClass().getSimpleName();
  }

  /** Whether this recipient was refused, and will be whenever he is tried (RFC 5321, 4.2.1: 5yz after RCPT). */
  static boolean refusesForGood(Exception failure) {
    return causes(failure)
        .filter(SMTPAddressFailedException.class::isInstance)
        .map(SMTPAddressFailedException.class::cast)
        .anyMatch(refusal -> refusal.getReturnCode() >= 500
            && refusal.getReturnCode() != SIGN_IN
            && refusal.getReturnCode() != TOO_MUCH
            && !POLICY.matcher(String.valueOf(refusal.getMessage()).strip()).matches());
  }

  /** Whether the time ran out. */
  static boolean tooLate(Exception failure) {
    return causes(failure).anyMatch(SocketTimeoutException.class::isInstance);
  }

  private static Stream<Exception> causes(Exception failure) {
    return Stream.iterate(
        failure,
        cause -> cause != null,
        cause -> cause instanceof MessagingException outer ? outer.getNextException() : null);
  }
}
