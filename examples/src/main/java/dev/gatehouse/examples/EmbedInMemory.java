package dev.gatehouse.examples;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.testkit.fake.InMemoryAccessTokens;
import dev.gatehouse.testkit.fake.InMemoryCommonPasswords;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import java.security.SecureRandom;
import java.time.Clock;

/** Embeds Gatehouse over the fakes: for the tests of your own program. Nothing outlives the process. */
public final class EmbedInMemory {
  private EmbedInMemory() {}

  public static void main(String... args) {
    Randomness randomness = new SecureRandom()::nextBytes;
    Gatehouse gatehouse = Gatehouse.builder()
        .storage(new InMemoryStorage())
        .passwordHasher(new InMemoryPasswordHasher())
        .commonPasswords(InMemoryCommonPasswords.of("password"))
        .accessTokens(new InMemoryAccessTokens(randomness))
        .masterKeys(MasterKeys.of(randomness.bytes(MasterKeys.KEY_BYTES)))
        .clock(Clock.systemUTC())
        .randomness(randomness)
        .realms(Realm.customer("shop", "https://id.example.com").with(RegistrationMode.OPEN))
        .build();

    Tour.walk(gatehouse, System.out);
  }
}
