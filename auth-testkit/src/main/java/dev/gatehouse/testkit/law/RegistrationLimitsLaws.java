package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.ResendVerification;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often somebody may register, ask for a code and try one. */
public abstract class RegistrationLimitsLaws extends Laws {
  private Client client;

  @BeforeEach
  void arrive() {
    client = house().client();
  }

  @Test
  void thirty_register_from_one_network_in_an_hour() {
    for (int i = 0; i < 30; i++) {
      register(client);
    }

    assertThat(Refusals.of(() -> register(client)))
        .isEqualTo(new Refusal.Throttled(Duration.ofMinutes(2)));
    register(house().client());
    later(Duration.ofMinutes(2));
    register(client);
  }

  @Test
  @DisplayName("[L34] one client asks for no more than so many mails, to whatever addresses")
  void one_client_asks_for_no_more_than_so_many_mails() {
    for (int i = 0; i < 120; i++) {
      resend(client, Fixtures.email());
    }

    assertThat(Refusals.of(() -> resend(client, Fixtures.email())))
        .isEqualTo(again(Duration.ofSeconds(30)));
    resend(house().client(), Fixtures.email());
  }

  @Test
  @DisplayName("[L34] five codes an hour go to one address, whoever asks, a minute apart")
  void five_codes_an_hour_go_to_one_address() {
    Registrant waiting = Registrant.of(house());
    for (int left = 3; left >= 0; left--) {
      assertThat(resend(house().client(), waiting.email()))
          .isEqualTo(new ResendVerification.Resent(
              left, now().plus(Duration.ofMinutes(left == 0 ? 57 : 1))));
      if (left == 2) {
        assertThat(Refusals.of(() -> resend(house().client(), waiting.email())))
            .isEqualTo(again(Duration.ofMinutes(1)));
      }
      later(Duration.ofMinutes(1));
    }

    assertThat(Refusals.of(() -> resend(house().client(), waiting.email())))
        .as("each of the four has waited a minute")
        .isEqualTo(again(Duration.ofMinutes(56)));
    assertThat(house().mailsTo(waiting.email())).hasSize(5);
  }

  @Test
  @DisplayName("[L34] of many who ask at once for a code to one address one is heard")
  void of_many_who_ask_at_once_one_is_heard() {
    Race.rounds(5, round -> {
      Registrant waiting = Registrant.of(house());

      List<Optional<Refusal>> answers =
          Race.of(16, racer -> Refusals.maybe(() -> resend(house().client(), waiting.email())));

      assertThat(answers).containsOnlyOnce(Optional.empty());
      assertThat(answers)
          .filteredOn(Optional::isPresent)
          .containsOnly(Optional.of(again(Duration.ofMinutes(1))));
      assertThat(house().mailsTo(waiting.email())).hasSize(2);
    });
  }

  @Test
  @DisplayName("[L34] of many who register one address at once five get a mail sent to it")
  void of_many_who_register_one_address_at_once_five_get_a_mail() {
    EmailAddress email = Fixtures.email();

    List<Optional<Refusal>> answers =
        Race.of(16, racer -> Refusals.maybe(() -> Registrant.of(house(), email)));

    assertThat(answers).filteredOn(Optional::isEmpty).hasSize(5);
    assertThat(house().mailsTo(email)).hasSize(5);
  }

  @Test
  @DisplayName("[L01] one network tries no more than so many codes, at whatever addresses")
  void one_network_tries_no_more_than_so_many_codes() {
    for (int i = 0; i < 120; i++) {
      assertThat(unknown(client)).containsInstanceOf(Refusal.CodeRejected.class);
    }

    assertThat(unknown(client)).containsInstanceOf(Refusal.Throttled.class);
    assertThat(unknown(house().client())).containsInstanceOf(Refusal.CodeRejected.class);
  }

  @Test
  @DisplayName(
      "[L30] a network gone wild keeps no registrant from the code of his mail, and gets nothing by making them up")
  void a_network_gone_wild_keeps_no_registrant_from_his_code() {
    useUp("192.0.2.17");
    Client there = house().client("192.0.2.17");
    Registrant waiting = Registrant.of(house());
    Registrant other = Registrant.of(house());

    assertThat(verify(there, waiting.email(), "0000000", Optional.of(other.flow())))
        .containsInstanceOf(Refusal.Throttled.class);
    assertThat(verify(there, waiting.email(), "0000000", Optional.of(waiting.flow())))
        .contains(new Refusal.CodeRejected(4));
    assertThat(verify(there, waiting.email(), waiting.code().reveal(), Optional.of(waiting.flow())))
        .isEmpty();
  }

  @Test
  @DisplayName("[L33] nor does it hear whose address has an account, or who registers")
  void a_network_gone_wild_hears_nothing() {
    useUp("192.0.2.17");
    Client neighbour = house().client("192.0.2.17");
    EmailAddress owned =
        house().resident(AnAccount.in(house().realm().key())).account().email().orElseThrow();
    List<Registrant> both = List.of(Registrant.of(house(), owned), Registrant.of(house()));

    for (Registrant registrant : both) {
      for (Optional<FlowHandle> flow : List.of(
          Optional.<FlowHandle>empty(),
          Optional.of(FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES))))) {
        assertThat(verify(neighbour, registrant.email(), "0000000", flow))
            .containsInstanceOf(Refusal.Throttled.class);
      }
      for (int left = 4; left >= 0; left--) {
        assertThat(verify(neighbour, registrant.email(), "0000000", Optional.of(registrant.flow())))
            .contains(new Refusal.CodeRejected(left));
      }
      assertThat(verify(neighbour, registrant.email(), "0000000", Optional.of(registrant.flow())))
          .containsInstanceOf(Refusal.Throttled.class);
    }
  }

  private void useUp(String network) {
    for (int i = 0; i < 120; i++) {
      assertThat(unknown(house().client(network))).containsInstanceOf(Refusal.CodeRejected.class);
    }
  }

  // ---- what is asked again

  @Test
  @DisplayName("[L44] listeners hear of a code that was sent again, and of nothing that was not")
  void listeners_hear_of_a_code_that_was_sent_again() {
    Registrant waiting = Registrant.of(house());
    EmailAddress owned =
        house().resident(AnAccount.in(house().realm().key())).account().email().orElseThrow();
    Registrant.of(house(), owned);
    house().events().clear();

    resend(client, waiting.email());
    resend(client, owned);
    resend(client, Fixtures.email());

    assertThat(house().events(EventType.CODE_SENT))
        .extracting(Event::reason)
        .containsExactly("", "ALREADY_REGISTERED");
    assertThat(house().mailsTo(waiting.email())).hasSize(2);
    assertThat(house().mailsTo(owned)).hasSize(2).allMatch(mail -> mail.code().isEmpty());
  }

  private void register(Client from) {
    gatehouse()
        .register()
        .handle(from, Register.Command.of(Fixtures.username(), House.newPassword()));
  }

  private ResendVerification.Resent resend(Client from, EmailAddress email) {
    return gatehouse().resendVerification().handle(from, email, Locale.ENGLISH);
  }

  private Refusal again(Duration after) {
    return new Refusal.ResendThrottled(after, now().plus(after));
  }

  private Optional<Refusal> unknown(Client from) {
    return verify(from, Fixtures.email(), "1234567", Optional.empty());
  }

  private Optional<Refusal> verify(
      Client from, EmailAddress email, String code, Optional<FlowHandle> flow) {
    return Refusals.maybe(() -> gatehouse()
        .verifyEmail()
        .handle(
            from,
            new VerifyEmail.Command(email, new SecretText(code), flow, Optional.empty(), false)));
  }
}
