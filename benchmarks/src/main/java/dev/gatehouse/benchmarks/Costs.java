package dev.gatehouse.benchmarks;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.Rotation;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the parts of a refresh, a verification and a sign-in cost by themselves, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Costs {
  private static final Limit LIMIT = new Limit(240, Duration.ofMinutes(1));
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final PasswordHasher hasher =
      Passwords.open(Passwords.Settings.DEFAULT, Site.CHANCE).hasher();
  private final Password password = new Password(Site.PASSWORD);
  private final Optional<PasswordHash> hash = Optional.of(hasher.hash(password));

  private final JwtAccessTokens remembering = new JwtAccessTokens();
  private final JwtAccessTokens forgetting = new JwtAccessTokens("ES256", 0);
  private final InMemoryStorage storage = new InMemoryStorage();
  private final Gatehouse gatehouse =
      Site.gatehouse(storage, Fixtures.bytes(MasterKeys.KEY_BYTES), hasher, remembering);
  private final Realm realm = gatehouse.realm(Site.REALM);
  private final Tokens tokens = signIn();
  private final AccessToken token = tokens.access();
  private final Instant now = tokens.claims().issuedAt();
  private final KeyEntry active = storage.keys().all().stream()
      .filter(key -> key.use() == KeyUse.ACCESS_TOKEN && key.state() == KeyState.ACTIVE)
      .findFirst()
      .orElseThrow();
  private final SigningKey signing = remembering.generate().signing();

  private final RefreshCodec codec = new RefreshCodec(Fixtures.digestKey(1), List.of());
  private final Account account = Fixtures.account();
  private final ASession draft = ASession.of(account, now);
  private final Session session = draft.build();
  private final Presentation presented = draft.token(0, now);
  private final RefreshToken refreshToken = codec.write(presented.claim());

  private Instant fullAt = now;

  private Tokens signIn() {
    Username name = Fixtures.username();
    Client client = Client.bearer(realm, "203.0.113.7", "benchmark");
    gatehouse.register().handle(client, Register.Command.of(name, password));
    SignIn answer = gatehouse
        .signInWithPassword()
        .handle(client, new Identifier.ByUsername(name), password, false);
    return ((SignIn.SignedIn) answer).tokens();
  }

  @Benchmark
  public AccessToken sign() {
    return remembering.sign(tokens.claims(), signing);
  }

  @Benchmark
  public AccessTokens.Verified verifyAnew() {
    return forgetting.verify(token, realm, this::key, now);
  }

  @Benchmark
  public AccessTokens.Verified verifyRemembered() {
    return remembering.verify(token, realm, this::key, now);
  }

  @Benchmark
  public RefreshToken writeRefreshToken() {
    return codec.write(presented.claim());
  }

  @Benchmark
  public Optional<RefreshCodec.Claim> readRefreshToken() {
    return codec.read(refreshToken);
  }

  @Benchmark
  public Rotation decideRotation() {
    return session.present(presented, AccountStatus.ACTIVE, GRACE, now);
  }

  @Benchmark
  public Limit.Taken takeFromLimit() {
    Limit.Taken taken = LIMIT.take(fullAt, now);
    fullAt = taken.granted() ? taken.fullAt() : now;
    return taken;
  }

  @Benchmark
  public boolean checkPassword() {
    return hasher.matches(password, hash);
  }

  private Optional<KeyEntry> key(String kid) {
    return active.kid().equals(kid) ? Optional.of(active) : Optional.empty();
  }
}
