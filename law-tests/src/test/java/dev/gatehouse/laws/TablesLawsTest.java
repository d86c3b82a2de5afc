package dev.gatehouse.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Journey;
import dev.gatehouse.testkit.fixture.Registrant;
import dev.gatehouse.testkit.fixture.WatchedStorage;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What whoever steals the database gets, with the real adapters; and what is left of it in the long run. */
class TablesLawsTest {
  private static final Set<String> ADDRESS_COLUMNS =
      Set.of("accounts.email", "candidates.email", "invitations.email");

  @RegisterExtension
  final FreshPostgres postgres = new FreshPostgres();

  private House house;

  @BeforeEach
  void build() {
    house = House.over(new InMemoryStorage())
        .with(Passwords.open(
                new Passwords.Settings(64, 1, 1, 4, Duration.ofSeconds(10)),
                bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length))
            .hasher())
        .with(Passwords.common())
        .with(new JwtAccessTokens())
        .node(WatchedStorage.over(postgres.storage()));
  }

  // ---- secrets

  @Test
  @DisplayName(
      "[L40] no password, token, handle, ticket, mark or key stands in any column of any table")
  void no_secret_stands_in_any_table() throws SQLException {
    Journey journey = Journey.through(house);
    List<String> secrets = new ArrayList<>(journey.secrets());
    journey.secrets().stream().flatMap(secret -> raw(secret).stream()).forEach(secrets::add);
    secrets.addAll(keys());
    secrets.add("07".repeat(32));
    assertThat(secrets).hasSizeGreaterThan(60);

    Dump dump = Dump.of(postgres.database());

    assertThat(dump.cells()).hasSizeGreaterThan(1_000);
    for (String secret : secrets) {
      assertThat(dump.cells()).noneMatch(cell -> cell.text().contains(secret));
    }
  }

  @Test
  @DisplayName("[L40] no code that was mailed stands in any column of any table, used or waiting")
  void no_code_stands_in_any_table() throws SQLException {
    Journey journey = Journey.through(house);
    Dump dump = Dump.of(postgres.database());

    assertThat(journey.codes()).hasSizeGreaterThan(3);
    for (String code : journey.codes()) {
      Pattern digits = Pattern.compile("(?<![0-9A-Za-z.:-])" + code + "(?![0-9A-Za-z])");
      String bytes = HexFormat.of().formatHex(code.getBytes(StandardCharsets.UTF_8));
      assertThat(dump.cells())
          .noneMatch(cell -> digits.matcher(cell.text()).find() || cell.text().contains(bytes));
    }
  }

  @Test
  @DisplayName("[L40] mail addresses stand in the rows of accounts and candidates and nowhere else")
  void addresses_stand_in_their_own_rows_only() throws SQLException {
    Journey journey = Journey.through(house);
    Dump dump = Dump.of(postgres.database());

    assertThat(dump.cells().stream().map(Dump.Cell::text))
        .as("the dump finds what is there")
        .containsAll(journey.addresses().stream().limit(1).toList());
    for (String address : journey.addresses()) {
      Set<String> columns = dump.cells().stream()
          .filter(cell -> cell.text().contains(address))
          .map(Dump.Cell::column)
          .collect(Collectors.toSet());
      assertThat(ADDRESS_COLUMNS).containsAll(columns);
    }
  }

  @Test
  @DisplayName("[L40] a waiting mail stands sealed, and nothing is left of a delivered one")
  void mails_stand_sealed_and_go() throws SQLException {
    EmailAddress email = Fixtures.email();
    Registrant.of(house, email);
    assertThat(column("outbox.sealed")).hasSize(2);
    assertThat(column("outbox.sealed")).noneMatch(text -> text.contains(email.value()));

    assertThat(house.mailsTo(email)).hasSize(1);

    assertThat(column("outbox.sealed")).isEmpty();
    assertThat(column("outbox.kind")).containsExactly("VERIFICATION_CODE");
  }

  private List<String> column(String name) throws SQLException {
    return Dump.of(postgres.database()).cells().stream()
        .filter(cell -> cell.column().equals(name))
        .map(Dump.Cell::text)
        .toList();
  }

  /** The bytes behind a secret in base64url, as hexadecimal digits; of a refresh token the secret within, which every token of the session has. */
  private static List<String> raw(String secret) {
    boolean refresh = secret.startsWith("gtr_");
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(refresh ? secret.substring(4) : secret);
      String hex = HexFormat.of().formatHex(bytes);
      return refresh ? List.of(hex, hex.substring(42, 74)) : List.of(hex);
    } catch (IllegalArgumentException noBase64) {
      return List.of();
    }
  }

  private List<String> keys() {
    List<String> raw = new ArrayList<>();
    for (KeyEntry key : postgres.storage().keys().all()) {
      byte[] open = House.MASTER.open(key.sealed(), KeyEntry.place(key.kid()));
      raw.add(HexFormat.of().formatHex(open));
      raw.add(Base64.getEncoder().encodeToString(open));
      raw.add(Base64.getUrlEncoder().withoutPadding().encodeToString(open));
    }
    return raw;
  }

  // ---- retention

  @Test
  @DisplayName(
      "[L48] every table that grows is cleared of what has run out, and accounts and keys stay")
  void every_table_that_grows_is_cleared() throws SQLException {
    Journey.through(house);
    house.mailsTo(Fixtures.email());
    Map<String, Long> before = Dump.rows(postgres.database());
    assertThat(before.values())
        .as("the journey leaves rows in every table: %s", before)
        .doesNotContain(0L);
    long accounts = before.getOrDefault("accounts", 0L);

    house.clock().advance(Duration.ofDays(31));
    house.run("purge");
    Map<String, Long> soon = Dump.rows(postgres.database());
    for (String table : List.of(
        "one_time_secrets",
        "handshakes",
        "conversations",
        "proofs",
        "authenticator_setups",
        "candidates",
        "lockouts",
        "throttles",
        "revocations",
        "outbox")) {
      assertThat(soon).containsEntry(table, 0L);
    }
    assertThat(soon).containsEntry("accounts", accounts);
    // as long as the account, since it has to be shown what was agreed to and when; bounded, since
    // an account adds thirty an hour at most (AuditLaws), and who is erased takes his along
    // (ErasedTablesTest)
    long consents = before.getOrDefault("consents", 0L);
    assertThat(soon).containsEntry("consents", consents);
    assertThat(soon.get("sessions")).as("the evidence of reuse").isEqualTo(before.get("sessions"));
    assertThat(soon.get("audit"))
        .as("and that one account was erased")
        .isEqualTo(before.getOrDefault("audit", 0L) + 1);

    house.clock().advance(Duration.ofDays(450));
    house.run("purge");
    Map<String, Long> late = Dump.rows(postgres.database());
    assertThat(late).containsEntry("sessions", 0L).containsEntry("accounts", accounts);
    assertThat(late).containsEntry("consents", consents);
    assertThat(late).as("whole months past keeping").containsEntry("audit", 0L);
  }

  @Test
  @DisplayName("[L48] nothing that is good is purged, however often")
  void nothing_good_is_purged() throws SQLException {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();
    Map<String, Long> before = Dump.rows(postgres.database());

    for (int i = 0; i < 3; i++) {
      house.run("purge");
    }

    assertThat(Dump.rows(postgres.database())).isEqualTo(before);
    assertThat(house.claims(house.refresh(person, tokens)).subject())
        .isEqualTo(person.account().id());
  }
}
