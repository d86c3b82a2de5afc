package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.application.account.UpdateAccount;
import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.admin.ListDeadMails;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.telegram.DoneAlready;
import dev.gatehouse.application.telegram.Messenger;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.testkit.fake.InMemoryMessageSender;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Warnings of sign-ins reach their owner where he wants them, or by mail; and nobody else has them go where the owner does not look. */
public abstract class WarningLaws extends Laws {
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Optional<ProviderKey> MESSENGER = Optional.of(Vouched.PROVIDER);
  private static final Optional<ProviderKey> MAIL = Optional.empty();

  private House.Person owner;
  private EmailAddress email;
  private Vouched chat;
  private AccessClaims seat;

  /** Somebody with an address who is in the messenger, and is warned by mail. */
  @BeforeEach
  void settle() {
    settle(AnAccount.in(house().realm().key()));
  }

  private void settle(AnAccount draft) {
    owner = house().resident(draft);
    email = owner.account().email().orElse(Fixtures.email());
    chat = Vouched.ownerOf(house(), owner.account());
    seat = house().claims(house().signIn(owner).tokens());
  }

  private void move(Optional<ProviderKey> messenger) {
    gatehouse().moveWarnings().handle(owner.client(), seat, messenger);
  }

  private void signInElsewhere() {
    house().signIn(owner.at(elsewhere()));
  }

  private Client elsewhere() {
    return new Client(
        house().realm(),
        new ClientAddress("192.0.2.7"),
        "Elsewhere/" + Fixtures.unique(),
        Transport.BEARER,
        List.of());
  }

  private List<Mail.Kind> said() {
    return house().messagesTo(chat).stream().map(MessageSender.Message::kind).toList();
  }

  private List<Mail.Kind> mailed() {
    return house().mailsTo(email).stream().map(Mail::kind).toList();
  }

  private int deliver(MessageSender sender) {
    return gatehouse().messenger().deliver(house().realm(), sender);
  }

  private List<ListDeadMails.DeadMail> dead() {
    return gatehouse().listDeadMails().handle(100).stream()
        .filter(letter -> Stream.of(house().realm(), house().otherRealm())
            .anyMatch(realm -> realm.key().equals(letter.realm())))
        .toList();
  }

  // ---- where they go

  @Test
  @DisplayName(
      "[L45] who prefers the messenger is warned of a new device there, and from where, and not by mail")
  void where_the_owner_wants_it() {
    signInElsewhere();
    assertThat(mailed()).containsExactly(Mail.Kind.NEW_DEVICE);
    assertThat(said()).isEmpty();
    move(MESSENGER);

    signInElsewhere();

    assertThat(mailed()).containsExactly(Mail.Kind.NEW_DEVICE, Mail.Kind.WARNINGS_TO_MESSENGER);
    assertThat(house().messagesTo(chat)).singleElement().satisfies(message -> {
      assertThat(message.kind()).isEqualTo(Mail.Kind.NEW_DEVICE);
      assertThat(message.at()).isEqualTo(now());
      assertThat(message.values()).containsEntry("address", "192.0.2.7");
      assertThat(message.values().get("user_agent")).startsWith("Elsewhere/");
    });
  }

  @Test
  @DisplayName("[L45] a copied refresh token is warned of there too")
  void of_a_token_that_was_used_twice_too() {
    move(MESSENGER);
    Tokens first = house().signIn(owner).tokens();
    said();
    Tokens second = house().refresh(owner, first);
    house().refresh(owner, second);
    later(Duration.ofMinutes(5));

    Refusals.of(() -> house().refresh(owner, first));

    assertThat(said()).last().isEqualTo(Mail.Kind.SESSION_REUSED);
    assertThat(mailed()).doesNotContain(Mail.Kind.SESSION_REUSED);
  }

  @Test
  @DisplayName("[L45] what the law wants mailed is mailed, wherever warnings go")
  void everything_else_is_mailed() {
    move(MESSENGER);
    gatehouse()
        .changePassword()
        .handle(owner.client(), seat, owner.password(), House.newPassword());
    gatehouse().exportData().ask(owner.client(), seat);

    assertThat(mailed())
        .containsExactly(
            Mail.Kind.WARNINGS_TO_MESSENGER, Mail.Kind.PASSWORD_CHANGED, Mail.Kind.EXPORT_READY);
    assertThat(said()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L34] in the messenger as by mail of ten an hour, and of the next that there are many")
  void no_more_than_by_mail() {
    move(MESSENGER);
    for (int device = 0; device < 15; device++) {
      signInElsewhere();
    }
    assertThat(said()).hasSize(11).last().isEqualTo(Mail.Kind.NEW_DEVICES);
    assertThat(mailed()).containsExactly(Mail.Kind.WARNINGS_TO_MESSENGER);
  }

  @Test
  @DisplayName(
      "[L45] who has no address is warned in the messenger unasked, and by mail once there is an address")
  void without_an_address_unasked() {
    settle(AnAccount.in(house().realm().key()).withoutAddress());
    signInElsewhere();
    assertThat(said()).containsExactly(Mail.Kind.NEW_DEVICE);

    engine().store().atomically(unit -> {
      unit.accounts().lock(owner.account().id());
      return unit.accounts()
          .setEmail(
              owner.account().id(),
              email,
              unit.accounts().reverts(owner.account().id()),
              now());
    });
    signInElsewhere();

    assertThat(said()).hasSize(1);
    assertThat(mailed()).containsExactly(Mail.Kind.NEW_DEVICE);
  }

  @Test
  @DisplayName(
      "[L45] that they go to a first address from now on is said where they went until then")
  void a_first_address_takes_them_not_unheard() {
    settle(AnAccount.in(house().realm().key()).withoutAddress());

    gatehouse().askForEmailChange().handle(owner.client(), seat, email);
    gatehouse().confirmEmailChange().handle(owner.client(), seat, house().codeTo(email));

    assertThat(said()).containsExactly(Mail.Kind.WARNINGS_TO_MAIL);
  }

  @Test
  @DisplayName("[L45] where no bot runs nobody is warned by one, whatever he has linked or chosen")
  void where_no_bot_runs() {
    House.Person other =
        house().resident(AnAccount.in(house().otherRealm().key()).warnedBy(Vouched.PROVIDER));
    Vouched.ownerOf(house(), other.account());
    house().signIn(other);
    house().signIn(other.at(house().clientOf(house().otherRealm())));

    assertThat(house().mailsTo(other.account().email().orElseThrow()))
        .extracting(Mail::kind)
        .containsExactly(Mail.Kind.NEW_DEVICE);
    House.Person nameless =
        house().resident(AnAccount.in(house().otherRealm().key()).withoutAddress());
    Vouched.ownerOf(house(), nameless.account());
    house().signIn(nameless);
    house().signIn(nameless.at(house().clientOf(house().otherRealm())));
    later(Duration.ofDays(1));
    house().work();
    assertThat(dead()).isEmpty();
    assertThat(engine().rows(EventType.NEW_DEVICE_TOLD)).hasSize(1);
  }

  // ---- who moves them

  @Test
  @DisplayName("[L10] a stolen session moves no warnings: it takes a step-up, either way")
  void it_takes_a_step_up() {
    later(Duration.ofMinutes(11));
    assertThat(Refusals.of(() -> move(MESSENGER))).isInstanceOf(Refusal.StepUpRequired.class);
    signInElsewhere();
    assertThat(said()).isEmpty();
    assertThat(mailed()).containsExactly(Mail.Kind.NEW_DEVICE);

    seat = house().claims(house().signIn(owner).tokens());
    move(MESSENGER);
    later(Duration.ofMinutes(11));
    assertThat(Refusals.of(() -> move(MAIL))).isInstanceOf(Refusal.StepUpRequired.class);
    move(MESSENGER);
    assertThat(engine().rows(EventType.WARNINGS_MOVED))
        .as("what is so already needs nothing")
        .hasSize(1);
  }

  @Test
  @DisplayName(
      "[L45] the mailbox is told when warnings leave it, and so is the messenger; it is on record")
  void what_they_leave_is_told() {
    move(MESSENGER);
    assertThat(house().mailsTo(email)).singleElement().satisfies(mail -> {
      assertThat(mail.kind()).isEqualTo(Mail.Kind.WARNINGS_TO_MESSENGER);
      assertThat(mail.values())
          .containsEntry("provider", Vouched.PROVIDER.value())
          .containsEntry("address", owner.client().address().value());
    });
    assertThat(said()).isEmpty();

    move(MAIL);

    assertThat(said()).containsExactly(Mail.Kind.WARNINGS_TO_MAIL);
    assertThat(mailed())
        .containsExactly(Mail.Kind.WARNINGS_TO_MESSENGER, Mail.Kind.WARNINGS_TO_MAIL);
    assertThat(engine().rows(EventType.WARNINGS_MOVED))
        .extracting(row -> row.reason())
        .containsExactly(Vouched.PROVIDER.value(), "mail");
    signInElsewhere();
    assertThat(said()).hasSize(1);
    assertThat(mailed()).last().isEqualTo(Mail.Kind.NEW_DEVICE);
  }

  @Test
  @DisplayName("[L45] they go nowhere where the owner can not be told anything")
  void only_where_the_owner_is() {
    assertThat(Refusals.of(() -> move(Optional.of(Vouched.OTHER_PROVIDER))))
        .isInstanceOf(Refusal.ValueRejected.class);
    gatehouse().unlinkIdentity().handle(owner.client(), seat, Vouched.PROVIDER);
    assertThat(Refusals.of(() -> move(MESSENGER))).isInstanceOf(Refusal.ValueRejected.class);

    settle(AnAccount.in(house().realm().key()).withoutAddress());
    move(MESSENGER);
    assertThat(Refusals.of(() -> move(MAIL))).isInstanceOf(Refusal.ValueRejected.class);
    signInElsewhere();
    assertThat(said()).containsExactly(Mail.Kind.NEW_DEVICE);
  }

  @Test
  @DisplayName(
      "[L10] at the bot its word is one factor: enough where there is no second one, once for each message, and told by mail")
  void by_the_bot() {
    Digest message = new Digest(Fixtures.bytes(32));
    Messenger.Acts acts = gatehouse().messenger().once(message);
    acts.moveWarnings().handle(house().realm(), chat.person(), true);
    assertThat(stored(owner.account()).warnedBy()).isEqualTo(MESSENGER);
    assertThat(mailed()).containsExactly(Mail.Kind.WARNINGS_TO_MESSENGER);
    assertThatExceptionOfType(DoneAlready.class)
        .isThrownBy(() -> gatehouse()
            .messenger()
            .once(message)
            .moveWarnings()
            .handle(house().realm(), chat.person(), false));
    gatehouse()
        .messenger()
        .once(new Digest(Fixtures.bytes(32)))
        .moveWarnings()
        .handle(house().realm(), chat.person(), false);
    assertThat(stored(owner.account()).warnedBy()).isEmpty();
    assertThat(said()).containsExactly(Mail.Kind.WARNINGS_TO_MAIL);

    Careful.of(house(), owner);
    assertThat(Refusals.of(() -> gatehouse()
            .messenger()
            .once(new Digest(Fixtures.bytes(32)))
            .moveWarnings()
            .handle(house().realm(), chat.person(), true)))
        .isInstanceOf(Refusal.StepUpRequired.class);
    assertThat(engine().rows(EventType.WARNINGS_MOVED)).hasSize(2);
  }

  @Test
  @DisplayName(
      "[L34] five times an hour they are moved to a messenger, and as often back, in the account and at the bot together; what is so already is mailed to nobody and counts for nothing")
  void moves_are_limited() {
    for (int i = 0; i < 10; i++) {
      boolean here = i % 2 == 0;
      if (i % 4 < 2) {
        move(here ? MESSENGER : MAIL);
      } else {
        byBot(here);
      }
      for (int again = 0; again < 3; again++) {
        move(here ? MESSENGER : MAIL);
        byBot(here);
      }
    }
    assertThat(told()).isEqualTo(10);

    assertThat(Refusals.of(() -> move(MESSENGER))).isInstanceOf(Refusal.Throttled.class);
    assertThat(Refusals.of(() -> byBot(true))).isInstanceOf(Refusal.Throttled.class);
    move(MAIL);
    byBot(false);
    assertThat(stored(owner.account()).warnedBy()).isEmpty();
    assertThat(told()).isEqualTo(10);
    assertThat(engine().rows(EventType.WARNINGS_MOVED)).hasSize(10);

    assertThat(said()).as("and where they left").hasSize(5);

    later(Duration.ofHours(1));
    byBot(true);
    assertThat(told()).isEqualTo(11);
  }

  @Test
  @DisplayName(
      "[L34] [L31] racing moves are counted before they are made; what is wished for beside one that is refused is not done either")
  void racing_moves_are_counted() {
    Race.of(
        30,
        racer -> Refusals.maybe(() -> {
          if (racer % 3 == 0) {
            byBot(racer % 2 == 0);
          } else {
            move(racer % 2 == 0 ? MESSENGER : MAIL);
          }
        }));
    for (int i = 0; i < 10; i++) {
      Optional<ProviderKey> other =
          stored(owner.account()).warnedBy().isPresent() ? MAIL : MESSENGER;
      Refusals.maybe(() -> move(other));
    }
    assertThat(told()).isLessThanOrEqualTo(10);

    Profile before = stored(owner.account()).profile();
    Optional<ProviderKey> other = stored(owner.account()).warnedBy().isPresent() ? MAIL : MESSENGER;
    UpdateAccount.Wish wish = new UpdateAccount.Wish(
        Optional.of(new UpdateAccount.Way(other)),
        stored -> new Profile(Optional.of("Another"), stored.locale(), stored.timezone()),
        Optional.of(true),
        false);
    assertThat(Refusals.of(() -> gatehouse().updateAccount().handle(owner.client(), seat, wish)))
        .isInstanceOf(Refusal.Throttled.class);
    assertThat(stored(owner.account()).profile()).isEqualTo(before);
    assertThat(stored(owner.account()).consents().marketing()).isFalse();
  }

  /** How often a mail said that they go elsewhere. */
  private long told() {
    return mailed().stream()
        .filter(
            kind -> kind == Mail.Kind.WARNINGS_TO_MESSENGER || kind == Mail.Kind.WARNINGS_TO_MAIL)
        .count();
  }

  private void byBot(boolean here) {
    gatehouse()
        .messenger()
        .once(new Digest(Fixtures.bytes(32)))
        .moveWarnings()
        .handle(house().realm(), chat.person(), here);
  }

  // ---- as soon as it can not be told there

  @Test
  @DisplayName(
      "[L45] once the identity is unlinked warnings go by mail, those on their way too, and to nobody who is linked next")
  void unlinking_takes_them_back() {
    move(MESSENGER);
    signInElsewhere();

    gatehouse().unlinkIdentity().handle(owner.client(), seat, Vouched.PROVIDER);

    assertThat(said()).isEmpty();
    assertThat(stored(owner.account()).warnedBy()).isEmpty();
    Vouched next = Vouched.ownerOf(house(), owner.account());
    signInElsewhere();
    assertThat(house().messagesTo(next)).isEmpty();
    assertThat(mailed())
        .containsOnlyOnce(Mail.Kind.IDENTITY_UNLINKED)
        .filteredOn(Mail.Kind.NEW_DEVICE::equals)
        .hasSize(2);
  }

  @Test
  @DisplayName("[L45] by whichever of its names it is unlinked")
  void unlinking_by_another_name() {
    ProviderKey another = new ProviderKey("another");
    chat.alsoCalled(new Identity(another, Fixtures.unique())).enter();
    move(MESSENGER);

    gatehouse().unlinkIdentity().handle(owner.client(), seat, another);

    assertThat(stored(owner.account()).warnedBy()).isEmpty();
  }

  @Test
  @DisplayName("[L41] who has blocked the bot is warned by mail, once")
  void who_has_blocked_the_bot() {
    move(MESSENGER);
    house().messages().block(chat.person().identity());
    signInElsewhere();

    assertThat(said()).isEmpty();

    assertThat(house().events(EventType.MESSAGE_REFUSED)).hasSize(1);
    assertThat(house().events(EventType.MAIL_FAILED)).as("nobody need be woken").isEmpty();
    assertThat(mailed()).containsExactly(Mail.Kind.WARNINGS_TO_MESSENGER, Mail.Kind.NEW_DEVICE);
    later(Duration.ofDays(1));
    assertThat(said()).isEmpty();
    assertThat(mailed()).hasSize(2);
    assertThat(dead()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L41] while the messenger does not answer a warning is tried as often as a mail, and goes by mail then")
  void an_outage() {
    move(MESSENGER);
    signInElsewhere();
    house().messages().failNext(4);
    for (int minutes = 0; minutes < 80; minutes++) {
      deliver(house().messages());
      later(Duration.ofMinutes(1));
    }
    assertThat(said()).containsExactly(Mail.Kind.NEW_DEVICE);

    signInElsewhere();
    house().messages().failNext(5);
    for (int minutes = 0; minutes < 80; minutes++) {
      deliver(house().messages());
      later(Duration.ofMinutes(1));
    }
    assertThat(said()).hasSize(1);
    assertThat(mailed()).containsExactly(Mail.Kind.WARNINGS_TO_MESSENGER, Mail.Kind.NEW_DEVICE);
  }

  @Test
  @DisplayName(
      "[L41] nodes without a bot leave it to those that have one; if there is none, it goes by mail after two minutes")
  void nobody_runs_a_bot() {
    move(MESSENGER);
    assertThat(mailed()).hasSize(1);
    signInElsewhere();

    assertThat(mailed()).hasSize(1);
    later(LEASE.minusMillis(1));
    assertThat(mailed()).hasSize(1);
    later(Duration.ofMillis(1));
    assertThat(mailed()).last().isEqualTo(Mail.Kind.NEW_DEVICE);
    assertThat(said()).isEmpty();
  }

  @Test
  @DisplayName("[L45] an account that is disabled meanwhile is warned by mail")
  void a_disabled_account() {
    move(MESSENGER);
    signInElsewhere();
    gatehouse()
        .disableAccount()
        .handle(
            new Act(Actor.operator("op"), house().realm().key(), owner.account().id(), "why"));

    assertThat(said()).isEmpty();

    assertThat(stored(owner.account()).status()).isEqualTo(AccountStatus.DISABLED);
    assertThat(mailed()).contains(Mail.Kind.NEW_DEVICE);
  }

  @Test
  @DisplayName(
      "[L45] who has no address and takes nothing from the bot can not be warned: that is heard, and no dead letter")
  void nobody_to_be_told() {
    settle(AnAccount.in(house().realm().key()).withoutAddress());
    house().messages().block(chat.person().identity());
    signInElsewhere();

    assertThat(said()).isEmpty();
    later(Duration.ofDays(1));
    house().work();

    assertThat(dead()).isEmpty();
    assertThat(house().events(EventType.MESSAGE_REFUSED))
        .singleElement()
        .satisfies(event -> assertThat(event.reason()).isEqualTo("NEW_DEVICE"));
  }

  @Test
  @DisplayName(
      "[L41] what could not be said for too long, of who has no address, is a dead letter that can be said again")
  void a_dead_letter() {
    settle(AnAccount.in(house().realm().key()).withoutAddress());
    signInElsewhere();
    house().messages().failNext(5);
    for (int minutes = 0; minutes < 80; minutes++) {
      deliver(house().messages());
      house().run("mail");
      later(Duration.ofMinutes(1));
    }
    assertThat(dead()).singleElement().satisfies(letter -> {
      assertThat(letter.kind()).isEqualTo(Mail.Kind.NEW_DEVICE);
      assertThat(letter.channel()).isEqualTo(Outbox.Channel.MESSENGER);
    });
    assertThat(said()).isEmpty();

    gatehouse().resendMail().handle(Actor.operator("op"), dead().get(0).id());

    assertThat(said()).containsExactly(Mail.Kind.NEW_DEVICE);
  }

  // ---- once

  @Test
  @DisplayName("[L41] of many nodes each message is said by one")
  void each_is_said_by_one() {
    move(MESSENGER);
    for (int device = 0; device < 9; device++) {
      signInElsewhere();
    }
    Race.of(4, node -> {
      for (int run = 0; run < 3; run++) {
        deliver(house().messages());
        house().run("mail");
      }
      return node;
    });
    assertThat(said()).hasSize(9);
    assertThat(mailed()).containsExactly(Mail.Kind.WARNINGS_TO_MESSENGER);
  }

  @Test
  @DisplayName(
      "[L41] a node that dies between saying it and noting that makes one duplicate, and nothing is lost")
  void a_node_that_dies_makes_one_duplicate() {
    move(MESSENGER);
    for (int device = 0; device < 3; device++) {
      signInElsewhere();
    }
    InMemoryMessageSender messages = house().messages();
    Cable cable = Cable.to(engine());
    Messenger dying = house().node(cable).gatehouse().messenger();
    assertThat(Answer.code(() -> dying.deliver(house().realm(), message -> {
          boolean sent = messages.send(message);
          cable.pull();
          return sent;
        })))
        .isEqualTo(Answer.OUTAGE);

    deliver(messages);
    later(LEASE.plusSeconds(1));

    assertThat(said()).hasSize(4);
    later(LEASE.plusSeconds(1));
    assertThat(said()).hasSize(4);
    assertThat(mailed()).containsExactly(Mail.Kind.WARNINGS_TO_MESSENGER);
  }

  // ---- what is said

  @Test
  @DisplayName(
      "[L40] of who has a second factor the messenger is told no address, and the phrase never; the mail in its place says both")
  void what_the_messenger_is_not_told() {
    settle(AnAccount.in(house().realm().key())
        .phrase(new Phrase("seven blue lanterns"))
        .warnedBy(Vouched.PROVIDER));
    signInElsewhere();
    engine().store().atomically(unit -> {
      unit.accounts().lock(owner.account().id());
      unit.accounts().setSecondFactors(owner.account().id(), Set.of(Method.TOTP), now());
      return true;
    });
    List<MessageSender.Message> heard = new ArrayList<>();
    deliver(message -> {
      heard.add(message);
      return false;
    });

    assertThat(heard)
        .singleElement()
        .satisfies(message -> assertThat(message.values()).containsOnlyKeys("user_agent"));
    assertThat(house().mailsTo(email))
        .singleElement()
        .satisfies(mail -> assertThat(mail.values())
            .containsEntry("address", "192.0.2.7")
            .containsEntry("phrase", "seven blue lanterns"));
  }

  @Test
  @DisplayName("[L40] nor of anybody where the realm wants everybody to have one")
  void what_the_messenger_is_not_told_where_two_factors_have_to_be() {
    settle(AnAccount.in(house().realm().key()).warnedBy(Vouched.PROVIDER));
    signInElsewhere();
    List<MessageSender.Message> heard = new ArrayList<>();

    gatehouse().messenger().deliver(house().realm().withSecondFactorRequired(true), heard::add);

    assertThat(heard)
        .singleElement()
        .satisfies(message -> assertThat(message.values()).containsOnlyKeys("user_agent"));
  }

  @Test
  @DisplayName("[L46] what waits to be said goes with the account")
  void it_goes_with_the_account() {
    move(MESSENGER);
    signInElsewhere();
    Account account = owner.account();
    gatehouse().deleteAccount().handle(owner.client(), seat);
    later(Duration.ofDays(31));
    house().run("purge");

    assertThat(said()).isEmpty();
    assertThat(stored(account).warnedBy()).isEmpty();
  }
}
