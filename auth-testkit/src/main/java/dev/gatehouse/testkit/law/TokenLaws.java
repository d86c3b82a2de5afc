package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.testkit.fixture.Cable;
import dev.gatehouse.testkit.fixture.House;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A token is good for one use, in one realm, of one house, in its time; anything else is refused, and harms nobody. */
public abstract class TokenLaws extends SessionLaws {
  @Test
  @DisplayName("[L25] a refresh token is no access token, nor the reverse")
  void a_refresh_token_is_no_access_token_nor_the_reverse() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();

    assertThat(verify(house, new AccessToken(tokens.refresh().reveal())).code())
        .isEqualTo(TOKEN_REJECTED);
    assertThat(
            refresh(house, person, new RefreshToken(tokens.access().reveal())).code())
        .isEqualTo(REFRESH_REJECTED);

    assertGood(person, tokens);
  }

  @Test
  @DisplayName("[L25][L16] a token of one realm is refused in every other, and the session goes on")
  void a_token_of_one_realm_is_refused_in_every_other() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();

    for (Realm realm : List.of(house.otherRealm(), house.staffRealm())) {
      Client client = house.clientOf(realm);
      assertThat(Answer.code(
              () -> house.gatehouse().verifyAccessToken().handle(realm, tokens.access())))
          .isEqualTo(TOKEN_REJECTED);
      assertThat(refresh(house, person.at(client), tokens.refresh()).code())
          .isEqualTo(REFRESH_REJECTED);
      house.gatehouse().signOut().handle(client, tokens.refresh());
    }

    assertGood(person, tokens);
  }

  @Test
  @DisplayName(
      "[L25] a token of another house is refused, though issuer, audience, realm and master key are"
          + " the same")
  void a_token_of_another_house_is_refused() {
    House other = house.node(Cable.to(storage()));
    House.Person theirs = other.person();
    Tokens foreign = other.signIn(theirs).tokens();

    assertThat(verify(house, foreign).code()).isEqualTo(TOKEN_REJECTED);
    assertThat(refresh(house, theirs, foreign.refresh()).code()).isEqualTo(REFRESH_REJECTED);
    assertThat(verify(other, foreign).ok()).isTrue();
  }

  @Test
  @DisplayName(
      "[L25] a token is refused when it has run out, and before it was issued, but for the clock skew")
  void a_token_is_refused_outside_its_time() {
    Tokens tokens = house.signIn(house.person()).tokens();
    Duration skew = house.realm().tokens().skew();

    house.clock().set(tokens.claims().expiresAt().plus(skew).minusMillis(1));
    house.work();
    assertThat(verify(house, tokens).ok()).isTrue();
    house.clock().advance(Duration.ofMillis(1));
    assertThat(verify(house, tokens).code()).isEqualTo(TOKEN_REJECTED);

    house.clock().set(tokens.claims().issuedAt().minus(skew));
    assertThat(verify(house, tokens).ok()).isTrue();
    house.clock().advance(Duration.ofMillis(-1));
    assertThat(verify(house, tokens).code()).isEqualTo(TOKEN_REJECTED);
  }

  @Test
  @DisplayName("[L25] a token is refused when its key is gone, even to the moment")
  void a_token_is_refused_when_its_key_is_gone() {
    Tokens tokens = house.signIn(house.person()).tokens();
    String kid = kid(tokens);
    storage.store().atomically(unit -> {
      unit.keys().lock(KeyUse.ACCESS_TOKEN);
      unit.keys().drop(kid);
      return kid;
    });

    assertThat(verify(node(), tokens).code()).isEqualTo(TOKEN_REJECTED);
    house.work();
    assertThat(verify(house, tokens).code()).isEqualTo(TOKEN_REJECTED);
  }

  @Test
  @DisplayName("[L25] a token changed in any one character is refused")
  void a_token_changed_in_any_one_character_is_refused() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();
    String good = tokens.access().reveal();

    for (int at = 0; at < good.length(); at++) {
      for (char wrong : List.of('A', '.')) {
        if (good.charAt(at) != wrong) {
          String bad = good.substring(0, at) + wrong + good.substring(at + 1);
          assertThat(verify(house, new AccessToken(bad)).code())
              .as("character %d replaced by %s", at, wrong)
              .isEqualTo(TOKEN_REJECTED);
        }
      }
    }

    assertGood(person, tokens);
  }

  @Test
  @DisplayName(
      "[L25][L38] what is cut, prolonged, padded, empty, foreign or huge is refused by both doors")
  void what_is_no_token_is_refused_by_both_doors() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();
    String access = tokens.access().reveal();
    String refresh = tokens.refresh().reveal();
    String megabyte = "A".repeat(1 << 20);
    for (String good : List.of(access, refresh)) {
      for (String bad : List.of(
          "",
          " ",
          ".",
          "..",
          "....",
          "gtr_",
          "null",
          "\0",
          "\ud800",
          " " + good,
          good + " ",
          good + "=",
          good + ".",
          good + "..",
          good + "\n",
          good + "\0",
          good + good,
          good.substring(1),
          good.substring(0, good.length() - 1),
          good.substring(0, good.length() / 2),
          good.toLowerCase(java.util.Locale.ROOT),
          "Bearer " + good,
          good + megabyte,
          megabyte,
          megabyte + "." + megabyte + "." + megabyte)) {
        assertThat(verify(house, new AccessToken(bad)).code()).isEqualTo(TOKEN_REJECTED);
        assertThat(refresh(house, person, new RefreshToken(bad)).code())
            .isEqualTo(REFRESH_REJECTED);
      }
    }

    assertGood(person, tokens);
  }

  @Test
  @DisplayName(
      "[L25][L27] a refresh token that comes the other way is refused, and the session goes on")
  void a_refresh_token_that_comes_the_other_way_is_refused() {
    House.Person person = house.person();
    for (Transport own : Transport.values()) {
      House.Person at = person.at(travelling(person.client(), own));
      Tokens tokens = ((SignIn.SignedIn) house
              .gatehouse()
              .signInWithPassword()
              .handle(at.client(), at.name(), at.password(), false))
          .tokens();
      Transport other = own == Transport.BEARER ? Transport.COOKIE : Transport.BEARER;
      Client wrong = travelling(person.client(), other);

      assertThat(refresh(house, person.at(wrong), tokens.refresh()).code())
          .isEqualTo(REFRESH_REJECTED);
      house.gatehouse().signOut().handle(wrong, tokens.refresh());

      assertGood(at, tokens);
    }
  }

  private static Client travelling(Client client, Transport transport) {
    return new Client(
        client.realm(), client.address(), client.userAgent(), transport, client.deviceMarks());
  }

  private void assertGood(House.Person person, Tokens tokens) {
    assertThat(verify(house, tokens).ok()).isTrue();
    assertThat(refresh(house, person, tokens.refresh()).ok()).isTrue();
  }
}
