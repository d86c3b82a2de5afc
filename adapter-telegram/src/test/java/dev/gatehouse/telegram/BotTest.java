package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.telegram.BotApiServer.Call;
import dev.gatehouse.telegram.Telegram.OwnCommands;
import dev.gatehouse.telegram.Telegram.Places;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people say to the bot, and what comes of it: over the whole core, by long polls of a Bot API over real sockets. */
class BotTest {
  private static final long ADA = 4711;
  private static final long EVE = 666;

  private Talk talk = Talk.begun();

  @AfterEach
  void close() {
    talk.close();
  }

  private House house() {
    return talk.house();
  }

  private Optional<HandshakeState> state(BeginHandshake.Begun begun) {
    return house()
        .gatehouse()
        .lookAtHandshake()
        .handle(house().client("192.0.2.99"), begun.id(), begun.flow());
  }

  private Entered collect(BeginHandshake.Begun begun) {
    return house()
        .gatehouse()
        .collectHandshake()
        .handle(house().client("192.0.2.99"), begun.id(), begun.flow(), Arrival.NEWCOMER);
  }

  private String opens(long person, BeginHandshake.Begun begun) {
    return talk.says(person, "/start auth_" + begun.id().text());
  }

  private static String other(BeginHandshake.Begun begun) {
    return begun.match().reveal().equals("42") ? "43" : "42";
  }

  // ---- the handshake

  @Test
  @DisplayName(
      "[L11] who opens a handshake is shown the browser, types its two digits, and the browser is in")
  void the_whole_way() {
    BeginHandshake.Begun begun = talk.begin();

    assertThat(opens(ADA, begun)).contains("192.0.2.99", "two digits");
    assertThat(state(begun)).contains(HandshakeState.CONFIRMING);
    assertThat(talk.says(ADA, begun.match().reveal())).contains("go on in the browser");
    assertThat(state(begun)).contains(HandshakeState.COMPLETED);

    SignIn.SignedIn in = (SignIn.SignedIn) collect(begun).signIn();
    assertThat(talk.vouched(ADA).signIn().account().id()).isEqualTo(in.account().id());
  }

  @Test
  @DisplayName("[L11] one wrong number denies for good, and the right one after it is nothing")
  void a_wrong_number_denies() {
    BeginHandshake.Begun begun = talk.begin();
    opens(ADA, begun);

    assertThat(talk.says(ADA, other(begun))).contains("not the right digits");
    assertThat(talk.says(ADA, begun.match().reveal())).contains("nothing to confirm");

    assertThat(state(begun)).contains(HandshakeState.DENIED);
    assertThat(Refusals.of(() -> collect(begun))).isEqualTo(new Refusal.IdentityRejected());
  }

  @Test
  @DisplayName("[L11] what is no number of two digits is no answer, and is asked for again")
  void chatter_uses_nothing_up() {
    BeginHandshake.Begun begun = talk.begin();
    opens(ADA, begun);

    for (String chatter : List.of("hello", "7", "123", "4 2 ", "forty-two", "/help")) {
      talk.says(ADA, chatter);
      assertThat(state(begun)).as(chatter).contains(HandshakeState.CONFIRMING);
    }
    assertThat(talk.says(ADA, "hello")).contains("two digits");
    assertThat(talk.says(ADA, " " + begun.match().reveal() + " ")).contains("go on in the browser");
    assertThat(talk.says(ADA, "thanks")).contains("not asked");
  }

  @Test
  @DisplayName("[L11] the digits of anybody else than who opened it do nothing")
  void another_s_digits_do_nothing() {
    BeginHandshake.Begun begun = talk.begin();
    opens(ADA, begun);

    assertThat(opens(EVE, begun)).contains("nothing to confirm");
    assertThat(talk.says(EVE, begun.match().reveal())).contains("nothing to confirm");
    assertThat(talk.presses(EVE, "d:" + begun.id().text())).contains("nothing to confirm");

    assertThat(state(begun)).contains(HandshakeState.CONFIRMING);
    assertThat(talk.says(ADA, begun.match().reveal())).contains("go on in the browser");
  }

  @Test
  @DisplayName("[L11] the button denies, and nothing confirms after it")
  void the_button_denies() {
    BeginHandshake.Begun begun = talk.begin();
    opens(ADA, begun);
    Call asked = talk.api().lastSaid();
    assertThat(Talk.data(asked)).containsExactly("d:" + begun.id().text());

    assertThat(talk.presses(ADA, "d:" + begun.id().text())).contains("was refused");
    assertThat(talk.api().lastSaid().method()).isEqualTo("editMessageText");
    assertThat(talk.api().lastSaid().buttons()).isEmpty();
    assertThat(talk.says(ADA, begun.match().reveal())).contains("nothing to confirm");

    assertThat(state(begun)).contains(HandshakeState.DENIED);
    assertThat(talk.api().calls("answerCallbackQuery")).hasSize(1);
  }

  @Test
  @DisplayName("[L44] a start link that comes again is asked again, and is on record once")
  void a_handshake_is_opened_once_for_one_message() {
    BeginHandshake.Begun begun = talk.begin();
    ObjectNode start =
        BotApiServer.message(talk.next(), ADA, "/start auth_" + begun.id().text());
    String asked = talk.says(start);
    assertThat(asked).contains("two digits");

    assertThat(talk.deal(start)).isEqualTo(asked);

    assertThat(house().events(EventType.HANDSHAKE_OPENED)).hasSize(1);
    assertThat(talk.says(ADA, begun.match().reveal())).contains("go on in the browser");
    assertThat(talk.deal(start)).as("once it is confirmed").doesNotContain("two digits");
    assertThat(house().events(EventType.HANDSHAKE_FAILED)).isEmpty();
  }

  @Test
  @DisplayName("[L11] the number of an older handshake is no answer to a newer one by coming again")
  void an_answer_that_comes_again_is_no_answer_to_something_else() {
    BeginHandshake.Begun first = talk.begin();
    opens(ADA, first);
    ObjectNode digits = BotApiServer.message(talk.next(), ADA, first.match().reveal());
    assertThat(talk.says(digits)).contains("go on in the browser");
    BeginHandshake.Begun second = talk.begin();
    while (second.match().reveal().equals(first.match().reveal())) {
      second = talk.begin();
    }
    opens(ADA, second);

    assertThat(talk.deal(digits)).contains("two digits");

    assertThat(state(second)).contains(HandshakeState.CONFIRMING);
    assertThat(talk.says(ADA, second.match().reveal())).contains("go on in the browser");
  }

  @Test
  @DisplayName(
      "[L11] digits that nothing was asked for are no answer to what is opened before they come")
  void digits_that_come_late_are_no_answer() {
    BeginHandshake.Begun begun = talk.begin();
    ObjectNode digits = BotApiServer.message(talk.next(), ADA, begun.match().reveal());
    opens(ADA, begun);

    assertThat(talk.deal(digits)).contains("two digits");

    assertThat(state(begun)).contains(HandshakeState.CONFIRMING);
    assertThat(talk.says(ADA, begun.match().reveal())).contains("go on in the browser");
  }

  @Test
  @DisplayName("[L11] what has run out, is none, or is half of one, is told to be none")
  void no_handshake() {
    BeginHandshake.Begun begun = talk.begin();
    house().clock().advance(Duration.ofMinutes(6));
    for (String payload : List.of(
        "auth_" + begun.id().text(), "auth_", "auth_x", "auth_" + begun.id().text() + "x")) {
      assertThat(talk.says(ADA, "/start " + payload)).as(payload).contains("nothing to confirm");
    }
  }

  @Test
  void a_place_is_said_where_the_embedder_knows_it_and_is_plain_text() {
    talk.close();
    talk =
        Talk.with((address, reader) -> Optional.of("Here\u202e\n<b>" + address), OwnCommands.NONE);

    assertThat(opens(ADA, talk.begin())).contains("Place: \u2068Here  <b>192.0.2.99\u2069");
    assertThat(talk.api().lastSaid().asked().has("parse_mode")).isFalse();
  }

  @Test
  @DisplayName(
      "[L11] who refuses a browser that is in by now is told that it is in, and how to end that")
  void a_refusal_that_comes_too_late_does_not_reassure() {
    BeginHandshake.Begun begun = talk.begin();
    opens(ADA, begun);
    talk.says(ADA, begun.match().reveal());
    collect(begun);
    ObjectNode press =
        BotApiServer.press(talk.next(), ADA, ADA, "d:" + begun.id().text());

    assertThat(talk.says(press)).contains("was let in", "/sessions", "/logout_all");
    assertThat(talk.deal(press)).as("again").contains("was let in", "/logout_all");
    assertThat(talk.presses(EVE, "d:" + begun.id().text()))
        .as("to whom it is none of his business")
        .doesNotContain("was let in");

    house().clock().advance(Duration.ofHours(1));
    assertThat(talk.presses(ADA, "d:" + begun.id().text()))
        .as("and when nothing is known of it any more")
        .contains("/sessions");
  }

  // ---- the link

  @Test
  @DisplayName("[L14] a link signs in who was given it, once, after a press")
  void a_link_signs_in() {
    String said = talk.says(ADA, "/login");
    String token = said.substring(said.indexOf("#token=") + "#token=".length()).strip();
    assertThat(talk.api().lastSaid().asked().path("protect_content").asBoolean())
        .isTrue();

    Entered entered = house()
        .gatehouse()
        .signInWithLoginLink()
        .handle(house().client(), new SecretText(token), true, Arrival.NEWCOMER);
    assertThat(entered.newcomer()).isTrue();
    assertThat(talk.vouched(ADA).signIn().account().id())
        .isEqualTo(((SignIn.SignedIn) entered.signIn()).account().id());
  }

  @Test
  void a_start_link_for_signing_in_gives_a_link_too() {
    assertThat(talk.says(ADA, "/start login_shop")).contains("#token=");
  }

  @Test
  void a_link_is_not_made_twice_for_one_message() {
    ObjectNode login = BotApiServer.message(talk.next(), ADA, "/login");
    assertThat(talk.says(login)).contains("#token=");
    assertThat(talk.deal(login)).contains("made already").doesNotContain("#token=");
    assertThat(house().events(EventType.LOGIN_LINK_ISSUED)).hasSize(1);
  }

  @Test
  @DisplayName("[L31] a message that comes again is not counted again")
  void a_link_that_was_made_is_counted_once() {
    ObjectNode login = BotApiServer.message(talk.next(), ADA, "/login");
    assertThat(talk.says(login)).contains("#token=");
    for (int i = 0; i < 6; i++) {
      assertThat(talk.deal(login)).contains("made already");
    }
    assertThat(talk.says(ADA, "/login")).contains("#token=");
  }

  // ---- sessions

  private List<Session> sessions(Account account) {
    return house()
        .storage()
        .sessions()
        .live(account.id(), Optional.empty(), 100, house().clock().instant());
  }

  @Test
  @DisplayName("[L23][L24] a button ends the one session it stands for, and once")
  void a_button_ends_one_session() {
    Vouched ada = talk.vouched(ADA);
    Account account = ada.signIn().account();
    ada.signIn();
    assertThat(talk.says(ADA, "/sessions")).contains("2 devices", "IP address");
    List<String> buttons = Talk.data(talk.api().lastSaid());
    assertThat(buttons).hasSize(2).allMatch(data -> data.length() <= 64);

    ObjectNode press = BotApiServer.press(talk.next(), ADA, ADA, buttons.get(0));
    assertThat(talk.says(press)).contains("1 device");

    assertThat(sessions(account)).hasSize(1);
    assertThat(buttons.get(1)).endsWith(sessions(account).get(0).id().toString());
    assertThat(talk.deal(press)).as("again").contains("1 device").doesNotContain("ended already");
    assertThat(house().events(EventType.SESSION_ENDED)).hasSize(1);
  }

  @Test
  void that_there_are_more_sessions_than_are_shown_is_said() {
    Vouched ada = talk.vouched(ADA);
    for (int i = 0; i < 10; i++) {
      ada.signIn();
    }
    assertThat(talk.says(ADA, "/sessions")).contains("on 10 devices").doesNotContain("more than");
    ada.signIn();
    assertThat(talk.says(ADA, "/sessions")).contains("more than 10 devices", "/logout_all");
    assertThat(Talk.data(talk.api().lastSaid())).hasSize(10);
  }

  @Test
  @DisplayName("[L23] the button of another's session, pressed or sent by hand, ends nothing")
  void another_s_button_ends_nothing() {
    Account ada = talk.vouched(ADA).signIn().account();
    Account eve = talk.vouched(EVE).signIn().account();
    talk.says(ADA, "/sessions");
    String button = Talk.data(talk.api().lastSaid()).get(0);

    // forwarded, and pressed in her own chat
    assertThat(talk.presses(EVE, button)).contains("ended already");
    // pressed where it stands, in his chat or a group
    int said = talk.api().said().size();
    talk.says(BotApiServer.press(talk.next(), EVE, ADA, button));
    talk.says(BotApiServer.press(talk.next(), EVE, -100, "o:"));
    assertThat(talk.api().said()).hasSize(said);

    assertThat(sessions(ada)).hasSize(1);
    assertThat(sessions(eve)).hasSize(1);
  }

  @Test
  void data_of_no_button_of_ours_does_nothing_and_the_press_is_answered() {
    Account ada = talk.vouched(ADA).signIn().account();
    for (String data : List.of("e:", "e:nobody", "x:1", "e", "d:", "l:", "l:../../x", "::")) {
      talk.presses(ADA, data);
    }
    assertThat(talk.api().calls("answerCallbackQuery")).hasSize(8);
    assertThat(sessions(ada)).hasSize(1);
  }

  @Test
  @DisplayName("[L23] everywhere is signed out after a press, once: a session made since goes on")
  void signs_out_everywhere() {
    Vouched ada = talk.vouched(ADA);
    Account account = ada.signIn().account();
    ada.signIn();
    assertThat(talk.says(ADA, "/logout_all")).contains("everywhere");
    assertThat(sessions(account)).as("asked first").hasSize(2);
    assertThat(talk.presses(ADA, "k:")).contains("Nothing was changed");
    assertThat(sessions(account)).hasSize(2);

    ObjectNode yes = BotApiServer.press(talk.next(), ADA, ADA, "o:");
    assertThat(talk.says(yes)).contains("2 sessions");
    assertThat(sessions(account)).isEmpty();

    ada.signIn();
    assertThat(talk.deal(yes)).contains("1 device");
    assertThat(sessions(account)).as("made since").hasSize(1);
  }

  @Test
  @DisplayName("[L07] who has one factor of two sees no addresses, and unlinks nothing")
  void one_factor_of_two() {
    Careful careful = Careful.of(house());
    talk.vouched(ADA).link(careful.person().client(), careful.claims());

    assertThat(talk.says(ADA, "/sessions")).contains("1 device").doesNotContain("IP address");
    assertThat(talk.presses(ADA, "u:")).contains("second factor");
    assertThat(talk.says(ADA, "/link")).contains("is connected");
  }

  @Test
  @DisplayName("[L08] an account that is disabled or leaves is none to the bot")
  void accounts_that_may_not_be_used() {
    House.Person person = house().person();
    talk.vouched(ADA)
        .link(person.client(), house().claims(house().signIn(person).tokens()));
    house()
        .gatehouse()
        .deleteAccount()
        .handle(person.client(), house().claims(house().signIn(person).tokens()));

    for (String command : List.of("/sessions", "/logout_all", "/unlink")) {
      assertThat(talk.says(ADA, command)).as(command).contains("not connected");
    }
    for (String data : List.of("o:", "u:", "l:de", "w:here", "w:mail")) {
      talk.presses(ADA, data);
    }
    assertThat(house().events(EventType.WARNINGS_MOVED)).isEmpty();
    assertThat(house().events(EventType.SIGNED_OUT_EVERYWHERE)).isEmpty();
    assertThat(house().events(EventType.IDENTITY_UNLINKED)).isEmpty();
  }

  // ---- linking and language

  @Test
  @DisplayName("[L45] unlinking asks first, happens once, and leaves another way in")
  void unlinks() {
    House.Person person = house().person();
    talk.vouched(ADA)
        .link(person.client(), house().claims(house().signIn(person).tokens()));

    assertThat(talk.says(ADA, "/unlink")).contains("Disconnect");
    assertThat(house().events(EventType.IDENTITY_UNLINKED)).isEmpty();
    assertThat(talk.presses(ADA, "u:")).contains("no longer connected");
    assertThat(house().events(EventType.IDENTITY_UNLINKED)).hasSize(1);
    assertThat(talk.says(ADA, "/link")).contains("connect Telegram in the settings");
  }

  @Test
  void the_last_way_in_stays() {
    talk.vouched(ADA).signIn();
    assertThat(talk.presses(ADA, "u:")).contains("only way");
    assertThat(house().events(EventType.IDENTITY_UNLINKED)).isEmpty();
  }

  @Test
  void a_language_is_chosen_for_the_account_and_read_from_then_on() {
    Account account = talk.vouched(ADA).signIn().account();
    talk.says(ADA, "/language");
    assertThat(Talk.data(talk.api().lastSaid()))
        .containsExactly("l:en", "l:ru", "l:de", "l:fa", "l:zh-CN");

    assertThat(talk.presses(ADA, "l:de")).contains("Deutsch");
    assertThat(talk.says(ADA, "/sessions")).contains("angemeldet");
    assertThat(house()
            .storage()
            .accounts()
            .find(account.realm(), account.id())
            .orElseThrow()
            .account()
            .profile()
            .locale())
        .isEqualTo(Locale.GERMAN);
    assertThat(talk.says(ADA, "/language tlh")).contains("Welche Sprache");
  }

  @Test
  void a_language_that_was_changed_elsewhere_is_read_after_a_minute() {
    AccessClaims claims = house().claims(talk.vouched(ADA).signIn().tokens());
    assertThat(talk.says(ADA, "/sessions")).doesNotContain("angemeldet");
    house()
        .gatehouse()
        .updateProfile()
        .handle(
            house().client(),
            claims,
            stored -> new Profile(stored.displayName(), Locale.GERMAN, stored.timezone()));

    assertThat(talk.says(ADA, "/sessions")).as("remembered").doesNotContain("angemeldet");
    house().clock().advance(Duration.ofSeconds(61));
    assertThat(talk.says(ADA, "/sessions")).contains("angemeldet");
  }

  @Test
  void who_has_no_account_is_written_to_as_his_telegram_is_set() {
    ObjectNode russian = BotApiServer.message(talk.next(), EVE, "/language de");
    ((ObjectNode) russian.path("message").path("from")).put("language_code", "ru");
    assertThat(talk.says(russian)).contains("языке вашего Telegram");
  }

  // ---- warnings

  private House.Person linked(AnAccount draft) {
    House.Person person = house().resident(draft);
    talk.vouched(ADA)
        .link(person.client(), house().claims(house().signIn(person).tokens()));
    return person;
  }

  private List<String> warned() {
    int before = talk.api().said().size();
    talk.run("telegram-messages");
    return talk.api().said().stream().skip(before).map(Call::text).toList();
  }

  @Test
  @DisplayName(
      "[L45] who wants it is warned of a new sign-in in the chat, and no longer by mail, until he wants it otherwise")
  void warns() {
    House.Person person = linked(AnAccount.in(house().realm().key()));
    house().signIn(person.at(house().client("192.0.2.7")));
    assertThat(warned()).isEmpty();

    assertThat(talk.says(ADA, "/warnings")).contains("Where do you want");
    assertThat(Talk.data(talk.api().lastSaid())).containsExactly("w:here", "w:mail");
    assertThat(talk.presses(ADA, "w:here")).contains("From now on I warn you here");
    house().signIn(person.at(house().client("192.0.2.8")));

    assertThat(warned())
        .singleElement()
        .satisfies(text -> assertThat(text).contains("New sign-in", "192.0.2.8", "/logout_all"));
    assertThat(talk.api().lastSaid().chat()).isEqualTo(ADA);
    assertThat(talk.presses(ADA, "w:mail")).contains("by mail");
    assertThat(warned()).singleElement().satisfies(text -> assertThat(text).contains("by mail"));
    house().signIn(person.at(house().client("192.0.2.9")));
    assertThat(warned()).isEmpty();
    assertThat(house().mailsTo(person.account().email().orElseThrow()))
        .extracting(Mail::kind)
        .containsExactly(
            Mail.Kind.IDENTITY_LINKED,
            Mail.Kind.NEW_DEVICE,
            Mail.Kind.WARNINGS_TO_MESSENGER,
            Mail.Kind.WARNINGS_TO_MAIL,
            Mail.Kind.NEW_DEVICE);
  }

  @Test
  @DisplayName("[L45] who has blocked the bot is warned by mail")
  void warns_who_has_blocked_it() {
    House.Person person = linked(AnAccount.in(house().realm().key()));
    talk.presses(ADA, "w:here");
    house().signIn(person.at(house().client("192.0.2.7")));
    talk.api().fail("sendMessage", BotApiServer.Fault.code(403));

    assertThat(warned()).isEmpty();

    assertThat(house().mailsTo(person.account().email().orElseThrow()))
        .last()
        .extracting(Mail::kind)
        .isEqualTo(Mail.Kind.NEW_DEVICE);
  }

  @Test
  @DisplayName(
      "[L10] with a second factor it is moved in the browser alone; of strangers' buttons nothing is moved; once for each press")
  void moves_no_more_than_it_may() {
    House.Person person = linked(AnAccount.in(house().realm().key()));
    assertThat(talk.presses(EVE, "w:here")).contains("not connected");
    for (String data : List.of("w:", "w:pigeon", "w:mail2")) {
      assertThat(talk.presses(ADA, data)).as(data).isEmpty();
    }
    ObjectNode press = BotApiServer.press(talk.next(), ADA, ADA, "w:here");
    assertThat(talk.says(press)).contains("warn you here");
    talk.presses(ADA, "w:mail");
    assertThat(talk.deal(press)).as("that comes again").contains("by mail");
    assertThat(house().events(EventType.WARNINGS_MOVED)).hasSize(2);

    Careful.of(house(), person);
    assertThat(talk.presses(ADA, "w:here")).contains("second factor", "do it there");
    assertThat(house().events(EventType.WARNINGS_MOVED)).hasSize(2);
  }

  @Test
  @DisplayName("[L45] who has no address is warned in the chat unasked, and is offered no mail")
  void warns_who_has_no_address() {
    talk.vouched(ADA).signIn();
    talk.vouched(ADA).enter(house().client("192.0.2.7"));

    assertThat(warned())
        .singleElement()
        .satisfies(text -> assertThat(text).contains("New sign-in", "192.0.2.7"));
    talk.says(ADA, "/warnings");
    assertThat(Talk.data(talk.api().lastSaid())).containsExactly("w:here");
    talk.presses(ADA, "w:mail");
    assertThat(house().events(EventType.WARNINGS_MOVED)).isEmpty();
    assertThat(talk.presses(ADA, "w:here")).contains("warn you here");
  }

  // ---- manners

  @Test
  void a_greeting_says_what_the_bot_can_do() {
    for (String text : List.of("/start", "/help", "/start nonsense", "/start ref_x")) {
      assertThat(talk.says(ADA, text))
          .as(text)
          .contains("https://customers.example.com", "/login", "/language");
    }
    assertThat(talk.says(ADA, "/nonsense")).contains("no command", "/login");
    assertThat(talk.says(ADA, "hello")).contains("not asked");
  }

  @Test
  void a_group_is_answered_once_in_a_while_and_only_by_name() {
    talk.run("telegram-introduction");
    long group = -1001234567890L;
    for (String text : List.of("/sessions", "/start", "hello", "/login@other_bot", "42")) {
      talk.says(BotApiServer.message(talk.next(), ADA, group, "supergroup", text));
    }
    assertThat(talk.api().said()).isEmpty();

    talk.vouched(ADA).signIn();
    String said = talk.says(
        BotApiServer.message(talk.next(), ADA, group, "supergroup", "/sessions@Gate_Bot"));
    assertThat(said).contains("private chat").doesNotContain("device");
    for (int i = 0; i < 5; i++) {
      talk.says(BotApiServer.message(talk.next(), EVE, group, "supergroup", "/login@gate_bot"));
    }
    assertThat(talk.api().said()).hasSize(1);
  }

  @Test
  void bots_anonymous_administrators_and_channels_are_nobody() {
    ObjectNode bot = BotApiServer.message(talk.next(), ADA, "/login");
    ((ObjectNode) bot.path("message").path("from")).put("is_bot", true);
    ObjectNode post = BotApiServer.message(talk.next(), ADA, "/login");
    post.set("channel_post", post.remove("message"));
    ObjectNode anonymous =
        BotApiServer.message(talk.next(), 1087968824, -100, "supergroup", "/login@gate_bot");
    ((ObjectNode) anonymous.path("message").path("from")).put("is_bot", true);
    for (ObjectNode update : List.of(bot, post, anonymous)) {
      assertThat(talk.says(update)).isEmpty();
    }
    assertThat(house().events(EventType.LOGIN_LINK_ISSUED)).isEmpty();
  }

  @Test
  void in_a_private_chat_no_other_bot_can_be_meant() {
    // what it is called, the bot does not know yet
    assertThat(talk.says(ADA, "/login@Gate_bot")).contains("#token=");
  }

  @Test
  @DisplayName("[L31] five messages in ten seconds, one reminder, and silence for the rest")
  void who_says_too_much_is_not_answered() {
    for (int i = 0; i < 20; i++) {
      talk.comesAgain(BotApiServer.message(talk.next(), ADA, "hello"));
    }
    List<String> said = talk.api().said().stream().map(Call::text).toList();
    assertThat(said.stream().filter(text -> text.contains("too fast"))).hasSize(1);
    assertThat(said.stream().filter(text -> text.contains("not asked"))).hasSize(5);
    assertThat(talk.says(EVE, "hello")).contains("not asked");
    house().clock().advance(Duration.ofSeconds(10));
    assertThat(talk.says(ADA, "hello")).contains("not asked");
  }

  @Test
  @DisplayName("[L31] who presses and writes without end keeps nobody else waiting")
  void one_person_does_not_silence_the_bot() {
    for (int i = 0; i < 30; i++) {
      talk.api().deliver(BotApiServer.press(talk.next(), EVE, EVE, "k:"));
      talk.api().deliver(BotApiServer.press(talk.next(), EVE, -100, "o:"));
      talk.api().deliver(BotApiServer.message(talk.next(), EVE, "hello"));
    }
    talk.api().deliver(BotApiServer.message(talk.next(), ADA, "hello"));
    Instant began = house().clock().instant();
    while (talk.api().said().stream().noneMatch(said -> said.chat() == ADA)) {
      talk.poll();
    }
    assertThat(Duration.between(began, house().clock().instant()))
        .isLessThan(Duration.ofSeconds(5));
    assertThat(talk.api().calls("answerCallbackQuery").size())
        .as("as many as are allowed")
        .isBetween(1, 5);
  }

  @Test
  void the_embedder_s_own_commands_and_payloads() {
    AtomicInteger asked = new AtomicInteger();
    talk.close();
    talk = Talk.with(Places.NONE, command -> {
      asked.incrementAndGet();
      return command.name().equals("price") || command.argument().startsWith("ref_")
          ? Optional.of(command.name() + " of " + command.person() + ": " + command.argument())
          : Optional.empty();
    });
    assertThat(talk.says(ADA, "/price 7 gems")).isEqualTo("price of 4711: 7 gems");
    assertThat(talk.says(ADA, "/start ref_bob")).isEqualTo("start of 4711: ref_bob");
    assertThat(talk.says(ADA, "/start promo_x")).contains("/login");
    assertThat(talk.says(ADA, "/start other_x")).contains("/login");
    assertThat(talk.says(ADA, "/sessions")).as("ours are ours").contains("not connected");
    assertThat(asked).hasValue(3);
  }

  @Test
  @DisplayName("[L40] nothing that the bot says or is told is printed")
  void nothing_is_printed() {
    assertThat(Reply.of("a secret").toString()).doesNotContain("secret");
    assertThat(new Command("login", Optional.empty(), "a secret").toString())
        .doesNotContain("secret");
    assertThat(new Telegram.OwnCommand(ADA, Locale.ENGLISH, 1, "x", "a secret").toString())
        .doesNotContain("secret", "4711");
  }
}
