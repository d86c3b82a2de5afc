package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.app.embedded.EmbeddedPostgres;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real browser before a real server: what its pages can do, and what the pages of others can not. */
@Tag("debian")
class ChromiumTest {
  private static final String CHROMIUM = "/usr/bin/chromium";
  private static final String AUTH = "/api/v1/auth/";

  @TempDir
  static Path folder;

  private static Program server;
  private static HttpServer elsewhere;
  private static Playwright playwright;
  private static Browser chromium;

  private BrowserContext window;

  @BeforeAll
  static void start() throws IOException {
    server = Program.begin(folder, Map.of("GATEHOUSE_HTTP_PORT", "0"), "dev");
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext("/", exchange -> {
      byte[] page =
          "<!doctype html><title>elsewhere</title><p>Win a prize".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, page.length);
      try (var body = exchange.getResponseBody()) {
        body.write(page);
      }
    });
    elsewhere.start();
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of(CHROMIUM))
            // who runs it may be root; the only pages it sees are this test's
            .setArgs(List.of("--no-sandbox")));
    server.ready();
  }

  @AfterAll
  static void end() {
    playwright.close();
    elsewhere.stop(0);
    server.close();
  }

  @BeforeEach
  void open() {
    // the server's own pages may run no script at all: their policy is lifted for the script of the
    // test
    window = chromium.newContext(new Browser.NewContextOptions().setBypassCSP(true));
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  @DisplayName(
      "[L27] a page signs in, reads, refreshes and signs out with cookies that it cannot see, and no body has a token")
  void a_page_lives_with_cookies_that_it_cannot_see() {
    Page page = ownPage();
    String login = resident();
    List<String> bodies = new ArrayList<>();

    bodies.add(call(page, 200, "POST", "login", credentials(login)));
    Map<String, Cookie> cookies = cookies();
    assertThat(cookies).containsOnlyKeys("main_access_token", "main_refresh_token", "main_device");
    assertThat(cookies.values()).allSatisfy(cookie -> {
      assertThat(cookie.httpOnly).isTrue();
      assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
      assertThat(cookie.domain).isEqualTo("127.0.0.1");
    });
    assertThat(cookies.get("main_access_token").path).isEqualTo("/");
    assertThat(cookies.get("main_refresh_token").path).isEqualTo("/api/v1/auth");
    assertThat(cookies.get("main_device").path).isEqualTo("/api/v1");
    assertThat(cookies.get("main_refresh_token").expires)
        .as("ends with the browser")
        .isEqualTo(-1);
    assertThat(seen(page)).isEmpty();

    bodies.add(call(page, 200, "GET", "me", ""));
    assertThat(bodies.get(1)).contains(login);
    bodies.add(call(page, 200, "POST", "refresh", "{}"));
    Map<String, Cookie> refreshed = cookies();
    assertThat(refreshed.get("main_refresh_token").value)
        .startsWith("gtr_")
        .isNotEqualTo(cookies.get("main_refresh_token").value);
    bodies.add(call(page, 200, "GET", "me", ""));
    assertThat(seen(page)).isEmpty();

    bodies.add(call(page, 204, "POST", "logout", "{}"));
    assertThat(cookies()).containsOnlyKeys("main_device");
    bodies.add(call(page, 401, "GET", "me", ""));
    assertThat(bodies).allSatisfy(body -> assertThat(body).doesNotContain("gtr_", "eyJ"));
  }

  /** Another port of this machine is same-site, and sends the cookies; another name is not. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  @DisplayName(
      "[L19] whatever a foreign page sends does nothing: nobody is signed out, in, or registered, and it reads nothing")
  void a_foreign_page_can_do_nothing(String host) {
    Page own = ownPage();
    String victim = resident();
    String attacker = resident();
    call(own, 200, "POST", "login", credentials(victim));
    String device = session(own);
    String before = sessions();
    Map<String, Cookie> held = cookies();
    String foreign = "http://" + host + ":" + elsewhere.getAddress().getPort() + "/";

    Page page = window.newPage();
    page.navigate(foreign);
    for (String[] attack : attacks(attacker, device)) {
      for (String script : List.of(FETCH, NO_CORS, PLAIN_TEXT, BEACON, IMAGE)) {
        Object told = page.evaluate(script, List.of(url(attack[1]), attack[0], attack[2]));
        assertThat(String.valueOf(told))
            .as("%s by %s", attack[1], script)
            .isIn("nothing", "opaque 0 ", "sent");
      }
      for (String type :
          List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
        assertThat(navigateByForm(foreign, url(attack[1]), type, attack[2]))
            .as("%s as %s", attack[1], type)
            .isGreaterThanOrEqualTo(400)
            .isLessThan(500);
      }
    }

    assertThat(sessions()).as("sessions").isEqualTo(before);
    assertThat(number("select count(*) from gatehouse.accounts where username like 'Evil%'"
            + " or display_name = 'Evil'"))
        .isZero();
    assertThat(cookies().get("main_refresh_token").value)
        .isEqualTo(held.get("main_refresh_token").value);
    assertThat(call(own, 200, "GET", "me", "")).contains(victim);
    call(own, 200, "POST", "refresh", "{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  @DisplayName("[L19] a foreign page signs nobody in who is signed out, and leaves no cookie")
  void a_foreign_page_signs_nobody_in(String host) {
    String attacker = resident();
    String before = sessions();
    String foreign = "http://" + host + ":" + elsewhere.getAddress().getPort() + "/";
    for (String script : List.of(FETCH, NO_CORS, PLAIN_TEXT, BEACON)) {
      Page page = window.newPage();
      page.navigate(foreign);
      page.evaluate(script, List.of(url("login"), "POST", credentials(attacker)));
      page.close();
    }
    assertThat(navigateByForm(foreign, url("login"), "text/plain", credentials(attacker)))
        .isBetween(400, 499);
    assertThat(window.cookies()).isEmpty();
    assertThat(sessions()).isEqualTo(before);
  }

  /** Method, route and body of what an attacker would like to happen. */
  private static List<String[]> attacks(String attacker, String device) {
    return List.of(
        // without a body nobody has to say what type it is
        new String[] {"POST", "logout", ""},
        new String[] {"POST", "logout-all", ""},
        new String[] {"POST", "refresh", ""},
        new String[] {"POST", "login", credentials(attacker)},
        new String[] {
          "POST",
          "register",
          "{\"login\":\"Evil_" + Fixtures.unique().substring(0, 8) + "\",\"password\":\""
              + Caller.PASSWORD + "\",\"locale\":\"en\",\"tos_accepted\":true}"
        },
        new String[] {
          "POST",
          "change-password",
          "{\"current_password\":\"" + Caller.PASSWORD
              + "\",\"new_password\":\"an umbrella of the attacker\"}"
        },
        new String[] {"PATCH", "me", "{\"display_name\":\"Evil\"}"},
        new String[] {"DELETE", "devices/" + device, ""});
  }

  /** The usual way of a script; what it can read of the answer. */
  private static final String FETCH = """
      ([url, method, body]) => fetch(url, {method, body: body || undefined, credentials: 'include',
          headers: body ? {'Content-Type': 'application/json'} : {}})
        .then(async r => r.type + ' ' + r.status + ' ' + await r.text(), () => 'nothing')""";
  /** What goes without asking the server first: without a type, as text, by POST only. */
  private static final String NO_CORS = """
      ([url, method, body]) => fetch(url, {method: 'POST', mode: 'no-cors', body, credentials: 'include'})
        .then(async r => r.type + ' ' + r.status + ' ' + await r.text(), () => 'nothing')""";

  private static final String PLAIN_TEXT = """
      ([url, method, body]) => fetch(url, {method: 'POST', body, credentials: 'include',
          headers: {'Content-Type': 'text/plain'}})
        .then(async r => r.type + ' ' + r.status + ' ' + await r.text(), () => 'nothing')""";
  private static final String BEACON = """
      ([url, method, body]) => {
        const sent = navigator.sendBeacon(url, new Blob([body], {type: 'text/plain'}));
        return fetch(url, {mode: 'no-cors', credentials: 'include'}).then(() => 'sent', () => 'sent');
      }""";
  private static final String IMAGE = """
      ([url]) => new Promise(done => {
        const image = new Image();
        image.onload = () => done('loaded');
        image.onerror = () => done('nothing');
        image.src = url;
      })""";
  private static final String FORM = """
      ([url, type, body]) => {
        const form = document.createElement('form');
        form.method = 'POST';
        form.action = url;
        form.enctype = type;
        const field = document.createElement('input');
        field.name = body;
        field.value = '';
        form.append(field);
        document.body.append(form);
        form.submit();
      }""";

  /** Leaves the foreign page by a form; the status of what comes. */
  private int navigateByForm(String from, String to, String type, String body) {
    try (Page page = window.newPage()) {
      page.navigate(from);
      Response answer =
          page.waitForResponse(to, () -> page.evaluate(FORM, List.of(to, type, body)));
      return answer.status();
    }
  }

  private Page ownPage() {
    Page page = window.newPage();
    page.navigate(server.base().toString());
    return page;
  }

  /** Asks as a script of that page does, and gives the body. */
  private static String call(Page page, int expected, String method, String route, String body) {
    String answer = (String) page.evaluate("""
            ([url, method, body]) => fetch(url, {method, body: body || undefined,
                headers: body ? {'Content-Type': 'application/json'} : {}})
              .then(async r => r.status + ' ' + await r.text())""", List.of(url(route), method, body));
    assertThat(answer).as("%s %s", method, route).startsWith(expected + " ");
    return answer;
  }

  private static String seen(Page page) {
    return (String) page.evaluate("() => document.cookie");
  }

  private Map<String, Cookie> cookies() {
    return window.cookies().stream().collect(Collectors.toMap(cookie -> cookie.name, c -> c));
  }

  private static String session(Page page) {
    String me = call(page, 200, "GET", "me", "");
    int id = me.indexOf("\"id\":\"", me.indexOf("\"session\":")) + 6;
    return me.substring(id, id + 36);
  }

  private static String resident() {
    String login = "User_" + Fixtures.unique().substring(0, 12);
    assertThat(Caller.local().register(server, login).status()).isEqualTo(201);
    return login;
  }

  private static String credentials(String login) {
    return "{\"login_or_email\":\"" + login + "\",\"password\":\"" + Caller.PASSWORD
        + "\",\"remember_me\":false}";
  }

  private static String url(String route) {
    return server.base() + AUTH + route;
  }

  /** Every session as it stands in the database. */
  private static String sessions() {
    return query(
        "select string_agg(id || ' ' || generation || ' ' || (revoked_at is null), ',' order by id)"
            + " from gatehouse.sessions");
  }

  private static long number(String query) {
    return Long.parseLong(query(query));
  }

  private static String query(String query) {
    Postgres.Settings database = EmbeddedPostgres.running(
            folder.resolve("data"), length -> Fixtures.bytes(16))
        .orElseThrow();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
