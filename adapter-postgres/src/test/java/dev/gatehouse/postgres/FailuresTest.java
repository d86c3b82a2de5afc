package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Unreachable;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are outages. */
final class FailuresTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "08000", "08001", "08003", "08006", "40001", "40P01", "40003", "53000", "53100", "53200",
        "53300", "55P03", "57000", "57014", "57P01", "57P02", "57P03", "57P05", "58000", "58030",
        "25006", "25P03", "25P04"
      })
  void what_passes_is_an_outage(String state) {
    assertThat(Failures.translate(new SQLException("x", state))).isInstanceOf(Outage.class);
    assertThat(Failures.translate(new ConnectionException(new SQLException("x", state))))
        .isInstanceOf(Outage.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22P02", "23505", "23502", "25P02", "26000", "42601", "42P01", "42501", "0A000", "XX000", ""
      })
  void what_would_fail_again_is_a_mistake(String state) {
    assertThat(Failures.translate(new SQLException("a value", state)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessageContaining("SQLSTATE " + state)
        .hasMessageNotContaining("a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "57014", "55P03"})
  @DisplayName("[L21] what the server itself gave up has lost nobody's answer")
  void what_the_server_gave_up_is_no_lost_answer(String state) {
    assertThat(Failures.translate(new SQLException("x", state))).isExactlyInstanceOf(Outage.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "40003", "53300", "57P01", "57P02", "57P03", "58030", "25006"})
  @DisplayName("[L29] where the answer may have been lost the store counts as away")
  void where_the_answer_may_be_lost_the_store_was_away(String state) {
    assertThat(Failures.translate(new SQLException("x", state))).isInstanceOf(Unreachable.class);
  }

  @Test
  @DisplayName("[L21] a pool whose connections are all at work has lost nobody's answer")
  void a_full_pool_is_no_lost_answer() {
    assertThat(Failures.translate(
            new Failures.NoConnection(new SQLTransientConnectionException("timed out"))))
        .isExactlyInstanceOf(Outage.class);
    assertThat(Failures.translate(new Failures.NoConnection(
            new SQLTransientConnectionException("timed out", new IOException("refused")))))
        .isInstanceOf(Unreachable.class);
  }

  @Test
  void a_pool_without_a_connection_and_a_broken_wire_are_outages() {
    assertThat(Failures.translate(new SQLTransientConnectionException("timed out")))
        .isInstanceOf(Outage.class);
    assertThat(Failures.translate(new SQLException("x", new IOException("reset"))))
        .isInstanceOf(Outage.class);
    assertThat(Failures.translate(
            new Failures.NoConnection(new SQLException("wrong password", "28P01"))))
        .isInstanceOf(Outage.class);
  }

  @Test
  void what_is_not_about_the_database_stays_what_it_is() {
    IllegalArgumentException mistake = new IllegalArgumentException("x");

    assertThat(Failures.translate(mistake)).isSameAs(mistake);
  }
}
