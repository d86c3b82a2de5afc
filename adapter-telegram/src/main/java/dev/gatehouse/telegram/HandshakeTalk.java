package dev.gatehouse.telegram;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.handshake.OpenHandshake;
import dev.gatehouse.application.telegram.DoneAlready;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.handshake.MatchCode;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.telegram.Telegram.Places;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks who opened a handshake for the two digits that the browser shows, and tells what has come of it; the core compares. */
final class HandshakeTalk {
  static final String PAYLOAD = "auth_";
  static final String DENY = "d:";

  private final Realm realm;
  private final Gatehouse gatehouse;
  private final Words words;
  private final Places places;

  HandshakeTalk(Realm realm, Gatehouse gatehouse, Words words, Places places) {
    this.realm = realm;
    this.gatehouse = gatehouse;
    this.words = words;
    this.places = places;
  }

  /** Shows which browser asks, and from where. */
  Reply opened(Guest guest, String payload) {
    Optional<HandshakeId> id = HandshakeId.parse(payload.substring(PAYLOAD.length()));
    try {
      return id.map(known -> asked(guest, known, open(guest, known)))
          .orElseGet(() -> say(guest, Says.HANDSHAKE_GONE));
    } catch (Refused refused) {
      return gone(guest, refused);
    }
  }

  private OpenHandshake.Asked open(Guest guest, HandshakeId id) {
    try {
      return guest.acts().openHandshake().handle(realm, id, guest.identity());
    } catch (DoneAlready again) {
      return gatehouse.openHandshake().again(realm, id, guest.identity());
    }
  }

  private Reply asked(Guest guest, HandshakeId id, OpenHandshake.Asked asked) {
    gatehouse.messenger().pendingHandshake().ask(realm, guest.identity(), id, guest.update());
    Locale locale = guest.locale();
    StringBuilder text = new StringBuilder(words.say(
        locale,
        Says.HANDSHAKE_ASKS,
        Map.of(
            "device", words.device(locale, asked.userAgent()),
            "address", Words.apart(asked.address()),
            "moment", words.messages().moment(locale, asked.at(), Profile.UTC))));
    places
        .of(asked.address(), locale)
        .ifPresent(place -> text.append('\n')
            .append(words.say(locale, Says.HANDSHAKE_PLACE, Map.of("place", Words.apart(place)))));
    text.append("\n\n").append(words.say(locale, Says.HANDSHAKE_TYPE));
    return Reply.of(text.toString())
        .with(new Reply.Button(words.say(locale, Says.HANDSHAKE_DENY), DENY + id.text()));
  }

  /** What somebody has typed that is no command; empty when nothing was asked. A text that is no such number uses nothing up. */
  Optional<Reply> typed(Guest guest, String text) {
    return gatehouse
        .messenger()
        .pendingHandshake()
        .find(realm, guest.identity())
        .flatMap(
            asked -> asked.answeredBy(guest.update()) && MatchCode.parse(text).isPresent()
                ? Optional.of(confirmed(guest, asked.id(), text))
                : reminder(guest, asked.id()));
  }

  private Optional<Reply> reminder(Guest guest, HandshakeId id) {
    return standing(guest, id)
        .filter(state -> state == HandshakeState.CONFIRMING)
        .map(state -> say(guest, Says.HANDSHAKE_DIGITS));
  }

  private Reply confirmed(Guest guest, HandshakeId id, String digits) {
    try {
      guest.acts().confirmHandshake().handle(realm, id, guest.identity(), digits);
      return say(guest, Says.HANDSHAKE_CONFIRMED);
    } catch (DoneAlready again) {
      return say(guest, told(standing(guest, id)));
    } catch (Refused refused) {
      return refused.refusal() instanceof Refusal.CodeRejected
          ? say(guest, Says.HANDSHAKE_WRONG)
          : gone(guest, refused);
    }
  }

  Reply denied(Guest guest, String id) {
    Optional<HandshakeId> known = HandshakeId.parse(id);
    if (known.isEmpty()) {
      return tooLate(guest, Optional.empty());
    }
    try {
      guest.acts().denyHandshake().handle(realm, known.get(), guest.identity());
      return say(guest, Says.HANDSHAKE_DENIED);
    } catch (DoneAlready again) {
      return tooLate(guest, standing(guest, known.get()));
    } catch (Refused refused) {
      if (refused.refusal() instanceof Refusal.NotFound) {
        return tooLate(guest, standing(guest, known.get()));
      }
      throw refused;
    }
  }

  /** Who refuses is not to be reassured: a browser may be in, even where nothing is known of it any more. */
  private Reply tooLate(Guest guest, Optional<HandshakeState> state) {
    Says how = told(state);
    Reply reply = say(guest, how);
    return how == Says.HANDSHAKE_GONE
        ? Reply.of(
            reply.text() + "\n\n/sessions – " + words.say(guest.locale(), Says.COMMAND_SESSIONS))
        : reply;
  }

  private Optional<HandshakeState> standing(Guest guest, HandshakeId id) {
    return gatehouse.messenger().pendingHandshake().standing(realm, guest.identity(), id);
  }

  /** How things stand, for who has answered before. */
  private static Says told(Optional<HandshakeState> state) {
    return state
        .map(known -> switch (known) {
          case COMPLETED -> Says.HANDSHAKE_CONFIRMED;
          case COLLECTED -> Says.HANDSHAKE_LET_IN;
          case DENIED -> Says.HANDSHAKE_DENIED;
          case CONFIRMING -> Says.HANDSHAKE_DIGITS;
          case PENDING -> Says.HANDSHAKE_GONE;
        })
        .orElse(Says.HANDSHAKE_GONE);
  }

  private Reply gone(Guest guest, Refused refused) {
    if (refused.refusal() instanceof Refusal.NotFound) {
      return say(guest, Says.HANDSHAKE_GONE);
    }
    throw refused;
  }

  private Reply say(Guest guest, Says what) {
    return Reply.of(words.say(guest.locale(), what));
  }
}
