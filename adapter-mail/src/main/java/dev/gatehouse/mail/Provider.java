package dev.gatehouse.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;

/** One server that takes mail, over one connection that is kept: mails of a node go out one after another (decision 0026). */
final class Provider implements AutoCloseable {
  private static final int ANSWERS = 4;

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final SmtpUrl url;
  private final Duration patience;
  private final BoundedSockets sockets = new BoundedSockets();
  private final Session session;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Transport> open = Optional.empty();
  private volatile boolean passedOver;
  private volatile long triedAt;

  Provider(SmtpUrl url, Duration patience) {
    this.url = url;
    this.patience = patience;
    this.session = Session.getInstance(properties(url, patience));
    session.getProperties().put("mail.smtp.socketFactory", sockets);
    session.getProperties().put("mail.smtp.socketFactory.fallback", "false");
  }

  private static Properties properties(SmtpUrl url, Duration patience) {
    String millis = Long.toString(patience.toMillis());
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", url.host());
    properties.put("mail.smtp.port", Integer.toString(url.port()));
    properties.put("mail.smtp.connectiontimeout", millis);
    // what it looks through before it takes it (RFC 5321, 4.5.3.2.6)
    properties.put(
        "mail.smtp.timeout", Long.toString(patience.multipliedBy(ANSWERS).toMillis()));
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.auth", Boolean.toString(url.login().isPresent()));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(url.tls()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.starttls.enable", Boolean.toString(url.startTls()));
    properties.put("mail.smtp.starttls.required", Boolean.toString(url.startTls()));
    // a greeting that tells nothing of this machine's name
    properties.put("mail.smtp.localhost", "localhost");
    properties.put("mail.mime.allowutf8", "true");
    return properties;
  }

  /**
   * Hands one mail over; whatever fails, the next one has a new connection.
   *
   * @param latest from now on it may begin to be handed over, however slowly the server answers
   */
  void send(SmtpMail.Writable message, Address to, Duration latest) throws MessagingException {
    lock.lock();
    try {
      sockets.bound(latest);
      message.whenItBegins(() -> sockets.bound(handingOver(patience)));
      Transport transport = transport();
      try {
        transport.sendMessage(message, new Address[] {to});
      } catch (MessagingException | RuntimeException failure) {
        close();
        if (Reply.tooLate(failure)) {
          passOver();
        }
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /** What writing a mail, and the answer to it, may take. */
  static Duration handingOver(Duration patience) {
    return patience.multipliedBy(1 + ANSWERS);
  }

  /** Whether it could not be reached a moment ago, or let the time run out that a mail had: then others come first, or each mail would wait for it. */
  boolean passedOver() {
    return passedOver && System.nanoTime() - triedAt < PAUSE.toNanos();
  }

  private void passOver() {
    triedAt = System.nanoTime();
    passedOver = true;
  }

  /** The open one if it still answers, which it is asked. */
  private Transport transport() throws MessagingException {
    Optional<Transport> usable = open.filter(Transport::isConnected);
    if (usable.isPresent()) {
      return usable.get();
    }
    close();
    passOver();
    Transport fresh = session.getTransport();
    if (url.login().isPresent()) {
      SmtpUrl.Login login = url.login().get();
      fresh.connect(login.user(), login.password());
    } else {
      fresh.connect();
    }
    passedOver = false;
    open = Optional.of(fresh);
    return fresh;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      open.ifPresent(Provider::close);
      open = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException gone) {
      // it is closed all the same
    }
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
