package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.handshake.IssueLoginLink;
import dev.gatehouse.application.telegram.DoneAlready;
import dev.gatehouse.application.telegram.ListSessionsByIdentity;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.telegram.Telegram.BotSettings;
import dev.gatehouse.telegram.Telegram.OwnCommands;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people may ask the bot for, by name. */
final class Commands {
  static final String END = "e:";
  static final String SIGN_OUT = "o:";
  static final String UNLINK = "u:";
  static final String WARNINGS = "w:";
  static final String LANGUAGE = "l:";
  static final String KEEP = "k:";

  static final String HERE = "here";
  static final String MAIL = "mail";

  /** The buttons of a message are few, and the newest sessions are what one looks for. */
  private static final int MOST_SESSIONS = 10;

  private static final List<String> FOR_THE_EMBEDDER = List.of("ref_", "promo_");

  private final BotSettings settings;
  private final Gatehouse gatehouse;
  private final Words words;
  private final Readers readers;
  private final HandshakeTalk handshakes;
  private final OwnCommands own;
  private final Map<String, Says> listed = new LinkedHashMap<>();

  Commands(
      BotSettings settings,
      Telegram.BotHouse house,
      Words words,
      Readers readers,
      HandshakeTalk handshakes) {
    this.settings = settings;
    this.gatehouse = house.gatehouse();
    this.words = words;
    this.readers = readers;
    this.handshakes = handshakes;
    this.own = house.ownCommands();
    listed.put("login", Says.COMMAND_LOGIN);
    listed.put("sessions", Says.COMMAND_SESSIONS);
    listed.put("logout_all", Says.COMMAND_LOGOUT_ALL);
    listed.put("link", Says.COMMAND_LINK);
    listed.put("unlink", Says.COMMAND_UNLINK);
    listed.put("warnings", Says.COMMAND_WARNINGS);
    listed.put("language", Says.COMMAND_LANGUAGE);
  }

  Optional<Reply> handle(Guest guest, Command command) {
    return switch (command.name()) {
      case "start" -> start(guest, command);
      case "help" -> Optional.of(welcome(guest));
      case "login" -> Optional.of(login(guest));
      case "sessions" -> Optional.of(sessions(guest));
      case "logout_all" -> Optional.of(ask(guest, Says.SIGN_OUT_ASK, Says.SIGN_OUT_YES, SIGN_OUT));
      case "link" -> Optional.of(link(guest));
      case "unlink" -> Optional.of(ask(guest, Says.UNLINK_ASK, Says.UNLINK_YES, UNLINK));
      case "warnings" -> Optional.of(warnings(guest));
      case "language" -> Optional.of(language(guest, command.argument()));
      default ->
        own(guest, command.name(), command.argument())
            .or(() -> Optional.of(
                Reply.of(words.say(guest.locale(), Says.UNKNOWN) + "\n\n" + list(guest.locale()))));
    };
  }

  private Optional<Reply> start(Guest guest, Command command) {
    String payload = command.startPayload().orElse("");
    if (payload.startsWith(HandshakeTalk.PAYLOAD)) {
      return Optional.of(handshakes.opened(guest, payload));
    }
    if (payload.startsWith("login_")) {
      return Optional.of(login(guest));
    }
    return Optional.of(payload)
        .filter(text -> FOR_THE_EMBEDDER.stream().anyMatch(text::startsWith))
        .flatMap(text -> own(guest, command.name(), text))
        .or(() -> Optional.of(welcome(guest)));
  }

  private Optional<Reply> own(Guest guest, String command, String argument) {
    return own.handle(new Telegram.OwnCommand(
            guest.person().id(), guest.locale(), guest.update(), command, argument))
        .map(Reply::of);
  }

  private Reply welcome(Guest guest) {
    Locale locale = guest.locale();
    return Reply.of(
        words.say(locale, Says.WELCOME, Map.of("site", settings.site())) + "\n\n" + list(locale));
  }

  private String list(Locale locale) {
    StringBuilder lines = new StringBuilder();
    listed.forEach((name, says) -> lines
        .append('/')
        .append(name)
        .append(" – ")
        .append(words.say(locale, says))
        .append('\n'));
    return lines.toString().strip();
  }

  /** For the menu beside what people type, in that language. */
  ObjectNode menu(Locale locale) {
    ObjectNode menu = BotApi.parameters();
    ArrayNode all = menu.putArray("commands");
    listed.forEach((name, says) ->
        all.addObject().put("command", name).put("description", words.say(locale, says)));
    return menu;
  }

  /** The same by language, as far as Telegram knows it: by two letters. */
  Map<String, ObjectNode> menus() {
    Map<String, ObjectNode> menus = new LinkedHashMap<>();
    for (Locale language : words.messages().languages()) {
      if (language.getLanguage().length() == 2) {
        menus.computeIfAbsent(language.getLanguage(), any -> menu(language));
      }
    }
    return menus;
  }

  private Reply login(Guest guest) {
    Locale locale = guest.locale();
    try {
      IssueLoginLink.Issued issued =
          guest.acts().issueLoginLink().handle(settings.realm(), guest.identity());
      long minutes = Purpose.BOT_LINK.life().toMinutes();
      String link = settings.loginPage() + issued.token().reveal();
      return Reply.of(
              words.say(locale, Says.LOGIN_LINK, Map.of("minutes", minutes)) + "\n\n" + link)
          .asSecret();
    } catch (DoneAlready again) {
      // nobody knows the link any more but who was told it
      return Reply.of(words.say(locale, Says.LOGIN_GIVEN));
    }
  }

  Reply sessions(Guest guest) {
    Locale locale = guest.locale();
    ListSessionsByIdentity.Listed listed = gatehouse
        .messenger()
        .listSessions()
        .handle(settings.realm(), guest.identity(), MOST_SESSIONS + 1);
    if (listed.sessions().isEmpty()) {
      return Reply.of(words.say(locale, Says.SESSIONS_NONE));
    }
    List<Session> shown = listed.sessions().stream().limit(MOST_SESSIONS).toList();
    StringBuilder text = new StringBuilder(words.say(
        locale,
        shown.size() < listed.sessions().size() ? Says.SESSIONS_MORE : Says.SESSIONS_LIST,
        Map.of("count", shown.size())));
    Reply reply = Reply.of("");
    int number = 0;
    for (Session session : shown) {
      number++;
      text.append("\n\n").append(number).append(". ").append(line(locale, listed, session));
      reply = reply.with(new Reply.Button(
          words.say(locale, Says.SESSIONS_END, Map.of("number", number)), END + session.id()));
    }
    return new Reply(text.toString(), reply.buttons(), false);
  }

  /** Who has one factor of two is shown no addresses: a session would take the other as well. */
  private String line(Locale locale, ListSessionsByIdentity.Listed listed, Session session) {
    Account account = listed.account();
    String line = words.say(
        locale,
        Says.SESSIONS_LINE,
        Map.of(
            "device", words.device(locale, session.userAgent()),
            "moment",
                words
                    .messages()
                    .moment(locale, session.rotatedAt(), account.profile().timezone())));
    return account.needsSecondFactor(settings.realm())
        ? line
        : line + "\n"
            + words.say(
                locale,
                Says.SESSIONS_ADDRESS,
                Map.of("address", Words.apart(session.address().value())));
  }

  private Reply link(Guest guest) {
    return Reply.of(words.say(
        guest.locale(),
        known(guest) ? Says.LINK_LINKED : Says.LINK_HOW,
        Map.of("site", settings.site())));
  }

  /** Mail is no choice for who has no address. */
  private Reply warnings(Guest guest) {
    Locale locale = guest.locale();
    Account account = account(guest).orElseThrow(() -> new Refusal.NotFound().thrown());
    Reply reply = Reply.of(words.say(locale, Says.WARNINGS_ASK))
        .with(new Reply.Button(words.say(locale, Says.WARNINGS_HERE), WARNINGS + HERE));
    return account.email().isEmpty()
        ? reply
        : reply.with(new Reply.Button(words.say(locale, Says.WARNINGS_MAIL), WARNINGS + MAIL));
  }

  /** Answers with how it is from now on. */
  Reply warned(Guest guest, String where) {
    boolean here = where.equals(HERE);
    try {
      guest.acts().moveWarnings().handle(settings.realm(), guest.identity(), here);
    } catch (DoneAlready again) {
      here = account(guest).filter(account -> account.warnedBy().isPresent()).isPresent();
    }
    return Reply.of(
        words.say(guest.locale(), here ? Says.WARNINGS_NOW_HERE : Says.WARNINGS_NOW_MAIL));
  }

  /** Whether an account has the identity, and may be used. */
  boolean known(Guest guest) {
    return account(guest).isPresent();
  }

  private Optional<Account> account(Guest guest) {
    return gatehouse.findByIdentity().handle(settings.realm(), guest.identity().identity());
  }

  /** Asks before something is done that is not undone. */
  private Reply ask(Guest guest, Says question, Says yes, String data) {
    Locale locale = guest.locale();
    if (!known(guest)) {
      throw new Refusal.NotFound().thrown();
    }
    return Reply.of(words.say(locale, question))
        .with(new Reply.Button(words.say(locale, yes), data))
        .with(new Reply.Button(words.say(locale, Says.NO), KEEP));
  }

  private Reply language(Guest guest, String named) {
    if (!named.isEmpty()) {
      return chosen(guest, named);
    }
    Reply reply = Reply.of(words.say(guest.locale(), Says.LANGUAGE_ASK));
    for (Locale language : words.messages().languages()) {
      reply = reply.with(
          new Reply.Button(language.getDisplayName(language), LANGUAGE + language.toLanguageTag()));
    }
    return reply;
  }

  /** A language that nobody wrote in is asked about again; who has no account is written to as his Telegram is set. */
  Reply chosen(Guest guest, String tag) {
    Locale wanted = Locale.forLanguageTag(tag);
    if (wanted.getLanguage().isEmpty()
        || tag.length() > 35
        || !words.messages().language(wanted).equals(wanted)) {
      return language(guest, "");
    }
    try {
      guest.acts().chooseLanguage().handle(settings.realm(), guest.identity(), Profile.locale(tag));
    } catch (DoneAlready again) {
      // and it is as it was chosen
    } catch (dev.gatehouse.domain.refusal.Refused refused) {
      if (refused.refusal() instanceof Refusal.NotFound) {
        return Reply.of(words.say(guest.locale(), Says.LANGUAGE_OF_TELEGRAM));
      }
      throw refused;
    }
    readers.forget(guest.identity().identity());
    return Reply.of(words.say(wanted, Says.LANGUAGE_CHOSEN));
  }
}
