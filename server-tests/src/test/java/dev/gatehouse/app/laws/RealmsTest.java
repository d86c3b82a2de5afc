package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several realms on one server: who is somebody in one is nobody in another, whatever headers say. */
class RealmsTest {
  private static final Map<String, String> WISHES = Map.of(
      "X-Realm", "shop",
      "X-Gatehouse-Realm", "shop",
      "X-Tenant", "shop",
      "X-Forwarded-Host", Serving.SHOP,
      "X-Forwarded-Server", Serving.SHOP,
      "X-Host", Serving.SHOP,
      "Forwarded", "for=192.0.2.1;host=" + Serving.SHOP,
      "X-Forwarded-Prefix", "/realms/shop",
      "X-Original-URL", "/realms/shop/api/v1/auth/me",
      "X-Rewrite-URL", "/realms/shop/api/v1/auth/me");

  private final Serving server = Serving.shared();

  private Call below(String realm, String path) {
    return new Call(server, "GET", "/realms/" + realm + "/api/v1/auth" + path);
  }

  @Test
  @DisplayName(
      "[L16] equal names and addresses in two realms are two accounts, by host and by path")
  void equal_addresses_are_two_accounts() {
    String address = Person.anAddress();
    Person here = Person.proven(server, Serving.HOST, address);
    Person there = Person.proven(server, Serving.SHOP, address);
    Reply in = here.post("/login", "login_or_email", address, "password", here.password())
        .send();
    Reply inThere = there
        .post("/login", "login_or_email", address, "password", there.password())
        .send();

    assertThat(in.is(200).at("/user/realm")).isEqualTo("main");
    assertThat(inThere.is(200).at("/user/realm")).isEqualTo("shop");
    assertThat(in.at("/user/id")).isNotEqualTo(inThere.at("/user/id"));
    here.post("/login", "login_or_email", address, "password", there.password())
        .send()
        .is(401, "CREDENTIALS_REJECTED");
    there
        .post("/login", "login_or_email", here.login(), "password", here.password())
        .send()
        .is(401, "CREDENTIALS_REJECTED");
    below("shop", "/me").bearer(inThere.access()).send().is(200);
    // a host that is one realm's does not open another's path
    below("main", "/me").to(Serving.SHOP).bearer(in.access()).send().is(404);
  }

  @Test
  @DisplayName(
      "[L16][L18] a token of one realm is refused on every signed-in route of every other, by host and by path, as bearer and cookie")
  void a_token_is_good_in_its_realm_only() {
    Reply in = Person.named(server).signIn();
    for (ServedRoutes.Route route : ServedRoutes.signedIn(server)) {
      for (String host : List.of(Serving.SHOP, Serving.CREW)) {
        route.call(server).to(host).bearer(in.access()).send().is(401, "TOKEN_REJECTED");
      }
    }
    for (String realm : List.of("shop", "crew")) {
      below(realm, "/me").bearer(in.access()).send().is(401, "TOKEN_REJECTED");
      below(realm, "/me")
          .header("Cookie", "__Secure-" + realm + "_access_token=" + in.access())
          .send()
          .is(401, "TOKEN_REJECTED");
      below(realm, "/check")
          .header("Cookie", "__Secure-main_access_token=" + in.access())
          .send()
          .is(401, "TOKEN_REQUIRED");
      new Call(server, "POST", "/realms/" + realm + "/api/v1/auth/refresh")
          .json("refresh_token", in.refresh())
          .send()
          .is(401, "REFRESH_REJECTED");
      new Call(server, "POST", "/realms/" + realm + "/api/v1/auth/logout")
          .json("refresh_token", in.refresh())
          .send();
    }
    Call.get(server, "/me").bearer(in.access()).send().is(200);
    Call.post(server, "/refresh", "refresh_token", in.refresh()).send().is(200);
  }

  @Test
  @DisplayName("[L16] no header that a client chooses freely chooses a realm")
  void no_header_chooses_a_realm() {
    Person here = Person.named(server);
    Person there = Person.proven(server, Serving.SHOP, Person.anAddress());
    Reply inThere = there.signIn();
    WISHES.forEach((name, value) -> {
      Reply in = here.login(here.password()).header(name, value).send().is(200);
      assertThat(in.at("/user/realm")).as(name).isEqualTo("main");
      Call.get(server, "/me")
          .header(name, value)
          .bearer(inThere.access())
          .send()
          .is(401);
    });
    for (String path : List.of(
        "/realms/main/api/v1/auth/..%2f..%2f..%2f..%2fshop/api/v1/auth/me",
        "/realms/shop%2f..%2fmain/api/v1/auth/me",
        "/realms/nobody/api/v1/auth/me",
        "/realms/SHOP/api/v1/auth/me",
        "/realms//api/v1/auth/me")) {
      assertThat(new Call(server, "GET", path).bearer(inThere.access()).send().status())
          .as(path)
          .isIn(400, 404);
    }
  }

  @Test
  @DisplayName(
      "[L18] a customer's token opens nothing of the operators', and a staff account without a second factor gets no token")
  void a_customer_is_no_operator() {
    Reply in = Person.named(server).signIn();
    new Call(server, "GET", "/metrics").bearer(in.access()).send().is(403, "OPERATIONS_ONLY");
    new Call(server, "GET", "/metrics").send().is(401, "TOKEN_REQUIRED");
    assertThat(in.json().at("/user/roles").toString()).doesNotContain("staff", "admin");

    String address = Person.anAddress();
    Person staff = new Person(
        server, Serving.CREW, Person.aLogin(), address, Person.aPassword(), Call.elsewhere());
    String flow = staff.register();
    Reply due = staff.verify(new Tables(server).codeTo(address), flow).is(200);
    assertThat(due.text()).doesNotContain("gtr_", "eyJ");
    String ticket = due.at("/tfa_token");
    assertThat(due.json().path("requires_2fa_setup").asBoolean()).isTrue();
    staff.me(ticket).is(401, "TOKEN_REJECTED");
    staff.refresh(ticket).is(401, "REFRESH_REJECTED");
    assertThat(new Tables(server).column("select id from gatehouse.sessions where realm = 'crew'"))
        .isEmpty();
  }
}
