package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.signin.CheckPassword;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Journey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever may end up in a log: it holds no secret and nobody's address. */
public abstract class SecrecyLaws extends Laws {

  @Test
  @DisplayName(
      "[L40] nothing that a whole journey gives, answers, throws, records or tells the listeners says a secret or a mail address")
  void a_journey_says_nothing() {
    Journey journey = Journey.through(house());
    List<Object> values = new ArrayList<>(journey.values());
    values.addAll(engine().rows());
    values.addAll(house().events());

    Map<String, Class<?>> texts = texts(values);

    assertThat(texts.values()).contains(Account.class, Event.class, Refused.class, Session.class);
    assertSilent(texts, journey.secrets(), journey.addresses());
    for (String code : journey.codes()) {
      Pattern digits = Pattern.compile("(?<![0-9A-Za-z.:-])" + code + "(?![0-9A-Za-z])");
      assertThat(texts.keySet()).noneMatch(text -> digits.matcher(text).find());
    }
  }

  @Test
  @DisplayName("[L40] no event has a secret or a mail address in any of its parts")
  void no_event_holds_a_secret() {
    Journey journey = Journey.through(house());
    List<String> parts = new ArrayList<>();
    for (Event event : engine().rows()) {
      parts.add(event.reason());
      parts.add(event.actor().name());
      event.origin().ifPresent(origin -> parts.add(origin.userAgent()));
    }

    for (Set<String> secrets : List.of(journey.secrets(), journey.addresses(), journey.codes())) {
      assertThat(parts).noneMatch(part -> secrets.stream().anyMatch(part::contains));
    }
  }

  @Test
  @DisplayName(
      "[L40] no value of the domain or of a port prints the secret or the personal data in it")
  void no_value_prints_what_is_in_it() {
    Secrets of = new Secrets();
    List<Object> values = of.values();

    assertSilent(texts(values), of.texts, Set.of(of.email.value(), "Ada Lovelace"));
  }

  /** One of each kind of value, and what none of them may print. */
  private static final class Secrets {
    final Account account = AnAccount.in(Fixtures.realm())
        .profile(new Profile(Optional.of("Ada Lovelace"), Locale.UK, ZoneOffset.UTC))
        .build();
    final EmailAddress email = account.email().orElseThrow();
    final String password = "a password " + Fixtures.unique();
    final PasswordHash hash = Fixtures.hash();
    final byte[] key = Fixtures.bytes(DigestKey.BYTES);
    final DigestKey digestKey = new DigestKey(1, key);
    final DigestKeys keys = new DigestKeys(List.of(digestKey));
    final FlowHandle flow = FlowHandle.of(Fixtures.bytes(FlowHandle.BYTES));
    final SecretText link = new SecretText(Fixtures.unique());
    final Session session = ASession.of(account, Fixtures.instant()).build();
    final DeviceMark mark = DeviceMark.of(account.id(), Acr.AAL1, Fixtures.bytes(16), keys);
    final Set<String> texts;

    Secrets() {
      texts = Set.of(
          password,
          hash.phc(),
          HexFormat.of().formatHex(key),
          Base64.getEncoder().encodeToString(key),
          flow.text(),
          DigestKeys.flow(flow).hex(),
          link.reveal(),
          session.secretDigest().hex(),
          mark.text(),
          account.username().orElseThrow().value(),
          Fixtures.ADDRESS.value());
    }

    List<Object> values() {
      Presentation token = ASession.of(account, Fixtures.instant()).token(0, Fixtures.instant());
      Scope scope =
          new Scope(Purpose.EMAIL_CHANGE, account.realm(), email.value(), Optional.empty());
      OneTimeSecret secret =
          OneTimeSecret.issue(scope, keys, link, Optional.empty(), Fixtures.instant());
      Candidate candidate = new Candidate(
          account.id().value(),
          account.realm(),
          email,
          DigestKeys.flow(flow),
          account.username(),
          Optional.of(hash),
          Locale.UK,
          Consents.NONE,
          Fixtures.instant());
      AccountDirectory.Entry entry = new AccountDirectory.Entry(account, Optional.of(hash));
      return List.of(
          entry,
          candidate,
          secret,
          scope,
          token,
          session,
          mark,
          flow,
          link,
          keys,
          digestKey,
          House.MASTER,
          new Password(password),
          new SignIns(1, Optional.of(Fixtures.instant()), Optional.of(Fixtures.ADDRESS)),
          new SigningKey("kid", "ES256", key),
          new AccessTokens.NewKey("kid", "ES256", new SigningKey("kid", "ES256", key), "public"),
          new Refreshes.Refreshed(session, account.status(), account.roles()),
          new RefreshCodec.Claim(session.id(), 0, Fixtures.sessionSecret()),
          new CheckPassword.Judged(Optional.of(entry), true, true, List.of()),
          new PostMail.Recipient(account.realm(), email, Locale.UK),
          new Event.Origin(Fixtures.ADDRESS, "Testing/1.0"),
          Method.PASSWORD);
    }
  }

  // ---- steps

  private static void assertSilent(
      Map<String, Class<?>> texts, Set<String> secrets, Set<String> personal) {
    texts.forEach((text, type) -> {
      assertThat(secrets).as("in the text of a %s", type).noneMatch(text::contains);
      assertThat(personal).as("in the text of a %s", type).noneMatch(text::contains);
    });
  }

  /** What each value, and each value in it, says of itself; texts and bytes in it are what it must not say, so they are not asked. */
  private static Map<String, Class<?>> texts(Collection<?> values) {
    Map<String, Class<?>> texts = new LinkedHashMap<>();
    values.forEach(value -> visit(value, texts));
    return texts;
  }

  private static void visit(Object value, Map<String, Class<?>> texts) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> visit(present, texts));
    } else if (value instanceof Collection<?> many) {
      many.forEach(one -> visit(one, texts));
    } else if (value.getClass().getName().startsWith("dev.gatehouse.")) {
      texts.put(value.toString(), value.getClass());
      if (value instanceof Refused refused) {
        texts.put(String.valueOf(refused.getMessage()), Refused.class);
        visit(refused.refusal(), texts);
      }
      if (value.getClass().isRecord()) {
        for (RecordComponent part : value.getClass().getRecordComponents()) {
          visit(read(part, value), texts);
        }
      }
    }
  }

  private static Object read(RecordComponent part, Object of) {
    try {
      part.getAccessor().setAccessible(true);
      return Optional.ofNullable(part.getAccessor().invoke(of)).orElseThrow();
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(part + " cannot be read", e);
    }
  }
}
