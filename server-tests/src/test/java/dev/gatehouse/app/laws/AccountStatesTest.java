package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.Serving;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An account that is not active gets tokens by no door, and the doors are those that the server says it has. */
class AccountStatesTest {
  private static final List<String> STATES =
      List.of("DISABLED", "LOCKED", "PENDING", "LEAVING", "DELETED");

  private final Serving server = Serving.shared();
  private final Tables tables = new Tables(server);

  @Test
  @DisplayName("[L08] the doors that give tokens are the ones that are tried here")
  void the_doors_are_known() {
    JsonNode document = ServedRoutes.document(server);
    Set<String> doors = ServedRoutes.of(server).stream()
        .filter(route -> route.givesTokens(document))
        .map(ServedRoutes.Route::toString)
        .collect(Collectors.toSet());
    assertThat(doors)
        .containsExactlyInAnyOrder(
            "POST /api/v1/auth/login",
            "POST /api/v1/auth/refresh",
            "POST /api/v1/auth/verify-otp",
            "POST /api/v1/auth/verify-email",
            // tried by MagicLinkLaws
            "POST /api/v1/auth/magic-link/verify",
            "POST /api/v1/auth/magic-link/verify-otp",
            // tried by DoorsTest
            "POST /api/v1/auth/telegram/miniapp",
            "POST /api/v1/auth/telegram/web",
            "POST /api/v1/auth/telegram/bot-link",
            "POST /api/v1/mobile/auth/telegram/callback",
            "POST /api/v1/oauth/telegram/magic-link/status",
            "POST /api/v1/mobile/auth/telegram/oidc",
            "POST /api/v1/oauth/{provider}/login/callback",
            "POST /api/v1/oauth/{provider}/token",
            "GET /api/v1/oauth/{provider}/callback",
            // by a ticket: tried by CompletionLaws and FactorLaws
            "POST /api/v1/2fa/complete",
            "POST /api/v1/2fa/verify");
  }

  @TestFactory
  @DisplayName("[L08] an account that is not active gets tokens by no door, nor changes anything")
  Stream<DynamicTest> no_tokens_for_who_is_not_active() {
    return Stream.concat(
        STATES.stream()
            .map(state -> DynamicTest.dynamicTest("[L08] " + state, () -> {
              Person person = Person.proven(server);
              Reply in = person.signIn();
              tables.change(
                  "update gatehouse.accounts set status = ? where username = ?",
                  state,
                  person.login());
              assertShut(person, in);
            })),
        Stream.of(DynamicTest.dynamicTest("[L08] disabled by command", () -> {
          Person person = Person.proven(server);
          Reply in = person.signIn();
          server.command("admin", "disable", person.login());
          assertShut(person, in);
        })));
  }

  private void assertShut(Person person, Reply in) {
    person.login(person.password()).send().is(401, "CREDENTIALS_REJECTED");
    person
        .post(
            "/login",
            "login_or_email",
            person.email(),
            "password",
            person.password(),
            "device_mark",
            in.mark())
        .send()
        .is(401, "CREDENTIALS_REJECTED");
    person.refresh(in.refresh()).is(401, "REFRESH_REJECTED");
    String flow = person.nameless().register();
    for (String path : List.of("/verify-otp", "/verify-email")) {
      tables
          .codesTo(person.email())
          .forEach(code -> person
              .post(path, "email", person.email(), "code", code, "flow", flow)
              .send()
              .is(401, "CODE_REJECTED"));
    }
    new Browser(server)
        .post("/login", "login_or_email", person.login(), "password", person.password())
        .is(401, "CREDENTIALS_REJECTED");
    person
        .post(
            "/change-password",
            "current_password",
            person.password(),
            "new_password",
            Person.aPassword())
        .bearer(in.access())
        .send()
        .is(401);
    assertThat(tables.one(
            "select count(*) from gatehouse.sessions where account_id = (select id from gatehouse.accounts where username = ?)",
            person.login()))
        .isEqualTo("2");
  }

  @Test
  @DisplayName(
      "[L08] a throttle lock stops signing in only: refresh and everything signed in go on")
  void a_throttle_lock_stops_signing_in_only() {
    Person person = Person.named(server);
    Reply in = person.signIn();
    for (int i = 0; i < 5; i++) {
      person.login("wrong").send().is(401, "CREDENTIALS_REJECTED");
    }
    person.login(person.password()).send().is(423, "LOCKED_OUT");
    Reply next = person.refresh(in.refresh()).is(200);
    person.me(next.access()).is(200);
  }
}
