package dev.gatehouse.testkit.law;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.testkit.fixture.House;

/** Everything by which a session ends before its time. */
enum Revoker {
  SIGN_OUT(true) {
    @Override
    void end(House node, House.Person owner, Tokens victim, Tokens other) {
      node.gatehouse().signOut().handle(owner.client(), victim.claims());
    }
  },
  SIGN_OUT_BY_REFRESH_TOKEN(true) {
    @Override
    void end(House node, House.Person owner, Tokens victim, Tokens other) {
      node.gatehouse().signOut().handle(owner.client(), victim.refresh());
    }
  },
  END_SESSION(true) {
    @Override
    void end(House node, House.Person owner, Tokens victim, Tokens other) {
      node.gatehouse()
          .endSession()
          .handle(owner.client(), other.claims(), victim.claims().session());
    }
  },
  SIGN_OUT_OTHERS(true) {
    @Override
    void end(House node, House.Person owner, Tokens victim, Tokens other) {
      node.gatehouse().signOutEverywhere().handle(owner.client(), other.claims(), true);
    }
  },
  SIGN_OUT_EVERYWHERE(false) {
    @Override
    void end(House node, House.Person owner, Tokens victim, Tokens other) {
      node.gatehouse().signOutEverywhere().handle(owner.client(), other.claims(), false);
    }
  },
  CHANGE_PASSWORD(true) {
    @Override
    void end(House node, House.Person owner, Tokens victim, Tokens other) {
      node.gatehouse()
          .changePassword()
          .handle(
              owner.client(),
              other.claims(),
              owner.password(),
              new Password("quite another passphrase"));
    }
  },
  DISABLE(false) {
    @Override
    void end(House node, House.Person owner, Tokens victim, Tokens other) {
      Client client = owner.client();
      node.gatehouse()
          .disableAccount()
          .handle(new Act(
              Actor.operator("laws"), client.realm().key(), owner.account().id(), "a law"));
    }
  };

  private final boolean sparesOther;

  Revoker(boolean sparesOther) {
    this.sparesOther = sparesOther;
  }

  /** Ends the session of {@code victim}; {@code other} is another session of the same owner. */
  abstract void end(House node, House.Person owner, Tokens victim, Tokens other);

  /** Whether the other session goes on. */
  boolean sparesOther() {
    return sparesOther;
  }
}
