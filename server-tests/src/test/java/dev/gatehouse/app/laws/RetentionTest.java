package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What has run out goes, and what is still needed stays. */
class RetentionTest {
  private static final Map<String, String> RUN_OUT = Map.of(
      "one_time_secrets", "ends_at = now() - interval '1 second'",
      "candidates", "ends_at = now() - interval '1 second'",
      "lockouts", "forget_at = now() - interval '1 second'",
      "throttles", "full_at = now() - interval '1 second'",
      "revocations", "at = now() - interval '2 hours'",
      "outbox", "dead_at = now() - interval '31 days'",
      "sessions", "ends_at = now() - interval '1 second'");

  @Test
  @DisplayName(
      "[L48] the periodic work clears what has run out of every table that grows, and nothing else")
  void what_has_run_out_goes() {
    try (Serving server = Serving.behindProxy()) {
      Tables tables = new Tables(server);
      use(server);
      RUN_OUT.forEach(
          (table, old) -> assertThat(tables.change("update gatehouse." + table + " set " + old))
              .as(table)
              .isPositive());
      Map<String, List<String>> old = tables.everything();
      use(server);
      // some would be full again before a slow machine comes to clear them
      tables.change(
          "update gatehouse.throttles set full_at = full_at + interval '1 hour' where full_at > now()");
      Map<String, List<String>> still = tables.everything();
      RUN_OUT.keySet().forEach(table -> {
        still.computeIfPresent(table, (name, rows) -> without(old.get(name), rows));
        assertThat(still.get(table)).as("fresh " + table).isNotEmpty();
      });

      server.work("purge");

      assertThat(tables.everything()).isEqualTo(still);
    }
  }

  @Test
  @DisplayName(
      "[L48] every table is one that is cleared, or is kept on purpose: a new one has to be thought of")
  void every_table_is_known() {
    assertThat(new Tables(Serving.shared()).names())
        .containsExactlyInAnyOrder(
            "accounts",
            "audit",
            "authenticator_setups",
            // as long as the account
            "authenticators",
            "candidates",
            "conversations",
            // as long as the account
            "consents",
            // until the account is erased or kept
            "departures",
            "exports",
            "handshakes",
            // as long as the account
            "identities",
            "invitations",
            "key_rings",
            "keys",
            // one row for each bot
            "leases",
            "lockouts",
            "one_time_secrets",
            "outbox",
            "proofs",
            // as long as the account
            "recovery_codes",
            "revocations",
            "schema_history",
            "sessions",
            "throttles",
            // one row
            "trail_walk");
  }

  @Test
  @DisplayName(
      "[L48][L21] the evidence of reuse lives as long as the session: a very old token still ends it after the periodic work")
  void the_evidence_of_reuse_stays() {
    try (Serving server = Serving.behindProxy()) {
      Person person = Person.named(server);
      Reply in = person.signIn();
      String token = in.refresh();
      for (int i = 0; i < 5; i++) {
        token = person.refresh(token).is(200).refresh();
      }
      new Tables(server)
          .change("update gatehouse.sessions set rotated_at = rotated_at - interval '5 days'");
      server.work("purge");
      person.refresh(in.refresh()).is(401, "REFRESH_REJECTED");
      person.refresh(token).is(401, "REFRESH_REJECTED");
    }
  }

  private static List<String> without(Collection<String> gone, List<String> rows) {
    return rows.stream().filter(row -> !gone.contains(row)).toList();
  }

  /** Leaves a row in every table. */
  private static void use(Serving server) {
    Person person = Person.proven(server);
    Reply in = person.signIn();
    person.login("wrong").send().is(401);
    person.post("/logout").bearer(in.access()).send().is(204);
    Call.post(server, "/register", "email", Person.anAddress(), "tos_accepted", true)
        .send()
        .is(201);
  }
}
