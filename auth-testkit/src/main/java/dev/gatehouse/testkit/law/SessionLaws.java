package dev.gatehouse.testkit.law;

import dev.gatehouse.application.Job;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyRing;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryAccessTokens;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** What the laws of sessions and tokens have in common: a house of its own at the end of a cable, and further nodes at the end of theirs. */
public abstract class SessionLaws {
  static final String REFRESH_REJECTED = "REFRESH_REJECTED";
  static final String TOKEN_REJECTED = "TOKEN_REJECTED";

  AccessTokens accessTokens;
  Storage storage;
  Cable cable;
  House house;

  @SuppressWarnings("NullAway.Init") // JUnit calls build() first
  SessionLaws() {}

  /** A storage with nothing in it, another at each call: the clock of these tests moves far, and the key rings with it. */
  protected abstract Storage storage();

  /** The access tokens to use; the fake unless an adapter is given. */
  protected AccessTokens accessTokens() {
    return new InMemoryAccessTokens(
        bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length));
  }

  @BeforeEach
  void build() {
    accessTokens = accessTokens();
    storage = storage();
    cable = Cable.to(storage);
    house = over(cable);
  }

  /** A house with realms of its own. The first house over an empty store makes its keys, so these must be of the right kind. */
  House over(Storage view) {
    return House.over(new InMemoryStorage()).with(accessTokens).node(view);
  }

  /** Another node of the house, as it starts now. */
  House node() {
    return house.node(Cable.to(storage));
  }

  /** Of the periodic work only that which reads what was revoked. */
  static void catchUp(House node) {
    node.gatehouse().jobs().stream()
        .filter(job -> job.name().equals("revocations"))
        .map(Job::work)
        .forEach(Runnable::run);
  }

  Answer<Tokens> refresh(House node, House.Person person, RefreshToken token) {
    return Answer.to(() -> node.gatehouse().rotateSession().handle(person.client(), token));
  }

  Answer<AccessClaims> verify(House node, Tokens tokens) {
    return verify(node, tokens.access());
  }

  Answer<AccessClaims> verify(House node, AccessToken token) {
    return Answer.to(() -> node.gatehouse().verifyAccessToken().handle(house.realm(), token));
  }

  /** The session as it is stored. */
  Session row(Tokens tokens) {
    return storage.refreshes().read(tokens.claims().session()).orElseThrow().session();
  }

  /** Somebody with an address, where mails reach him. */
  House.Person reachable() {
    Client client = house.client();
    Username username = Fixtures.username();
    EmailAddress email = Fixtures.email();
    Password password =
        new Password("a good long passphrase " + Fixtures.unique().substring(0, 8));
    Registered.Pending pending = (Registered.Pending) house
        .gatehouse()
        .register()
        .handle(
            client,
            new Register.Command(
                Optional.of(username),
                Optional.of(email),
                Optional.of(password),
                Locale.ENGLISH,
                true,
                false));
    house.work();
    String code = house.mails().sentTo(email).get(0).code().orElseThrow();
    SignIn.SignedIn in = (SignIn.SignedIn) house
        .gatehouse()
        .verifyEmail()
        .handle(client, VerifyEmail.Command.of(email, new SecretText(code), pending.flow()));
    return new House.Person(client, in.account(), username, password);
  }

  /** The token that the server would have given that many refreshes later (or before), had the store not forgotten them. */
  RefreshToken later(RefreshToken token, int generations) {
    RefreshCodec.Claim claim = claim(token);
    return codec()
        .write(new RefreshCodec.Claim(
            claim.session(), claim.generation() + generations, claim.secret()));
  }

  RefreshCodec.Claim claim(RefreshToken token) {
    return codec().read(token).orElseThrow();
  }

  List<KeyEntry> keys(KeyUse use) {
    return storage.keys().all().stream().filter(key -> key.use() == use).toList();
  }

  KeyEntry active(KeyUse use) {
    return new KeyRing(keys(use)).active().orElseThrow();
  }

  /** The key that signed an access token that is good now. */
  String kid(Tokens tokens) {
    KeyRing ring = new KeyRing(keys(KeyUse.ACCESS_TOKEN));
    return accessTokens
        .verify(
            tokens.access(),
            house.realm(),
            kid -> ring.entries().stream().filter(key -> key.kid().equals(kid)).findFirst(),
            house.clock().instant())
        .kid();
  }

  private RefreshCodec codec() {
    return new RefreshCodec(
        open(active(KeyUse.REFRESH_TOKEN)),
        keys(KeyUse.REFRESH_TOKEN).stream().map(SessionLaws::open).toList());
  }

  private static DigestKey open(KeyEntry key) {
    return new DigestKey(key.version(), House.MASTER.open(key.sealed(), KeyEntry.place(key.kid())));
  }
}
