package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.testkit.fake.InMemoryIdentityProviders;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Vouched;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Browsers, pages and apps that are sent to a provider and come back. */
class ProvidersOverHttpTest {
  private static final String ONE = Routes.OAUTH + "/" + Vouched.PROVIDER;
  private static final String FLOW = "__Host-gh_provider_flow";
  private static final String LINK_FLOW = "__Host-gh_provider_link_flow";
  private static final String ACCESS = "__Secure-gh_access_token";
  private static final String ENDS = "/signed-in?provider=" + Vouched.PROVIDER;
  private static final String LINKED = "/linked?provider=" + Vouched.PROVIDER;

  private Node node;

  @BeforeEach
  void start() {
    node = Node.production();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String agreed(String address, Vouched who) {
    return node.house.providers().agree(address, who.person());
  }

  /** As browsers make it when a page or another site sends them on. */
  private Reply navigate(Browser browser, String target, String site) {
    Call call = node.call("GET", target)
        .header("Sec-Fetch-Site", site)
        .header("Sec-Fetch-Mode", "navigate");
    return browser.navigate(call, target);
  }

  private String callback(Reply out, Vouched who) {
    String address = out.header("Location").orElseThrow();
    return ONE + "/callback?code=" + agreed(address, who) + "&state="
        + InMemoryIdentityProviders.state(address);
  }

  // ---- pages that ask in JSON

  @Test
  @DisplayName(
      "[L14] [L27] a page gets neither handle nor tokens in a body, and what it puts into one counts for nothing")
  void a_page_gets_cookies() {
    Browser browser = node.browser();
    Vouched ada = Vouched.of(node.house);
    String target = ONE + "/login?redirect=%2Fshop&tos_accepted=true";
    Reply out = browser
        .send(node.call("GET", target).header("Sec-Fetch-Site", "same-origin"), target)
        .is(200);
    assertThat(out.json().has("flow")).isFalse();
    assertThat(out.cookies())
        .singleElement()
        .asString()
        .startsWith(FLOW + "=")
        .endsWith("; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax");
    String code = agreed(out.at("/authorize_url"), ada);

    Browser thief = node.browser();
    String path = ONE + "/login/callback";
    thief
        .send(
            node.call("POST", path)
                .json("code", code, "state", out.at("/state"), "flow", browser.cookie(FLOW)),
            path)
        .is(401, "IDENTITY_REJECTED");

    Reply in =
        browser.send(node.call("POST", path).json("code", code, "state", out.at("/state")), path);
    assertThat(in.is(200).at("/redirect")).isEqualTo("/shop");
    assertThat(in.json().path("is_new_user").asBoolean()).isTrue();
    assertThat(in.json().has("access_token")).isFalse();
    assertThat(browser.cookie(ACCESS)).isNotEmpty();
    assertThat(browser.cookie(FLOW)).isEmpty();
  }

  @Test
  @DisplayName("[L19] a foreign page finishes nothing, not even with the cookie")
  void a_foreign_page_finishes_nothing() {
    Browser browser = node.browser();
    Reply out = browser.send(node.call("GET", ONE + "/login"), ONE + "/login").is(200);
    String code = agreed(out.at("/authorize_url"), Vouched.of(node.house));
    String path = ONE + "/login/callback";
    browser
        .from("https://evil.example.com")
        .send(node.call("POST", path).json("code", code, "state", out.at("/state")), path)
        .is(403, "FOREIGN_ORIGIN");
  }

  @Test
  void an_app_has_the_handle_in_the_body() {
    Vouched ada = Vouched.of(node.house);
    Reply out = node.call("GET", ONE + "/login?tos_accepted=true").send().is(200);
    assertThat(out.cookies()).isEmpty();
    Reply in = node.call("POST", ONE + "/login/callback")
        .json(
            "code",
            agreed(out.at("/authorize_url"), ada),
            "state",
            out.at("/state"),
            "flow",
            out.at("/flow"))
        .send()
        .is(200);
    assertThat(in.at("/access_token")).isNotEmpty();
    assertThat(in.cookies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/app/back, https://id.example.com/app/back",
    "https://app.example.net/back, https://app.example.net/back",
    "https://id.example.com/x?y=1, https://id.example.com/x?y=1",
    "'', https://id.example.com/api/v1/oauth/messenger/callback"
  })
  void where_the_provider_sends_the_browser(String asked, String sent) {
    String query = asked.isEmpty() ? "" : "?redirect_uri=" + encoded(asked);
    assertThat(node.call("GET", ONE + "/login" + query).send().is(200).at("/authorize_url"))
        .contains("&back=" + sent + "&");
  }

  @Test
  @DisplayName("[L16] in another realm, by path, the browser comes back below that path")
  void in_another_realm() {
    String prefix = "/realms/" + node.house.otherRealm().key();
    Reply out = node.call("GET", prefix + ONE + "/login").send().is(200);
    assertThat(out.at("/authorize_url"))
        .contains("&back=" + Node.ORIGIN + prefix + ONE + "/callback");
    Reply listed = node.call("GET", prefix + Routes.OAUTH + "/providers").send().is(200);
    assertThat(listed.at("/providers/0/start_path")).isEqualTo(prefix + ONE + "/start");
  }

  // ---- browsers without scripts

  @Test
  @DisplayName("[L14] a browser is sent there and back, once, and wherever it wanted to go on")
  void there_and_back() {
    Browser browser = node.browser();
    Vouched ada = Vouched.of(node.house);
    Reply out = navigate(
        browser,
        ONE + "/start?redirect=" + encoded("https://app.example.net/in?x=1") + "&tos_accepted=true",
        "same-origin");
    String back = callback(out.is(302), ada);

    Reply in = navigate(browser, back, "cross-site").is(302);
    assertThat(in.header("Location")).contains("https://app.example.net/in?x=1");
    assertThat(browser.cookie(ACCESS)).isNotEmpty();
    navigate(browser, back, "cross-site").is(401, "IDENTITY_REJECTED");
    Browser stranger = node.browser();
    assertThat(
            navigate(stranger, back, "cross-site").is(401, "IDENTITY_REJECTED").cookies())
        .isEmpty();
  }

  @Test
  void where_a_navigation_ends_that_is_refused_or_held() {
    List<String> ends = new ArrayList<>();
    for (String redirect : List.of("/shop", "/shop?x=1", "/shop#y", "/shop?x=1#y")) {
      Browser browser = node.browser();
      Reply out = navigate(browser, ONE + "/start?redirect=" + encoded(redirect), "same-origin");
      ends.add(navigate(browser, callback(out, Vouched.of(node.house)), "cross-site")
          .is(302)
          .header("Location")
          .orElseThrow());
      assertThat(browser.cookie(FLOW)).isEmpty();
      assertThat(browser.cookie(ACCESS)).isEmpty();
    }
    assertThat(ends)
        .containsExactly(
            "/shop?error=TERMS_NOT_ACCEPTED",
            "/shop?x=1&error=TERMS_NOT_ACCEPTED",
            "/shop?error=TERMS_NOT_ACCEPTED#y",
            "/shop?x=1&error=TERMS_NOT_ACCEPTED#y");
  }

  @Test
  @DisplayName("[L19] a foreign page can send a browser out, and agrees to nothing for its reader")
  void a_foreign_page_agrees_to_nothing() {
    for (String site : List.of("cross-site", "same-site", "none")) {
      Browser browser = node.browser();
      Reply out = navigate(browser, ONE + "/start?tos_accepted=true", site).is(302);
      assertThat(navigate(browser, callback(out, Vouched.of(node.house)), "cross-site")
              .is(302)
              .header("Location"))
          .contains(ENDS + "&error=TERMS_NOT_ACCEPTED");
    }
  }

  @Test
  @DisplayName("[L19] a foreign page is remembered for nobody")
  void a_foreign_page_is_remembered_for_nobody() {
    Vouched ada = Vouched.of(node.house);
    ada.enter();
    for (String site : List.of("cross-site", "same-site", "none", "same-origin")) {
      Browser browser = node.browser();
      Reply out = navigate(browser, ONE + "/start?remember_me=true", site).is(302);
      Reply in = navigate(browser, callback(out, ada), "cross-site").is(302);
      String session = in.cookies().stream()
          .filter(cookie -> cookie.startsWith(ACCESS))
          .findFirst()
          .orElseThrow();
      assertThat(session.contains("Max-Age")).as(site).isEqualTo(site.equals("same-origin"));
    }
  }

  @Test
  @DisplayName(
      "[L19] while somebody is signed in, or about to be, a foreign page's navigation does nothing but ask")
  void a_foreign_page_ends_nothing() {
    Browser signedIn = signedIn(node.house.person());
    Browser returning = node.browser();
    returning.put("__Secure-gh_device", "of-an-earlier-sign-in");
    Browser underway = node.browser();
    navigate(underway, ONE + "/start", "same-origin").is(302);
    String target = ONE + "/start?redirect=%2Fshop%3Fx%3D1&tos_accepted=true&remember_me=true";
    for (Browser browser : List.of(signedIn, returning, underway)) {
      for (String site : List.of("cross-site", "same-site", "none")) {
        Reply held = navigate(browser, target, site).is(302);
        assertThat(held.cookies()).isEmpty();
        assertThat(held.header("Location"))
            .contains("/sign-in?provider=messenger&redirect=%2Fshop%3Fx%3D1");
      }
      Reply asking = navigate(
              browser, "/sign-in?provider=messenger&redirect=%2Fshop%3Fx%3D1", "cross-site")
          .is(200);
      assertThat(asking.cookies()).isEmpty();
      assertThat(asking.text())
          .contains("href=\"" + ONE + "/start?redirect=%2Fshop%3Fx%3D1\"")
          .doesNotContain("tos_accepted", "remember_me");
      for (Call on : List.of(
          node.call("GET", target).header("Sec-Fetch-Site", "same-origin"),
          node.call("GET", target))) {
        assertThat(browser.navigate(on, target).is(302).header("Location"))
            .as("from the page, be it in a browser that does not say so")
            .get()
            .asString()
            .contains("messenger.example.com/auth?");
      }
    }
  }

  @Test
  void a_page_of_a_listed_origin_sends_whoever_is_signed_in_on() {
    Browser browser = signedIn(node.house.person());
    for (String page : List.of("https://app.example.net/", "https://app.example.net/x?y")) {
      Call call = node.call("GET", ONE + "/start")
          .header("Sec-Fetch-Site", "cross-site")
          .header("Referer", page);
      assertThat(browser.navigate(call, ONE + "/start").is(302).header("Location"))
          .get()
          .asString()
          .contains("messenger.example.com/auth?");
    }
    for (String page : List.of(
        "https://app.example.net.evil.example.com/",
        "https://evil.example.com/https://app.example.net/",
        "https://app.example.net@evil.example.com/",
        "")) {
      Call call = node.call("GET", ONE + "/start")
          .header("Sec-Fetch-Site", "cross-site")
          .header("Referer", page);
      assertThat(browser.navigate(call, ONE + "/start").is(302).header("Location"))
          .contains("/sign-in?provider=messenger");
    }
  }

  @Test
  void the_page_that_asks_is_of_what_there_is() {
    for (String query : List.of("", "?provider=nobody", "?provider=No%20Name")) {
      node.call("GET", "/sign-in" + query).send().is(404, "NOT_FOUND");
    }
    node.call("GET", "/sign-in?provider=messenger&redirect=%2F%2Fevil.example.com")
        .send()
        .is(422, "VALUE_REJECTED");
    String prefix = "/realms/" + node.house.otherRealm().key();
    assertThat(node.call("GET", prefix + "/sign-in?provider=messenger")
            .send()
            .is(200)
            .text())
        .contains("href=\"" + prefix + ONE + "/start\"");
  }

  @Test
  @DisplayName(
      "[L19] [L14] a foreign page begins nothing that pages begin by a request of their own")
  void a_foreign_page_begins_nothing() {
    Browser browser = signedIn(node.house.person());
    for (String path : List.of("/login?tos_accepted=true", "/authorize")) {
      for (String site : List.of("cross-site", "same-site", "none")) {
        Reply refused = navigate(browser, ONE + path, site).is(403, "FOREIGN_ORIGIN");
        assertThat(refused.cookies()).isEmpty();
      }
      Call listed = node.call("GET", ONE + path)
          .header("Sec-Fetch-Site", "cross-site")
          .header("Origin", "https://app.example.net");
      browser.navigate(listed, ONE + path).is(200);
    }
  }

  // ---- what stands behind the question mark

  @Test
  @DisplayName("[L38] a parameter comes once, and no longer than it is said to be")
  void parameters_come_once() {
    for (String query : List.of(
        "/start?redirect=%2Fa&redirect=%2Fb",
        "/login?tos_accepted=false&tos_accepted=true",
        "/callback?state=a&state=b&code=c",
        "/callback?state=a&code=b&code=")) {
      node.call("GET", ONE + query).send().is(400, "MALFORMED_REQUEST");
    }
    for (String query : List.of(
        "/callback?state=" + "x".repeat(129),
        "/callback?state=x&iss=" + "x".repeat(201),
        "/callback?state=x&error=" + "x".repeat(201),
        "/callback?state=x&code=" + "x".repeat(2049),
        "/login?redirect_uri=%2F" + "x".repeat(2000),
        "/start?remember_me=maybe")) {
      node.call("GET", ONE + query).send().is(422, "VALUE_REJECTED");
    }
    node.call("GET", ONE + "/callback?state=x&unknown=1&unknown=" + "x".repeat(3000))
        .send()
        .is(401, "IDENTITY_REJECTED");
  }

  @Test
  void what_a_route_does_not_name_it_does_not_take() {
    Reply out =
        node.call("GET", ONE + "/start?redirect_uri=%2Felsewhere").send().is(302);
    assertThat(out.header("Location"))
        .get()
        .asString()
        .contains("&back=https://id.example.com" + ONE + "/callback&");
  }

  @Test
  @DisplayName("[L14] what only looks does nothing: HEAD neither begins nor signs in")
  void head_does_nothing() {
    Browser browser = node.browser();
    Reply out =
        navigate(browser, ONE + "/start?tos_accepted=true", "same-origin").is(302);
    String back = callback(out, Vouched.of(node.house));
    for (String target : List.of(back, ONE + "/start", ONE + "/login", ONE + "/authorize")) {
      Reply looked = browser.navigate(node.call("HEAD", target), target);
      assertThat(looked.status()).as(target).isEqualTo(405);
      assertThat(looked.cookies()).isEmpty();
    }
    assertThat(node.call("HEAD", back).send().header("Allow")).contains("GET, OPTIONS, POST");
    navigate(browser, back, "cross-site").is(302);
    assertThat(browser.cookie(ACCESS)).isNotEmpty();
  }

  @Test
  @DisplayName(
      "[L43] while the provider does not answer a browser is sent nowhere, and may come again")
  void while_the_provider_is_away() {
    Browser browser = node.browser();
    Reply out =
        navigate(browser, ONE + "/start?tos_accepted=true", "same-origin").is(302);
    String back = callback(out, Vouched.of(node.house));
    node.house.providers().silence(true);
    navigate(browser, back, "cross-site").is(503, "UNAVAILABLE");
    navigate(node.browser(), ONE + "/start", "same-origin").is(503, "UNAVAILABLE");
    node.house.providers().silence(false);
    navigate(browser, back, "cross-site").is(302);
    assertThat(browser.cookie(ACCESS)).isNotEmpty();
  }

  @Test
  @DisplayName(
      "[L14] what a provider or anybody else says in a callback's address is no reason to go anywhere")
  void odd_callbacks() {
    Browser browser = node.browser();
    navigate(browser, ONE + "/start", "same-origin").is(302);
    for (String query : List.of(
        "",
        "?",
        "?error=access_denied",
        "?state=x",
        "?code=x",
        "?code=&state=",
        "?error=x&redirect=https://evil.example.com&state=y")) {
      assertThat(navigate(browser, ONE + "/callback" + query, "cross-site")
              .is(401, "IDENTITY_REJECTED")
              .header("Location"))
          .isEmpty();
    }
    assertThat(navigate(browser, Routes.OAUTH + "/No%20Name/callback?state=x", "cross-site")
            .status())
        .isEqualTo(404);
  }

  @Test
  @DisplayName(
      "[L04] where the realm takes nobody, a browser comes back with that, and whoever has an account comes in")
  void where_the_realm_is_shut() {
    House open = House.over(new InMemoryStorage());
    House shut = open.with(open.realm().with(RegistrationMode.CLOSED));
    Vouched known = Vouched.of(open);
    known.enter();
    node.close();
    node = Node.over(shut);

    List<String> ends = Stream.of(Vouched.of(shut), known.in(shut))
        .map(who -> {
          Browser browser = node.browser();
          Reply out = navigate(browser, ONE + "/start?tos_accepted=true", "same-origin");
          return navigate(browser, callback(out, who), "cross-site")
              .is(302)
              .header("Location")
              .orElseThrow();
        })
        .toList();
    assertThat(ends).containsExactly(ENDS + "&error=REGISTRATION_DISABLED", ENDS);
  }

  @Test
  @DisplayName("[L07] a navigation gives a ticket and no session where a second factor is enrolled")
  void a_second_factor_is_due() {
    House.Person person = node.house.person();
    Vouched ada = Vouched.linkedTo(person, node.house);
    Careful.of(node.house, person);
    Browser browser = node.browser();
    Reply out = navigate(browser, ONE + "/start?redirect=%2Fshop", "same-origin");
    Reply held = navigate(browser, callback(out, ada), "cross-site").is(302);
    assertThat(held.header("Location")).contains("/shop?due=second_factor");
    assertThat(browser.cookie(ACCESS)).isEmpty();
    assertThat(browser.cookie("__Secure-gh_tfa_token")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(AccountStatus.class)
  @DisplayName("[L08] a navigation gives no session to an account that is not active")
  void accounts_that_are_shut(AccountStatus status) {
    House.Person person = node.house.person();
    Vouched ada = Vouched.linkedTo(person, node.house);
    if (status != AccountStatus.ACTIVE) {
      node.house.storage().store().atomically(unit -> {
        unit.accounts().lock(person.account().id());
        unit.accounts()
            .setStatus(person.account().id(), status, node.house.clock().instant());
        return true;
      });
    }
    Browser browser = node.browser();
    Reply out = navigate(browser, ONE + "/start", "same-origin");
    String back = callback(out, ada);
    Reply in = navigate(browser, back, "cross-site").is(302);
    boolean active = status == AccountStatus.ACTIVE;
    assertThat(in.header("Location"))
        .contains(active ? ENDS : ENDS + "&error=CREDENTIALS_REJECTED");
    assertThat(browser.cookie(ACCESS).isEmpty()).isNotEqualTo(active);
  }

  // ---- linking

  @Test
  @DisplayName(
      "[L14] a page links by its session and its flow's cookie; neither alone does, nor the cookie of a sign-in")
  void a_page_links() {
    House.Person person = node.house.person();
    Browser browser = signedIn(person);
    Vouched ada = Vouched.of(node.house);
    String path = ONE + "/callback";
    Reply out =
        browser.send(node.call("GET", ONE + "/authorize"), ONE + "/authorize").is(200);
    assertThat(out.json().has("flow")).isFalse();
    assertThat(browser.cookie(LINK_FLOW)).isNotEmpty();
    String code = agreed(out.at("/authorize_url"), ada);

    Browser elsewhere = signedIn(person);
    elsewhere
        .send(node.call("POST", path).json("code", code, "state", out.at("/state")), path)
        .is(401, "IDENTITY_REJECTED");
    Browser victim = signedIn(node.house.person());
    victim.put(LINK_FLOW, browser.cookie(LINK_FLOW));
    victim
        .send(node.call("POST", path).json("code", code, "state", out.at("/state")), path)
        .is(401, "IDENTITY_REJECTED");

    Reply linked = browser
        .send(node.call("POST", path).json("code", code, "state", out.at("/state")), path)
        .is(200);
    assertThat(linked.at("/linked_providers/0")).isEqualTo(Vouched.PROVIDER.value());
    assertThat(browser.cookie(LINK_FLOW)).isEmpty();
    Reply unlinked = browser.send(node.call("DELETE", ONE), ONE).is(200);
    assertThat(unlinked.json().path("linked_providers")).isEmpty();
  }

  @Test
  @DisplayName("[L03] what was begun to link signs nobody in, by a navigation neither")
  void a_link_is_no_sign_in() {
    Browser browser = signedIn(node.house.person());
    String back = linkBack(browser, Vouched.of(node.house));
    Browser signedOut = node.browser();
    signedOut.put(FLOW, browser.cookie(LINK_FLOW));
    navigate(signedOut, back, "cross-site").is(401, "IDENTITY_REJECTED");
    signedOut.put(LINK_FLOW, browser.cookie(LINK_FLOW));
    assertThat(navigate(signedOut, back, "cross-site").is(302).header("Location"))
        .contains(LINKED + "&error=TOKEN_REQUIRED");
    assertThat(signedOut.cookie(ACCESS)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L14] a navigation links for who began that in this browser, and ends where it is said")
  void a_navigation_links() {
    House.Person person = node.house.person();
    Browser browser = signedIn(person);
    Vouched ada = Vouched.of(node.house);
    String back = linkBack(browser, ada);
    assertThat(navigate(browser, LINKED, "none").is(200).text())
        .contains("en page.say_failed")
        .doesNotContain("linked_done");

    assertThat(navigate(browser, back, "cross-site").is(302).header("Location")).contains(LINKED);
    assertThat(browser.cookie(LINK_FLOW)).isEmpty();
    assertThat(navigate(browser, LINKED, "cross-site").is(200).text())
        .contains("en page.linked_done {provider=Messenger}");
    navigate(browser, back, "cross-site").is(401, "IDENTITY_REJECTED");
    assertThat(owner(ada)).contains(person.account().id());
  }

  @Test
  @DisplayName("[L14] a navigation links nothing for who is another by now, or did not begin it")
  void a_navigation_links_nothing_for_others() {
    Vouched ada = Vouched.of(node.house);
    Browser browser = signedIn(node.house.person());
    String back = linkBack(browser, ada);
    navigate(node.browser(), back, "cross-site").is(401, "IDENTITY_REJECTED");
    Browser victim = signedIn(node.house.person());
    navigate(victim, back, "cross-site").is(401, "IDENTITY_REJECTED");

    victim.put(LINK_FLOW, browser.cookie(LINK_FLOW));
    assertThat(navigate(victim, back, "cross-site").is(302).header("Location"))
        .contains(LINKED + "&error=IDENTITY_REJECTED");
    assertThat(owner(ada)).isEmpty();
  }

  @Test
  @DisplayName(
      "[L06] a navigation takes no identity from another account, nor links what is denied")
  void a_navigation_takes_nothing_away() {
    House.Person owner = node.house.person();
    Vouched ada = Vouched.linkedTo(owner, node.house);
    Browser browser = signedIn(node.house.person());
    assertThat(navigate(browser, linkBack(browser, ada), "cross-site").is(302).header("Location"))
        .contains(LINKED + "&error=IDENTITY_TAKEN");
    assertThat(owner(ada)).contains(owner.account().id());

    Vouched grace = Vouched.of(node.house);
    assertThat(navigate(browser, linkBack(browser, grace) + "&error=access_denied", "cross-site")
            .is(302)
            .header("Location"))
        .contains(LINKED + "&error=IDENTITY_REJECTED");
    assertThat(owner(grace)).isEmpty();
  }

  @Test
  void a_navigation_that_links_goes_on_where_it_was_to() {
    Browser browser = signedIn(node.house.person());
    String begin = ONE + "/authorize?redirect=%2Fsettings%3Fx%3D1";
    Reply out = browser.send(node.call("GET", begin), begin).is(200);
    String back = ONE + "/callback?code=" + agreed(out.at("/authorize_url"), Vouched.of(node.house))
        + "&state=" + out.at("/state");
    assertThat(navigate(browser, back, "cross-site").is(302).header("Location"))
        .contains("/settings?x=1");
  }

  private Optional<AccountId> owner(Vouched who) {
    return node.house
        .storage()
        .identities()
        .owner(node.house.realm().key(), who.person().all())
        .map(found -> found.account());
  }

  /** Begins to link; with what the provider sends the browser back. */
  private String linkBack(Browser browser, Vouched who) {
    Reply out =
        browser.send(node.call("GET", ONE + "/authorize"), ONE + "/authorize").is(200);
    return ONE + "/callback?code=" + agreed(out.at("/authorize_url"), who) + "&state="
        + out.at("/state");
  }

  // ---- where it ends

  @ParameterizedTest
  @CsvSource({
    "'', page.back_not_signed_in, false",
    "&due=second_factor, page.say_factor_due, false",
    "&due=second_factor_setup, page.back_setup_due, false",
    "&due=nothing, page.back_not_signed_in, false",
    "&error=IDENTITY_REJECTED, page.back_rejected, true",
    "&error=CREDENTIALS_REJECTED, page.say_credentials_rejected, true",
    "&error=REGISTRATION_DISABLED, page.say_registration_disabled, true",
    "&error=TERMS_NOT_ACCEPTED, page.back_terms, true",
    "&error=%3Cscript%3E, page.say_failed, true"
  })
  void what_the_page_says_at_the_end(String query, String text, boolean again) {
    String page = node.call("GET", ENDS + query).send().is(200).text();
    assertThat(page).contains("<p>en " + text).doesNotContain("<script");
    assertThat(page.contains("href=\"api/v1/oauth/messenger/start")).isEqualTo(again);
  }

  @Test
  @DisplayName("[L19] only a session makes the page say that somebody is signed in")
  void the_page_at_the_end_believes_the_session() {
    assertThat(
            navigate(signedIn(node.house.person()), ENDS, "cross-site").is(200).text())
        .contains("<p>en page.sign_in_done");
    assertThat(navigate(node.browser(), ENDS, "cross-site").is(200).text())
        .contains("<p>en page.back_not_signed_in");
    node.call("GET", "/signed-in?provider=nobody").send().is(404, "NOT_FOUND");
    node.call("GET", "/linked").send().is(404, "NOT_FOUND");
  }

  @Test
  void who_is_new_accepts_the_terms_by_a_link_of_that_page() {
    Browser browser = node.browser();
    Reply out = navigate(browser, ONE + "/start", "cross-site").is(302);
    String end = navigate(browser, callback(out, Vouched.of(node.house)), "cross-site")
        .is(302)
        .header("Location")
        .orElseThrow();
    String page = navigate(browser, end, "cross-site").is(200).text();
    assertThat(page).contains("page.back_accept");
    String link = page.replaceAll("(?s).*href=\"([^\"]+)\".*", "/$1");

    Reply again = navigate(browser, link, "same-origin").is(302);
    assertThat(navigate(browser, callback(again, Vouched.of(node.house)), "cross-site")
            .is(302)
            .header("Location"))
        .contains(ENDS);
    assertThat(browser.cookie(ACCESS)).isNotEmpty();
  }

  private Browser signedIn(House.Person person) {
    Browser browser = node.browser();
    browser
        .post(
            "/login",
            "login_or_email",
            person.username().value(),
            "password",
            new String(person.password().utf8(), StandardCharsets.UTF_8))
        .is(200);
    return browser;
  }
}
