package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.testkit.fixture.Fixtures;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a client is, whatever it says of itself. */
class ClientAddressTest {
  private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8:aa::/48");

  /** Both headers are there, and disagree. */
  private static String client(
      HttpServer.ForwardedHeader written, String peer, List<String> lines) {
    return new Proxies(PROXIES, written)
        .client(
            peer,
            name -> name.equals(written.field()) ? lines : List.of("10.6.6.6", "for=10.6.6.6"))
        .value();
  }

  private static String client(String peer, String... xForwardedFor) {
    return client(HttpServer.ForwardedHeader.X_FORWARDED_FOR, peer, List.of(xForwardedFor));
  }

  private static String forwarded(String peer, String... lines) {
    return client(HttpServer.ForwardedHeader.FORWARDED, peer, List.of(lines));
  }

  @Test
  @DisplayName("[L32] a peer that is no proxy is the client, whatever headers it sends")
  void a_stranger_s_word_counts_for_nothing() {
    assertThat(client("203.0.113.9", "1.2.3.4")).isEqualTo("203.0.113.9");
    assertThat(forwarded("203.0.113.9", "for=1.2.3.4")).isEqualTo("203.0.113.9");
  }

  @Test
  @DisplayName("[L32] behind a proxy the right-most hop that is none is the client")
  void the_right_most_untrusted_hop() {
    assertThat(client("10.1.1.1", "1.2.3.4, 203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.1.1", "1.2.3.4, 203.0.113.9, 10.9.9.9")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.1.1", "1.2.3.4", "203.0.113.9:4711")).isEqualTo("203.0.113.9");
    assertThat(forwarded("10.1.1.1", "for=1.2.3.4, For=\"[2001:db8::9]:47\";proto=https"))
        .isEqualTo("2001:db8:0:0:0:0:0:9");
    assertThat(forwarded("10.1.1.1", "for=1.2.3.4", "by=x;for=203.0.113.9;host=evil.example"))
        .isEqualTo("203.0.113.9");
    assertThat(client("2001:db8:aa::1", "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.1.1", "10.2.2.2")).isEqualTo("10.2.2.2");
    assertThat(client("10.1.1.1")).isEqualTo("10.1.1.1");
  }

  @Test
  @DisplayName(
      "[L32] the header that the proxies do not write is never read, there or not, agreeing or not")
  void the_other_header_is_never_read() {
    Proxies proxies = new Proxies(PROXIES, HttpServer.ForwardedHeader.X_FORWARDED_FOR);
    for (List<String> spoofed : List.of(
        List.of("for=198.51.100.7"), List.of("for=203.0.113.9"), List.of("for=\"10.1.1.1\""))) {
      assertThat(proxies
              .client(
                  "10.1.1.1",
                  name -> name.equals("X-Forwarded-For") ? List.of("203.0.113.9") : spoofed)
              .value())
          .isEqualTo("203.0.113.9");
      assertThat(proxies
              .client("10.1.1.1", name -> name.equals("X-Forwarded-For") ? List.of() : spoofed)
              .value())
          .isEqualTo("10.1.1.1");
    }
  }

  @Test
  @DisplayName("[L32] what is no address ends the chain")
  void nonsense_is_not_believed() {
    for (String nonsense :
        List.of("unknown", "_hidden", "", "1.2.3", "example.com", "999.1.1.1", "::ffff:zz")) {
      assertThat(client("10.1.1.1", "1.2.3.4, " + nonsense)).as(nonsense).isEqualTo("10.1.1.1");
      assertThat(forwarded("10.1.1.1", "for=1.2.3.4, for=" + nonsense))
          .as(nonsense)
          .isEqualTo("10.1.1.1");
    }
  }

  @Test
  @DisplayName("[L32] what stands in quotes is one value, whatever it looks like")
  void an_address_can_not_be_forged_through_a_quoted_string() {
    for (String forged : List.of(
        "for=203.0.113.9;host=\"x, for=198.51.100.7\"",
        "for=203.0.113.9;host=\"x;for=198.51.100.7\"",
        "host=\"x;for=198.51.100.7\";for=203.0.113.9",
        "for=203.0.113.9;host=\"\\\", for=198.51.100.7\"",
        "for=203.0.113.9 ; host=\"\\\\\"; proto=https;",
        "for=198.51.100.7;host=\\\", for=203.0.113.9")) {
      assertThat(forwarded("10.1.1.1", forged)).as(forged).isEqualTo("203.0.113.9");
    }
    assertThat(forwarded("10.1.1.1", "for=\"198.51.100.7", "for=203.0.113.9"))
        .isEqualTo("203.0.113.9");
  }

  @Test
  @DisplayName("[L32] an element that breaks the grammar has no address")
  void a_malformed_element_has_no_address() {
    for (String malformed : List.of(
        "for=198.51.100.7;host=\"x, for=203.0.113.9",
        "for=198.51.100.7;host=\", for=\"[2001:db8::9]:47\"",
        "for=198.51.100.7;for=203.0.113.9",
        "for=\"198.51.100.7\"x",
        "for=198.51.100.7;x",
        "for=198.51.100.7 for=203.0.113.9",
        "for=\"1\\98.51.100.7\"",
        "for=198.51.100.7;host=\"" + "\\a".repeat(8000))) {
      assertThat(forwarded("10.1.1.1", malformed)).as(malformed).isEqualTo("10.1.1.1");
    }
  }

  @Test
  void networks_are_checked_when_the_server_starts() {
    for (String bad : List.of("10.0.0.0/33", "x/8", "10.0.0.0/", "example.com")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Network.parse(bad))
          .withMessageContaining(bad);
    }
  }

  @Test
  @DisplayName("[L32] spoofed headers change neither the sessions nor the audit; a proxy's do")
  void through_the_server() {
    try (Node direct = Node.production();
        Node behind = Node.behindProxy()) {
      assertThat(signInFrom(direct)).isEqualTo("127.0.0.1");
      assertThat(signInFrom(behind)).isEqualTo("203.0.113.9");
    }
  }

  private static String signInFrom(Node node) {
    String login = "u" + Fixtures.unique().substring(0, 12);
    node.post(
            "/register",
            "login",
            login,
            "password",
            "a good long passphrase",
            "tos_accepted",
            "true")
        .send()
        .is(201);
    return node.post("/login", "email", login, "password", "a good long passphrase")
        .header("X-Forwarded-For", "198.51.100.1, 203.0.113.9")
        .header("Forwarded", "for=198.51.100.2")
        .send()
        .is(200)
        .at("/user/current_sign_in_ip");
  }
}
