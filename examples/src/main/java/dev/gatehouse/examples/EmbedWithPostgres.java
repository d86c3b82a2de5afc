package dev.gatehouse.examples;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.postgres.Postgres;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Embeds Gatehouse for real. Arguments: JDBC URL, user, password, and the master key: base64 of 32 random bytes, kept outside the database. */
public final class EmbedWithPostgres {
  private EmbedWithPostgres() {}

  public static void main(String... args) {
    Postgres.Settings settings = Postgres.Settings.of(args[0], args[1], args[2]);
    Postgres.migrate(settings);
    Randomness randomness = new SecureRandom()::nextBytes;
    ScheduledExecutorService background = Executors.newScheduledThreadPool(5);
    try (Postgres postgres = Postgres.open(settings)) {
      Gatehouse gatehouse = Gatehouse.builder()
          .storage(postgres)
          .passwordHasher(Passwords.open(Passwords.Settings.DEFAULT, randomness).hasher())
          .commonPasswords(Passwords.common())
          .accessTokens(new JwtAccessTokens())
          .masterKeys(MasterKeys.of(Base64.getDecoder().decode(args[3])))
          .clock(Clock.systemUTC())
          .randomness(randomness)
          .realms(Realm.customer("shop", "https://id.example.com").with(RegistrationMode.OPEN))
          .build();

      try (Gatehouse.Running jobs = gatehouse.run(background, Throwable::printStackTrace)) {
        Tour.walk(gatehouse, System.out);
      }
    } finally {
      background.shutdownNow();
    }
  }
}
