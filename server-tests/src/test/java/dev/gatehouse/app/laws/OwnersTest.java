package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.Serving;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The first of staff, who comes from whoever runs the server. */
class OwnersTest {
  private final Serving server = Serving.shared();

  private Call crew(String path) {
    return new Call(server, "POST", "/realms/crew/api/v1/auth" + path);
  }

  private String create(String login, String... more) {
    String[] words = {
      "admin", "create-owner", "--realm", "crew", "--login", login, "--email", Person.anAddress()
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return server.command(all);
  }

  @Test
  @DisplayName(
      "[L07][L44] an owner sets the password by what the command says, and has to enrol a second factor; a second one is not made by mistake")
  void an_owner_is_created() {
    String login = Person.aLogin();
    String password = Person.aPassword();

    String said = create(login).strip();

    String token = said.replaceAll("(?s).*#token=", "");
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    crew("/reset-password")
        .json("token", token, "new_password", password)
        .send()
        .is(200);
    Reply in = crew("/login")
        .json("login_or_email", login, "password", password)
        .send()
        .is(200);
    assertThat(in.json().path("requires_2fa_setup").asBoolean()).isTrue();
    assertThat(in.json().has("access_token")).isFalse();
    assertThat(new Tables(server)
            .column(
                "select actor from gatehouse.audit where type = 'OWNER_CREATED' and account_id = "
                    + "(select id from gatehouse.accounts where username = ?)",
                login))
        .containsExactly("command line");
    assertThatThrownBy(() -> create(Person.aLogin())).hasMessageContaining("--another");
    assertThat(create(Person.aLogin(), "--another")).contains("#token=");
  }

  @Test
  @DisplayName("[L18] a realm for customers has no owner")
  void customers_have_no_owner() {
    assertThatThrownBy(() -> server.command(
            "admin",
            "create-owner",
            "--realm",
            "shop",
            "--login",
            Person.aLogin(),
            "--email",
            Person.anAddress()))
        .hasMessageContaining("realm for staff");
  }
}
