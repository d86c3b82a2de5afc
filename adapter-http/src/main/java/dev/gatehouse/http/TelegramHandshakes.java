package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import java.time.Instant;
import java.util.Optional;

/** A browser or app that is let in by somebody's Telegram: it shows a picture and a number, asks how far that has come, and collects. Or it was given a link there. */
final class TelegramHandshakes {
  private static final Field FLOW =
      Field.text("flow", 200, "the handle that beginning answered; browsers have it as a cookie");

  static final Fields BEGIN = Fields.of(DeviceMarks.FIELD);
  static final Fields STATUS = Fields.of(
          Field.text("token", 200, "what beginning answered").needed(), FLOW, Device.FIELD)
      .and(TelegramProofs.ARRIVING);
  static final Fields BOT_LINK = Fields.of(
          Field.text("token", 128, "of the link that the bot gave").needed(),
          Field.flag("confirm", "whether somebody was shown whose link it is, and goes on"),
          Device.FIELD)
      .and(TelegramProofs.ARRIVING);

  private final Gatehouse gatehouse;

  TelegramHandshakes(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /**
   * What to show.
   *
   * @param token names the handshake, and is in the links; it is worth nothing without the handle
   * @param botUrl to the bot by the web, {@code deepLinkUrl} by the app that is installed, {@code qrSvg} the former as a picture
   * @param matchCode what is to be typed at the bot
   */
  record BegunView(
      String token,
      @OmittedWhenEmpty Optional<FlowHandle> flow,
      String botUrl,
      String deepLinkUrl,
      String qrSvg,
      String matchCode,
      Instant expiresAt) {
    @Override
    public String toString() {
      return "BegunView[…]";
    }
  }

  /**
   * How far it has come.
   *
   * @param status {@code pending}, {@code confirming}, {@code completed}, {@code denied} or {@code expired}
   * @param loginResult as signing in answers, once: where it is completed
   */
  record HandshakeView(String status, Optional<SignInView> loginResult) {}

  /** The same for who only looks. */
  record ProgressView(String status) {
    static ProgressView of(Optional<HandshakeState> state) {
      return new ProgressView(state.map(ProgressView::word).orElse("expired"));
    }

    private static String word(HandshakeState state) {
      return switch (state) {
        case PENDING -> "pending";
        case CONFIRMING -> "confirming";
        case COMPLETED -> "completed";
        case DENIED -> "denied";
        case COLLECTED -> "expired";
      };
    }
  }

  Answer begin(Visit visit) {
    String bot = visit
        .place()
        .door()
        .telegram()
        .flatMap(HttpServer.TelegramBot::username)
        .orElseThrow(() -> new Refusal.ProvidersShut().thrown());
    BeginHandshake.Begun begun = gatehouse.beginHandshake().handle(visit.client());
    String start = "auth_" + begun.id().text();
    String web = "https://t.me/" + bot + "?start=" + start;
    return Flows.begun(
        visit,
        FlowCookie.HANDSHAKE,
        begun.flow(),
        shown -> Answer.ok(new BegunView(
            begun.id().text(),
            shown,
            web,
            "tg://resolve?domain=" + bot + "&start=" + start,
            QrSvg.of(web),
            begun.match().reveal(),
            begun.endsAt())));
  }

  /** Who shows no handle, or another, learns what he would of one that has run out. */
  Answer status(Visit visit) {
    Client client = Device.client(visit);
    Optional<HandshakeId> id = HandshakeId.parse(visit.input().needed("token"));
    Optional<FlowHandle> flow = Flows.shown(visit, FlowCookie.HANDSHAKE);
    Optional<HandshakeState> state = state(client, id, flow);
    return state.equals(Optional.of(HandshakeState.COMPLETED))
        ? collect(visit, client, id.orElseThrow(), flow.orElseThrow())
        : Answer.ok(new HandshakeView(ProgressView.of(state).status(), Optional.empty()));
  }

  /** For older clients: reads, and signs nobody in. Only a browser has a handle to show that stands in no address. */
  Answer look(Visit visit) {
    HandshakeId id =
        HandshakeId.parse(visit.path("id")).orElseThrow(() -> Fault.NOT_FOUND.thrown());
    Optional<FlowHandle> flow =
        visit.cookie(visit.cookies().flow(FlowCookie.HANDSHAKE)).flatMap(FlowHandle::parse);
    return Answer.ok(ProgressView.of(state(visit.client(Transport.COOKIE), Optional.of(id), flow)));
  }

  private Optional<HandshakeState> state(
      Client client, Optional<HandshakeId> id, Optional<FlowHandle> flow) {
    return id.flatMap(
        known -> flow.flatMap(handle -> gatehouse.lookAtHandshake().handle(client, known, handle)));
  }

  private Answer collect(Visit visit, Client client, HandshakeId id, FlowHandle flow) {
    Arrival arrival = TelegramProofs.arrival(visit);
    Entered entered = gatehouse.collectHandshake().handle(client, id, flow, arrival);
    return Flows.ended(
        visit,
        FlowCookie.HANDSHAKE,
        Welcome.answer(
            visit,
            client,
            entered.signIn(),
            arrival.remember(),
            view ->
                new HandshakeView("completed", Optional.of(view.by(Welcome.Arrival.of(entered))))));
  }

  Answer botLink(Visit visit) {
    Client client = Device.client(visit);
    Arrival arrival = TelegramProofs.arrival(visit);
    Entered entered = gatehouse
        .signInWithLoginLink()
        .handle(
            client,
            new SecretText(visit.input().needed("token")),
            visit.input().flag("confirm"),
            arrival);
    return Welcome.answer(
        visit, client, entered.signIn(), arrival.remember(), Welcome.Arrival.of(entered));
  }
}
