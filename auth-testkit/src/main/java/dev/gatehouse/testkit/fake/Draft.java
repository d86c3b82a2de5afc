package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.identity.ProviderKey;
import java.util.Optional;
import java.util.Set;

/** An account as it is stored, with some of it changed. */
final class Draft {
  private final Account stored;
  private Optional<Username> username;
  private Optional<EmailAddress> email;
  private Profile profile;
  private AccountStatus status;
  private long epoch;
  private Set<Role> roles;
  private Set<Method> secondFactors;
  private Consents consents;
  private SignIns signIns;
  private Optional<Phrase> phrase;
  private Optional<ProviderKey> warnedBy;

  private Draft(Account stored) {
    this.stored = stored;
    username = stored.username();
    email = stored.email();
    profile = stored.profile();
    status = stored.status();
    epoch = stored.epoch();
    roles = stored.roles();
    secondFactors = stored.secondFactors();
    consents = stored.consents();
    signIns = stored.signIns();
    phrase = stored.phrase();
    warnedBy = stored.warnedBy();
  }

  static Draft of(Account stored) {
    return new Draft(stored);
  }

  Draft email(EmailAddress value) {
    email = Optional.of(value);
    return this;
  }

  Draft profile(Profile value) {
    profile = value;
    return this;
  }

  Draft status(AccountStatus value) {
    status = value;
    return this;
  }

  Draft raised() {
    epoch++;
    return this;
  }

  Draft secondFactors(Set<Method> value) {
    secondFactors = value;
    return this;
  }

  Draft consents(Consents value) {
    consents = value;
    return this;
  }

  Draft signIns(SignIns value) {
    signIns = value;
    return this;
  }

  Draft phrase(Optional<Phrase> value) {
    phrase = value;
    return this;
  }

  Draft warnedBy(Optional<ProviderKey> value) {
    warnedBy = value;
    return this;
  }

  /** What is left when the person is taken away. */
  Draft nobody() {
    username = Optional.empty();
    email = Optional.empty();
    profile = Profile.EMPTY;
    status = AccountStatus.DELETED;
    roles = Set.of();
    secondFactors = Set.of();
    consents = Consents.NONE;
    signIns = SignIns.NONE;
    phrase = Optional.empty();
    warnedBy = Optional.empty();
    return this;
  }

  Account build() {
    return new Account(
        stored.id(),
        stored.realm(),
        username,
        email,
        profile,
        status,
        epoch,
        roles,
        secondFactors,
        consents,
        stored.createdAt(),
        signIns,
        phrase,
        warnedBy);
  }
}
