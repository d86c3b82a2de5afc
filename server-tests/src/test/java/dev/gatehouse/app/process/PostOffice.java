package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An SMTP server, and what came to it. */
final class PostOffice implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("(?m)^(\\d{6})\\s*$");
  private static final Pattern LINK = Pattern.compile("(https://\\S+)#token=([A-Za-z0-9_-]{43})");

  private final GreenMail office = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final Set<String> read = new HashSet<>();

  PostOffice() {
    office.start();
  }

  String url() {
    return "smtp://127.0.0.1:" + office.getSmtp().getPort();
  }

  /** A letter as it is read. */
  record Letter(String text) {
    String code() {
      return found(CODE, 1);
    }

    /** Where its link leads. */
    String page() {
      return found(LINK, 1);
    }

    String token() {
      return found(LINK, 2);
    }

    private String found(Pattern pattern, int group) {
      Matcher matcher = pattern.matcher(text);
      assertThat(matcher.find()).as(text).isTrue();
      return matcher.group(group);
    }
  }

  /** Waits for a letter to that address with that subject, and reads it; each is read once. */
  Letter letter(String address, String subject) {
    Patience.until(subject, () -> unread(address, subject).isPresent());
    MimeMessage message = unread(address, subject).orElseThrow();
    try {
      read.add(message.getMessageID());
      MimeMultipart parts = (MimeMultipart) message.getContent();
      return new Letter(parts.getBodyPart(0).getContent().toString());
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<MimeMessage> unread(String address, String subject) {
    return Stream.of(office.getReceivedMessages())
        .filter(message -> {
          try {
            return message.getAllRecipients()[0].toString().equals(address)
                && message.getSubject().equals(subject)
                && !read.contains(message.getMessageID());
          } catch (MessagingException e) {
            throw new IllegalStateException(e);
          }
        })
        .findFirst();
  }

  @Override
  public void close() {
    office.stop();
  }
}
