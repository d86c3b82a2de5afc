package dev.gatehouse.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.testkit.fake.InMemoryAccessTokens;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the mails of the outbox when the server that takes them is killed in the middle of one. */
@Timeout(120)
class KilledServerTest {
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final InMemoryStorage storage = new InMemoryStorage();
  private final House house = House.over(storage);
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  @DisplayName(
      "[L41] killed after it has a mail and before it says so, the server gets that one twice, by one name, and no other; none is lost")
  void killed_before_its_answer() {
    MortalServer server = server(MortalServer.Hour.KEPT);
    Gatehouse node = node(server.url());
    post(3);
    deliver(node);
    assertThat(server.dead()).isTrue();
    assertThat(server.kept()).hasSize(2);

    server.rise();
    house.clock().advance(AGAIN);
    deliver(node);
    deliver(node);

    List<String> kept = server.kept();
    assertThat(kept).hasSize(4);
    assertThat(kept.stream().distinct()).hasSize(3);
    assertThat(kept.stream().filter(kept.get(1)::equals)).as("the one in hand").hasSize(2);
    assertThat(node.listDeadMails().handle(10)).isEmpty();
  }

  @Test
  @DisplayName("[L41] killed while a mail comes in, the server gets each once; none is lost")
  void killed_in_the_middle_of_a_mail() {
    MortalServer server = server(MortalServer.Hour.BEGUN);
    Gatehouse node = node(server.url());
    post(3);
    deliver(node);
    assertThat(server.dead()).isTrue();
    assertThat(server.kept()).hasSize(1);

    server.rise();
    house.clock().advance(AGAIN);
    deliver(node);
    deliver(node);

    assertThat(server.kept()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName(
      "[L41] where there is another server it takes the mail at once, by the name that it had")
  void the_other_server_takes_it() {
    MortalServer killed = server(MortalServer.Hour.KEPT);
    MailServer other = new MailServer();
    opened.add(other);
    Gatehouse node = node(killed.url(), other.url());
    List<EmailAddress> expected = post(3);
    deliver(node);

    assertThat(killed.kept()).hasSize(2);
    assertThat(other.received()).hasSize(2);
    assertThat(expected.stream().filter(to -> other.received(to).isEmpty()))
        .as("by the one that was killed")
        .hasSize(1);
    assertThat(Stream.concat(killed.kept().stream(), other.received().stream().map(this::name))
            .distinct())
        .hasSize(3);
  }

  private String name(jakarta.mail.internet.MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that dies of its second mail. */
  private MortalServer server(MortalServer.Hour hour) {
    MortalServer server = new MortalServer(1, hour);
    opened.add(server);
    return server;
  }

  private Gatehouse node(String... urls) {
    SmtpMail sender = SmtpMail.open(
        SmtpMail.Settings.of(List.of(urls), "no-reply@id.example.com")
            .withPatience(Duration.ofSeconds(2)),
        MailServer::letter,
        passedOver -> {});
    opened.add(sender);
    return Gatehouse.builder()
        .storage(storage)
        .clock(house.clock())
        .randomness(KilledServerTest::chance)
        .passwordHasher(new InMemoryPasswordHasher())
        .commonPasswords(word -> false)
        .accessTokens(new InMemoryAccessTokens(KilledServerTest::chance))
        .masterKeys(House.MASTER)
        .realms(house.realm())
        .mailSender(sender)
        .build();
  }

  private static void chance(byte[] bytes) {
    System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length);
  }

  private static void deliver(Gatehouse node) {
    node.jobs().stream()
        .filter(job -> job.name().equals("mail"))
        .forEach(job -> job.work().run());
  }

  /** So many mails in the outbox; to whom. */
  private List<EmailAddress> post(int mails) {
    List<EmailAddress> addresses = Stream.generate(Fixtures::email).limit(mails).toList();
    for (EmailAddress address : addresses) {
      house.resident(AnAccount.in(house.realm().key()).at(address));
      house
          .gatehouse()
          .register()
          .handle(house.client(), Register.Command.of(address, House.newPassword()));
    }
    return addresses;
  }
}
