package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.app.Serving;
import dev.gatehouse.domain.mail.Mail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody asks all he can about an address that has an account, and the same about one that has none: he hears the same, and as many mails go out. */
class EnumerationTest {
  /** What differs from one request to the next whoever asks. */
  private static final Set<String> OWN = Set.of("instance", "flow", "email");

  private static final Set<String> OWN_HEADERS = Set.of("x-request-id", "date");

  private static Serving server;

  private final Tables tables = new Tables(server);
  private final List<String> heard = new ArrayList<>();

  private Person resident;
  private String unknown;

  /** While no time goes by, how long somebody is told to wait is the same to the millisecond. */
  @BeforeAll
  static void start() {
    server = Serving.behindProxy();
    server.standStill();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void one_of_each() {
    resident = Person.proven(server);
    unknown = Person.anAddress();
    // nobody's mails of this hour count
    tables.change("delete from gatehouse.throttles");
    // so that mails of before are older than mails of after
    server.advance(Duration.ofSeconds(1));
  }

  /** All of an answer but what is another each time; of texts that may differ their shape. */
  private static String shape(Reply reply) {
    ObjectNode body = reply.json().deepCopy();
    OWN.forEach(name -> {
      if (body.has(name)) {
        body.put(name, "…");
      }
    });
    Map<String, List<String>> headers = new TreeMap<>(reply.headers());
    headers.remove("content-length");
    OWN_HEADERS.forEach(name -> headers.replace(name, List.of("…")));
    return reply.status() + " " + body + " " + headers;
  }

  private void hear(Reply reply) {
    heard.add(shape(reply));
  }

  private List<String> script(String address) {
    heard.clear();
    String network = Call.elsewhere();
    Reply registered = ask(network, "/register", "email", address, "tos_accepted", true);
    hear(registered);
    String flow = registered.is(201).at("/flow");
    for (int i = 0; i < 6; i++) {
      hear(ask(network, "/verify-otp", "email", address, "code", "000000", "flow", flow));
      hear(ask(network, "/verify-email", "email", address, "code", "000000"));
    }
    hear(ask(network, "/resend-otp", "email", address));
    hear(ask(network, "/resend-otp", "email", address));
    hear(ask(network, "/resend-verification", "email", address));
    hear(ask(network, "/verify-otp", "email", address, "code", "000000", "flow", flow));
    hear(ask(
        network,
        "/register",
        "email",
        address,
        "login",
        Person.aLogin(),
        "password",
        Person.aPassword(),
        "tos_accepted",
        true));
    for (int i = 0; i < 7; i++) {
      hear(ask(network, "/login", "login_or_email", address, "password", "a wrong guess"));
    }
    hear(ask(network, "/register", "email", address, "tos_accepted", false));
    for (int i = 0; i < 5; i++) {
      hear(ask(network, "/register", "email", address, "tos_accepted", true));
    }
    return heard.stream()
        .map(text -> text.replaceAll("u[0-9a-f]{16}", "a login"))
        .toList();
  }

  private Reply ask(String network, String path, Object... members) {
    return Call.post(server, path, members).from(network).send();
  }

  @Test
  @DisplayName(
      "[L33] known and unknown addresses cannot be told apart by status, body, headers or the number of mails")
  void known_and_unknown_are_answered_alike() {
    int before = tables.mailsTo(resident.email()).size();
    List<String> ofKnown = script(resident.email());
    List<String> ofUnknown = script(unknown);

    assertThat(ofKnown).isEqualTo(ofUnknown);
    assertThat(ofKnown.toString())
        .contains("retry_after", "retry-after", "next_resend_available_at");
    List<Mail> told = tables.mailsTo(resident.email());
    assertThat(told.size() - before).isEqualTo(tables.mailsTo(unknown).size()).isPositive();
    assertThat(told.subList(before, told.size()))
        .allMatch(
            mail -> mail.kind() == Mail.Kind.ALREADY_REGISTERED && mail.code().isEmpty());
  }

  @Test
  @DisplayName(
      "[L33] nor by forgetting the password and trying to set another; the owner alone has mail")
  void forgetting_tells_nothing() {
    int before = tables.mailsTo(resident.email()).size();

    assertThat(forgetful(resident.email())).isEqualTo(forgetful(unknown));

    List<Mail> told = tables.mailsTo(resident.email());
    assertThat(told.subList(before, told.size()))
        .hasSize(5)
        .allMatch(mail -> mail.kind() == Mail.Kind.PASSWORD_RESET);
    assertThat(tables.mailsTo(unknown)).isEmpty();
  }

  private List<String> forgetful(String address) {
    heard.clear();
    String network = Call.elsewhere();
    for (int i = 0; i < 6; i++) {
      Reply asked = ask(network, "/forgot-password", "email", address);
      hear(asked);
      String flow = asked.at("/flow");
      for (int guess = 0; guess < 6 && asked.status() == 200; guess++) {
        hear(ask(
            network,
            "/reset-password",
            "email",
            address,
            "code",
            "000000",
            "flow",
            flow,
            "new_password",
            Person.aPassword()));
      }
    }
    assertThat(heard.toString()).contains("CODE_REJECTED", "THROTTLED");
    return List.copyOf(heard);
  }

  @Test
  @DisplayName(
      "[L33] nor by asking for magic links and trying their digits: who has an account and who may register are mailed alike")
  void magic_links_tell_nothing() {
    int before = tables.mailsTo(resident.email()).size();

    assertThat(byLink(resident.email())).isEqualTo(byLink(unknown));

    List<Mail> told = tables.mailsTo(resident.email());
    for (List<Mail> mails : List.of(told.subList(before, told.size()), tables.mailsTo(unknown))) {
      assertThat(mails).hasSize(5).allMatch(mail -> mail.kind() == Mail.Kind.MAGIC_LINK);
    }
  }

  private List<String> byLink(String address) {
    heard.clear();
    String network = Call.elsewhere();
    for (int i = 0; i < 6; i++) {
      Reply asked = ask(network, "/magic-link", "email", address);
      hear(asked);
      String flow = asked.at("/flow");
      for (int guess = 0; guess < 6 && asked.status() == 200; guess++) {
        hear(ask(
            network, "/magic-link/verify-otp", "email", address, "code", "000000", "flow", flow));
      }
    }
    assertThat(heard.toString()).contains("CODE_REJECTED", "THROTTLED");
    return List.copyOf(heard);
  }

  @Test
  @DisplayName("[L33] who is signed in does not learn either whose an address is")
  void changing_the_address_tells_nothing() {
    assertThat(changing(resident.email())).isEqualTo(changing(unknown));
    assertThat(tables.mailsTo(resident.email()))
        .filteredOn(mail -> mail.kind() == Mail.Kind.EMAIL_TAKEN)
        .hasSize(1);
  }

  private List<String> changing(String address) {
    heard.clear();
    String network = Call.elsewhere();
    String access = Person.named(server).signIn().access();
    hear(Call.post(server, "/email", "email", address)
        .from(network)
        .bearer(access)
        .send());
    for (int guess = 0; guess < 6; guess++) {
      hear(Call.post(server, "/email/verify", "code", "000000")
          .from(network)
          .bearer(access)
          .send());
    }
    assertThat(heard.toString()).contains("CODE_REJECTED");
    return List.copyOf(heard);
  }

  @Test
  @DisplayName("[L33] browsers hear the same of known and unknown addresses too, cookies included")
  void browsers_hear_the_same() {
    assertThat(cookies(resident.email())).isEqualTo(cookies(unknown));
  }

  private List<String> cookies(String address) {
    Browser browser = new Browser(server);
    List<String> all = new ArrayList<>();
    for (Reply reply : List.of(
        browser.post("/register", "email", address, "tos_accepted", true),
        browser.post("/verify-otp", "email", address, "code", "000000"),
        browser.post("/resend-otp", "email", address),
        browser.post("/forgot-password", "email", address),
        browser.post("/magic-link", "email", address),
        browser.post("/magic-link/verify-otp", "email", address, "code", "000000"),
        browser.post("/login", "login_or_email", address, "password", "a wrong guess"))) {
      all.add(reply.status() + " "
          + reply.cookies().stream()
              .map(cookie -> cookie.replaceAll("=[A-Za-z0-9_-]{20,};", "=…;"))
              .toList());
    }
    return all;
  }

  @Test
  @DisplayName(
      "[L33] only a username asked for alone is said to be taken; with an address it is not, before the mailbox is proven")
  void a_username_with_an_address_is_not_said_to_be_taken() {
    Call.post(
            server,
            "/register",
            "login",
            resident.login(),
            "password",
            Person.aPassword(),
            "tos_accepted",
            true)
        .send()
        .is(409, "USERNAME_TAKEN");
    Call.post(
            server, "/register", "login", resident.login(), "email", unknown, "tos_accepted", true)
        .send()
        .is(201);
  }
}
