package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Vouched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Laws about every way in and every way out, over the table of routes. */
class DoorLawsTest {
  private static final String ACCESS = "__Secure-gh_access_token";
  private static final String REFRESH = "__Secure-gh_refresh_token";
  private static final List<Transport> TRANSPORTS = List.of(Transport.values());

  private Node node;

  @BeforeEach
  void start() {
    node = Node.production();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  // ---- ways in

  /** How somebody with this account, whose status is set once all is ready, tries a way in. */
  private interface WayIn {
    Reply tried(Transport transport, Consumer<House.Person> thenShut);
  }

  private Map<String, WayIn> waysIn() {
    Map<String, WayIn> ways = new TreeMap<>();
    ways.put("/login", (transport, shut) -> {
      House.Person person = node.house.person();
      shut.accept(person);
      return ask(transport, "/login", Map.of(), login(person, person.username().value()));
    });
    ways.put("/refresh", (transport, shut) -> {
      House.Person person = node.house.person();
      Reply in =
          ask(transport, "/login", Map.of(), login(person, person.username().value()));
      shut.accept(person);
      return transport == Transport.COOKIE
          ? ask(transport, "/refresh", Map.of(REFRESH, value(in, REFRESH)))
          : ask(transport, "/refresh", Map.of(), "refresh_token", in.at("/refresh_token"));
    });
    ways.put(Routes.SECOND_FACTOR + "/complete", (transport, shut) -> {
      Careful owner = Careful.of(node.house);
      Reply due = ask(
          transport,
          "/login",
          Map.of(),
          login(owner.person(), owner.person().username().value()));
      shut.accept(owner.person());
      return ticketed(
          transport,
          Routes.SECOND_FACTOR + "/complete",
          ticket(transport, due, "gh_"),
          "code",
          owner.code().text().reveal());
    });
    ways.put(Routes.SECOND_FACTOR + "/verify", this::enrolled);
    for (String path : List.of("/verify-otp", "/verify-email")) {
      ways.put(path, (transport, shut) -> {
        EmailAddress email = Fixtures.email();
        Reply registered =
            ask(transport, "/register", Map.of(), "email", email.value(), "tos_accepted", "true");
        String code = node.house.codeTo(email).reveal();
        shut.accept(node.house.resident(AnAccount.in(node.house.realm().key()).at(email)));
        return transport == Transport.COOKIE
            ? ask(
                transport,
                path,
                Map.of("__Host-gh_flow", value(registered, "__Host-gh_flow")),
                "email",
                email.value(),
                "code",
                code)
            : ask(
                transport,
                path,
                Map.of(),
                "email",
                email.value(),
                "code",
                code,
                "flow",
                registered.at("/flow"));
      });
    }
    for (String path : List.of("/magic-link/verify", "/magic-link/verify-otp")) {
      ways.put(path, (transport, shut) -> {
        House.Person person =
            node.house.resident(AnAccount.in(node.house.realm().key()));
        EmailAddress email = person.account().email().orElseThrow();
        Reply asked = ask(transport, "/magic-link", Map.of(), "email", email.value());
        List<String> members = new ArrayList<>(
            path.endsWith("-otp")
                ? List.of(
                    "email", email.value(), "code", node.house.codeTo(email).reveal())
                : List.of(
                    "token",
                    Objects.requireNonNull(
                        node.house.mailsTo(email).get(0).values().get("token"))));
        shut.accept(person);
        if (transport == Transport.BEARER) {
          members.addAll(List.of("flow", asked.at("/flow")));
        }
        String flow = "__Host-gh_magic_flow";
        return ask(
            transport,
            path,
            transport == Transport.COOKIE ? Map.of(flow, value(asked, flow)) : Map.of(),
            members.toArray(String[]::new));
      });
    }
    ways.put(
        "/telegram/miniapp",
        telegram((who, transport) -> node.post("/telegram/miniapp", "init_data", who.initData())));
    ways.put(
        "/telegram/web", telegram((who, transport) -> node.post("/telegram/web").body(who.web())));
    ways.put(
        "/telegram/bot-link",
        telegram((who, transport) ->
            node.post("/telegram/bot-link", "token", who.link(), "confirm", "true")));
    ways.put(
        Routes.MOBILE + "/auth/telegram/callback",
        telegram((who, transport) ->
            node.call("POST", Routes.MOBILE + "/auth/telegram/callback").body(who.mobile())));
    ways.put(
        Routes.MOBILE + "/auth/telegram/oidc",
        telegram((who, transport) ->
            node.call("POST", Routes.MOBILE + "/auth/telegram/oidc").body(who.openId())));
    ways.put(
        Routes.OAUTH + "/{provider}/token",
        telegram((who, transport) -> node.call("POST", Routes.OAUTH + "/telegram/token")
            .body(who.openId(
                "nonce",
                node.call("POST", Routes.OAUTH + "/nonce").send().is(200).at("/nonce")))));
    ways.put(Routes.OAUTH + "/{provider}/login/callback", this::backFromProvider);
    ways.put(
        AtTelegram.HANDSHAKE + "/status", telegram((who, transport) -> handshake(who, transport)));
    return ways;
  }

  /** By what Telegram said before the account was shut. */
  private WayIn telegram(BiFunction<AtTelegram, Transport, Call> asked) {
    return (transport, shut) -> {
      House.Person person = node.house.person();
      Call call = asked.apply(AtTelegram.ownerOf(node.house, person.account()), transport);
      shut.accept(person);
      return (transport == Transport.COOKIE ? call.header("Origin", Node.ORIGIN) : call).send();
    };
  }

  private Reply backFromProvider(Transport transport, Consumer<House.Person> shut) {
    House.Person person = node.house.person();
    Vouched ada = Vouched.linkedTo(person, node.house);
    String one = Routes.OAUTH + "/" + Vouched.PROVIDER + "/login";
    Call begin = node.call("GET", one);
    Reply sent = (transport == Transport.COOKIE ? begin.header("Origin", Node.ORIGIN) : begin)
        .send()
        .is(200);
    String code = node.house.providers().agree(sent.at("/authorize_url"), ada.person());
    shut.accept(person);
    Call back = node.call("POST", one + "/callback");
    String flow = "__Host-gh_provider_flow";
    return transport == Transport.COOKIE
        ? back.json("code", code, "state", sent.at("/state"))
            .header("Origin", Node.ORIGIN)
            .header("Cookie", flow + "=" + value(sent, flow))
            .send()
        : back.json("code", code, "state", sent.at("/state"), "flow", sent.at("/flow"))
            .send();
  }

  private Call handshake(AtTelegram who, Transport transport) {
    Call begin = node.call("POST", AtTelegram.HANDSHAKE);
    Reply begun = (transport == Transport.COOKIE ? begin.header("Origin", Node.ORIGIN) : begin)
        .send()
        .is(200);
    who.confirm(begun.at("/token"), begun.at("/match_code"));
    Call status = node.call("POST", AtTelegram.HANDSHAKE + "/status");
    String flow = "__Host-gh_handshake_flow";
    return transport == Transport.COOKIE
        ? status.json("token", begun.at("/token")).header("Cookie", flow + "=" + value(begun, flow))
        : status.json("token", begun.at("/token"), "flow", begun.at("/flow"));
  }

  /** Somebody of staff, by the ticket of a sign-in. */
  private Reply enrolled(Transport transport, Consumer<House.Person> shut) {
    House.Person staff =
        node.house.resident(AnAccount.in(node.house.staffRealm().key()).roles(Role.VIEWER));
    String prefix = "/realms/" + node.house.staffRealm().key();
    Call in = node.call("POST", prefix + Routes.AUTH + "/login")
        .json(login(staff, staff.username().value()));
    Reply due = (transport == Transport.COOKIE ? in.header("Origin", Node.ORIGIN) : in).send();
    String ticket = ticket(transport, due, "staff_");
    String factor = prefix + Routes.SECOND_FACTOR;
    String uri = ticketed(transport, factor + "/setup", ticket).is(200).at("/qr_uri");
    String mailed = node.house.codeTo(staff.account().email().orElseThrow()).reveal();
    shut.accept(staff);
    return ticketed(
        transport,
        factor + "/verify",
        ticket,
        "code",
        Careful.shown(uri, node.house.clock().instant()),
        "mail_code",
        mailed);
  }

  private static String ticket(Transport transport, Reply due, String namespace) {
    return transport == Transport.COOKIE
        ? value(due, "__Secure-" + namespace + "tfa_token")
        : due.at("/tfa_token");
  }

  private Reply ticketed(Transport transport, String path, String ticket, String... members) {
    Call call = node.call("POST", path).json(members);
    String namespace = path.startsWith("/realms/") ? "staff_" : "gh_";
    return transport == Transport.COOKIE
        ? call.header("Origin", Node.ORIGIN)
            .header("Cookie", "__Secure-" + namespace + "tfa_token=" + ticket)
            .send()
        : call.bearer(ticket).send();
  }

  private static String[] login(House.Person person, String name) {
    return new String[] {
      "login_or_email",
      name,
      "password",
      new String(person.password().utf8(), StandardCharsets.UTF_8)
    };
  }

  private static String value(Reply reply, String cookie) {
    return reply.cookie(cookie).substring(cookie.length() + 1).replaceAll(";.*", "");
  }

  private Reply ask(
      Transport transport, String path, Map<String, String> cookies, String... members) {
    Call call = node.post(path, members);
    if (transport == Transport.COOKIE) {
      call.header("Origin", Node.ORIGIN);
    }
    if (!cookies.isEmpty()) {
      call.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return call.send();
  }

  private void set(Account account, AccountStatus status) {
    if (account.status() == status) {
      return;
    }
    node.house.storage().store().atomically(unit -> {
      // what was mailed would die with a change that is none
      unit.accounts()
          .lock(account.id())
          .filter(locked -> locked.status() != status)
          .ifPresent(locked -> unit.accounts().setStatus(locked.id(), status, Fixtures.instant()));
      return true;
    });
  }

  private static void givesNoTokens(Reply reply) {
    assertThat(reply.cookies().stream().filter(c -> c.matches("[^=]*_token=[^;].*")))
        .as("cookies of %s", reply.text())
        .isEmpty();
    assertThat(reply.text()).doesNotContain("gtr_", "\"access_token\"", "\"refresh_token\"");
  }

  @Test
  @DisplayName("[L08] the ways in that are tried are all that the table has")
  void the_ways_in_are_those_of_the_table() {
    Set<String> inTable = new Routes(node.surroundings())
        .all().stream()
            .filter(route ->
                route.reply().view().filter(WaysToASessionTest::givesTokens).isPresent())
            .map(route -> route.path().replace(Routes.AUTH, ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(waysIn().keySet()).isEqualTo(inTable);
  }

  @TestFactory
  @DisplayName("[L08] no way in gives tokens to an account that is not active, by either transport")
  Stream<DynamicTest> no_way_in_for_an_account_that_is_not_active() {
    return waysIn().entrySet().stream()
        .flatMap(way -> TRANSPORTS.stream()
            .flatMap(transport -> Arrays.stream(AccountStatus.values())
                .map(status -> DynamicTest.dynamicTest(
                    "[L08] " + way.getKey() + " " + transport + " " + status, () -> {
                      Reply reply =
                          way.getValue().tried(transport, person -> set(person.account(), status));
                      boolean exists = way.getKey().startsWith("/verify");
                      if (status == AccountStatus.ACTIVE && !exists) {
                        // that it can be passed at all
                        reply.is(200);
                      } else {
                        reply.is(401);
                        givesNoTokens(reply);
                      }
                    }))));
  }

  @TestFactory
  @DisplayName("[L07] no way in leads around an enrolled second factor, by either transport")
  Stream<DynamicTest> no_way_in_around_a_second_factor() {
    return TRANSPORTS.stream()
        .flatMap(transport -> Stream.of("username", "address", "code")
            .map(way -> DynamicTest.dynamicTest("[L07] " + way + " " + transport, () -> {
              EmailAddress email = Fixtures.email();
              Reply registered = ask(
                  transport, "/register", Map.of(), "email", email.value(), "tos_accepted", "true");
              String code = node.house.codeTo(email).reveal();
              House.Person person = node.house.resident(
                  AnAccount.in(node.house.realm().key()).at(email).secondFactors(Method.TOTP));
              if (way.equals("code")) {
                Reply reply = ask(
                    transport,
                    "/verify-otp",
                    transport == Transport.COOKIE
                        ? Map.of("__Host-gh_flow", value(registered, "__Host-gh_flow"))
                        : Map.of(),
                    "email",
                    email.value(),
                    "code",
                    code);
                givesNoTokens(reply.is(401));
                return;
              }
              String name =
                  way.equals("address") ? email.value() : person.username().value();
              Reply due =
                  ask(transport, "/login", Map.of(), login(person, name)).is(200);
              assertThat(due.json().path("requires_2fa").asBoolean()).isTrue();
              assertThat(due.json().has("tfa_token")).isEqualTo(transport == Transport.BEARER);
              assertThat(due.text()).doesNotContain("gtr_", "access_token", "refresh_token");
              assertThat(due.cookies().stream()
                      .filter(c -> !c.contains("Max-Age=0"))
                      .map(c -> c.replaceAll("=.*", "")))
                  .isEqualTo(
                      transport == Transport.COOKIE ? List.of("__Secure-gh_tfa_token") : List.of());
            })));
  }

  // ---- ways out

  @Test
  @DisplayName(
      "[L23] signing out everywhere, and removing the own device, delete the cookies; what keeps the session keeps them")
  void what_ends_the_own_session_deletes_its_cookies() {
    House.Person person = node.house.person();
    Browser browser = signedIn(person);
    browser.post("/logout-all", "keep_current", "true").is(200);
    Reply elsewhere =
        node.post("/login", login(person, person.username().value())).send();
    Reply other = browser.send(
        node.call("DELETE", Routes.AUTH + "/devices/" + elsewhere.at("/user/session/id")),
        Routes.AUTH + "/devices");
    assertThat(other.is(200).cookies()).isEmpty();
    Reply me = browser.get("/me").is(200);

    String access = browser.cookie(ACCESS);
    String refresh = browser.cookie(REFRESH);
    Reply own = browser.send(
        node.call("DELETE", Routes.AUTH + "/devices/" + me.at("/session/id")),
        Routes.AUTH + "/devices");
    deleted(own.is(200));
    dead(access, refresh);

    Browser again = signedIn(person);
    access = again.cookie(ACCESS);
    refresh = again.cookie(REFRESH);
    deleted(again.post("/logout-all").is(200));
    dead(access, refresh);
  }

  private Browser signedIn(House.Person person) {
    Browser browser = node.browser();
    browser.post("/login", login(person, person.username().value())).is(200);
    return browser;
  }

  private static void deleted(Reply reply) {
    assertThat(reply.cookie(ACCESS)).startsWith(ACCESS + "=;").contains("Max-Age=0", "Path=/;");
    assertThat(reply.cookie(REFRESH))
        .startsWith(REFRESH + "=;")
        .contains("Max-Age=0", "Path=/api/v1/auth;");
  }

  private void dead(String access, String refresh) {
    Browser old = node.browser();
    old.put(ACCESS, access);
    old.get("/me").is(401, "TOKEN_REJECTED");
    old.put(REFRESH, refresh);
    old.post("/refresh").is(401, "REFRESH_REJECTED");
  }

  // ---- what is no token

  @Test
  @DisplayName(
      "[L25] whatever is no good token is refused at a route, as a bearer token and as a cookie")
  void what_is_no_token_is_refused_at_a_route() {
    House.Person person = node.house.person();
    Reply in =
        node.post("/login", login(person, person.username().value())).send().is(200);
    String good = in.at("/access_token");
    Browser browser = signedIn(person);
    String goodCookie = browser.cookie(ACCESS);
    for (boolean cookie : List.of(false, true)) {
      String token = cookie ? goodCookie : good;
      List<String> defects = new ArrayList<>(List.of(
          cookie ? browser.cookie(REFRESH) : in.at("/refresh_token"),
          cookie ? good : goodCookie,
          ".",
          "..",
          "....",
          "null",
          "eyJhbGciOiJub25lIn0.e30.",
          "x".repeat(12_000),
          token + ".",
          token + "..",
          token + "=",
          "." + token,
          token + "." + token,
          token.replace('.', '-'),
          token.substring(1),
          token.toUpperCase(Locale.ROOT)));
      for (int part = 0; part < 4; part++) {
        String[] parts = token.split("\\.", -1);
        parts[part] = "";
        defects.add(String.join(".", parts));
      }
      for (int at = 0; at < token.length(); at += 7) {
        defects.add(token.substring(0, at)
            + (token.charAt(at) == 'A' ? 'B' : 'A')
            + token.substring(at + 1));
        defects.add(token.substring(0, at + 1));
      }
      defects.remove(token);
      good(cookie, token);
      for (String defect : defects) {
        for (String path : List.of("/check", "/me")) {
          Reply reply = cookie
              ? node.get(path).header("Cookie", ACCESS + "=" + defect).send()
              : node.get(path).bearer(defect).send();
          reply.is(401, "TOKEN_REJECTED");
        }
      }
      good(cookie, token);
    }
    assertThat(node.unexpected).isEmpty();
  }

  private void good(boolean cookie, String token) {
    Call call = node.get("/me");
    (cookie ? call.header("Cookie", ACCESS + "=" + token) : call.bearer(token))
        .send()
        .is(200);
  }

  @Test
  @DisplayName(
      "[L25] a token in other letters is another token, also on the connection that brought the good one")
  void a_token_in_other_letters_is_another() throws IOException {
    House.Person person = node.house.person();
    String bearer =
        node.post("/login", login(person, person.username().value())).send().at("/access_token");
    for (String header : List.of(
        "Authorization: Bearer " + bearer,
        "Cookie: " + ACCESS + "=" + signedIn(person).cookie(ACCESS))) {
      int token = header.indexOf('.');
      String other = header.substring(0, token) + header.substring(token).toUpperCase(Locale.ROOT);
      assertThat(statuses(header, other, header)).containsExactly("204", "401", "204");
      assertThat(statuses(other, header, other)).containsExactly("401", "204", "401");
    }
  }

  /** What {@code /check} answers to these headers, one after the other on one connection. */
  private List<String> statuses(String... headers) throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < headers.length; i++) {
      requests
          .append("GET /api/v1/auth/check HTTP/1.1\r\nHost: " + Node.HOST + "\r\n")
          .append(headers[i])
          .append(i == headers.length - 1 ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
      return Pattern.compile("HTTP/1\\.1 (\\d{3})")
          .matcher(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .results()
          .map(status -> status.group(1))
          .toList();
    }
  }

  // ---- hostile words about where the server is

  @Test
  @DisplayName("[L17] hostile hosts and redirects get into no answer, cookie or mail of any route")
  void hostile_hosts_and_redirects_get_nowhere() {
    List<String> hostile = List.of(
        "evil.example",
        "//evil.example",
        "\\\\evil.example",
        "https://evil.example/%2e%2e",
        "https://id.example.com@evil.example",
        "javascript:alert(evil.example)",
        "%68ttps:%2f%2fevil.example");
    EmailAddress email = Fixtures.email();
    String access = node.post("/login", signInOfSomebody()).send().is(200).at("/access_token");
    for (Route route : new Routes(node.surroundings()).served()) {
      for (String value : hostile) {
        Call call = node.call(
                route.verb().name(),
                real(route) + "?redirect=" + encoded(value) + "&redirect_uri=" + encoded(value)
                    + "&return_to=" + encoded(value))
            .header("Forwarded", "host=\"" + value + "\";proto=javascript;for=203.0.113.9")
            .header("X-Forwarded-Host", value)
            .header("X-Forwarded-Proto", value)
            .header("X-Original-URL", value)
            .header("Referer", "https://evil.example/");
        if (route.access().signedIn() && !route.path().endsWith("logout-all")) {
          call.bearer(access);
        }
        if (route.verb().hasBody()) {
          call.json(
              "redirect",
              value,
              "redirect_uri",
              value,
              "email",
              email.value(),
              "tos_accepted",
              "true",
              "code",
              "000000",
              "password",
              "a good long passphrase");
        }
        Reply reply = call.send();
        assertThat(reply.status() / 100).as("%s %s", route.path(), reply.text()).isNotEqualTo(3);
        assertThat(reply.header("Location")).isEmpty();
        assertThat(reply.text() + reply.headers()).doesNotContain("evil.example");
        reply.cookies().forEach(cookie -> assertThat(cookie).doesNotContain("Domain"));
      }
      Reply elsewhere = node.call(route.verb().name(), real(route))
          .header("Host", "evil.example")
          .send();
      if (route.access() != Access.PROBE && route.access() != Access.OPERATIONS) {
        elsewhere.is(421, "MISDIRECTED_REQUEST");
      }
      assertThat(elsewhere.text() + elsewhere.headers()).doesNotContain("evil.example");
    }
    assertThat(node.house.mailsTo(email))
        .isNotEmpty()
        .allSatisfy(mail -> assertThat(mail.values().toString()).doesNotContain("evil"));
  }

  private static String real(Route route) {
    return route.path().replace("{id}", "0").replace("{provider}", "messenger");
  }

  private String[] signInOfSomebody() {
    House.Person person = node.house.person();
    return login(person, person.username().value());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
