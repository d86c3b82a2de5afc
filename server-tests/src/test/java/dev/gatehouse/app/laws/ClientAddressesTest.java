package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody says that he asks from elsewhere. */
class ClientAddressesTest {
  private static final List<String> HEADERS = List.of(
      "X-Forwarded-For",
      "Forwarded",
      "X-Real-IP",
      "True-Client-IP",
      "CF-Connecting-IP",
      "X-Client-IP");

  private static String value(String header, String address) {
    return header.equals("Forwarded") ? "for=" + address : address;
  }

  private static List<String> audited(Serving server, String name) {
    return new Tables(server)
        .column(
            "select distinct address from gatehouse.audit where account_id = (select id from gatehouse.accounts where username = ?)",
            name);
  }

  @Test
  @DisplayName(
      "[L32] who is no configured proxy changes neither limits nor audit by what he says of where he asks from")
  void spoofed_headers_change_nothing() {
    try (Serving server = Serving.direct()) {
      Person person = Person.named(server);
      for (int i = 0; i < 5; i++) {
        Call call = person.login("wrong").without("X-Forwarded-For");
        HEADERS.forEach(name -> call.header(name, value(name, Call.elsewhere())));
        call.send().is(401, "CREDENTIALS_REJECTED");
      }
      for (String name : HEADERS) {
        person
            .login(person.password())
            .without("X-Forwarded-For")
            .header(name, value(name, Call.elsewhere()))
            .send()
            .is(423, "LOCKED_OUT");
      }
      assertThat(audited(server, person.login())).containsExactly("127.0.0.1");

      // registrations of one network are counted as such
      int granted = 0;
      for (int i = 0; i < 40; i++) {
        Reply reply = Call.post(
                server, "/register", "email", Person.anAddress(), "tos_accepted", true)
            .send();
        granted += reply.status() == 201 ? 1 : 0;
      }
      // thirty with the person's own, and one more for every two minutes that all this takes
      assertThat(granted).isBetween(29, 32);
    }
  }

  @Test
  @DisplayName(
      "[L32] behind a proxy the right-most hop that is none counts, and what a client puts before it does not")
  void the_right_most_untrusted_hop_counts() {
    Serving server = Serving.shared();
    Person person = Person.named(server);
    for (int i = 0; i < 5; i++) {
      person
          .login("wrong")
          .header("X-Forwarded-For", Call.elsewhere() + ", " + person.address() + ", 127.0.0.9")
          .send()
          .is(401, "CREDENTIALS_REJECTED");
    }
    person
        .login(person.password())
        .header("X-Forwarded-For", Call.elsewhere() + ", " + person.address())
        .send()
        .is(423, "LOCKED_OUT");
    person
        .login(person.password())
        .also("X-Forwarded-For", person.address())
        .header("X-Forwarded-For", Call.elsewhere())
        .send()
        .is(423, "LOCKED_OUT");
    assertThat(audited(server, person.login())).containsExactly(person.address());
  }

  @Test
  @DisplayName(
      "[L32] only the header that the proxy writes is read: what a client puts into the other one changes neither limits nor audit")
  void the_header_that_the_proxy_does_not_write_changes_nothing() {
    onlyCounts("X-Forwarded-For", "Forwarded", Serving.shared());
    try (Serving server = Serving.behindModernProxy()) {
      onlyCounts("Forwarded", "X-Forwarded-For", server);
    }
  }

  private static void onlyCounts(String written, String other, Serving server) {
    Person person = Person.named(server);
    String address = Call.elsewhere();
    for (int i = 0; i < 5; i++) {
      from(written, address, other, person.login("wrong")).is(401, "CREDENTIALS_REJECTED");
    }
    from(written, address, other, person.login(person.password())).is(423, "LOCKED_OUT");
    assertThat(audited(server, person.login())).contains(address).hasSize(2);

    String home = Call.elsewhere();
    Reply signedIn = from(written, home, other, person.login(person.password())).is(200);
    assertThat(signedIn.at("/user/current_sign_in_ip")).isEqualTo(home);
    Reply alone = person
        .login(person.password())
        .without("X-Forwarded-For")
        .header(other, value(other, Call.elsewhere()))
        .send()
        .is(200);
    assertThat(alone.at("/user/current_sign_in_ip")).isEqualTo("127.0.0.1");
  }

  /** The client's word differs each time. */
  private static Reply from(String written, String address, String other, Call call) {
    return call.header(written, value(written, address))
        .header(other, value(other, Call.elsewhere()))
        .send();
  }
}
