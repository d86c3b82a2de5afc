package dev.gatehouse.domain;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.account.DevicesTold;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.Assurance;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.credential.FactorSecrets;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordFlaw;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.credential.PasswordPolicy;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.credential.Totp;
import dev.gatehouse.domain.credential.TotpSecret;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.handshake.MatchCode;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.mail.Notice;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Particulars;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.RevocationIndex;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.Rotation;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.SessionPolicy;
import dev.gatehouse.domain.session.SessionSecret;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyPolicy;
import dev.gatehouse.domain.token.KeyRing;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Handshakes;
import dev.gatehouse.port.History;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.Leases;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.port.OneTimeSecrets;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.OutboxQueue;
import dev.gatehouse.port.PersonalData;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Retention;
import dev.gatehouse.port.Revocations;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Law L40 over every value that there is: each holds canaries, none of which may sing. */
class RedactionTest {
  /** A person. */
  private static final EmailAddress EMAIL = new EmailAddress("canary.mailbox@canary.example");

  private static final Username USERNAME = new Username("CanaryName");
  private static final String DISPLAY_NAME = "Canary Displayed";
  private static final String AGENT = "CanaryAgent/1.0";
  private static final ClientAddress ADDRESS = new ClientAddress("203.0.113.77");
  private static final ClientAddress ADDRESS_6 = new ClientAddress("2001:db8:ca:9a::77");

  /** Secrets. */
  private static final byte[] SECRET_16 = filled(16, 0xC1);

  private static final byte[] SECRET_32 = filled(32, 0xC2);
  private static final byte[] KEY = filled(32, 0xC3);
  private static final String CODE = "918273";

  private static final DigestKey DIGEST_KEY = new DigestKey(1, KEY);
  private static final DigestKeys KEYS = ring(DIGEST_KEY);
  private static final Digest DIGEST = Digest.sha256(SECRET_32);
  private static final FlowHandle HANDLE = FlowHandle.of(SECRET_32);
  private static final SecretText LINK = SecretText.fresh(Purpose.Form.LINK, SECRET_32);
  private static final PasswordHash HASH =
      new PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$canarysalt$canaryhash");
  private static final DeviceMark MARK = DeviceMark.of(ACCOUNT, Acr.AAL1, SECRET_16, KEYS);
  private static final Client CLIENT =
      new Client(SHOP, ADDRESS, AGENT, Transport.BEARER, List.of(MARK));
  private static final SessionId SESSION_ID = SessionId.of(ACCOUNT, NOW, filled(10, 1));
  private static final SessionSecret SESSION_SECRET = new SessionSecret(SECRET_16);
  private static final RefreshCodec.Claim CLAIM =
      new RefreshCodec.Claim(SESSION_ID, 3, SESSION_SECRET);
  private static final RefreshCodec CODEC = new RefreshCodec(DIGEST_KEY, List.of());
  private static final Session.Authentication AUTHENTICATION =
      new Session.Authentication(NOW, Acr.AAL1, List.of("pwd"));
  private static final Session SESSION = Session.opened(
      SESSION_ID,
      ACCOUNT,
      CLIENT,
      SESSION_SECRET.digest(),
      AUTHENTICATION,
      Duration.ofDays(7),
      NOW);
  private static final Profile PROFILE =
      new Profile(Optional.of(DISPLAY_NAME), Locale.ENGLISH, ZoneId.of("Europe/Berlin"));
  private static final ProviderKey PROVIDER = new ProviderKey("provider");
  private static final ProvenIdentity PERSON = new ProvenIdentity(
      new Identity(PROVIDER, "canary-4711"),
      Optional.of(new Identity(new ProviderKey("provider-openid"), "canary-0815")),
      new ProviderProfile(
          Optional.of(DISPLAY_NAME),
          Optional.of("CanaryName"),
          Optional.of("https://canary.example/me.png")));
  private static final Proof PROOF = new Proof(PERSON, DIGEST, NOW, NOW);
  private static final LinkedIdentity LINKED = LinkedIdentity.of(ACCOUNT, SHOP_KEY, PERSON, NOW);
  private static final HandshakeId HANDSHAKE_ID = HandshakeId.of(filled(HandshakeId.BYTES, 0xC5));
  private static final Phrase PHRASE = new Phrase("Canary in the coal mine");
  private static final Invitation INVITATION = new Invitation(
      new UUID(1, 2),
      SHOP_KEY,
      Role.USER,
      Optional.of(EMAIL),
      "command line",
      NOW,
      NOW,
      Optional.of(new Invitation.Taken(ACCOUNT, NOW)),
      Optional.empty());
  private static final Account OWNER = new Account(
      ACCOUNT,
      SHOP_KEY,
      Optional.of(USERNAME),
      Optional.of(EMAIL),
      PROFILE,
      AccountStatus.ACTIVE,
      1,
      Set.of(Role.USER),
      Set.of(Method.TOTP),
      Consents.NONE,
      NOW,
      new SignIns(1, Optional.of(NOW), Optional.of(ADDRESS)),
      Optional.of(PHRASE),
      Optional.of(PROVIDER));
  private static final Scope SCOPE =
      new Scope(Purpose.EMAIL_VERIFICATION, SHOP_KEY, EMAIL.value(), Optional.of(DIGEST));
  private static final Event EVENT = Event.of(EventType.SIGNED_IN, NOW, CLIENT, Actor.STRANGER);
  private static final MasterKeys MASTER = MasterKeys.of(KEY);
  private static final MasterKeys.Place PLACE = KeyEntry.place("kid");
  private static final Sealed SEALED = MASTER.seal(SECRET_32, PLACE, filled(12, 1));
  private static final KeyEntry ENTRY = new KeyEntry(
      "kid",
      KeyUse.REFRESH_TOKEN,
      1,
      "HS256",
      KeyState.ACTIVE,
      SEALED,
      "",
      NOW,
      NOW,
      Optional.empty());
  private static final Gate GATE =
      new Gate(KEYS.nameless(SHOP_KEY, "x"), ADDRESS.prefix(), Ladder.PASSWORD, false);
  private static final Passage STOPPED =
      Passage.stopped(List.of(GATE), GATE, Duration.ofSeconds(1));
  private static final AccessClaims CLAIMS = new AccessClaims(
      SHOP.issuer(),
      SHOP.audience(),
      ACCOUNT,
      "shop",
      NOW,
      NOW.plusSeconds(60),
      "jti",
      SESSION_ID,
      NOW,
      Acr.AAL1,
      List.of("pwd"),
      SHOP_KEY,
      Transport.BEARER,
      Set.of("user"),
      Optional.empty());
  private static final SigningKey SIGNING = new SigningKey("kid", "ES256", SECRET_32);
  private static final KeyRing RING = new KeyRing(List.of(ENTRY));

  private static byte[] filled(int count, int first) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (first + 7 * i);
    }
    return bytes;
  }

  private static final List<Object> VALUES = List.of(
      ACCOUNT,
      OWNER,
      PROFILE,
      new Candidate(
          new UUID(1, 2),
          SHOP_KEY,
          EMAIL,
          DIGEST,
          Optional.of(USERNAME),
          Optional.of(HASH),
          Locale.ENGLISH,
          Consents.NONE,
          NOW),
      new Consents(Optional.of(NOW), true),
      new Consent(Consent.Kind.TERMS, true, Optional.of("2"), NOW),
      new Departure(ACCOUNT, SHOP_KEY, NOW, NOW, true, AccountStatus.ACTIVE),
      INVITATION,
      INVITATION.taken().orElseThrow(),
      PHRASE,
      EMAIL,
      new Identifier.ByEmail(EMAIL),
      new Identifier.ByUsername(USERNAME),
      new Identifier.Nobody("Canary Nobody"),
      new SignIns(1, Optional.of(NOW), Optional.of(ADDRESS_6)),
      USERNAME,
      new Assurance.Due.Nothing(Acr.AAL1),
      new Assurance.Due.SecondFactor(Set.of(Method.TOTP)),
      new Assurance.Due.Enrolment(),
      new Password("Canary Password"),
      HASH,
      PasswordPolicy.CUSTOMER,
      Actor.owner(ACCOUNT),
      EVENT.about(ACCOUNT).about(SESSION_ID),
      EVENT.origin().orElseThrow(),
      new Mail(
          new UUID(1, 2),
          SHOP_KEY,
          Mail.Kind.VERIFICATION_CODE,
          EMAIL,
          Locale.ENGLISH,
          Map.of("code", CODE)),
      new Notice(
          new UUID(1, 2),
          SHOP_KEY,
          Mail.Kind.NEW_DEVICE,
          Optional.of(EMAIL),
          Locale.ENGLISH,
          Map.of("address", ADDRESS.value())),
      new MessageSender.Message(
          PERSON.identity(),
          Mail.Kind.NEW_DEVICE,
          Locale.ENGLISH,
          ZoneOffset.UTC,
          Map.of("address", ADDRESS.value()),
          NOW),
      SHOP,
      new RealmKey("shop"),
      new Refusal.CredentialsRejected(),
      new Refusal.CodeRejected(1),
      new Refusal.RefreshRejected(),
      new Refusal.TokenRejected(),
      new Refusal.Throttled(Duration.ZERO),
      new Refusal.ResendThrottled(Duration.ZERO, NOW),
      new Refusal.LockedOut(Duration.ZERO),
      new Refusal.UsernameTaken(),
      new Refusal.PasswordRejected(Set.of(PasswordFlaw.COMMON), 12, 128),
      new Refusal.RegistrationDisabled(Channel.EMAIL),
      new Refusal.InvitationRejected(),
      new Refusal.AccountLeaving(NOW),
      new Refusal.TermsNotAccepted(),
      refusal(() -> EmailAddress.parse("canary.mailbox")),
      new Refusal.NotFound(),
      new Refusal.NotPermitted(),
      new Refusal.StepUpRequired(Set.of(Method.PASSWORD), Set.of(), Standing.LATELY),
      new Refusal.SecondFactorRejected(),
      new Refusal.SecondFactorLocked(),
      new Refusal.MailStale(),
      new FactorCode(Method.TOTP, new SecretText(CODE)),
      new Standing(new Standing.Proof(NOW, Acr.AAL1), Optional.empty()),
      new Standing.Proof(NOW, Acr.AAL1),
      new FactorSecrets(filled(FactorSecrets.BYTES, 0xC4)),
      TotpSecret.of(filled(TotpSecret.BYTES, 0xC4)),
      RecoveryCode.of(filled(RecoveryCode.BYTES, 0xC4)),
      Authenticator.enrolled(ACCOUNT, SEALED, 7, NOW),
      new AuthenticatorSetup(ACCOUNT, SEALED, DIGEST, 1, NOW),
      new OneTimeSecrets.Attempt("Canary Displayed", 3),
      new OutboxQueue.Dead(
          new Outbox.Item(new UUID(1, 2), SHOP_KEY, Mail.Kind.VERIFICATION_CODE, SEALED, 1, NOW),
          NOW),
      new MailSender.Undeliverable("a server answered 550"),
      new Refused(refusal(() -> Username.parse("Canary Name"))),
      DIGEST,
      DIGEST_KEY,
      KEYS,
      HANDLE,
      MASTER,
      PLACE,
      OneTimeSecret.issue(
          SCOPE, KEYS, new SecretText(CODE), Optional.of(new OneTimeSecret.Owner(ACCOUNT, 1)), NOW),
      new OneTimeSecret.Owner(ACCOUNT, 1),
      new Redemption(true, 0, ACCOUNT.toString()),
      new OneTimeSecret.Attached(SESSION_ID.value(), SEALED),
      new Particulars(Map.of("email", EMAIL.value())),
      new OneTimeSecrets.Waiting(ACCOUNT.toString(), Optional.empty()),
      new DevicesTold(List.of(new DevicesTold.Device("look", NOW))),
      new DevicesTold.Device("look", NOW),
      new Reverts(List.of(new Reverts.Link(SESSION_ID.value(), Optional.of(SESSION_ID.value())))),
      new Reverts.Link(SESSION_ID.value(), Optional.of(SESSION_ID.value())),
      new Refusal.EmailTaken(),
      new Refusal.ConfirmationRequired(
          EMAIL.masked(), true, ADDRESS.value(), AGENT, Optional.of(PROVIDER), NOW),
      new Refusal.IdentityRejected(),
      new Refusal.IdentityTaken(),
      new Refusal.LastWayIn(),
      new Refusal.ProvidersShut(),
      PROVIDER,
      PERSON,
      PERSON.identity(),
      PERSON.profile(),
      LINKED,
      HANDSHAKE_ID,
      MatchCode.of(filled(MatchCode.BYTES, 1)),
      new Handshake(DIGEST, SHOP_KEY, DIGEST, DIGEST, SEALED, NOW),
      new Handshakes.Confirmed(SEALED, Optional.of(new OneTimeSecret.Owner(ACCOUNT, 1))),
      new Handshakes.Seen(HandshakeState.COMPLETED, Optional.empty()),
      SCOPE,
      SCOPE.locate(KEYS, new SecretText(CODE)).get(0),
      SEALED,
      LINK,
      CLIENT,
      MARK,
      new Presentation(
          CLAIM, SHOP_KEY, Transport.BEARER, Optional.of("thumbprint"), ADDRESS, AGENT, NOW),
      CODEC,
      CLAIM,
      CODEC.write(CLAIM),
      new RevocationIndex(Duration.ofMinutes(1)),
      new Revoked.OfSession(SESSION_ID),
      new Revoked.OfKey("kid"),
      new Rotation.Rotate(),
      new Rotation.Replay(),
      new Rotation.Reuse(),
      new Rotation.FastForward(),
      new Rotation.Refused(Rotation.Refused.Reason.UNKNOWN),
      SESSION.revoked(NOW, RevokeReason.EVICTED),
      AUTHENTICATION,
      new Session.Revocation(NOW, RevokeReason.EVICTED),
      SESSION_ID,
      SHOP.sessions(),
      SESSION_SECRET,
      ADDRESS,
      GATE,
      Ladder.PASSWORD,
      new Limit(1, Duration.ofSeconds(1)),
      new Limit(1, Duration.ofSeconds(1)).take(NOW, NOW),
      STOPPED,
      STOPPED.stop().orElseThrow(),
      CLAIMS,
      new AccessToken("canary.access.token"),
      ENTRY,
      KeyPolicy.digests(),
      RING,
      new KeyRing.Change.Create(KeyState.NEXT),
      new KeyRing.Change.Activate(ENTRY),
      new KeyRing.Change.Drop(ENTRY),
      SIGNING,
      SHOP.accounts(),
      SHOP.tokens(),
      new AccessTokens.NewKey("kid", "ES256", SIGNING, "AQID"),
      new AccessTokens.Verified(CLAIMS, "kid"),
      new AccountDirectory.Entry(OWNER, Optional.of(HASH)),
      new History.Row(1, EVENT),
      new Outbox.Item(new UUID(1, 2), SHOP_KEY, Mail.Kind.VERIFICATION_CODE, SEALED, 1, NOW),
      new Refreshes.Refreshed(SESSION, AccountStatus.ACTIVE, Set.of(Role.USER)),
      new PersonalData.Kept(
          List.of(),
          List.of(SESSION),
          List.of(INVITATION),
          List.of(),
          List.of(),
          List.of(NOW),
          List.of(LINKED),
          Optional.of(new EnrolledFactor(NOW, 10))),
      new EnrolledFactor(NOW, 10),
      new Retention.Keep(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
      new Revocations.Entry(new Revoked.OfSession(SESSION_ID), NOW),
      new Revocations.Batch(List.of(), 1),
      new Leases.Held(7, NOW),
      PROOF,
      new ShownProof(PROVIDER, "kind", Map.of("text", "canary-text")),
      new IdentityProofs.Verdict.Proven(
          PROOF, Optional.of("canary-parameter"), Optional.of(Locale.ENGLISH)),
      new IdentityProofs.Verdict.Refused("STALE"),
      new IdentityProofs.Verdict.Unasked(),
      new IdentityProviders.Errand("https://example.com/back", LINK, LINK, LINK),
      new IdentityProviders.Returned("canary-code", Optional.of("https://provider.example")));

  private static Refusal refusal(Runnable parsing) {
    try {
      parsing.run();
    } catch (Refused e) {
      return e.refusal();
    }
    throw new AssertionError("not refused");
  }

  /** Everything by which a canary could be recognised. */
  private static Set<String> songs() {
    Set<String> songs = new LinkedHashSet<>(List.of(
        "canary",
        CODE,
        "203.0.113",
        "cb0071",
        "2001:db8",
        "20010db8",
        LINK.reveal(),
        HANDLE.text(),
        MARK.text(),
        HANDSHAKE_ID.text(),
        CODEC.write(CLAIM).reveal().substring(4),
        DIGEST.hex(),
        GATE.subject()));
    for (byte[] bytes : List.of(
        SECRET_16,
        SECRET_32,
        KEY,
        DIGEST.bytes(),
        SESSION_SECRET.digest().bytes(),
        SEALED.bytes())) {
      String array = Arrays.toString(bytes);
      songs.add(array.substring(1, array.length() - 1));
      songs.add(HexFormat.of().formatHex(bytes));
      songs.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      songs.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return songs;
  }

  @TestFactory
  @DisplayName("[L40] no value prints a secret or anything personal")
  Stream<DynamicTest> no_value_prints_a_secret_or_anything_personal() {
    Set<String> songs = songs();
    return VALUES.stream()
        .map(value -> DynamicTest.dynamicTest(
            value.getClass().getName(),
            () -> assertThat(songs)
                .noneMatch(song -> value
                    .toString()
                    .toLowerCase(Locale.ROOT)
                    .contains(song.toLowerCase(Locale.ROOT)))));
  }

  @Test
  @DisplayName("[L40] every class of the domain and the ports that has instances is among them")
  void every_class_of_the_domain_and_the_ports_that_has_instances_is_among_them() throws Exception {
    Set<Class<?>> tried = new LinkedHashSet<>();
    VALUES.forEach(value -> tried.add(value.getClass()));
    Set<String> other = Set.of(
        // only functions in it
        Assurance.class.getName(),
        UuidV7.class.getName(),
        Totp.class.getName(),
        // an exception of what is not there, its message is its argument
        "dev.gatehouse.port.Outage",
        "dev.gatehouse.port.Unreachable",
        // seen by its own class only
        "dev.gatehouse.domain.credential.PasswordPolicy$Candidate",
        "dev.gatehouse.domain.credential.PasswordPolicy$Rule");
    assertThat(classes())
        .filteredOn(type -> !other.contains(type.getName()))
        .containsExactlyInAnyOrderElementsOf(tried);
  }

  private static List<Class<?>> classes() throws Exception {
    Path root = Path.of(
        ClientAddress.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .<Class<?>>map(name -> load(name.substring(0, name.length() - 6).replace('/', '.')))
          .filter(RedactionTest::hasInstances)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, RedactionTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean hasInstances(Class<?> type) {
    return !type.isInterface()
        && !type.isEnum()
        && !type.isAnonymousClass()
        && !Modifier.isAbstract(type.getModifiers());
  }

  @Test
  @DisplayName("[L40] secrets and what people are called print as redacted")
  void secrets_and_what_people_are_called_print_as_redacted() {
    for (Object secret : List.of(
        new RefreshToken("gtr_x"),
        new AccessToken("x"),
        new Password("x"),
        HASH,
        LINK,
        HANDLE,
        MARK,
        SESSION_SECRET,
        DIGEST)) {
      assertThat(secret).hasToString(secret.getClass().getSimpleName() + "[redacted]");
    }
    for (Object personal : List.of(EMAIL, USERNAME, ADDRESS, new Identifier.Nobody("x"))) {
      assertThat(personal).hasToString(personal.getClass().getSimpleName() + "[\u2026]");
    }
    assertThat(EVENT.origin().orElseThrow()).hasToString("Origin[\u2026]");
  }

  @Test
  void what_a_log_needs_is_printed() {
    assertThat(SESSION).hasToString("Session[" + SESSION_ID + ", generation 0]");
    assertThat(CLAIM).hasToString("Claim[" + SESSION_ID + ", 3]");
    assertThat(OWNER).hasToString("Account[" + ACCOUNT + ", shop, ACTIVE, epoch 1]");
    assertThat(SCOPE).hasToString("Scope[EMAIL_VERIFICATION, shop]");
    assertThat(DIGEST_KEY).hasToString("DigestKey[version 1]");
    assertThat(MASTER).hasToString("MasterKeys[1]");
    assertThat(ENTRY).hasToString("KeyEntry[kid, REFRESH_TOKEN, ACTIVE]");
    assertThat(SIGNING).hasToString("SigningKey[kid]");
    assertThat(CLIENT).hasToString("Client[shop, BEARER]");
    assertThat(CLAIMS).hasToString("AccessClaims[shop, " + SESSION_ID + "]");
    assertThat(PROFILE).hasToString("Profile[en, Europe/Berlin]");
    assertThat(SEALED).hasToString("Sealed[" + SEALED.bytes().length + " bytes]");
    assertThat(GATE).hasToString("Gate[" + Ladder.PASSWORD + "]");
    assertThat(new Gate("subject", "from", Ladder.PASSWORD, true))
        .hasToString("Gate[" + Ladder.PASSWORD + ", newcomers only]");
    assertThat(VALUES.stream().map(Object::toString))
        .contains(
            "Candidate[00000000-0000-0001-0000-000000000002, shop]",
            "Mail[00000000-0000-0001-0000-000000000002, VERIFICATION_CODE]",
            "Presentation[" + CLAIM + ", shop]");
    assertThat(SessionPolicy.CUSTOMER.toString()).startsWith("SessionPolicy[idle=PT168H");
  }
}
