package dev.gatehouse.laws.process;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.testkit.fixture.Fixtures;

/** People who come, sign in, refresh, and sign out, one after another without end; each says what was acknowledged to him. */
final class Load implements Runnable {
  private static final int REFRESHES = 4;

  private final Household household;

  Load(Household household) {
    this.household = household;
  }

  @Override
  public void run() {
    try {
      for (boolean signsOut = false; true; signsOut = !signsOut) {
        comeAndGo(signsOut);
      }
    } catch (RuntimeException e) {
      Node.say("fault " + e);
    }
  }

  private void comeAndGo(boolean signsOut) {
    String name = "User_" + Fixtures.unique().substring(0, 20);
    String address = name.toLowerCase(java.util.Locale.ROOT) + "@example.com";
    household.registerByMail(address);
    Node.say("mailed " + address);
    household.register(name);
    Node.say("registered " + name);
    Tokens tokens = household.signIn(name);
    String session = tokens.claims().session().toString();
    Node.say("holds " + session + " " + tokens.refresh().reveal());
    for (int i = 0; i < REFRESHES; i++) {
      tokens = household.refresh(tokens.refresh().reveal());
      Node.say("holds " + session + " " + tokens.refresh().reveal());
    }
    if (signsOut) {
      Node.say("leaves " + session);
      household.signOut(tokens.refresh().reveal());
      Node.say("left " + session);
    }
  }
}
