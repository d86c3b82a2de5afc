package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.gatehouse.app.Serving;
import dev.gatehouse.app.seeing.Logs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** After a whole journey: whatever was secret on it stands nowhere in clear. */
class SecrecyTest {
  private final PrintStream console = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Heard heard = new Heard();
  private final Map<String, String> secrets = new LinkedHashMap<>();

  private Serving server;

  @BeforeEach
  void listen() {
    server = Serving.behindProxy();
    // as serve has it, where this test can read it
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    Logs.forMachines();
    Logger root = root();
    heard.setContext(root.getLoggerContext());
    heard.start();
    root.addAppender(heard);
    root.getLoggerContext().getLogger("dev.gatehouse").setLevel(Level.TRACE);
  }

  @AfterEach
  void stop() {
    root().detachAppender(heard);
    System.setErr(console);
    Logs.forCommands();
    server.close();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Log lines before anything is taken out of them: nothing should have to be. */
  private static final class Heard extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " "
          + event.getKeyValuePairs() + " "
          + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
  }

  private String secret(String name, String value) {
    assertThat(value).as(name).hasSizeGreaterThanOrEqualTo(6).isNotEqualTo("null");
    secrets.put(name, value);
    return value;
  }

  private Reply tokens(String name, Reply reply) {
    secret("access token of " + name, reply.access());
    secret("refresh token of " + name, reply.refresh());
    return reply;
  }

  /** Everything there is to do, rightly and wrongly. */
  private Person journey() {
    Person person = new Person(
        server,
        Serving.HOST,
        Person.aLogin(),
        Person.anAddress(),
        secret("password", Person.aPassword()),
        Call.elsewhere());
    String flow = secret("flow handle", person.register());
    String code = secret("code", new Tables(server).codeTo(person.email()));
    person.verify(code.equals("000000") ? "111111" : "000000", flow).is(401);
    tokens("verify", person.verify(code, flow).is(200));
    Reply in = tokens("login", person.signIn());
    secret("device mark", in.mark());
    person.login(secret("wrong password", Person.aPassword())).send().is(401);
    Reply next = tokens("refresh", person.refresh(in.refresh()).is(200));
    person.get("/me").bearer(next.access()).send().is(200);
    person.get("/check").bearer(next.access() + "x").send().is(401);
    person.refresh(next.refresh() + "x").is(401);
    String wanted = secret("new password", Person.aPassword());
    person
        .post("/change-password", "current_password", person.password(), "new_password", wanted)
        .bearer(next.access())
        .send()
        .is(200);
    Browser browser = new Browser(server);
    browser.post("/login", "login_or_email", person.login(), "password", wanted).is(200);
    secret("cookie of access", browser.cookie("access_token"));
    secret("cookie of refresh", browser.cookie("refresh_token"));
    secret("cookie of the device", browser.cookie("device"));
    browser.post("/refresh").is(200);
    person.get("/me?access_token=" + next.access()).send().is(401);
    Call.post(server, "/login").body("{\"password\":\"" + wanted + "\"").send().is(400);
    tokens("reuse", person.login(wanted).send().is(200));
    String old = secrets.getOrDefault("refresh token of reuse", "");
    person.refresh(person.refresh(old).is(200).refresh()).is(200);
    person.refresh(old).is(401);
    staff();
    return person;
  }

  private void staff() {
    Person staff = new Person(
        server,
        Serving.CREW,
        Person.aLogin(),
        Person.anAddress(),
        secret("staff password", Person.aPassword()),
        Call.elsewhere());
    String flow = staff.register();
    String code = secret("staff code", new Tables(server).codeTo(staff.email()));
    secret("ticket", staff.verify(code, flow).is(200).at("/tfa_token"));
  }

  @Test
  @DisplayName(
      "[L40] after a whole journey no password, code, token, handle or mark stands in a log, a table, a metric or an answer to another")
  void nothing_secret_stands_anywhere() {
    Person person = journey();
    String metrics = new Call(server, "GET", "/metrics")
        .bearer(Serving.METRICS_TOKEN)
        .send()
        .is(200)
        .text();
    // a warning takes along every line before it
    root().warn("the journey is over");
    String raw = String.join("\n", heard.lines);
    String log = written.toString(StandardCharsets.UTF_8);
    Map<String, List<String>> tables = new Tables(server).everything();

    assertThat(raw).contains("POST /api/v1/auth/login", "POST /api/v1/auth/refresh");
    assertThat(log).contains("POST /api/v1/auth/login").contains("REFRESH_TOKEN_REUSED");
    assertThat(metrics).contains("gatehouse_sign_in_total");
    secrets.forEach((name, secret) -> {
      assertNot("log, before redaction, " + name, raw, secret);
      assertNot("log, " + name, log, secret);
      assertNot("metrics, " + name, metrics, secret);
      tables.forEach(
          (table, rows) -> rows.forEach(row -> assertNot(table + ", " + name, row, secret)));
    });
    for (String personal : new String[] {person.email(), person.login(), person.address()}) {
      assertThat(raw).doesNotContain(personal);
      assertThat(log).doesNotContain(personal);
      assertThat(metrics).doesNotContain(personal);
    }
    assertThat(log).doesNotContain("gtr_", "eyJ", "argon2");
  }

  /** As text, and as the bytes of the text; a number that is part of a longer one is no code. */
  private static void assertNot(String where, String text, String secret) {
    if (secret.length() == 6) {
      assertThat(text).as(where).doesNotContainPattern("(?<![0-9a-f.])" + secret + "(?![0-9a-f])");
      return;
    }
    assertThat(text).as(where).doesNotContain(secret);
    assertThat(text)
        .as(where)
        .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @DisplayName("[L40] addresses stand in the account's own rows only")
  void addresses_stand_in_the_own_rows_only() {
    Person person = journey();
    new Tables(server).everything().forEach((table, rows) -> {
      if (!table.equals("accounts") && !table.equals("candidates")) {
        assertThat(rows).as(table).noneMatch(row -> row.contains(person.email()));
      }
    });
  }
}
