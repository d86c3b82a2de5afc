package dev.gatehouse.examples.spring;

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
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A shop with the whole of Gatehouse in it: its people live beside the shop's own tables, in the schema {@code gatehouse}. */
@SpringBootApplication
public class ShopApplication {
  public static void main(String[] args) {
    SpringApplication.run(ShopApplication.class, args);
  }

  /** Over the pool that Spring has made; the schema is brought up to date first. */
  @Bean
  Postgres storage(DataSource pool) {
    Postgres.migrate(pool);
    return Postgres.open(pool);
  }

  /** @param masterKey base64 of 32 random bytes, kept outside the database */
  @Bean
  Gatehouse gatehouse(
      Postgres storage,
      @Value("${gatehouse.issuer}") String issuer,
      @Value("${gatehouse.master-key}") String masterKey) {
    Randomness randomness = new SecureRandom()::nextBytes;
    return Gatehouse.builder()
        .storage(storage)
        .passwordHasher(Passwords.open(Passwords.Settings.DEFAULT, randomness).hasher())
        .commonPasswords(Passwords.common())
        .accessTokens(new JwtAccessTokens())
        .masterKeys(MasterKeys.of(Base64.getDecoder().decode(masterKey)))
        .clock(Clock.systemUTC())
        .randomness(randomness)
        .realms(Realm.customer("shop", issuer).with(RegistrationMode.OPEN))
        .build();
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService background() {
    return Executors.newScheduledThreadPool(5);
  }

  /** Keys turn, what is revoked is heard, what is old is forgotten. */
  @Bean
  Gatehouse.Running jobs(Gatehouse gatehouse, ScheduledExecutorService background) {
    return gatehouse.run(
        background,
        failure -> LoggerFactory.getLogger(ShopApplication.class).warn("{}", failure.toString()));
  }
}
