package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.Serving;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever does something that matters leaves a row: who, to whom, from where, and why. */
class AuditTest {
  private final Serving server = Serving.shared();
  private final Tables tables = new Tables(server);

  /** The rows about an account of that kind: actor, address, reason; oldest first. */
  private List<String> rows(String account, String type) {
    return tables.column(
        "select actor_kind || ' ' || actor || ' ' || coalesce(address, '-') || ' ' || reason from gatehouse.audit where account_id = ?::uuid and type = ? order by position",
        account,
        type);
  }

  @Test
  @DisplayName(
      "[L44] registering, proving, signing in, failing, changing and leaving each leave a row with actor, subject, address and reason")
  void acts_of_an_owner_leave_rows() {
    Person person = Person.proven(server);
    Reply in = person.signIn();
    String account = in.at("/user/id");
    String owner = "OWNER " + account + " " + person.address() + " ";
    Reply other = person.signIn();
    person.login("wrong").send().is(401);
    person.get("/me").bearer(in.access()).send();
    new Call(server, "PATCH", "/api/v1/auth/me")
        .from(person.address())
        .bearer(in.access())
        .json("display_name", "Alice")
        .send()
        .is(200);
    change(person, in, "wrong", Person.aPassword()).is(401);
    change(person, in, person.password(), Person.aPassword()).is(200);
    person.post("/logout-all").bearer(in.access()).send().is(200);

    assertThat(rows(account, "ACCOUNT_REGISTERED")).containsExactly(owner);
    assertThat(rows(account, "EMAIL_VERIFIED")).containsExactly(owner);
    assertThat(rows(account, "SIGNED_IN"))
        .containsExactly(owner + "otp", owner + "pwd", owner + "pwd");
    assertThat(rows(account, "SIGN_IN_FAILED"))
        .singleElement()
        .satisfies(row -> assertThat(row).contains(person.address()).endsWith(" WRONG_PASSWORD"));
    assertThat(rows(account, "PROFILE_UPDATED")).hasSize(1);
    assertThat(rows(account, "PASSWORD_CHANGE_FAILED")).containsExactly(owner + "WRONG_PASSWORD");
    assertThat(rows(account, "PASSWORD_CHANGED")).containsExactly(owner);
    assertThat(rows(account, "SESSION_ENDED"))
        .contains(owner + "PASSWORD_CHANGED")
        .hasSize(3);
    assertThat(rows(account, "SIGNED_OUT_EVERYWHERE")).hasSize(1);
    assertThat(tables.column(
            "select reason from gatehouse.audit where session_id = ?::uuid and type = 'SESSION_ENDED'",
            other.session()))
        .containsExactly("PASSWORD_CHANGED");
  }

  private static Reply change(Person person, Reply by, String current, String wanted) {
    return person
        .post("/change-password", "current_password", current, "new_password", wanted)
        .bearer(by.access())
        .send();
  }

  @Test
  @DisplayName("[L44] failures of strangers leave a row, with the address and the reason")
  void failures_of_strangers_leave_rows() {
    String network = Call.elsewhere();
    Call.post(server, "/login", "login_or_email", Person.aLogin(), "password", "wrong")
        .from(network)
        .send()
        .is(401);
    Call.post(server, "/verify-otp", "email", Person.anAddress(), "code", "000000")
        .from(network)
        .send()
        .is(401);
    assertThat(tables.column(
            "select type || ' ' || actor_kind || ' ' || reason from gatehouse.audit where address = ? order by position",
            network))
        .hasSize(2)
        .contains("SIGN_IN_FAILED STRANGER UNKNOWN_NAME")
        .last(InstanceOfAssertFactories.STRING)
        .matches("CODE_REJECTED STRANGER [A-Z_]+");
  }

  @Test
  @DisplayName(
      "[L44] acts of an operator leave a row with the operator and his reason, and a turn of the keys too")
  void acts_of_an_operator_leave_rows() {
    Person person = Person.named(server);
    String account = person.signIn().at("/user/id");
    server.command("admin", "disable", person.login(), "--reason", "asked by phone");
    server.command("admin", "enable", person.login(), "--reason", "asked again");
    server.command("admin", "unlock", person.login(), "--reason", "and again");
    assertThat(rows(account, "ACCOUNT_DISABLED"))
        .containsExactly("OPERATOR command line - asked by phone");
    assertThat(rows(account, "ACCOUNT_ENABLED"))
        .containsExactly("OPERATOR command line - asked again");
    assertThat(rows(account, "ACCOUNT_UNLOCKED"))
        .containsExactly("OPERATOR command line - and again");
    assertThat(rows(account, "SESSION_ENDED"))
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("OPERATOR command line"));

    int before = commanded();
    server.command("keys", "rotate", "--use", "DIGEST");
    assertThat(commanded()).isEqualTo(before + 1);
  }

  private int commanded() {
    return tables
        .column(
            "select actor from gatehouse.audit where type = 'KEY_ROTATION_COMMANDED' and actor_kind = 'OPERATOR'")
        .size();
  }

  @Test
  @DisplayName(
      "[L44] where the row cannot be written there is no act, of an operator or of an owner")
  void no_row_no_act() {
    try (Serving mute = Serving.behindProxy()) {
      Tables its = new Tables(mute);
      Person person = Person.named(mute);
      Reply in = person.signIn();
      its.change(
          "alter table gatehouse.audit add constraint mute check (type not in ('ACCOUNT_DISABLED', 'PASSWORD_CHANGED')) not valid");

      String wanted = Person.aPassword();
      assertThatThrownBy(() -> mute.command("admin", "disable", person.login()))
          .hasMessageStartingWith("exit code 1: ")
          .hasMessageNotContaining("refused");
      // the answer is a failure of ours, which no other test takes for an answer
      assertThatThrownBy(() -> change(person, in, person.password(), wanted))
          .hasMessageContaining("INTERNAL_ERROR");
      person.me(in.access()).is(200);
      person.signIn();

      its.change("alter table gatehouse.audit drop constraint mute");
      change(person, in, person.password(), wanted).is(200);
      mute.command("admin", "disable", person.login());
    }
  }
}
