package dev.gatehouse.laws.process;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.Job;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Outage;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A Gatehouse as a service would embed it: real adapters, the system's clock, its periodic work running. Only passwords are hashed
 * cheaply.
 */
public final class Household implements AutoCloseable {
  private static final Password PASSWORD = new Password("a good long passphrase");

  private final Realm realm;
  private final Postgres postgres;
  private final Gatehouse gatehouse;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(5);

  public Household(Setting setting, int connections, Clock clock, MailSender mails) {
    SecureRandom random = new SecureRandom();
    realm = setting.realm();
    postgres = Postgres.open(setting.database(connections));
    gatehouse = Gatehouse.builder()
        .storage(postgres)
        .clock(clock)
        .randomness(random::nextBytes)
        .passwordHasher(new InMemoryPasswordHasher())
        .commonPasswords(word -> false)
        .accessTokens(new JwtAccessTokens())
        .masterKeys(House.MASTER)
        .realms(realm)
        .mailSender(mails)
        .build();
  }

  /** A household in this process, whose mails are thrown away. */
  public static Household here(Setting setting) {
    return new Household(setting, 10, Clock.systemUTC(), mail -> {});
  }

  /** Runs the periodic work from now on. */
  public Household working(Setting.Work work) {
    if (work == Setting.Work.ALL) {
      gatehouse.run(executor, Household::failed);
    } else if (work == Setting.Work.DEAF) {
      gatehouse.jobs().stream().filter(job -> !job.period().isZero()).forEach(this::repeat);
    }
    return this;
  }

  private void repeat(Job job) {
    var unused = executor.scheduleWithFixedDelay(
        () -> {
          try {
            job.work().run();
          } catch (RuntimeException e) {
            failed(e);
          }
        },
        1,
        job.period().toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** An outage passes; anything else is for the test to see. */
  private static void failed(Exception failure) {
    if (!(failure instanceof Outage)) {
      failure.printStackTrace();
    }
  }

  public Gatehouse gatehouse() {
    return gatehouse;
  }

  public Realm realm() {
    return realm;
  }

  public Postgres postgres() {
    return postgres;
  }

  /** Somebody from a network like nobody else's. */
  public Client client() {
    String network = Fixtures.unique();
    return Client.bearer(
        realm,
        "2001:db8:" + network.substring(0, 4) + ":" + network.substring(4, 8) + "::1",
        "Testing/1.0");
  }

  /** Everybody has the same password. */
  public void register(String username) {
    gatehouse.register().handle(client(), Register.Command.of(new Username(username), PASSWORD));
  }

  public void registerByMail(String address) {
    gatehouse.register().handle(client(), Register.Command.of(new EmailAddress(address), PASSWORD));
  }

  public Tokens signIn(String username) {
    SignIn answer = gatehouse
        .signInWithPassword()
        .handle(client(), new Identifier.ByUsername(new Username(username)), PASSWORD, false);
    return ((SignIn.SignedIn) answer).tokens();
  }

  public Tokens refresh(String refreshToken) {
    return gatehouse.rotateSession().handle(client(), new RefreshToken(refreshToken));
  }

  public void verify(String accessToken) {
    gatehouse.verifyAccessToken().handle(realm, new AccessToken(accessToken));
  }

  public void signOut(String refreshToken) {
    gatehouse.signOut().handle(client(), new RefreshToken(refreshToken));
  }

  @Override
  public void close() {
    executor.shutdownNow();
    postgres.close();
  }
}
