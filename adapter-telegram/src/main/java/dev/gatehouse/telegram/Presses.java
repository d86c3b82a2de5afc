package dev.gatehouse.telegram;

import dev.gatehouse.application.telegram.DoneAlready;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.SessionId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the buttons do. Their data is what somebody sends, be it of a button or not: whose account is touched is said by who sends it, never by the data. */
final class Presses {
  private static final Pattern SESSION =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Realm realm;
  private final Commands commands;
  private final HandshakeTalk handshakes;
  private final Words words;

  Presses(Realm realm, Commands commands, HandshakeTalk handshakes, Words words) {
    this.realm = realm;
    this.commands = commands;
    this.handshakes = handshakes;
    this.words = words;
  }

  /** Empty for what is no button of ours. */
  Optional<Reply> handle(Guest guest, String data) {
    String kind = data.substring(0, Math.min(2, data.length()));
    String rest = data.substring(kind.length());
    return switch (kind) {
      case HandshakeTalk.DENY -> Optional.of(handshakes.denied(guest, rest));
      case Commands.END ->
        Optional.of(rest)
            .filter(id -> SESSION.matcher(id).matches())
            .map(id -> ended(guest, new SessionId(UUID.fromString(id))));
      case Commands.SIGN_OUT -> Optional.of(signedOut(guest));
      case Commands.UNLINK -> Optional.of(unlinked(guest));
      case Commands.WARNINGS ->
        Optional.of(rest)
            .filter(where -> where.equals(Commands.HERE) || where.equals(Commands.MAIL))
            .map(where -> commands.warned(guest, where));
      case Commands.LANGUAGE -> Optional.of(commands.chosen(guest, rest));
      case Commands.KEEP -> Optional.of(Reply.of(words.say(guest.locale(), Says.KEPT)));
      default -> Optional.empty();
    };
  }

  /** Answers with the sessions that are left, however it went. */
  private Reply ended(Guest guest, SessionId id) {
    try {
      guest.acts().endSession().handle(realm, guest.identity(), id);
    } catch (DoneAlready again) {
      // and it is ended
    } catch (Refused refused) {
      if (!(refused.refusal() instanceof Refusal.NotFound)) {
        throw refused;
      }
      Reply left = commands.sessions(guest);
      return new Reply(
          words.say(guest.locale(), Says.SESSIONS_GONE) + "\n\n" + left.text(),
          left.buttons(),
          false);
    }
    return commands.sessions(guest);
  }

  private Reply signedOut(Guest guest) {
    try {
      int count = guest.acts().signOut().handle(realm, guest.identity());
      return Reply.of(words.say(guest.locale(), Says.SIGN_OUT_DONE, Map.of("count", count)));
    } catch (DoneAlready again) {
      return commands.sessions(guest);
    }
  }

  private Reply unlinked(Guest guest) {
    try {
      guest.acts().unlink().handle(realm, guest.identity());
    } catch (DoneAlready again) {
      // and it is unlinked, or was refused: how it stands now is said by who asks anew
      return Reply.of(
          words.say(guest.locale(), commands.known(guest) ? Says.KEPT : Says.UNLINK_DONE));
    }
    return Reply.of(words.say(guest.locale(), Says.UNLINK_DONE));
  }
}
