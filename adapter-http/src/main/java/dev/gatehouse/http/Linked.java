package dev.gatehouse.http;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An account's identities at providers, as its owner is shown them.
 *
 * @param messenger of the realm, where it has one
 */
record Linked(List<LinkedIdentity> all, Optional<ProviderKey> messenger) {
  static final ProviderKey TELEGRAM = new ProviderKey("telegram");

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  Linked {
    all = List.copyOf(all);
  }

  List<String> providers() {
    return all.stream().map(linked -> linked.identity().provider().value()).toList();
  }

  private Optional<LinkedIdentity> telegram() {
    return all.stream()
        .filter(linked -> linked.identity().provider().equals(TELEGRAM))
        .findFirst();
  }

  Optional<Long> telegramId() {
    return telegram()
        .map(linked -> linked.identity().subject())
        .filter(subject -> NUMBER.matcher(subject).matches())
        .map(Long::valueOf);
  }

  Optional<String> telegramUsername() {
    return telegram().flatMap(linked -> linked.profile().username());
  }

  /** By which way that account's owner is warned of sign-ins; empty where there is none. */
  Optional<String> warnings(Account account) {
    return account
        .warnedIn(messenger, all)
        .map(ProviderKey::value)
        .or(() -> account.email().map(address -> Me.MAIL));
  }

  @Override
  public String toString() {
    return "Linked" + providers();
  }
}
