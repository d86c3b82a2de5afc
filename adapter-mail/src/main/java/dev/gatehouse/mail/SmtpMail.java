package dev.gatehouse.mail;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.MailSender;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Delivers mails by SMTP (RFC 5321): to the first provider that takes one, in the order in which they are configured. A mail keeps its {@code
 * Message-ID} over retries and providers, so that whoever gets it twice can see that it is the same.
 */
public final class SmtpMail implements MailSender, AutoCloseable {
  /** RFC 5322, 3.3: a year of four digits or more, and never a sign before it. */
  private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
      .appendPattern("EEE, d MMM ")
      .appendValue(ChronoField.YEAR, 4, 10, SignStyle.NEVER)
      .appendPattern(" HH:mm:ss Z")
      .toFormatter(Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private final Settings settings;
  private final Duration latest;
  private final Function<Mail, Letter> wording;
  private final Consumer<String> passedOver;
  private final List<Provider> providers;

  private SmtpMail(Settings settings, Function<Mail, Letter> wording, Consumer<String> passedOver) {
    this(settings, wording, passedOver, LONGEST.minus(Provider.handingOver(settings.patience())));
  }

  /** @param latest how long after it was asked for a mail may begin to be handed over */
  SmtpMail(
      Settings settings,
      Function<Mail, Letter> wording,
      Consumer<String> passedOver,
      Duration latest) {
    this.settings = settings;
    this.latest = latest;
    this.wording = wording;
    this.passedOver = passedOver;
    this.providers = settings.providers().stream()
        .map(url -> new Provider(url, settings.patience()))
        .toList();
  }

  /**
   * Where mails go.
   *
   * @param urls {@code smtp://user:password@host:587}, where STARTTLS is insisted on but on loopback and with {@code ?starttls=never} (then without a
   *     user), or {@code smtps://user:password@host:465}; user, password and port may be left out; letters that have a meaning in a URL are
   *     percent-encoded
   * @param from {@code Name <name@example.com>} or an address alone
   * @param replyTo the same
   * @param patience how long to wait for a connection; four times that for each answer: 100 ms to 20 s
   */
  public record Settings(
      List<String> urls, String from, Optional<String> replyTo, Duration patience) {
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(20);

    /** @throws IllegalArgumentException saying what is wrong, without a word of the URL */
    public Settings {
      urls = List.copyOf(urls);
      if (urls.isEmpty()) {
        throw new IllegalArgumentException("names no server");
      }
      urls.forEach(SmtpUrl::parse);
      mailbox(from);
      replyTo.ifPresent(SmtpMail::mailbox);
      if (patience.compareTo(LEAST) < 0 || patience.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            "has the patience " + patience + "; " + LEAST + " to " + MOST + " are expected");
      }
    }

    /** With ten seconds for each wait. */
    public static Settings of(List<String> urls, String from) {
      return new Settings(urls, from, Optional.empty(), Duration.ofSeconds(10));
    }

    public Settings withReplyTo(Optional<String> mailbox) {
      return new Settings(urls, from, mailbox, patience);
    }

    public Settings withPatience(Duration other) {
      return new Settings(urls, from, replyTo, other);
    }

    List<SmtpUrl> providers() {
      return urls.stream().map(SmtpUrl::parse).toList();
    }

    @Override
    public String toString() {
      return "Settings" + providers();
    }
  }

  /** What a mail says, in the language of its reader. */
  public record Letter(String subject, String text, String html) {
    @Override
    public String toString() {
      return "Letter[…]";
    }
  }

  /** No provider took it. Says which answered what, by number, and nothing of the mail. */
  public static final class NotTaken extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NotTaken(List<String> answers) {
      super(String.join("; ", answers));
    }
  }

  /**
   * Connects when there is something to send.
   *
   * @param passedOver hears which provider did not take a mail, and why; nothing of the mail
   */
  public static SmtpMail open(
      Settings settings, Function<Mail, Letter> wording, Consumer<String> passedOver) {
    return new SmtpMail(settings, wording, passedOver);
  }

  /**
   * @throws NotTaken when no provider takes it now
   * @throws Undeliverable when every provider has refused the recipient for good
   */
  @Override
  public void send(Mail mail) {
    long since = System.nanoTime();
    List<String> answers = new ArrayList<>();
    int refusedForGood = 0;
    try {
      InternetAddress to = new InternetAddress();
      to.setAddress(mail.to().value());
      Writable message = message(mail, to);
      for (Provider provider : inTurn()) {
        Duration share = share(since);
        if (share.isNegative() || share.isZero()) {
          // nothing is known of it then, so it is the first for the next mail
          answers.add(provider + " was not asked: it was too late");
          continue;
        }
        try {
          provider.send(message, to, share);
          return;
        } catch (MessagingException | RuntimeException failure) {
          String answer = provider + " " + Reply.said(failure);
          passedOver.accept(answer);
          answers.add(answer);
          refusedForGood += Reply.refusesForGood(failure) ? 1 : 0;
        }
      }
    } catch (MessagingException unwritable) {
      answers.add("it cannot be written: " + Reply.said(unwritable));
    }
    if (refusedForGood == providers.size()) {
      throw new Undeliverable(String.join("; ", answers));
    }
    throw new NotTaken(answers);
  }

  /** Each has as long as the others, and none longer than there is: one that broke off when it had begun has used up more. */
  private Duration share(long since) {
    Duration left = latest.minusNanos(System.nanoTime() - since);
    Duration share = latest.dividedBy(providers.size());
    return left.compareTo(share) < 0 ? left : share;
  }

  /** As configured, but those last that could not be reached a moment ago, or were too slow, or each mail would wait for them. */
  private List<Provider> inTurn() {
    return providers.stream().sorted(Comparator.comparing(Provider::passedOver)).toList();
  }

  private Writable message(Mail mail, InternetAddress to) throws MessagingException {
    Letter letter = wording.apply(mail);
    InternetAddress from = mailbox(settings.from());
    Writable message = new Writable(mail.id() + "@" + host(from));
    message.setFrom(from);
    if (settings.replyTo().isPresent()) {
      message.setReplyTo(new InternetAddress[] {mailbox(settings.replyTo().get())});
    }
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
    // the id is a UUIDv7 (RFC 9562, 5.7): when it was written, whenever it is sent
    message.setHeader(
        "Date", DATE.format(Instant.ofEpochMilli(mail.id().getMostSignificantBits() >>> 16)));
    // no List-Unsubscribe (RFC 8058): each of these mails answers what somebody asked for or tells
    // an owner of his account; nobody subscribes
    // to them. Whoever adds a kind that people may do without decides it here
    // no holiday notices, please (RFC 3834, 5)
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart text = new MimeBodyPart();
    text.setText(letter.text(), StandardCharsets.UTF_8.name());
    MimeBodyPart html = new MimeBodyPart();
    html.setText(letter.html(), StandardCharsets.UTF_8.name(), "html");
    message.setContent(new MimeMultipart("alternative", text, html));
    message.saveChanges();
    return message;
  }

  /** A message that names itself, and says when it begins to be written: until then nothing of it is delivered (RFC 5321, 4.1.1.4). */
  static final class Writable extends MimeMessage {
    private final String id;
    private Runnable begins = () -> {};

    Writable(String id) {
      super(Session.getInstance(new Properties()));
      this.id = id;
    }

    void whenItBegins(Runnable told) {
      begins = told;
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
      begins.run();
      super.writeTo(out, ignored);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + ">");
    }
  }

  private static String host(InternetAddress from) {
    return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
  }

  private static InternetAddress mailbox(String text) {
    try {
      InternetAddress[] parsed = InternetAddress.parse(text, true);
      if (parsed.length == 1 && parsed[0].getAddress().indexOf('@') > 0) {
        return new InternetAddress(
            parsed[0].getAddress(), parsed[0].getPersonal(), StandardCharsets.UTF_8.name());
      }
    } catch (AddressException | java.io.UnsupportedEncodingException notOne) {
      // said below
    }
    throw new IllegalArgumentException(
        "has '" + text + "' for a sender; `Name <name@example.com>` or an address is expected");
  }

  @Override
  public void close() {
    providers.forEach(Provider::close);
  }
}
