package dev.gatehouse.application.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often somebody may register, ask for a code and try one. */
class RegistrationLimitsTest {
  private final House house = House.over(new InMemoryStorage());
  private final Client client = house.client();

  @Test
  void thirty_register_from_one_network_in_an_hour() {
    for (int i = 0; i < 30; i++) {
      register(client);
    }

    assertThat(Refusals.of(() -> register(client)))
        .isEqualTo(new Refusal.Throttled(Duration.ofMinutes(2)));
    register(house.client());
    house.clock().advance(Duration.ofMinutes(2));
    register(client);
  }

  @Test
  @DisplayName("[L34] one client asks for no more than so many mails, to whatever addresses")
  void one_client_asks_for_no_more_than_so_many_mails() {
    for (int i = 0; i < 120; i++) {
      resend(client, Fixtures.email());
    }

    assertThat(Refusals.of(() -> resend(client, Fixtures.email())))
        .isEqualTo(new Refusal.Throttled(Duration.ofSeconds(30)));
    resend(house.client(), Fixtures.email());
  }

  @Test
  @DisplayName("[L34] five codes an hour go to one address, whoever asks, a minute apart")
  void five_codes_an_hour_go_to_one_address() {
    Registrant waiting = Registrant.of(house);
    for (int left = 3; left >= 0; left--) {
      assertThat(resend(house.client(), waiting.email()))
          .isEqualTo(new ResendVerification.Resent(
              left, house.clock().instant().plus(Duration.ofMinutes(1))));
      if (left == 2) {
        assertThat(Refusals.of(() -> resend(house.client(), waiting.email())))
            .isEqualTo(new Refusal.Throttled(Duration.ofMinutes(1)));
      }
      house.clock().advance(Duration.ofMinutes(1));
    }

    assertThat(Refusals.of(() -> resend(house.client(), waiting.email())))
        .isInstanceOf(Refusal.Throttled.class);
    assertThat(house.mailsTo(waiting.email())).hasSize(5);
  }

  @Test
  @DisplayName("[L01] one network tries no more than so many codes, at whatever addresses")
  void one_network_tries_no_more_than_so_many_codes() {
    for (int i = 0; i < 120; i++) {
      assertThat(Refusals.of(() -> verify(client))).isInstanceOf(Refusal.CodeRejected.class);
    }

    assertThat(Refusals.of(() -> verify(client))).isInstanceOf(Refusal.Throttled.class);
    assertThat(Refusals.of(() -> verify(house.client()))).isInstanceOf(Refusal.CodeRejected.class);
  }

  // ---- what is asked again

  @Test
  @DisplayName("[L44] listeners hear of a code that was sent again, and of nothing that was not")
  void listeners_hear_of_a_code_that_was_sent_again() {
    Registrant waiting = Registrant.of(house);
    EmailAddress owned =
        house.resident(AnAccount.in(house.realm().key())).account().email().orElseThrow();
    Registrant.of(house, owned);
    house.events().clear();

    resend(client, waiting.email());
    resend(client, owned);
    resend(client, Fixtures.email());

    assertThat(house.events(EventType.CODE_SENT))
        .extracting(Event::reason)
        .containsExactly("", "ALREADY_REGISTERED");
    assertThat(house.mailsTo(waiting.email())).hasSize(2);
    assertThat(house.mailsTo(owned)).hasSize(2).allMatch(mail -> mail.code().isEmpty());
  }

  // ---- what is missing

  @Test
  void nobody_registers_without_a_name_or_a_way_in_or_against_the_terms() {
    assertThat(refused(new Register.Command(
            Optional.empty(),
            Optional.empty(),
            Optional.of(House.newPassword()),
            Locale.ENGLISH,
            true,
            false)))
        .isEqualTo(new Refusal.ValueRejected("login", "nothing", "a login or an email"));
    assertThat(refused(new Register.Command(
            Optional.of(Fixtures.username()),
            Optional.empty(),
            Optional.empty(),
            Locale.ENGLISH,
            true,
            false)))
        .isInstanceOf(Refusal.ValueRejected.class);
    assertThat(refused(new Register.Command(
            Optional.of(Fixtures.username()),
            Optional.empty(),
            Optional.of(House.newPassword()),
            Locale.ENGLISH,
            false,
            false)))
        .isEqualTo(new Refusal.TermsNotAccepted());
  }

  private Refusal refused(Register.Command command) {
    return Refusals.of(() -> house.gatehouse().register().handle(house.client(), command));
  }

  private void register(Client from) {
    house
        .gatehouse()
        .register()
        .handle(from, Register.Command.of(Fixtures.username(), House.newPassword()));
  }

  private ResendVerification.Resent resend(Client from, EmailAddress email) {
    return house.gatehouse().resendVerification().handle(from, email, Locale.ENGLISH);
  }

  private void verify(Client from) {
    house
        .gatehouse()
        .verifyEmail()
        .handle(
            from,
            new VerifyEmail.Command(
                Fixtures.email(),
                new SecretText("1234567"),
                Optional.empty(),
                Optional.empty(),
                false));
  }
}
