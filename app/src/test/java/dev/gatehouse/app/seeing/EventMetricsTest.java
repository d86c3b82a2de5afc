package dev.gatehouse.app.seeing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventMetricsTest {
  private static final UUID ACCOUNT = UUID.fromString("0193a3b0-7b1c-7abc-8def-0123456789ab");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final EventMetrics metrics = new EventMetrics(meters);

  private void happens(EventType type, String reason) {
    metrics.accept(new Event(
        type,
        Instant.EPOCH,
        Optional.of(new RealmKey("shop")),
        Actor.STRANGER,
        Optional.of(new AccountId(ACCOUNT)),
        Optional.empty(),
        Optional.of(new Event.Origin(new ClientAddress("203.0.113.7"), "Browser/1.0")),
        reason));
  }

  @Test
  void sign_ins_are_counted_by_method_and_outcome_and_refusals_by_reason() {
    happens(EventType.SIGNED_IN, "pwd");
    happens(EventType.SIGNED_IN, "otp+pwd+mfa");
    happens(EventType.SIGN_IN_FAILED, "WRONG_PASSWORD");
    happens(EventType.SIGN_IN_FAILED, "LOCKED_OUT");

    assertThat(meters.scrape())
        .contains(
            "gatehouse_sign_in_total{method=\"pwd\",outcome=\"signed_in\"} 1",
            "gatehouse_sign_in_total{method=\"otp\",outcome=\"signed_in\"} 1",
            "gatehouse_sign_in_total{method=\"pwd\",outcome=\"refused\"} 1",
            "gatehouse_sign_in_total{method=\"pwd\",outcome=\"locked_out\"} 1",
            "gatehouse_refusals_total{reason=\"WRONG_PASSWORD\"} 1");
  }

  @Test
  @DisplayName(
      "[L12] what is wrong with proofs is counted, and what the secrets of bots are used for")
  void providers_are_counted() {
    for (String flaw : List.of("FORGED", "STALE", "FROM_THE_FUTURE", "REUSED", "MALFORMED")) {
      happens(EventType.IDENTITY_FAILED, "PROOF_" + flaw);
      assertThat(meters.scrape())
          .contains("gatehouse_refusals_total{reason=\"PROOF_" + flaw + "\"} 1");
    }
    for (String reason :
        List.of("UNKNOWN_STATE", "STATE_SPENT_MEANWHILE", "PROVIDER_GONE", "NONCE_UNKNOWN")) {
      happens(EventType.IDENTITY_LINK_FAILED, reason);
      assertThat(meters.scrape()).contains("gatehouse_refusals_total{reason=\"" + reason + "\"} 1");
    }
    happens(EventType.VOUCHED, "HANDSHAKE");
    happens(EventType.VOUCHED, "REGISTERED");
    happens(EventType.VOUCHED, "somebody's name");
    assertThat(meters.scrape())
        .contains(
            "gatehouse_sign_in_total{method=\"fed\",outcome=\"refused\"} 5",
            "gatehouse_vouched_total{what=\"HANDSHAKE\"} 1",
            "gatehouse_vouched_total{what=\"REGISTERED\"} 1",
            "gatehouse_vouched_total{what=\"other\"} 1");
  }

  @Test
  void refreshes_are_counted_by_the_case_of_the_rotation_table() {
    happens(EventType.REFRESHED, "");
    happens(EventType.REFRESH_REPLAYED, "");
    happens(EventType.REFRESH_TOKEN_REUSED, "");
    happens(EventType.SESSION_FAST_FORWARDED, "");
    happens(EventType.REFRESH_REFUSED, "EXPIRED");

    assertThat(meters.scrape())
        .contains(
            "gatehouse_refresh_total{case=\"rotated\"} 1",
            "gatehouse_refresh_total{case=\"replayed\"} 1",
            "gatehouse_refresh_total{case=\"reused\"} 1",
            "gatehouse_refresh_total{case=\"fast_forwarded\"} 1",
            "gatehouse_refresh_total{case=\"refused\"} 1",
            "gatehouse_refusals_total{reason=\"EXPIRED\"} 1");
  }

  @Test
  void lockouts_are_counted_by_tier_and_codes_by_how_they_ended() {
    happens(EventType.LOCKED_OUT, "ACCOUNT_DAY");
    happens(EventType.CODE_SENT, "");
    happens(EventType.EMAIL_VERIFIED, "");
    happens(EventType.CODE_REJECTED, "WRONG_CODE");
    happens(EventType.CODE_REJECTED, "ATTEMPTS_USED_UP");

    assertThat(meters.scrape())
        .contains(
            "gatehouse_lockouts_total{tier=\"ACCOUNT_DAY\"} 1",
            "gatehouse_codes_total{outcome=\"sent_again\"} 1",
            "gatehouse_codes_total{outcome=\"accepted\"} 1",
            "gatehouse_codes_total{outcome=\"rejected\"} 1",
            "gatehouse_codes_total{outcome=\"exhausted\"} 1",
            "gatehouse_refusals_total{reason=\"ATTEMPTS_USED_UP\"} 1");
  }

  @Test
  @DisplayName(
      "[L40] whatever an event holds, no label holds a person, an address, a key or a word that is not of the closed set")
  void no_label_holds_what_an_event_holds() {
    for (EventType type : EventType.values()) {
      happens(type, "alice@example.com");
      happens(type, ACCOUNT.toString());
    }

    assertThat(meters.scrape())
        .doesNotContain("alice", ACCOUNT.toString(), "203.0.113.7", "Browser", "shop")
        .contains("gatehouse_refusals_total{reason=\"other\"}");
  }
}
