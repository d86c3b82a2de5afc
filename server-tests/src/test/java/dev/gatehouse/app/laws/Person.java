package dev.gatehouse.app.laws;

import dev.gatehouse.app.Serving;
import dev.gatehouse.testkit.fixture.Fixtures;

/**
 * Somebody with an account, and where he asks from.
 *
 * @param email empty for who registered by a username alone
 */
record Person(
    Serving server, String host, String login, String email, String password, String address) {

  /** By a username alone. */
  static Person named(Serving server) {
    Person person = new Person(server, Serving.HOST, aLogin(), "", aPassword(), Call.elsewhere());
    person
        .post("/register", "login", person.login, "password", person.password, "tos_accepted", true)
        .send()
        .is(201);
    return person;
  }

  /** By username and proven address. */
  static Person proven(Serving server) {
    return proven(server, Serving.HOST, anAddress());
  }

  static Person proven(Serving server, String host, String email) {
    Person person = new Person(server, host, aLogin(), email, aPassword(), Call.elsewhere());
    String flow = person.register();
    person.verify(new Tables(server).codeTo(email), flow).is(200);
    return person;
  }

  static String aLogin() {
    return "u" + Fixtures.unique().substring(0, 16);
  }

  static String anAddress() {
    return "m" + Fixtures.unique().substring(0, 16) + "@example.com";
  }

  static String aPassword() {
    return "pw " + Fixtures.unique();
  }

  /** Asks for the account; the flow handle. */
  String register() {
    Call call = login.isEmpty()
        ? post("/register", "email", email, "password", password, "tos_accepted", true)
        : post(
            "/register",
            "login",
            login,
            "email",
            email,
            "password",
            password,
            "tos_accepted",
            true);
    return call.send().is(201).at("/flow");
  }

  /** The same without a username. */
  Person nameless() {
    return new Person(server, host, "", email, password, address);
  }

  Reply verify(String code, String flow) {
    return post("/verify-otp", "email", email, "code", code, "flow", flow).send();
  }

  Call post(String path, Object... members) {
    return Call.post(server, path, members).to(host).from(address);
  }

  Call get(String path) {
    return Call.get(server, path).to(host).from(address);
  }

  Call login(String word) {
    return post("/login", "login_or_email", login, "password", word);
  }

  /** Shows that this device has signed in before. */
  Call marked(String mark) {
    return post("/login", "login_or_email", login, "password", password, "device_mark", mark);
  }

  Reply signIn() {
    return login(password).send().is(200);
  }

  Reply refresh(String token) {
    return post("/refresh", "refresh_token", token).send();
  }

  Reply me(String accessToken) {
    return get("/me").bearer(accessToken).send();
  }

  @Override
  public String toString() {
    return "Person[" + login + "]";
  }
}
