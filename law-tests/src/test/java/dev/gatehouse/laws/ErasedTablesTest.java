package dev.gatehouse.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.account.ExportData;
import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.registration.VerifyEmail;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Vouched;
import dev.gatehouse.testkit.fixture.WatchedStorage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left of a person in every column of every table there is, be it a later release's: before, and after the account is erased. */
class ErasedTablesTest {
  private static final String ADDRESS = "198.51.100.77";
  private static final String ELSEWHERE = "203.0.113.99";

  /** Tables with rows of accounts that no archive shows, and why. */
  private static final Map<String, String> UNTOLD = Map.of(
      "authenticator_setups", "a secret that is worth nothing until it is shown, for minutes",
      "departures", "of accounts that leave; those ask for no archive",
      "exports", "until when an archive may be read; that it was asked for, the events say",
      "handshakes", "digests, and sealed who asked, for minutes",
      "lockouts", "how many tries were in vain, for as long as that counts; the events say it too");

  @RegisterExtension
  final FreshPostgres postgres = new FreshPostgres();

  private House house;
  private final String mark = Fixtures.unique().substring(0, 10);
  private final Username username = Username.parse("ada." + mark);
  private final EmailAddress former = EmailAddress.parse("byron." + mark + "@example.com");
  private final EmailAddress email = EmailAddress.parse("lovelace." + mark + "@example.com");
  private final Password password = House.newPassword();
  private final Map<String, String> values = new TreeMap<>();
  private Account account;
  private AccessClaims claims;

  @BeforeEach
  void live() {
    // at the time of the database, whose months of the trail are those of now
    house = House.over(new InMemoryStorage()).node(WatchedStorage.over(postgres.storage()));
    Duration behind = Duration.between(house.clock().instant(), Instant.now());
    house.clock().advance(behind.isNegative() ? Duration.ZERO : behind);
    account = aLife();
    values.put("username", username.value());
    values.put("address", email.value());
    values.put("former address", former.value());
    values.put("display name", "Augusta " + mark);
    values.put("phrase", "engine of " + mark);
    values.put("subject", "4711-" + mark);
    values.put("joined subject", "0815-" + mark);
    values.put("name at a provider", "Countess " + mark);
    values.put("username at a provider", "countess_" + mark);
    values.put("picture", "https://pictures.example.com/" + mark);
    values.put("network address", ADDRESS);
    values.put("another network address", ELSEWHERE);
    values.put("user agent", "Analytical/" + mark);
    values.put(
        "password hash",
        postgres
            .storage()
            .accounts()
            .find(account.realm(), account.id())
            .orElseThrow()
            .password()
            .orElseThrow()
            .phc());
  }

  @Test
  @DisplayName(
      "[L46] after the grace period no personal value stands in any column of any table, as text or as bytes, and the acts do")
  void nothing_personal_is_left() throws SQLException {
    for (Map.Entry<String, String> value : values.entrySet()) {
      assertThat(columns(value.getValue())).as("%s, before", value.getKey()).isNotEmpty();
    }
    Map<String, Long> before = Dump.rows(postgres.database());
    assertThat(owned())
        .as("tables with rows of the account")
        .contains(
            "accounts.id",
            "authenticators.account_id",
            "authenticator_setups.account_id",
            "recovery_codes.account_id",
            "one_time_secrets.account_id",
            "one_time_secrets.subject",
            "outbox.account_id",
            "sessions.account_id",
            "consents.account_id",
            "exports.account_id",
            "invitations.account_id");

    house.gatehouse().removeAccount().handle(act(), Duration.ofDays(30));
    house.clock().advance(Duration.ofDays(30).plusHours(1));
    house.run("purge");

    for (Map.Entry<String, String> value : values.entrySet()) {
      assertThat(columns(value.getValue())).as(value.getKey()).isEmpty();
    }
    assertThat(owned()).containsExactlyInAnyOrder("accounts.id", "audit.account_id", "audit.actor");
    assertThat(Dump.rows(postgres.database()).get("audit"))
        .as("rows of the trail")
        .isGreaterThanOrEqualTo(before.get("audit"));
  }

  @Test
  @DisplayName(
      "[L46] every table that holds rows of an account is in its archive, or stands here with why it is not")
  void every_table_is_in_the_archive() throws SQLException {
    UUID id = house.gatehouse().exportData().ask(client(ADDRESS), claims).id();

    ExportData.Archive archive = house.gatehouse().exportData().read(client(ADDRESS), claims, id);

    assertThat(archive.password()).isTrue();
    assertThat(archive.deadMails()).isNotEmpty();
    Map<String, Collection<?>> shown = Map.of(
        "accounts", List.of(archive.account()),
        "audit", archive.events(),
        "authenticators", archive.secondFactor().stream().toList(),
        "candidates", archive.waitingRegistrations(),
        "consents", archive.consents(),
        "identities", archive.identities(),
        "invitations", archive.invitations(),
        "one_time_secrets", archive.formerAddresses(),
        "outbox", archive.waitingMails(),
        "sessions", archive.sessions());
    assertThat(shown).allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
    assertThat(archive.secondFactor().orElseThrow().recoveryCodesLeft())
        .as("recovery_codes")
        .isPositive();
    assertThat(archive.formerAddresses())
        .extracting(ExportData.FormerAddress::email)
        .as("the rest of one_time_secrets are digests, and what they bring about within the hour")
        .containsExactly(former);
    assertThat(archive.invitations())
        .extracting(Invitation::email)
        .as("made in one moment, so neither is the older")
        .containsExactlyInAnyOrder(Optional.of(former), Optional.of(email));

    Set<String> told = new TreeSet<>(shown.keySet());
    told.add("recovery_codes");
    told.addAll(UNTOLD.keySet());
    assertThat(told).containsExactlyInAnyOrderElementsOf(tablesOfAccounts());
    assertThat(shown).doesNotContainKeys(UNTOLD.keySet().toArray(new String[0]));
  }

  /** Those with rows of this account, and those that could have some. */
  private Set<String> tablesOfAccounts() throws SQLException {
    Set<String> tables = new TreeSet<>();
    owned().forEach(column -> tables.add(column.replaceFirst("\\..*", "")));
    try (Connection connection = postgres.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet names = statement.executeQuery("""
            select distinct regexp_replace(table_name, '^audit_.*', 'audit') from information_schema.columns
            where table_schema = 'gatehouse' and column_name = 'account_id'
            """)) {
      while (names.next()) {
        tables.add(names.getString(1));
      }
    }
    return tables;
  }

  @Test
  @DisplayName(
      "[L46] erased at once, what names the account or stands by its names is gone at once")
  void erased_at_once() throws SQLException {
    house.gatehouse().removeAccount().handle(act(), Duration.ZERO);

    for (String value : List.of(
        "username",
        "address",
        "former address",
        "display name",
        "phrase",
        "password hash",
        "subject",
        "joined subject",
        "name at a provider",
        "username at a provider",
        "picture")) {
      assertThat(columns(values.get(value))).as(value).isEmpty();
    }
    assertThat(columns(values.get("user agent")))
        .as(
            "of a stranger that nobody knows, for a month: who registered, and who failed by another name")
        .containsExactly("audit.user_agent");
    assertThat(owned()).containsExactlyInAnyOrder("accounts.id", "audit.account_id", "audit.actor");
  }

  @Test
  @DisplayName(
      "[L46] others lose nothing when somebody is erased but strangers' traces of a month ago")
  void others_lose_nothing() throws SQLException {
    House.Person other = house.person();
    house.signIn(other);
    house.gatehouse().removeAccount().handle(act(), Duration.ZERO);

    assertThat(columns(other.username().value())).isNotEmpty();
    assertThat(columns(other.client().address().value()))
        .contains("audit.address", "sessions.address", "accounts.last_sign_in_address");
  }

  @Test
  @DisplayName(
      "[L44] the trail is only added to, in the database: nothing of a row can be changed but that its person is forgotten, and no row deleted")
  void the_trail_only_grows() throws SQLException {
    for (String change : List.of(
        "update gatehouse.audit set reason = 'nothing happened'",
        "update gatehouse.audit set type = 'SIGNED_IN', address = null, user_agent = null",
        "update gatehouse.audit set address = '192.0.2.1'",
        "update gatehouse.audit set address = null",
        "update gatehouse.audit set account_id = null, address = null, user_agent = null",
        "delete from gatehouse.audit",
        "delete from gatehouse.audit where position = (select min(position) from gatehouse.audit)")) {
      assertThatThrownBy(() -> execute(change))
          .as(change)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the audit trail is only added to");
    }
    execute("update gatehouse.audit set address = null, user_agent = null");
  }

  // ---- a life

  private Account aLife() {
    Client client = client(ADDRESS);
    IssueInvitation.Issued invitation = house
        .gatehouse()
        .issueInvitation()
        .handle(new IssueInvitation.Command(
            Actor.operator("test"),
            house.realm(),
            Role.PARTNER,
            Optional.of(former),
            Optional.of(Locale.ENGLISH)));
    Register.Command command = wishes(former).invited(invitation.secret());
    FlowHandle flow =
        ((Registered.Pending) house.gatehouse().register().handle(client, command)).flow();
    SignIn.SignedIn in = (SignIn.SignedIn) house
        .gatehouse()
        .verifyEmail()
        .handle(client, VerifyEmail.Command.of(former, house.codeTo(former), flow));
    AccessClaims first = house.claims(in.tokens());
    house
        .gatehouse()
        .updateProfile()
        .handle(
            client,
            first,
            p -> new Profile(Optional.of("Augusta " + mark), p.locale(), p.timezone()));
    house
        .gatehouse()
        .changePhrase()
        .handle(client, first, Optional.of(new Phrase("engine of " + mark)));
    house.gatehouse().changeConsents().handle(client, first, Optional.of(false), false);
    house.gatehouse().exportData().ask(client, first);
    byProvider(client, first);
    house.gatehouse().askForEmailChange().handle(client, first, email);
    house.gatehouse().confirmEmailChange().handle(client, first, house.codeTo(email));
    Client elsewhere = client(ELSEWHERE);
    for (Identifier name : List.of(
        new Identifier.ByEmail(email),
        new Identifier.ByUsername(username),
        new Identifier.ByUsername(Username.parse("misspelt." + mark)))) {
      Refusals.of(() -> house
          .gatehouse()
          .signInWithPassword()
          .handle(elsewhere, name, House.newPassword(), false));
    }
    house
        .gatehouse()
        .signInWithPassword()
        .handle(elsewhere, new Identifier.ByUsername(username), password, true);
    house.gatehouse().forgotPassword().handle(elsewhere, email);
    house.gatehouse().askForMagicLink().handle(elsewhere, AskForMagicLink.Command.of(email));
    house.gatehouse().register().handle(elsewhere, wishes(email));
    house
        .gatehouse()
        .issueInvitation()
        .handle(new IssueInvitation.Command(
            Actor.operator("test"),
            house.realm(),
            Role.USER,
            Optional.of(email),
            Optional.empty()));
    giveUpAMail(in.account());
    secondFactor(new House.Person(client, in.account(), username, password));
    return in.account();
  }

  private Register.Command wishes(EmailAddress at) {
    return new Register.Command(
        Optional.of(username), Optional.of(at), Optional.of(password), Locale.ENGLISH, true, true);
  }

  /** Whichever waits longest. */
  private void giveUpAMail(Account about) {
    postgres.storage().outbox().claim(100, Duration.ofMinutes(2), house.clock().instant()).stream()
        .filter(item -> item.account().equals(Optional.of(about.id())))
        .findFirst()
        .ifPresent(
            item -> postgres.storage().outbox().bury(item.id(), house.clock().instant()));
  }

  /** Enrolled, tried in vain, and about to be replaced. */
  private void secondFactor(House.Person person) {
    Careful careful = Careful.of(house, person);
    claims = careful.claims();
    Refusals.of(() -> house
        .gatehouse()
        .completeSignIn()
        .handle(person.client(), careful.ticket(), careful.wrongCode()));
    house
        .gatehouse()
        .setUpAuthenticator()
        .handle(person.client(), new Enroller.BySession(careful.claims()));
  }

  /** Links an identity, and confirms a handshake and is given a link by it, which are both left as they are. */
  private void byProvider(Client client, AccessClaims claims) {
    ProvenIdentity person = new ProvenIdentity(
        new Identity(Vouched.PROVIDER, "4711-" + mark),
        Optional.of(new Identity(new ProviderKey("messenger-openid"), "0815-" + mark)),
        new ProviderProfile(
            Optional.of("Countess " + mark),
            Optional.of("countess_" + mark),
            Optional.of("https://pictures.example.com/" + mark + ".png")));
    new Vouched(house, person).link(client, claims);
    house.gatehouse().moveWarnings().handle(client, claims, Optional.of(Vouched.PROVIDER));
    BeginHandshake.Begun begun = house.gatehouse().beginHandshake().handle(client);
    house.gatehouse().openHandshake().handle(house.realm(), begun.id(), person);
    house
        .gatehouse()
        .confirmHandshake()
        .handle(house.realm(), begun.id(), person, begun.match().reveal());
    house.gatehouse().issueLoginLink().handle(house.realm(), person);
  }

  private Client client(String address) {
    return new Client(
        house.realm(),
        new ClientAddress(address),
        "Analytical/" + mark,
        Transport.BEARER,
        List.of());
  }

  private Act act() {
    return new Act(Actor.operator("test"), account.realm(), account.id(), "a test");
  }

  // ---- what stands where

  /** In which columns a value stands, as text in any case or as bytes. */
  private Set<String> columns(String value) throws SQLException {
    String text = value.toLowerCase(Locale.ROOT);
    String hex = HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
    return where(cell -> cell.contains(text) || cell.contains(hex));
  }

  private Set<String> owned() throws SQLException {
    return where(cell -> cell.equals(account.id().toString()));
  }

  private Set<String> where(Predicate<String> said) throws SQLException {
    return Dump.of(postgres.database()).cells().stream()
        .filter(cell -> said.test(cell.text().toLowerCase(Locale.ROOT)))
        .map(cell -> cell.column().replaceFirst("^audit_\\w+\\.", "audit."))
        .collect(Collectors.toSet());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = postgres.database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
