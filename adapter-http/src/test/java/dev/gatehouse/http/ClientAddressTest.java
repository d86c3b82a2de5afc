package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.testkit.fixture.Fixtures;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a client is, whatever it says of itself. */
class ClientAddressTest {
  private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "2001:db8:aa::/48"));

  private String client(String peer, List<String> forwarded, String... xForwardedFor) {
    return proxies.client(peer, forwarded, List.of(xForwardedFor)).value();
  }

  @Test
  @DisplayName("[L32] a peer that is no proxy is the client, whatever headers it sends")
  void a_stranger_s_word_counts_for_nothing() {
    assertThat(client("203.0.113.9", List.of("for=1.2.3.4"), "1.2.3.4")).isEqualTo("203.0.113.9");
  }

  @Test
  @DisplayName("[L32] behind a proxy the right-most hop that is none is the client")
  void the_right_most_untrusted_hop() {
    assertThat(client("10.1.1.1", List.of(), "1.2.3.4, 203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.1.1", List.of(), "1.2.3.4, 203.0.113.9, 10.9.9.9"))
        .isEqualTo("203.0.113.9");
    assertThat(client("10.1.1.1", List.of(), "1.2.3.4", "203.0.113.9:4711"))
        .isEqualTo("203.0.113.9");
    assertThat(client("10.1.1.1", List.of("for=1.2.3.4, For=\"[2001:db8::9]:47\";proto=https")))
        .isEqualTo("2001:db8:0:0:0:0:0:9");
    assertThat(client("2001:db8:aa::1", List.of(), "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(client("10.1.1.1", List.of(), "10.2.2.2")).isEqualTo("10.2.2.2");
    assertThat(client("10.1.1.1", List.of())).isEqualTo("10.1.1.1");
  }

  @Test
  @DisplayName(
      "[L32] what is no address ends the chain, and two headers that disagree are both not believed")
  void nonsense_is_not_believed() {
    for (String nonsense :
        List.of("unknown", "_hidden", "", "1.2.3", "example.com", "999.1.1.1", "::ffff:zz")) {
      assertThat(client("10.1.1.1", List.of(), "1.2.3.4, " + nonsense))
          .as(nonsense)
          .isEqualTo("10.1.1.1");
    }
    assertThat(client("10.1.1.1", List.of("for=1.2.3.4"), "203.0.113.9")).isEqualTo("10.1.1.1");
    assertThat(client("10.1.1.1", List.of("for=203.0.113.9"), "203.0.113.9"))
        .isEqualTo("203.0.113.9");
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
        .send()
        .is(200)
        .at("/user/current_sign_in_ip");
  }
}
