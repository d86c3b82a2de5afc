package dev.gatehouse.app.seeing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Chance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("[L40] secrets and addresses stand in no log line")
class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "refresh gtr_SECRETabcdefghijklmnopqrstuvwxyz0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXYZ12345678",
        "token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJTRUNSRVQifQ.SECRETc2lnbmF0dXJl",
        "token eyJhbGciOiJFUzI1NiJ9.SECRET",
        "Authorization: Bearer SECRETabc",
        "authorization=Basic SECRETabc==",
        "password=SECRET",
        "{\"password\":\"SECRET and more SECRET\"}",
        "{\"new_password\": \"SECRET\"}",
        "login failed, passwd: SECRET, again",
        "code=123SECRET",
        "your otp: SECRET",
        "Set-Cookie: gh_refresh_token=SECRET; Path=/",
        "jdbc:postgresql://db/house?user=u&password=SECRET",
        "postgresql://gate:SECRET@db:5432/house",
        "smtp://u%40x:SECRET@mail",
        "Key (email)=(SECRET@example.com) already exists",
        "to <SECRET.person+tag@mail.example.co.uk>",
        "mail SECRET@пример.рф bounced",
        "key SECRETSECRETSECRETSECRETSECRETSECRETSECRETSE",
        "key c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0SECRET="
      })
  void a_secret_is_taken_out(String line) {
    assertThat(Redaction.clean(line)).doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from 203.0.113.7 and on",
        "from /203.0.113.7:4711",
        "from 2001:db8:1:2:3:4:5:6",
        "from 2001:db8::7 on",
        "from [2001:db8::7]:443",
        "fe80::1"
      })
  void a_network_address_is_taken_out(String line) {
    assertThat(Redaction.clean(line)).contains("[address]").doesNotContain("203.0", "db8", "fe80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ready http://127.0.0.1:8080 at 2026-11-01T12:34:56.789Z, 12:34:56.789",
        "account 0193a3b0-7b1c-7abc-8def-0123456789ab, session 0193a3b0-7b1c-7abc-8def-0123456789ac",
        "dev.gatehouse.application.registration.VerifyEmail.handle(VerifyEmail.java:88)",
        "org.postgresql.util.PSQLException: FATAL: the database system is starting up",
        "job revocations waits: postgres is not available",
        "reason=WRONG_PASSWORD",
        "making a PostgreSQL in /srv/somewhere/gatehouse/data/postgres/cluster"
      })
  void what_is_no_secret_stays(String line) {
    assertThat(Redaction.clean(line)).isEqualTo(line);
  }

  @Test
  void the_look_at_the_whole_line_first_passes_over_nothing() {
    Chance chance = new Chance(42);
    List<String> pieces = List.of(
        "gtr_",
        "GTR_x",
        "eyJabcdef.",
        "Bearer ",
        "basic ",
        "abcd",
        "password",
        "=",
        ":",
        "://",
        "@",
        "203.0.113.7",
        "2001:db8::7",
        "x.example",
        " ",
        "/",
        "POST /api",
        "\n",
        "A".repeat(20),
        "é");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = chance.below(6); n >= 0; n--) {
        line.append(chance.oneOf(pieces));
      }
      String text = line.toString();
      assertThat(Redaction.clean(text)).isEqualTo(Redaction.cleaned(text));
    }
  }

  @Test
  void a_long_line_costs_little() {
    String line = "a.b:c@=".repeat(20_000)
        + ":".repeat(20_000)
        + "1.1.".repeat(20_000)
        + "Ab1/".repeat(20_000);
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Redaction.clean(line));
  }
}
