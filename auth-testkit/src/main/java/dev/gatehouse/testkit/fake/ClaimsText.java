package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Claims as text and back: each value in base64url, a tilde between them, lists preceded by how many. Times are whole seconds. */
final class ClaimsText {
  private ClaimsText() {}

  static String write(AccessClaims c) {
    List<String> values = new ArrayList<>();
    values.addAll(List.of(c.issuer(), c.audience(), c.subject().toString(), c.clientId()));
    values.addAll(List.of(
        seconds(c.issuedAt()),
        seconds(c.expiresAt()),
        c.tokenId(),
        c.session().toString(),
        seconds(c.authTime())));
    values.addAll(List.of(c.acr().value(), c.realm().value(), c.transport().value()));
    addAll(values, c.amr());
    addAll(values, new TreeSet<>(c.roles()));
    addAll(values, c.binding().stream().toList());
    return String.join("~", values.stream().map(ClaimsText::encode).toList());
  }

  /** @throws RuntimeException of any kind when the text is no claims */
  static AccessClaims read(String text) {
    Iterator<String> v =
        List.of(text.split("~", -1)).stream().map(ClaimsText::decode).iterator();
    String issuer = v.next();
    String audience = v.next();
    AccountId subject = new AccountId(UUID.fromString(v.next()));
    String clientId = v.next();
    Instant issuedAt = instant(v.next());
    Instant expiresAt = instant(v.next());
    String tokenId = v.next();
    SessionId session = new SessionId(UUID.fromString(v.next()));
    Instant authTime = instant(v.next());
    Acr acr = Acr.of(v.next());
    RealmKey realm = new RealmKey(v.next());
    Transport transport = Transport.of(v.next()).orElseThrow();
    List<String> amr = readAll(v);
    Set<String> roles = Set.copyOf(readAll(v));
    Optional<String> binding = readAll(v).stream().findFirst();
    return new AccessClaims(
        issuer, audience, subject, clientId, issuedAt, expiresAt, tokenId, session, authTime, acr,
        amr, realm, transport, roles, binding);
  }

  private static void addAll(List<String> values, Iterable<String> list) {
    List<String> items = new ArrayList<>();
    list.forEach(items::add);
    values.add(Integer.toString(items.size()));
    values.addAll(items);
  }

  private static List<String> readAll(Iterator<String> values) {
    List<String> items = new ArrayList<>();
    for (int left = Integer.parseInt(values.next()); left > 0; left--) {
      items.add(values.next());
    }
    return items;
  }

  private static String seconds(Instant at) {
    return Long.toString(at.getEpochSecond());
  }

  private static Instant instant(String seconds) {
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  private static String encode(String value) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String value) {
    return new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
  }
}
