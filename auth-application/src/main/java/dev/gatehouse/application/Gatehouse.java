package dev.gatehouse.application;

import dev.gatehouse.application.account.AskForEmailChange;
import dev.gatehouse.application.account.ChangeConsents;
import dev.gatehouse.application.account.ChangePassword;
import dev.gatehouse.application.account.ChangePhrase;
import dev.gatehouse.application.account.ConfirmEmailChange;
import dev.gatehouse.application.account.DeleteAccount;
import dev.gatehouse.application.account.ExportData;
import dev.gatehouse.application.account.Farewell;
import dev.gatehouse.application.account.ListSecurityEvents;
import dev.gatehouse.application.account.MoveWarnings;
import dev.gatehouse.application.account.RestoreAccount;
import dev.gatehouse.application.account.RevertEmail;
import dev.gatehouse.application.account.UpdateAccount;
import dev.gatehouse.application.account.UpdateProfile;
import dev.gatehouse.application.account.Warnings;
import dev.gatehouse.application.account.WhoAmI;
import dev.gatehouse.application.admin.CreateOwner;
import dev.gatehouse.application.admin.DisableAccount;
import dev.gatehouse.application.admin.EnableAccount;
import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.admin.KeepAccount;
import dev.gatehouse.application.admin.ListDeadMails;
import dev.gatehouse.application.admin.ListInvitations;
import dev.gatehouse.application.admin.RemoveAccount;
import dev.gatehouse.application.admin.ResealKeys;
import dev.gatehouse.application.admin.ResendMail;
import dev.gatehouse.application.admin.ResetSecondFactor;
import dev.gatehouse.application.admin.RevokeInvitation;
import dev.gatehouse.application.admin.RotateKeys;
import dev.gatehouse.application.admin.UnlockAccount;
import dev.gatehouse.application.admin.WithdrawKey;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.handshake.CollectHandshake;
import dev.gatehouse.application.handshake.ConfirmHandshake;
import dev.gatehouse.application.handshake.DenyHandshake;
import dev.gatehouse.application.handshake.IssueLoginLink;
import dev.gatehouse.application.handshake.LookAtHandshake;
import dev.gatehouse.application.handshake.OpenHandshake;
import dev.gatehouse.application.handshake.SignInWithLoginLink;
import dev.gatehouse.application.handshake.Vault;
import dev.gatehouse.application.linking.AdoptIdentity;
import dev.gatehouse.application.linking.BeginProviderLink;
import dev.gatehouse.application.linking.BeginProviderSignIn;
import dev.gatehouse.application.linking.FindByIdentity;
import dev.gatehouse.application.linking.FinishProviderLink;
import dev.gatehouse.application.linking.FinishProviderSignIn;
import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.linking.IssueNonce;
import dev.gatehouse.application.linking.LinkIdentity;
import dev.gatehouse.application.linking.ListIdentities;
import dev.gatehouse.application.linking.ListProviders;
import dev.gatehouse.application.linking.LookAtProviderReturn;
import dev.gatehouse.application.linking.LookUpIdentity;
import dev.gatehouse.application.linking.RefreshIdentity;
import dev.gatehouse.application.linking.SignInWithIdentity;
import dev.gatehouse.application.linking.UnlinkIdentity;
import dev.gatehouse.application.linking.Vouch;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.recovery.ForgotPassword;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.registration.NewPassword;
import dev.gatehouse.application.registration.ProvenMailbox;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.ResendVerification;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.secondfactor.CheckFactor;
import dev.gatehouse.application.secondfactor.CompleteSignIn;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.EnrolmentCodes;
import dev.gatehouse.application.secondfactor.FactorVault;
import dev.gatehouse.application.secondfactor.Reauthenticate;
import dev.gatehouse.application.secondfactor.RemoveSecondFactor;
import dev.gatehouse.application.secondfactor.RenewRecoveryCodes;
import dev.gatehouse.application.secondfactor.SetUpAuthenticator;
import dev.gatehouse.application.secondfactor.ShowSecondFactor;
import dev.gatehouse.application.secondfactor.ValidateCode;
import dev.gatehouse.application.session.EndSession;
import dev.gatehouse.application.session.FollowRevocations;
import dev.gatehouse.application.session.IntrospectToken;
import dev.gatehouse.application.session.IssueTokens;
import dev.gatehouse.application.session.ListSessions;
import dev.gatehouse.application.session.ReuseAlarm;
import dev.gatehouse.application.session.RotateSession;
import dev.gatehouse.application.session.SignOut;
import dev.gatehouse.application.session.SignOutEverywhere;
import dev.gatehouse.application.session.VerifyAccessToken;
import dev.gatehouse.application.signin.CheckPassword;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.signin.PasswordGates;
import dev.gatehouse.application.signin.SignInWithPassword;
import dev.gatehouse.application.signin.Tickets;
import dev.gatehouse.application.signin.Turnstile;
import dev.gatehouse.application.telegram.Messenger;
import dev.gatehouse.application.upkeep.AgreedTime;
import dev.gatehouse.application.upkeep.AnnounceRevocations;
import dev.gatehouse.application.upkeep.Availability;
import dev.gatehouse.application.upkeep.DeliverMail;
import dev.gatehouse.application.upkeep.DeliverMessages;
import dev.gatehouse.application.upkeep.EraseAccounts;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.application.upkeep.Purge;
import dev.gatehouse.application.upkeep.RevocationWatch;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.RevocationIndex;
import dev.gatehouse.domain.token.KeyPolicy;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Announcements;
import dev.gatehouse.port.CommonPasswords;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.port.Retention;
import dev.gatehouse.port.Storage;
import dev.gatehouse.port.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The whole core, to embed in any JVM program: give it adapters, and it gives the use cases.
 *
 * <p>All of it is thread-safe. The periodic work of {@link #jobs()} has to run: without it nothing is lost and nothing revoked comes back, but every
 * verification asks the store, keys do not turn, and mails stay in the outbox.
 */
public final class Gatehouse {
  private final Map<RealmKey, Realm> realms;
  private final KeyRings keys;
  private final AgreedTime time;
  private final RevocationWatch revocations;
  private final List<Job> jobs;
  private final UseCases useCases;
  private final Messenger messenger;
  private final Map<RealmKey, ProviderKey> messengers;

  private record UseCases(
      Register register,
      VerifyEmail verifyEmail,
      ResendVerification resendVerification,
      SignInWithPassword signInWithPassword,
      RotateSession rotateSession,
      VerifyAccessToken verifyAccessToken,
      IntrospectToken introspectToken,
      FollowRevocations followRevocations,
      SignOut signOut,
      SignOutEverywhere signOutEverywhere,
      ListSessions listSessions,
      EndSession endSession,
      WhoAmI whoAmI,
      UpdateAccount updateAccount,
      UpdateProfile updateProfile,
      ChangePassword changePassword,
      ForgotPassword forgotPassword,
      ResetPassword resetPassword,
      AskForMagicLink askForMagicLink,
      SignInWithMagicLink signInWithMagicLink,
      SignInWithIdentity signInWithIdentity,
      IssueNonce issueNonce,
      LinkIdentity linkIdentity,
      UnlinkIdentity unlinkIdentity,
      ListIdentities listIdentities,
      FindByIdentity findByIdentity,
      Vouch vouch,
      LookUpIdentity lookUpIdentity,
      AdoptIdentity adoptIdentity,
      RefreshIdentity refreshIdentity,
      ListProviders listProviders,
      BeginProviderSignIn beginProviderSignIn,
      LookAtProviderReturn lookAtProviderSignIn,
      FinishProviderSignIn finishProviderSignIn,
      BeginProviderLink beginProviderLink,
      LookAtProviderReturn lookAtProviderLink,
      FinishProviderLink finishProviderLink,
      BeginHandshake beginHandshake,
      OpenHandshake openHandshake,
      ConfirmHandshake confirmHandshake,
      DenyHandshake denyHandshake,
      LookAtHandshake lookAtHandshake,
      CollectHandshake collectHandshake,
      IssueLoginLink issueLoginLink,
      SignInWithLoginLink signInWithLoginLink,
      AskForEmailChange askForEmailChange,
      ConfirmEmailChange confirmEmailChange,
      RevertEmail revertEmail,
      Reauthenticate reauthenticate,
      SetUpAuthenticator setUpAuthenticator,
      EnrolAuthenticator enrolAuthenticator,
      CompleteSignIn completeSignIn,
      ValidateCode validateCode,
      RemoveSecondFactor removeSecondFactor,
      RenewRecoveryCodes renewRecoveryCodes,
      ShowSecondFactor showSecondFactor,
      ListSecurityEvents listSecurityEvents,
      ChangeConsents changeConsents,
      ChangePhrase changePhrase,
      MoveWarnings moveWarnings,
      ExportData exportData,
      DeleteAccount deleteAccount,
      RestoreAccount restoreAccount,
      RemoveAccount removeAccount,
      KeepAccount keepAccount,
      IssueInvitation issueInvitation,
      ListInvitations listInvitations,
      RevokeInvitation revokeInvitation,
      DisableAccount disableAccount,
      EnableAccount enableAccount,
      UnlockAccount unlockAccount,
      ResetSecondFactor resetSecondFactor,
      CreateOwner createOwner,
      RotateKeys rotateKeys,
      WithdrawKey withdrawKey,
      ResealKeys resealKeys,
      ListDeadMails listDeadMails,
      ResendMail resendMail) {}

  private Gatehouse(Builder builder) {
    realms = Map.copyOf(builder.realms);
    Availability availability = new Availability(builder.clock);
    Duration memory = longest(realm -> realm.tokens().revocationMemory());
    // the watch needs the rings and the rings need the listeners, the watch among them: one of the
    // two knots is tied late
    List<Consumer<List<Event>>> listeners = new ArrayList<>();
    Consumer<List<Event>> told = events -> listeners.forEach(listener -> listener.accept(events));
    Environment environment = new Environment(
        builder.storage,
        new ListeningStore(builder.storage.store(), told),
        builder.throttle.orElseGet(builder.storage::throttle),
        builder.clock,
        builder.randomness,
        event -> told.accept(List.of(event)));
    time = new AgreedTime(builder.storage, builder.clock);
    keys = new KeyRings(environment, time, builder.master, builder.tokens, policies(memory));
    revocations = new RevocationWatch(
        builder.storage.revocations(),
        new RevocationIndex(memory),
        availability,
        builder.clock,
        keys::withdrawn,
        builder.revocationLag);
    listeners.add(events -> events.forEach(revocations));
    builder.announcements.map(AnnounceRevocations::new).ifPresent(listeners::add);
    builder.listeners.forEach(listener -> listeners.add(events -> events.forEach(listener)));
    revocations.catchUp();

    PostMail mails = new PostMail(builder.master, builder.randomness);
    MailedSecrets secrets = new MailedSecrets(environment, keys, builder.master);
    TellOwner owner = new TellOwner(mails, secrets, builder.messengers);
    ProvenMailbox mailbox = new ProvenMailbox(environment, keys, mails);
    Turnstile turnstile = new Turnstile();
    NewPassword passwords = new NewPassword(builder.hasher, builder.common, turnstile);
    IssueTokens issue = new IssueTokens(environment, keys, builder.tokens);
    PasswordGates gates = new PasswordGates(environment, keys);
    OpenSession open = new OpenSession(environment, keys, issue, gates, owner);
    IdentityDoor door = new IdentityDoor(environment, keys, open);
    LinkIdentity links = new LinkIdentity(environment, keys, builder.identityProofs, owner);
    Vault handshakes = new Vault(builder.master, builder.randomness);
    Tickets tickets = new Tickets(environment, keys);
    FactorVault vault = new FactorVault(builder.master, builder.randomness);
    CheckFactor factors = new CheckFactor(environment, keys, vault, owner);
    EnrolmentCodes enrolment = new EnrolmentCodes(environment, keys, owner);
    Farewell farewell = new Farewell(owner);
    UpdateAccount update =
        new UpdateAccount(environment, keys, new Warnings(environment, keys, owner));
    EraseAccounts erase = new EraseAccounts(environment, gates, factors);
    CheckPassword check = new CheckPassword(environment, gates, builder.hasher, turnstile);
    VerifyAccessToken verify =
        new VerifyAccessToken(builder.tokens, keys, revocations, builder.clock);
    useCases = new UseCases(
        new Register(environment, keys, passwords, mails),
        new VerifyEmail(environment, keys, passwords, mails, open),
        new ResendVerification(environment, keys, mails),
        new SignInWithPassword(environment, check, builder.hasher, open),
        new RotateSession(
            environment, keys, issue, availability, new ReuseAlarm(environment, owner)),
        verify,
        new IntrospectToken(verify),
        new FollowRevocations(
            builder.storage.revocations(), availability, revocations.news(), builder.clock, memory),
        new SignOut(environment, keys),
        new SignOutEverywhere(environment),
        new ListSessions(environment),
        new EndSession(environment),
        new WhoAmI(environment),
        update,
        new UpdateProfile(update),
        new ChangePassword(environment, keys, check, passwords, owner),
        new ForgotPassword(environment, keys, owner),
        new ResetPassword(environment, keys, passwords, gates, owner),
        new AskForMagicLink(environment, keys, secrets, mails),
        new SignInWithMagicLink(environment, keys, secrets, mailbox, open),
        new SignInWithIdentity(environment, keys, builder.identityProofs, door),
        new IssueNonce(environment, keys),
        links,
        new UnlinkIdentity(environment, owner),
        new ListIdentities(environment),
        new FindByIdentity(environment),
        new Vouch(environment, keys),
        new LookUpIdentity(environment, keys),
        new AdoptIdentity(environment, keys, door),
        new RefreshIdentity(environment, keys),
        new ListProviders(builder.identityProviders),
        new BeginProviderSignIn(environment, keys, builder.identityProviders, secrets),
        new LookAtProviderReturn(environment, secrets, Purpose.SOCIAL_LOGIN),
        new FinishProviderSignIn(environment, keys, builder.identityProviders, secrets, door),
        new BeginProviderLink(environment, keys, builder.identityProviders, secrets),
        new LookAtProviderReturn(environment, secrets, Purpose.SOCIAL_LINK),
        new FinishProviderLink(environment, keys, builder.identityProviders, secrets, links),
        new BeginHandshake(environment, keys, handshakes),
        new OpenHandshake(environment, keys, handshakes),
        new ConfirmHandshake(environment, keys),
        new DenyHandshake(environment, keys),
        new LookAtHandshake(environment),
        new CollectHandshake(environment, keys, handshakes, door),
        new IssueLoginLink(environment, keys, secrets),
        new SignInWithLoginLink(environment, keys, secrets, door),
        new AskForEmailChange(environment, keys, secrets, mails),
        new ConfirmEmailChange(environment, keys, secrets, mailbox, mails, owner),
        new RevertEmail(environment, keys, secrets, mailbox, mails, owner, farewell),
        new Reauthenticate(environment, check, factors),
        new SetUpAuthenticator(environment, vault, tickets, enrolment),
        new EnrolAuthenticator(environment, keys, vault, tickets, enrolment, open, owner),
        new CompleteSignIn(environment, tickets, factors, open),
        new ValidateCode(environment, factors),
        new RemoveSecondFactor(environment, check, factors, owner),
        new RenewRecoveryCodes(environment, keys, vault, owner),
        new ShowSecondFactor(environment),
        new ListSecurityEvents(environment),
        new ChangeConsents(update),
        new ChangePhrase(environment, keys),
        new MoveWarnings(update),
        new ExportData(environment, keys, secrets, owner),
        new DeleteAccount(environment, keys, farewell),
        new RestoreAccount(environment, keys, farewell),
        new RemoveAccount(environment, farewell, erase),
        new KeepAccount(environment, farewell),
        new IssueInvitation(environment, keys, mails),
        new ListInvitations(environment),
        new RevokeInvitation(environment),
        new DisableAccount(environment, owner),
        new EnableAccount(environment, owner),
        new UnlockAccount(environment, gates, factors),
        new ResetSecondFactor(environment, factors, owner),
        new CreateOwner(environment, keys, passwords),
        new RotateKeys(environment, keys),
        new WithdrawKey(environment, keys),
        new ResealKeys(environment, keys, vault),
        new ListDeadMails(environment, mails),
        new ResendMail(environment, mails));
    messenger = new Messenger(
        environment,
        keys,
        builder.master,
        owner,
        new DeliverMessages(environment, time, builder.master, builder.messengers));
    messengers = Map.copyOf(builder.messengers);
    jobs = jobs(builder, environment, memory, erase);
  }

  /** Everything that is missing is named when {@link Builder#build()} is called. */
  public static Builder builder() {
    return new Builder();
  }

  private Duration longest(Function<Realm, Duration> of) {
    return realms.values().stream().map(of).max(Duration::compareTo).orElseThrow();
  }

  private Map<KeyUse, KeyPolicy> policies(Duration memory) {
    return Map.of(
        KeyUse.ACCESS_TOKEN,
        KeyPolicy.accessTokens(memory),
        KeyUse.REFRESH_TOKEN,
        KeyPolicy.refreshTokens(longest(realm -> realm.sessions().absolute())),
        KeyUse.DIGEST,
        KeyPolicy.digests());
  }

  private List<Job> jobs(
      Builder builder, Environment environment, Duration memory, EraseAccounts erase) {
    Retention.Keep keep =
        new Retention.Keep(builder.auditKept, memory.multipliedBy(2), Duration.ofDays(30));
    List<Job> work = new ArrayList<>();
    work.add(new Job("revocations", RevocationWatch.PERIOD, revocations::catchUp));
    work.add(waiting("revocations-listen", revocations::listen));
    builder.announcements.ifPresent(
        others -> work.add(waiting("revocations-announced", () -> revocations.listen(others))));
    work.add(new Job("keys", KeyRings.PERIOD, keys::turn));
    work.add(new Job("purge", Purge.PERIOD, new Purge(environment, time, keep, erase)::handle));
    builder.mailSender.ifPresent(sender -> work.add(new Job(
        "mail",
        DeliverMail.PERIOD,
        new DeliverMail(environment, time, builder.master, sender)::handle)));
    return List.copyOf(work);
  }

  @FunctionalInterface
  private interface Wait {
    void once() throws InterruptedException;
  }

  private static Job waiting(String name, Wait wait) {
    return new Job(name, Duration.ZERO, () -> {
      try {
        wait.once();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** The periodic work, to be run by the embedder; or see {@link #run}. */
  public List<Job> jobs() {
    return jobs;
  }

  /**
   * Runs the periodic work on an executor of the embedder's with a thread for each job: some of them wait for announcements, and a slow mail
   * server or a long purge must not keep the others waiting. What a run throws is
   * told and does not stop the next one.
   *
   * @param failed hears what a run threw; an {@link Outage} passes by itself
   * @return ends the work when closed; the executor stays the embedder's
   */
  public Running run(ScheduledExecutorService executor, Consumer<Exception> failed) {
    List<ScheduledFuture<?>> running = new ArrayList<>();
    jobs.forEach(job -> running.add(job.repeat(executor, failed)));
    return () -> running.forEach(future -> future.cancel(true));
  }

  /** Periodic work that is running. */
  @FunctionalInterface
  public interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /** @throws IllegalArgumentException naming the realms there are, if that is none */
  public Realm realm(String key) {
    return Optional.ofNullable(realms.get(new RealmKey(key)))
        .orElseThrow(() -> new IllegalArgumentException(
            "there is no realm '" + key + "'; there are " + realms.keySet()));
  }

  /** The JWK Set (RFC 7517) by which others verify the access tokens, as JSON. */
  public String jwks() {
    return keys.jwks();
  }

  /** Whether this node knows of everything revoked up to a second ago, and so needs no store to verify. */
  public boolean revocationsFresh() {
    return revocations.fresh();
  }

  /**
   * How far this node's clock is ahead of the store's, behind it if negative. One that is more than {@link AgreedTime#TOLERANCE} off must not
   * serve: sessions and codes would run out too early or too late.
   *
   * @throws Outage when the storage does not answer
   */
  public Duration clockSkew() {
    return time.skew();
  }

  public Register register() {
    return useCases.register();
  }

  public VerifyEmail verifyEmail() {
    return useCases.verifyEmail();
  }

  public ResendVerification resendVerification() {
    return useCases.resendVerification();
  }

  public SignInWithPassword signInWithPassword() {
    return useCases.signInWithPassword();
  }

  public RotateSession rotateSession() {
    return useCases.rotateSession();
  }

  public VerifyAccessToken verifyAccessToken() {
    return useCases.verifyAccessToken();
  }

  public IntrospectToken introspectToken() {
    return useCases.introspectToken();
  }

  /** The feed of revocations, for services that verify by themselves. */
  public FollowRevocations followRevocations() {
    return useCases.followRevocations();
  }

  public SignOut signOut() {
    return useCases.signOut();
  }

  public SignOutEverywhere signOutEverywhere() {
    return useCases.signOutEverywhere();
  }

  public ListSessions listSessions() {
    return useCases.listSessions();
  }

  public EndSession endSession() {
    return useCases.endSession();
  }

  public WhoAmI whoAmI() {
    return useCases.whoAmI();
  }

  public UpdateAccount updateAccount() {
    return useCases.updateAccount();
  }

  public UpdateProfile updateProfile() {
    return useCases.updateProfile();
  }

  public ChangePassword changePassword() {
    return useCases.changePassword();
  }

  public ForgotPassword forgotPassword() {
    return useCases.forgotPassword();
  }

  public ResetPassword resetPassword() {
    return useCases.resetPassword();
  }

  public AskForMagicLink askForMagicLink() {
    return useCases.askForMagicLink();
  }

  public SignInWithMagicLink signInWithMagicLink() {
    return useCases.signInWithMagicLink();
  }

  public SignInWithIdentity signInWithIdentity() {
    return useCases.signInWithIdentity();
  }

  public IssueNonce issueNonce() {
    return useCases.issueNonce();
  }

  public LinkIdentity linkIdentity() {
    return useCases.linkIdentity();
  }

  public UnlinkIdentity unlinkIdentity() {
    return useCases.unlinkIdentity();
  }

  public ListIdentities listIdentities() {
    return useCases.listIdentities();
  }

  public FindByIdentity findByIdentity() {
    return useCases.findByIdentity();
  }

  public Vouch vouch() {
    return useCases.vouch();
  }

  public LookUpIdentity lookUpIdentity() {
    return useCases.lookUpIdentity();
  }

  public AdoptIdentity adoptIdentity() {
    return useCases.adoptIdentity();
  }

  public RefreshIdentity refreshIdentity() {
    return useCases.refreshIdentity();
  }

  public ListProviders listProviders() {
    return useCases.listProviders();
  }

  public BeginProviderSignIn beginProviderSignIn() {
    return useCases.beginProviderSignIn();
  }

  /** What came back to be signed in. */
  public LookAtProviderReturn lookAtProviderSignIn() {
    return useCases.lookAtProviderSignIn();
  }

  public FinishProviderSignIn finishProviderSignIn() {
    return useCases.finishProviderSignIn();
  }

  public BeginProviderLink beginProviderLink() {
    return useCases.beginProviderLink();
  }

  /** What came back to be linked. */
  public LookAtProviderReturn lookAtProviderLink() {
    return useCases.lookAtProviderLink();
  }

  public FinishProviderLink finishProviderLink() {
    return useCases.finishProviderLink();
  }

  public BeginHandshake beginHandshake() {
    return useCases.beginHandshake();
  }

  public OpenHandshake openHandshake() {
    return useCases.openHandshake();
  }

  public ConfirmHandshake confirmHandshake() {
    return useCases.confirmHandshake();
  }

  public DenyHandshake denyHandshake() {
    return useCases.denyHandshake();
  }

  public LookAtHandshake lookAtHandshake() {
    return useCases.lookAtHandshake();
  }

  public CollectHandshake collectHandshake() {
    return useCases.collectHandshake();
  }

  public IssueLoginLink issueLoginLink() {
    return useCases.issueLoginLink();
  }

  /** What people may do in a messenger. */
  public Messenger messenger() {
    return messenger;
  }

  public SignInWithLoginLink signInWithLoginLink() {
    return useCases.signInWithLoginLink();
  }

  public AskForEmailChange askForEmailChange() {
    return useCases.askForEmailChange();
  }

  public ConfirmEmailChange confirmEmailChange() {
    return useCases.confirmEmailChange();
  }

  public RevertEmail revertEmail() {
    return useCases.revertEmail();
  }

  public Reauthenticate reauthenticate() {
    return useCases.reauthenticate();
  }

  public SetUpAuthenticator setUpAuthenticator() {
    return useCases.setUpAuthenticator();
  }

  public EnrolAuthenticator enrolAuthenticator() {
    return useCases.enrolAuthenticator();
  }

  public CompleteSignIn completeSignIn() {
    return useCases.completeSignIn();
  }

  public ValidateCode validateCode() {
    return useCases.validateCode();
  }

  public RemoveSecondFactor removeSecondFactor() {
    return useCases.removeSecondFactor();
  }

  public RenewRecoveryCodes renewRecoveryCodes() {
    return useCases.renewRecoveryCodes();
  }

  public ShowSecondFactor showSecondFactor() {
    return useCases.showSecondFactor();
  }

  public ListSecurityEvents listSecurityEvents() {
    return useCases.listSecurityEvents();
  }

  public ChangeConsents changeConsents() {
    return useCases.changeConsents();
  }

  public ChangePhrase changePhrase() {
    return useCases.changePhrase();
  }

  public MoveWarnings moveWarnings() {
    return useCases.moveWarnings();
  }

  /** The provider by whose messenger people of that realm may be told things, where there is one. */
  public Optional<ProviderKey> messenger(RealmKey realm) {
    return Optional.ofNullable(messengers.get(realm));
  }

  public ExportData exportData() {
    return useCases.exportData();
  }

  public DeleteAccount deleteAccount() {
    return useCases.deleteAccount();
  }

  public RestoreAccount restoreAccount() {
    return useCases.restoreAccount();
  }

  public RemoveAccount removeAccount() {
    return useCases.removeAccount();
  }

  public KeepAccount keepAccount() {
    return useCases.keepAccount();
  }

  public IssueInvitation issueInvitation() {
    return useCases.issueInvitation();
  }

  public ListInvitations listInvitations() {
    return useCases.listInvitations();
  }

  public RevokeInvitation revokeInvitation() {
    return useCases.revokeInvitation();
  }

  public DisableAccount disableAccount() {
    return useCases.disableAccount();
  }

  public EnableAccount enableAccount() {
    return useCases.enableAccount();
  }

  public UnlockAccount unlockAccount() {
    return useCases.unlockAccount();
  }

  public ResetSecondFactor resetSecondFactor() {
    return useCases.resetSecondFactor();
  }

  public CreateOwner createOwner() {
    return useCases.createOwner();
  }

  public RotateKeys rotateKeys() {
    return useCases.rotateKeys();
  }

  public WithdrawKey withdrawKey() {
    return useCases.withdrawKey();
  }

  public ResealKeys resealKeys() {
    return useCases.resealKeys();
  }

  public ListDeadMails listDeadMails() {
    return useCases.listDeadMails();
  }

  public ResendMail resendMail() {
    return useCases.resendMail();
  }

  /** Takes the adapters. */
  public static final class Builder {
    private final Map<String, Boolean> given = new LinkedHashMap<>();
    private final Map<RealmKey, Realm> realms = new LinkedHashMap<>();
    private final List<Consumer<Event>> listeners = new ArrayList<>();
    private Optional<Throttle> throttle = Optional.empty();
    private Optional<Announcements> announcements = Optional.empty();
    private Optional<MailSender> mailSender = Optional.empty();
    private IdentityProofs identityProofs = IdentityProofs.NONE;
    private IdentityProviders identityProviders = IdentityProviders.NONE;
    private final Map<RealmKey, ProviderKey> messengers = new LinkedHashMap<>();
    private Duration auditKept = Duration.ofDays(400);
    private Consumer<Duration> revocationLag = lag -> {};
    private Storage storage;
    private PasswordHasher hasher;
    private CommonPasswords common;
    private AccessTokens tokens;
    private MasterKeys master;
    private Clock clock;
    private Randomness randomness;

    @SuppressWarnings("NullAway.Init") // build() refuses to go on while one of them is missing
    private Builder() {
      for (String part : List.of(
          "storage",
          "passwordHasher",
          "commonPasswords",
          "accessTokens",
          "masterKeys",
          "clock",
          "randomness",
          "realms")) {
        given.put(part, false);
      }
    }

    public Builder storage(Storage adapter) {
      storage = adapter;
      return has("storage");
    }

    public Builder passwordHasher(PasswordHasher adapter) {
      hasher = adapter;
      return has("passwordHasher");
    }

    public Builder commonPasswords(CommonPasswords adapter) {
      common = adapter;
      return has("commonPasswords");
    }

    public Builder accessTokens(AccessTokens adapter) {
      tokens = adapter;
      return has("accessTokens");
    }

    public Builder masterKeys(MasterKeys ring) {
      master = ring;
      return has("masterKeys");
    }

    public Builder clock(Clock time) {
      clock = time;
      return has("clock");
    }

    public Builder randomness(Randomness chance) {
      randomness = chance;
      return has("randomness");
    }

    /** At least one; keys must differ. */
    public Builder realms(Realm... some) {
      Arrays.stream(some).forEach(realm -> {
        if (realms.put(realm.key(), realm) != null) {
          throw new IllegalArgumentException("realm '" + realm.key() + "' is given twice");
        }
      });
      return some.length == 0 ? this : has("realms");
    }

    /** Rates somewhere else than in the storage. */
    public Builder throttle(Throttle adapter) {
      throttle = Optional.of(adapter);
      return this;
    }

    /** Another way than through the storage to tell the other nodes at once what was revoked. */
    public Builder announcements(Announcements adapter) {
      announcements = Optional.of(adapter);
      return this;
    }

    /** Without one, mails stay in the outbox. */
    public Builder mailSender(MailSender adapter) {
      mailSender = Optional.of(adapter);
      return this;
    }

    /** Who judges what people show of a provider. Without one, nothing that is shown is taken; what the program has judged itself is. */
    public Builder identityProofs(IdentityProofs adapter) {
      identityProofs = adapter;
      return this;
    }

    /** To whom browsers are sent, to come back as somebody. Without one, to nobody. */
    public Builder identityProviders(IdentityProviders adapter) {
      identityProviders = adapter;
      return this;
    }

    /**
     * The realm has a bot by which its people may be told things, and which knows them by their identities of that provider. Whatever runs it has to call
     * {@link Messenger#deliver} all the time, on one node at least; what waits for that in vain goes by mail.
     */
    public Builder messenger(RealmKey realm, ProviderKey provider) {
      messengers.put(realm, provider);
      return this;
    }

    /** Hears what happened once it is committed; must be quick and must not throw. */
    public Builder listener(Consumer<Event> listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Hears of each thing that another node revoked, once it is refused here too, how long ago that was: to be measured, by the clocks of
     * both nodes. What is read anew after an outage is left out; until then the index was not trusted.
     */
    public Builder revocationLag(Consumer<Duration> listener) {
      revocationLag = listener;
      return this;
    }

    /** How long audit rows are kept: 400 days unless said. */
    public Builder auditKept(Duration time) {
      auditKept = time;
      return this;
    }

    private Builder has(String part) {
      given.put(part, true);
      return this;
    }

    /**
     * Reads the keys, making them on an empty store, and what was revoked lately.
     *
     * @throws IllegalStateException naming everything that is missing, or when the clock is too far from the store's
     * @throws Outage when the storage does not answer
     */
    public Gatehouse build() {
      List<String> missing = given.entrySet().stream()
          .filter(part -> !part.getValue())
          .map(Map.Entry::getKey)
          .toList();
      if (!missing.isEmpty()) {
        throw new IllegalStateException("missing: " + String.join(", ", missing));
      }
      return new Gatehouse(this);
    }
  }
}
