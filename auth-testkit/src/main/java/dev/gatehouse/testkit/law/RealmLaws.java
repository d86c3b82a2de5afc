package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is handed out in one realm, tried in another. */
public abstract class RealmLaws extends Laws {

  // ---- tokens

  @Test
  @DisplayName("[L16] an access token of one realm is refused in every other")
  void an_access_token_is_refused_elsewhere() {
    Tokens here = house().signIn(house().person()).tokens();
    Tokens there = house().signIn(house().person(house().otherRealm())).tokens();

    for (Realm realm : List.of(house().otherRealm(), house().staffRealm())) {
      assertThat(Refusals.of(() -> gatehouse().verifyAccessToken().handle(realm, here.access())))
          .isEqualTo(new Refusal.TokenRejected());
    }
    assertThat(Refusals.of(() -> house().claims(there))).isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName(
      "[L16] realms of one issuer and audience, or of one issuer, refuse one another's access tokens all the same")
  void a_realm_is_more_than_its_issuer() {
    Realm realm = house().realm();
    Tokens tokens = house().signIn(house().person()).tokens();
    Realm sameIssuer = new Realm(
        Fixtures.realm(),
        realm.kind(),
        realm.issuer(),
        realm.audience(),
        realm.registration(),
        realm.sessions(),
        realm.tokens(),
        realm.passwords(),
        false);

    assertThat(
            Refusals.of(() -> gatehouse().verifyAccessToken().handle(sameIssuer, tokens.access())))
        .isEqualTo(new Refusal.TokenRejected());
  }

  @Test
  @DisplayName(
      "[L16] a refresh token of one realm is refused in another, by the other transport, and harms nothing")
  void a_refresh_token_is_refused_elsewhere() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    Client here = person.client();
    Client cookies =
        new Client(here.realm(), here.address(), "Testing/1.0", Transport.COOKIE, List.of());

    for (Client client : List.of(
        house().clientOf(house().otherRealm()), house().clientOf(house().staffRealm()), cookies)) {
      assertThat(Refusals.of(() -> gatehouse().rotateSession().handle(client, tokens.refresh())))
          .isEqualTo(new Refusal.RefreshRejected());
      gatehouse().signOut().handle(client, tokens.refresh());
    }

    assertThat(house().claims(house().refresh(person, tokens)).session())
        .isEqualTo(tokens.claims().session());
  }

  // ---- names

  @Test
  @DisplayName("[L16] equal usernames in two realms are two accounts with a password each")
  void equal_usernames_are_two_accounts() {
    Username name = Fixtures.username();
    Password here = House.newPassword();
    Password there = House.newPassword();
    Account one = registered(house().realm(), name, here);
    Account two = registered(house().otherRealm(), name, there);

    assertThat(one.id()).isNotEqualTo(two.id());
    assertThat(signIn(house().realm(), name, here)).isEqualTo(one);
    assertThat(signIn(house().otherRealm(), name, there)).isEqualTo(two);
    assertThat(Refusals.of(() -> signIn(house().realm(), name, there)))
        .isEqualTo(new Refusal.CredentialsRejected());
    assertThat(Refusals.of(() -> signIn(house().otherRealm(), name, here)))
        .isEqualTo(new Refusal.CredentialsRejected());
    assertThat(Refusals.of(() -> signIn(house().staffRealm(), name, here)))
        .isEqualTo(new Refusal.CredentialsRejected());
  }

  private Account registered(Realm realm, Username name, Password password) {
    Registered answer =
        gatehouse().register().handle(house().clientOf(realm), Register.Command.of(name, password));
    return ((Registered.Active) answer).account();
  }

  /** Comparable with the account as it was registered. */
  private Account signIn(Realm realm, Username name, Password password) {
    SignIn answer = gatehouse()
        .signInWithPassword()
        .handle(house().clientOf(realm), new Identifier.ByUsername(name), password, false);
    return ((SignIn.SignedIn) answer).account();
  }

  @Test
  @DisplayName(
      "[L16] one address registered in two realms gets two codes, each refused in the other, and two accounts")
  void equal_addresses_are_two_accounts() {
    EmailAddress email = Fixtures.email();
    Client here = house().client();
    Client there = house().clientOf(house().otherRealm());
    FlowHandle hereFlow = asking(here, email);
    FlowHandle thereFlow = asking(there, email);
    SecretText hereCode = code(email, house().realm().key());
    SecretText thereCode = code(email, house().otherRealm().key());

    if (!hereCode.reveal().equals(thereCode.reveal())) {
      for (Optional<FlowHandle> flow :
          List.of(Optional.of(hereFlow), Optional.of(thereFlow), Optional.<FlowHandle>empty())) {
        assertThat(Refusals.of(() -> verify(there, email, hereCode, flow)))
            .isInstanceOf(Refusal.CodeRejected.class);
      }
    }
    assertThat(verify(here, email, hereCode, Optional.of(hereFlow)))
        .isNotEqualTo(verify(there, email, thereCode, Optional.of(thereFlow)));
  }

  private FlowHandle asking(Client client, EmailAddress email) {
    Registered answer =
        gatehouse().register().handle(client, Register.Command.of(email, House.newPassword()));
    return ((Registered.Pending) answer).flow();
  }

  private Account verify(
      Client client, EmailAddress email, SecretText code, Optional<FlowHandle> flow) {
    SignIn answer = gatehouse()
        .verifyEmail()
        .handle(client, new VerifyEmail.Command(email, code, flow, Optional.empty(), false));
    return ((SignIn.SignedIn) answer).account();
  }

  private SecretText code(EmailAddress email, RealmKey realm) {
    return house().mailsTo(email).stream()
        .filter(mail -> mail.realm().equals(realm))
        .flatMap((Mail mail) -> mail.code().stream())
        .map(SecretText::new)
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName(
      "[L16] a known address of one realm is an unknown one in another, for registration and resending too")
  void an_address_is_known_in_its_own_realm_only() {
    EmailAddress email = Fixtures.email();
    Client here = house().client();
    FlowHandle flow = asking(here, email);
    verify(here, email, code(email, house().realm().key()), Optional.of(flow));

    asking(house().clientOf(house().otherRealm()), email);
    gatehouse()
        .resendVerification()
        .handle(house().clientOf(house().otherRealm()), email, Locale.ENGLISH);

    assertThat(house().mailsTo(email))
        .filteredOn(mail -> mail.realm().equals(house().otherRealm().key()))
        .extracting(Mail::kind)
        .containsExactly(Mail.Kind.VERIFICATION_CODE, Mail.Kind.VERIFICATION_CODE);
  }

  // ---- locks, marks and acts

  @Test
  @DisplayName(
      "[L16] a locked-out name of one realm is free in another, and a device mark gives nothing there")
  void locks_and_marks_stay_in_their_realm() {
    Username name = Fixtures.username();
    Password here = House.newPassword();
    Password there = House.newPassword();
    registered(house().realm(), name, here);
    Account other = registered(house().otherRealm(), name, there);
    Client client = house().client();
    Client atOther = new Client(
        house().otherRealm(), client.address(), "Testing/1.0", Transport.BEARER, List.of());
    SignIn.SignedIn in = (SignIn.SignedIn) tryName(client, name, here);

    for (int i = 0; i < 5; i++) {
      Refusals.of(() -> tryName(client, name, there));
    }
    assertThat(Refusals.of(() -> tryName(client, name, here)))
        .isInstanceOf(Refusal.LockedOut.class);
    assertThat(((SignIn.SignedIn) tryName(atOther, name, there)).account().id())
        .isEqualTo(other.id());

    for (int i = 0; i < 5; i++) {
      Refusals.of(() -> tryName(atOther, name, here));
    }
    assertThat(Refusals.of(() -> tryName(atOther.with(in.mark()), name, there)))
        .isInstanceOf(Refusal.LockedOut.class);
  }

  private SignIn tryName(Client client, Username name, Password password) {
    return gatehouse()
        .signInWithPassword()
        .handle(client, new Identifier.ByUsername(name), password, false);
  }

  @Test
  @DisplayName("[L16] an act meant for one realm does nothing to an account of another")
  void acts_stay_in_their_realm() {
    House.Person person = house().person();
    Tokens tokens = house().signIn(person).tokens();
    Act elsewhere = new Act(
        Actor.operator("test"), house().otherRealm().key(), person.account().id(), "a mistake");

    assertThat(Refusals.of(() -> gatehouse().disableAccount().handle(elsewhere)))
        .isEqualTo(new Refusal.NotFound());
    assertThat(Refusals.of(() -> gatehouse().enableAccount().handle(elsewhere)))
        .isEqualTo(new Refusal.NotFound());
    assertThat(Refusals.of(() -> gatehouse().unlockAccount().handle(elsewhere)))
        .isEqualTo(new Refusal.NotFound());
    assertThat(house().claims(tokens).subject()).isEqualTo(person.account().id());
  }
}
