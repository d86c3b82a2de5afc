package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.admin.ListDeadMails;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.AccountPolicy;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.WatchedStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A mail that was committed goes out: not zero times, and twice only if somebody dies between handing it over and noting that. */
public abstract class DeliveryLaws {
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Actor OPERATOR = Actor.operator("the operator");

  private final MovableClock clock = MovableClock.started();
  private final Queue<Mail> sent = new ConcurrentLinkedQueue<>();
  private WatchedStorage storage;
  private House house;

  @SuppressWarnings("NullAway.Init") // JUnit calls build() first
  protected DeliveryLaws() {}

  /** A storage with nothing in it. */
  protected abstract Storage storage();

  @BeforeEach
  void build() {
    // it tells no time: the clock of these nodes is moved by hand
    storage = WatchedStorage.over(storage());
    house = House.over(storage).with(clock);
  }

  @Test
  @DisplayName("[L41] of many nodes that deliver at once each mail is sent by one")
  void of_many_nodes_that_deliver_at_once_each_mail_is_sent_by_one() {
    List<Gatehouse> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(node(storage, sent::add));
    }
    List<EmailAddress> expected = post(60);

    Race.of(nodes.size(), racer -> {
      for (int run = 0; run < 10; run++) {
        deliver(nodes.get(racer));
      }
      return racer;
    });

    assertThat(sent).extracting(Mail::to).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @DisplayName(
      "[L41] a slow mail server makes nobody send a mail that another node is about to send")
  void a_slow_mail_server_makes_no_mail_go_out_twice() {
    Gatehouse other = node(storage, sent::add);
    AtomicInteger handedOver = new AtomicInteger();
    Gatehouse slow = node(storage, mail -> {
      clock.advance(Duration.ofSeconds(20));
      if (handedOver.incrementAndGet() == 8) {
        deliver(other);
      }
      sent.add(mail);
    });
    List<EmailAddress> expected = post(20);

    deliver(slow);
    clock.advance(LEASE.plusSeconds(1));
    deliver(slow);
    deliver(other);

    assertThat(sent).extracting(Mail::to).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @DisplayName(
      "[L41] a node that dies between handing a mail over and noting that makes one duplicate, with the"
          + " same id, and no mail is lost")
  void a_node_that_dies_while_delivering_makes_one_duplicate() {
    Cable cable = Cable.to(storage);
    Gatehouse dying = node(cable, mail -> {
      sent.add(mail);
      if (sent.size() == 3) {
        cable.pull();
      }
    });
    List<EmailAddress> expected = post(7);
    assertThat(Answer.code(() -> deliver(dying))).isEqualTo(Answer.OUTAGE);

    Gatehouse other = node(storage, sent::add);
    deliver(other);
    clock.advance(LEASE.plusSeconds(1));
    deliver(other);

    assertThat(sent).hasSize(8);
    assertThat(sent).extracting(Mail::to).containsAll(expected);
    assertThat(sent.stream().map(Mail::id).distinct()).hasSize(7);
  }

  @Test
  @DisplayName("[L41] a mail that could not be handed over is tried again until it goes out")
  void a_mail_that_could_not_be_handed_over_is_tried_again() {
    AtomicInteger tries = new AtomicInteger();
    Gatehouse node = node(storage, mail -> {
      if (tries.incrementAndGet() < 5) {
        throw new IllegalStateException("the mail server is down");
      }
      sent.add(mail);
    });
    List<EmailAddress> expected = news(1);

    for (int minutes = 0; minutes < 80; minutes++) {
      deliver(node);
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(sent).extracting(Mail::to).containsExactlyElementsOf(expected);
  }

  @Test
  @DisplayName(
      "[L41] it is tried again after 30 seconds, 2 minutes, 10 minutes and an hour, and then is dead")
  void it_is_tried_again_four_times_and_then_is_dead() {
    List<Instant> tries = new ArrayList<>();
    List<EventType> told = new ArrayList<>();
    Gatehouse node = node(storage, told, mail -> {
      tries.add(clock.instant());
      throw new IllegalStateException("the mail server is down");
    });
    news(1);
    Instant start = clock.instant();

    for (Duration wait : List.of(
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofHours(1))) {
      deliver(node);
      clock.advance(wait.minusNanos(1000));
      deliver(node);
      clock.advance(Duration.ofNanos(1000));
    }
    deliver(node);
    clock.advance(Duration.ofDays(2));
    deliver(node);

    assertThat(tries)
        .extracting(at -> Duration.between(start, at).toSeconds())
        .containsExactly(0L, 30L, 150L, 750L, 4350L);
    assertThat(told)
        .filteredOn(type -> type.name().startsWith("MAIL"))
        .containsExactly(
            EventType.MAIL_FAILED,
            EventType.MAIL_FAILED,
            EventType.MAIL_FAILED,
            EventType.MAIL_FAILED,
            EventType.MAIL_DEAD);
  }

  @Test
  @DisplayName("[L41] a code goes out to its last moment; afterwards it is given up instead")
  void a_dead_code_is_not_sent() {
    List<EventType> told = new ArrayList<>();
    Gatehouse node = node(storage, told, sent::add);
    Duration life = Purpose.EMAIL_VERIFICATION.life();
    List<EmailAddress> late = post(1);
    clock.advance(Duration.ofSeconds(1));
    List<EmailAddress> inTime = post(1);
    List<EmailAddress> news = news(1);
    clock.advance(life.minusSeconds(1));
    assertThat(late).doesNotContainAnyElementsOf(inTime);

    deliver(node);

    assertThat(sent).extracting(Mail::to).containsExactlyInAnyOrder(inTime.get(0), news.get(0));
    assertThat(told).filteredOn(EventType.MAIL_DEAD::equals).hasSize(1);
  }

  @Test
  @DisplayName(
      "[L41] a recipient who is refused for good is tried once; the others get their mails")
  void a_recipient_refused_for_good_is_tried_once() {
    List<EventType> told = new ArrayList<>();
    List<EmailAddress> addresses = news(3);
    List<EmailAddress> tried = new ArrayList<>();
    Gatehouse node = node(storage, told, mail -> {
      tried.add(mail.to());
      if (mail.to().equals(addresses.get(1))) {
        throw new MailSender.Undeliverable("nobody of that name");
      }
    });

    for (int hours = 0; hours < 3; hours++) {
      deliver(node);
      clock.advance(Duration.ofHours(1));
    }

    assertThat(tried).containsExactlyInAnyOrderElementsOf(addresses);
    assertThat(told)
        .filteredOn(type -> type.name().startsWith("MAIL"))
        .containsExactlyInAnyOrder(
            EventType.MAIL_DELIVERED, EventType.MAIL_DELIVERED, EventType.MAIL_DEAD);
  }

  // ---- the dead

  @Test
  @DisplayName(
      "[L41] a dead mail that an administrator has sent again goes out once, with the id it had, and is tried as often as a new one")
  void a_dead_mail_is_sent_again() {
    AtomicInteger tries = new AtomicInteger();
    Gatehouse node = node(storage, mail -> {
      if (tries.incrementAndGet() < 7) {
        throw new IllegalStateException("the mail server is down");
      }
      sent.add(mail);
    });
    List<EmailAddress> expected = news(1);
    work(node, Duration.ofHours(2));
    List<ListDeadMails.DeadMail> dead = node.listDeadMails().handle(10);
    assertThat(dead).singleElement().satisfies(mail -> {
      assertThat(mail.kind()).isEqualTo(Mail.Kind.ALREADY_REGISTERED);
      assertThat(mail.realm()).isEqualTo(house.realm().key());
      assertThat(mail.tries()).isEqualTo(5);
      assertThat(mail.stale()).isFalse();
    });
    clock.advance(Duration.ofDays(20));

    node.resendMail().handle(OPERATOR, dead.get(0).id());
    work(node, Duration.ofHours(2));

    assertThat(tries).hasValue(7);
    assertThat(sent).singleElement().satisfies(mail -> {
      assertThat(mail.id()).isEqualTo(dead.get(0).id());
      assertThat(mail.to()).isEqualTo(expected.get(0));
    });
    assertThat(node.listDeadMails().handle(10)).isEmpty();
    assertThat(Refusals.of(() -> node.resendMail().handle(OPERATOR, dead.get(0).id())))
        .isEqualTo(new Refusal.NotFound());
  }

  @Test
  @DisplayName("[L41] a dead mail whose code is dead too is not sent again")
  void a_dead_code_is_not_sent_again() {
    Gatehouse node = node(storage, mail -> {
      throw new MailSender.Undeliverable("nobody of that name");
    });
    post(1);
    deliver(node);
    UUID id = node.listDeadMails().handle(10).get(0).id();
    clock.advance(Purpose.EMAIL_VERIFICATION.life().minusNanos(1000));
    assertThat(node.listDeadMails().handle(10))
        .extracting(ListDeadMails.DeadMail::stale)
        .containsExactly(false);
    clock.advance(Duration.ofNanos(1000));

    assertThat(Refusals.of(() -> node.resendMail().handle(OPERATOR, id)))
        .isEqualTo(new Refusal.MailStale());

    assertThat(node.listDeadMails().handle(10))
        .extracting(ListDeadMails.DeadMail::stale)
        .containsExactly(true);
  }

  @Test
  @DisplayName(
      "[L41] a dead invitation is sent again while it is good, however long that is, and not when it has ended")
  void a_dead_invitation_is_sent_again_while_it_is_good() {
    AtomicBoolean up = new AtomicBoolean();
    Gatehouse node = node(storage, mail -> {
      if (!up.get()) {
        throw new IllegalStateException("the mail server is down");
      }
      sent.add(mail);
    });
    EmailAddress colleague = invited(Duration.ofDays(7));
    EmailAddress stranger = invited(Duration.ofHours(3));
    work(node, Duration.ofHours(2));
    clock.advance(Duration.ofDays(3));
    up.set(true);
    UUID good = dead(node, false);
    UUID ended = dead(node, true);

    node.resendMail().handle(OPERATOR, good);
    assertThat(Refusals.of(() -> node.resendMail().handle(OPERATOR, ended)))
        .isEqualTo(new Refusal.MailStale());
    deliver(node);

    assertThat(sent).extracting(Mail::to).containsExactly(colleague).doesNotContain(stranger);
    assertThat(node.listDeadMails().handle(10))
        .extracting(ListDeadMails.DeadMail::id)
        .containsExactly(ended);
  }

  @Test
  @DisplayName("[L44] who has a dead mail sent again leaves a row; no row, no mail")
  void sending_again_is_audited() {
    Gatehouse node = node(storage, mail -> {
      throw new MailSender.Undeliverable("nobody of that name");
    });
    news(1);
    deliver(node);
    UUID id = node.listDeadMails().handle(10).get(0).id();
    storage.failToRecord(EventType.MAIL_REVIVED);
    assertThatThrownBy(() -> node.resendMail().handle(OPERATOR, id))
        .isInstanceOf(IllegalStateException.class);
    assertThat(node.listDeadMails().handle(10)).hasSize(1);
    storage.failToRecord();

    node.resendMail().handle(OPERATOR, id);

    assertThat(storage.rows(EventType.MAIL_REVIVED)).singleElement().satisfies(row -> {
      assertThat(row.actor()).isEqualTo(OPERATOR);
      assertThat(row.realm()).contains(house.realm().key());
      assertThat(row.reason()).isEqualTo("ALREADY_REGISTERED " + id);
    });
  }

  @Test
  @DisplayName("[L44] listeners hear of each mail that goes out, twenty a run")
  void listeners_hear_of_each_mail_that_goes_out() {
    List<EventType> told = new ArrayList<>();
    Gatehouse node = node(storage, told, sent::add);
    post(25);

    deliver(node);
    assertThat(sent).hasSize(20);
    deliver(node);

    assertThat(told).filteredOn(EventType.MAIL_DELIVERED::equals).hasSize(25);
  }

  private Gatehouse node(Storage view, MailSender sender) {
    return node(view, new ArrayList<>(), sender);
  }

  private Gatehouse node(Storage view, List<EventType> told, MailSender sender) {
    return Gatehouse.builder()
        .listener(event -> told.add(event.type()))
        .storage(view)
        .clock(clock)
        .randomness(
            bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length))
        .passwordHasher(new dev.gatehouse.testkit.fake.InMemoryPasswordHasher())
        .commonPasswords(word -> false)
        .accessTokens(new dev.gatehouse.testkit.fake.InMemoryAccessTokens(
            bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length)))
        .masterKeys(House.MASTER)
        .realms(house.realm())
        .mailSender(sender)
        .build();
  }

  /** Delivers every minute for so long. */
  private void work(Gatehouse node, Duration time) {
    for (long minutes = 0; minutes < time.toMinutes(); minutes++) {
      deliver(node);
      clock.advance(Duration.ofMinutes(1));
    }
  }

  private static void deliver(Gatehouse node) {
    node.jobs().stream()
        .filter(job -> job.name().equals("mail"))
        .forEach(job -> job.work().run());
  }

  /** Lets so many strangers register; the addresses that have to get a mail. */
  private List<EmailAddress> post(int mails) {
    List<EmailAddress> addresses = addresses(mails);
    addresses.forEach(this::register);
    return addresses;
  }

  /** Lets so many people register who have accounts; the addresses that have to get a mail, which is of use however late. */
  private List<EmailAddress> news(int mails) {
    List<EmailAddress> addresses = addresses(mails);
    for (EmailAddress address : addresses) {
      house.resident(AnAccount.in(house.realm().key()).at(address));
      register(address);
    }
    return addresses;
  }

  /** The only dead mail of which that is true. */
  private static UUID dead(Gatehouse node, boolean stale) {
    List<UUID> found = node.listDeadMails().handle(10).stream()
        .filter(mail -> mail.stale() == stale)
        .map(ListDeadMails.DeadMail::id)
        .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Mails an invitation that is good for so long. */
  private EmailAddress invited(Duration life) {
    EmailAddress address = Fixtures.email();
    AccountPolicy accounts = house.realm().accounts();
    Realm inviting =
        house.realm().with(new AccountPolicy(accounts.grace(), life, accounts.termsVersion()));
    house
        .gatehouse()
        .issueInvitation()
        .handle(new IssueInvitation.Command(
            OPERATOR, inviting, Role.USER, Optional.of(address), Optional.of(Locale.ENGLISH)));
    return address;
  }

  private static List<EmailAddress> addresses(int so) {
    return Stream.generate(Fixtures::email).limit(so).toList();
  }

  private void register(EmailAddress address) {
    house
        .gatehouse()
        .register()
        .handle(
            house.client(), Register.Command.of(address, new Password("a good long passphrase")));
  }
}
