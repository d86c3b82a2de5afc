package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import java.util.Map;
import java.util.Optional;

/**
 * The pages before and after a way to a provider: what asks whoever another site has sent, and where a browser ends that a provider has sent back and that was to go
 * nowhere else. No script is needed. Anybody may lead a browser here: what the address says only chooses among our own texts, and whether somebody is signed in is
 * said by the session.
 */
final class ProviderPages {
  static final Field PROVIDER =
      Field.text("provider", 40, "to or from which the way leads").needed();
  static final Field ERROR = Field.text("error", 60, "the code of what was refused");
  static final Field DUE = Field.text(
      "due", 20, "second_factor or second_factor_setup: what is missing before it is signed in");

  private static final Map<String, PageText> PROBLEMS = Map.ofEntries(
      Map.entry("IDENTITY_REJECTED", PageText.BACK_REJECTED),
      Map.entry("IDENTITY_TAKEN", PageText.BACK_TAKEN),
      Map.entry("STEP_UP_REQUIRED", PageText.BACK_SIGN_IN_FIRST),
      Map.entry("TOKEN_REQUIRED", PageText.BACK_SIGN_IN_FIRST),
      Map.entry("TOKEN_REJECTED", PageText.BACK_SIGN_IN_FIRST),
      Map.entry("ACCOUNT_LEAVING", PageText.BACK_LEAVING),
      Map.entry("TERMS_NOT_ACCEPTED", PageText.BACK_TERMS),
      Map.entry("CREDENTIALS_REJECTED", PageText.SAY_CREDENTIALS_REJECTED),
      Map.entry("REGISTRATION_DISABLED", PageText.SAY_REGISTRATION_DISABLED),
      Map.entry("PROVIDERS_SHUT", PageText.SAY_PROVIDERS_SHUT),
      Map.entry("THROTTLED", PageText.SAY_THROTTLED));
  private static final Map<String, PageText> MISSING = Map.of(
      "second_factor", PageText.SAY_FACTOR_DUE, "second_factor_setup", PageText.BACK_SETUP_DUE);

  private final Gatehouse gatehouse;
  private final Credentials credentials;
  private final HttpServer.Neighbours neighbours;

  ProviderPages(Gatehouse gatehouse, HttpServer.Neighbours neighbours) {
    this.gatehouse = gatehouse;
    this.credentials = new Credentials(gatehouse);
    this.neighbours = neighbours;
  }

  /** What it leads to is begun by a page of ours then, and has agreed to nothing. */
  Answer ask(Visit visit) {
    ProviderKey provider = provider(visit);
    return page(visit, provider, PageText.SIGN_IN_TITLE, PageText.SENT_BEGIN)
        .link(Providers.start(visit, provider), say(visit, provider, PageText.BOT_LINK_PRESS))
        .answer()
        .header("Vary", "Accept-Language");
  }

  Answer signedIn(Visit visit) {
    ProviderKey provider = provider(visit);
    Optional<PageText> problem = problem(visit);
    PageText text = problem
        .or(() -> visit.query("due").map(MISSING::get))
        .orElseGet(() -> recognised(visit) ? PageText.SIGN_IN_DONE : PageText.BACK_NOT_SIGNED_IN);
    Page page = page(visit, provider, PageText.SIGN_IN_TITLE, text);
    if (problem.isPresent()) {
      boolean terms = text == PageText.BACK_TERMS;
      page.link(
          // relative to this page, so that it stays in its realm
          Routes.OAUTH.substring(1) + "/" + provider + "/start"
              + (terms ? "?tos_accepted=true" : ""),
          say(visit, provider, terms ? PageText.BACK_ACCEPT : PageText.BACK_AGAIN));
    }
    return page.answer().header("Vary", "Accept-Language");
  }

  Answer linked(Visit visit) {
    ProviderKey provider = provider(visit);
    PageText text = problem(visit)
        .orElseGet(() ->
            recognised(visit) && visit.linked(visit.caller()).providers().contains(provider.value())
                ? PageText.LINKED_DONE
                : PageText.SAY_FAILED);
    return page(visit, provider, PageText.LINKED_TITLE, text)
        .answer()
        .header("Vary", "Accept-Language");
  }

  private static Optional<PageText> problem(Visit visit) {
    return visit.query("error").map(code -> PROBLEMS.getOrDefault(code, PageText.SAY_FAILED));
  }

  private boolean recognised(Visit visit) {
    try {
      credentials.require(visit);
      return true;
    } catch (Refused | Rejection nobody) {
      return false;
    }
  }

  /** One that there is here: no address makes a name up. */
  private ProviderKey provider(Visit visit) {
    String named = visit.query("provider").orElse("");
    return gatehouse.listProviders().handle(visit.place().realm()).stream()
        .filter(known -> known.value().equals(named))
        .findFirst()
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }

  private Page page(Visit visit, ProviderKey provider, PageText title, PageText text) {
    return new Page(say(visit, provider, title), texts(visit))
        .paragraph(say(visit, provider, text));
  }

  private String say(Visit visit, ProviderKey provider, PageText text) {
    return texts(visit).say(text, Map.of("provider", ProviderName.of(provider)));
  }

  private HttpServer.Texts texts(Visit visit) {
    return neighbours.texts(Language.of(visit));
  }
}
