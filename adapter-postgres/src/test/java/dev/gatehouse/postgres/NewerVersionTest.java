package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows with words that only a newer version knows, which works on the same database. */
final class NewerVersionTest {
  private final Instant now = Fixtures.instant();
  private Wired wired;
  private Account account;

  @BeforeEach
  void open() {
    wired = new Wired();
    account = AnAccount.in(Fixtures.realm()).build();
    wired.postgres().store().atomically(unit -> unit.accounts().create(account, Optional.empty()));
  }

  @AfterEach
  void close() {
    wired.close();
  }

  @Test
  @DisplayName("[L47] a mail of an unknown kind is left to the version that knows it")
  void a_mail_of_an_unknown_kind_is_left_alone() {
    UUID known = put();
    UUID unknown = put();
    wired.execute("update gatehouse.outbox set kind = 'POSTCARD' where id = '" + unknown + "'");

    assertThat(wired.postgres().outbox().claim(10, Duration.ofMinutes(1), now))
        .extracting(Outbox.Item::id)
        .containsExactly(known);
    assertThat(wired.value("select attempts from gatehouse.outbox where id = '" + unknown + "'"))
        .isEqualTo("0");
  }

  @Test
  @DisplayName("[L47] a message is no mail to the version before, which knows nothing of messages")
  void a_message_is_of_a_kind_that_the_version_before_does_not_know() {
    UUID id = Fixtures.id();
    wired.postgres().store().atomically(unit -> {
      unit.outbox()
          .put(new Outbox.Item(
              id,
              account.realm(),
              Mail.Kind.NEW_DEVICE,
              new Sealed(Fixtures.bytes(32)),
              0,
              now,
              Optional.of(account.id()),
              Outbox.Channel.MESSENGER));
      return id;
    });
    String kind = "select kind from gatehouse.outbox where id = '" + id + "'";
    assertThat(Stream.of(Mail.Kind.values()).map(Enum::name)).doesNotContain(wired.value(kind));

    wired.postgres().outbox().mailInstead(id, now);

    assertThat(wired.value(kind)).isEqualTo("NEW_DEVICE");
  }

  @Test
  @DisplayName("[L47] a session that was ended for an unknown reason is ended")
  void a_session_ended_for_an_unknown_reason_is_ended() {
    Session session = ASession.of(account, now).build();
    wired.postgres().store().atomically(unit -> {
      unit.sessions().open(session);
      return unit.sessions().end(account.id(), session.id(), RevokeReason.SIGNED_OUT, now);
    });
    wired.execute("update gatehouse.sessions set revoke_reason = 'MOONPHASE'");

    assertThat(wired
            .postgres()
            .refreshes()
            .read(session.id())
            .orElseThrow()
            .session()
            .revocation())
        .map(Session.Revocation::reason)
        .contains(RevokeReason.OTHER);
  }

  @Test
  @DisplayName("[L47] an event of an unknown type is shown as something else that happened")
  void an_event_of_an_unknown_type_is_shown() {
    wired.postgres().store().atomically(unit -> {
      unit.record(Event.of(EventType.SIGNED_IN, now, Optional.of(account.realm()), Actor.SYSTEM)
          .about(account.id()));
      return true;
    });
    unguarded();
    wired.execute("update gatehouse.audit set type = 'LEVITATED'");

    assertThat(wired.postgres().history().of(account.id(), OptionalLong.empty(), 5))
        .extracting(row -> row.event().type())
        .containsExactly(EventType.OTHER);
  }

  @Test
  @DisplayName("[L47] what an unknown kind of somebody did is shown")
  void what_an_unknown_kind_of_somebody_did_is_shown() {
    wired.postgres().store().atomically(unit -> {
      unit.record(Event.of(EventType.SIGNED_IN, now, Optional.of(account.realm()), Actor.SYSTEM)
          .about(account.id()));
      return true;
    });
    unguarded();
    wired.execute("update gatehouse.audit set actor_kind = 'ORACLE', actor = 'Delphi'");

    assertThat(wired.postgres().history().of(account.id(), OptionalLong.empty(), 5))
        .extracting(row -> row.event().actor())
        .containsExactly(new Actor(Actor.Kind.OTHER, "Delphi"));
  }

  @ParameterizedTest
  @CsvSource({"TIME_TRAVEL, ACTIVE", "DIGEST, MOONLIT"})
  @DisplayName("[L47] keys of an unknown use or in an unknown state hide no other")
  void keys_of_an_unknown_use_or_state_hide_no_other(String use, String state) {
    KeyEntry known = new KeyEntry(
        "known",
        KeyUse.DIGEST,
        0,
        "HS256",
        KeyState.ACTIVE,
        new Sealed(Fixtures.bytes(32)),
        "",
        now,
        now,
        Optional.empty());
    wired.postgres().store().atomically(unit -> {
      unit.keys().add(known);
      return true;
    });
    wired.execute(String.format("""
            insert into gatehouse.keys (kid, use, version, algorithm, state, sealed, public_key, created_at, since)
            values ('k', '%s', 1, 'HS256', '%s', '', '', now(), now())
            """, use, state));

    assertThat(wired.postgres().keys().all()).containsExactly(known);
    List<KeyEntry> locked =
        wired.postgres().store().atomically(unit -> unit.keys().lock(KeyUse.DIGEST));
    assertThat(locked).containsExactly(known);
  }

  /** The trail takes no such change from us. */
  private void unguarded() {
    wired.execute("alter table gatehouse.audit disable trigger user");
  }

  private UUID put() {
    UUID id = Fixtures.id();
    wired.postgres().store().atomically(unit -> {
      unit.outbox()
          .put(new Outbox.Item(
              id,
              account.realm(),
              Mail.Kind.VERIFICATION_CODE,
              new Sealed(Fixtures.bytes(32)),
              0,
              now));
      return id;
    });
    return id;
  }
}
