package dev.gatehouse.application.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.Totp;
import dev.gatehouse.domain.credential.TotpSecret;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.testkit.fake.InMemoryAccessTokens;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.WatchedStorage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResealKeysTest {
  private static final Actor OPERATOR = Actor.operator("test");
  private static final Randomness CHANCE =
      bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length);

  private final byte[] oldKey = Fixtures.bytes(MasterKeys.KEY_BYTES);
  private final byte[] newKey = Fixtures.bytes(MasterKeys.KEY_BYTES);
  private final WatchedStorage storage = WatchedStorage.over(new InMemoryStorage());
  private final MovableClock clock = MovableClock.started();

  private Gatehouse under(Map<Integer, byte[]> ring) {
    return Gatehouse.builder()
        .storage(storage)
        .clock(clock)
        .randomness(CHANCE)
        .passwordHasher(new InMemoryPasswordHasher())
        .commonPasswords(word -> false)
        .accessTokens(new InMemoryAccessTokens(CHANCE))
        .masterKeys(new MasterKeys(ring))
        .realms(Realm.customer("shop", "https://id.example.com").with(RegistrationMode.OPEN))
        .build();
  }

  @Test
  @DisplayName("[L44] sealed anew, keys need the old master key no more, and who did it is kept")
  void keys_that_are_sealed_anew_need_the_old_master_key_no_more() {
    under(Map.of(1, oldKey));
    List<KeyEntry> before = storage.keys().all();
    Gatehouse both = under(Map.of(1, oldKey, 2, newKey));
    String published = both.jwks();
    assertThatThrownBy(() -> under(Map.of(2, newKey))).isInstanceOf(IllegalStateException.class);

    assertThat(both.resealKeys().handle(OPERATOR)).isEqualTo(before.size());

    assertThat(under(Map.of(2, newKey)).jwks()).isEqualTo(published);
    assertThat(storage.rows(EventType.KEY_RESEALED))
        .allSatisfy(row -> assertThat(row.actor()).isEqualTo(OPERATOR))
        .extracting(Event::reason)
        .containsExactlyInAnyOrderElementsOf(before.stream().map(KeyEntry::kid).toList());
    assertThat(both.resealKeys().handle(OPERATOR)).as("a second time").isZero();
  }

  @Test
  void second_factors_that_are_sealed_anew_need_it_no_more_either() {
    Gatehouse first = under(Map.of(1, oldKey));
    Client client = Client.bearer(first.realm("shop"), "192.0.2.7", "Test/1.0");
    Username name = Fixtures.username();
    Password password = House.newPassword();
    first.register().handle(client, Register.Command.of(name, password));
    SignIn.SignedIn in = (SignIn.SignedIn)
        first.signInWithPassword().handle(client, new Identifier.ByUsername(name), password, false);
    Enroller enroller = new Enroller.BySession(in.tokens().claims());
    TotpSecret phone = first.setUpAuthenticator().handle(client, enroller).secret();
    first
        .enrolAuthenticator()
        .handle(
            client,
            enroller,
            new EnrolAuthenticator.Proof(
                new SecretText(Careful.shown(phone, clock.instant())), Optional.empty()));
    int keys = storage.keys().all().size();

    Gatehouse both = under(Map.of(1, oldKey, 2, newKey));
    assertThat(both.resealKeys().handle(OPERATOR)).isEqualTo(keys + 1);
    assertThat(both.resealKeys().handle(OPERATOR)).isZero();

    clock.advance(Totp.PERIOD);
    Gatehouse later = under(Map.of(2, newKey));
    SignIn.SecondFactorDue due = (SignIn.SecondFactorDue)
        later.signInWithPassword().handle(client, new Identifier.ByUsername(name), password, false);
    assertThat(later
            .completeSignIn()
            .handle(client, due.ticket(), FactorCode.totp(Careful.shown(phone, clock.instant()))))
        .isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  void keys_that_do_not_open_stay_as_they_are() {
    under(Map.of(1, oldKey));
    List<KeyEntry> before = storage.keys().all();
    Gatehouse other = under(Map.of(1, oldKey, 2, newKey));
    storage.store().atomically(unit -> {
      KeyEntry first = before.get(0);
      unit.keys().lock(first.use());
      unit.keys().reseal(first.kid(), new Sealed(new byte[40]));
      return first;
    });
    List<KeyEntry> damaged = storage.keys().all();

    assertThatThrownBy(() -> other.resealKeys().handle(OPERATOR))
        .isInstanceOf(IllegalStateException.class);

    assertThat(storage.keys().all())
        .filteredOn(key -> key.use() == before.get(0).use())
        .containsExactlyInAnyOrderElementsOf(
            damaged.stream().filter(key -> key.use() == before.get(0).use()).toList());
  }
}
