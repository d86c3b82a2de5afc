package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink.Proof;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import java.util.List;
import java.util.Optional;

/** Signing in, or registering, by a mailed link or its digits. */
final class MagicLinks {
  private static final Field TERMS =
      Field.flag("tos_accepted", "has to be true where an account is made");
  private static final Field REMEMBER =
      Field.flag("remember_me", "whether the session outlasts a short absence");
  private static final Field FLOW = Field.text(
      "flow", 200, "the handle that asking for the mail gave; browsers have it as a cookie");

  static final Fields ASK = Fields.of(
      Field.text("email", 320, "the address to mail to").needed(),
      Field.text(
          "locale",
          100,
          "of the mail and the account where one is made, as BCP 47; else as Accept-Language says"),
      Field.text(
          "redirect",
          Redirects.MOST,
          "where the page goes on: a path of this host, or an address of a listed origin"),
      Field.flag(
          "tos_accepted",
          "accepts the terms where an account is made; or say so when following the link"),
      Field.flag("marketing_consent", "whether news may be mailed, where an account is made"),
      Field.text(
          "invite_token",
          200,
          "of an invitation; needed where the realm takes nobody else, and used up where an account is made for who asked"),
      DeviceMarks.FIELD);
  static final Fields VERIFY = Fields.of(
      Field.text("token", 128, "of the mailed link").needed(),
      FLOW,
      Field.flag(
          "confirm",
          "whether somebody was shown whose link it is and who asked for it, and goes on; needed without the handle"),
      TERMS,
      REMEMBER,
      DeviceMarks.FIELD);
  static final Fields VERIFY_CODE = Fields.of(
      Field.text("email", 320, "the address mailed to").needed(),
      Field.text("code", 128, "the six digits of the mail").needed(),
      FLOW,
      TERMS,
      REMEMBER,
      DeviceMarks.FIELD);

  private final Gatehouse gatehouse;

  MagicLinks(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** The same for any address. */
  record AskedView(@OmittedWhenEmpty Optional<FlowHandle> flow, String message) {
    @Override
    public String toString() {
      return "AskedView[…]";
    }
  }

  Answer ask(Visit visit) {
    Input input = visit.input();
    AskForMagicLink.Command command = new AskForMagicLink.Command(
        EmailAddress.parse(input.needed("email")),
        Language.of(visit),
        Redirects.page(visit.place(), input.text("redirect"), "/redirect"),
        input.flag("tos_accepted"),
        input.flag("marketing_consent"),
        input.text("invite_token").map(SecretText::new));
    FlowHandle flow = gatehouse.askForMagicLink().handle(visit.client(), command);
    return Flows.begun(
        visit,
        FlowCookie.MAGIC_LINK,
        flow,
        shown -> Answer.ok(new AskedView(
            shown, "if the address may sign in, a mail was sent; it says how to go on")));
  }

  Answer verify(Visit visit) {
    Input input = visit.input();
    return enter(
        visit,
        new Proof.Link(
            new SecretText(input.needed("token")),
            Flows.shown(visit, FlowCookie.MAGIC_LINK),
            input.flag("confirm")));
  }

  Answer verifyCode(Visit visit) {
    Input input = visit.input();
    FlowHandle flow = Flows.shown(visit, FlowCookie.MAGIC_LINK)
        .orElseThrow(() -> Input.rejected(
            List.of(new Problem.Flaw("/flow", "nothing", "what asking for the mail answered"))));
    return enter(
        visit,
        new Proof.Digits(
            EmailAddress.parse(input.needed("email")), new SecretText(input.needed("code")), flow));
  }

  private Answer enter(Visit visit, Proof proof) {
    Client client = visit.client();
    boolean remember = visit.input().flag("remember_me");
    SignInWithMagicLink.Entered entered = gatehouse
        .signInWithMagicLink()
        .handle(
            client,
            new SignInWithMagicLink.Command(proof, visit.input().flag("tos_accepted"), remember));
    Welcome.Arrival arrival = new Welcome.Arrival(entered.newcomer(), entered.redirect());
    return Flows.ended(
        visit,
        FlowCookie.MAGIC_LINK,
        Welcome.answer(visit, client, entered.signIn(), remember, arrival));
  }
}
