package dev.gatehouse.application.signin;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Tier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sign-in for which something is due yet, as its ticket keeps it.
 *
 * @param epoch the account's when the first factor was checked
 * @param counted to be forgiven once it is completed
 */
public record HeldSignIn(
    AccountId account, long epoch, Set<Method> methods, boolean remember, List<Gate> counted) {
  static HeldSignIn of(OpenSession.Proven proven) {
    return new HeldSignIn(
        proven.account().id(),
        proven.account().epoch(),
        proven.methods(),
        proven.remember(),
        proven.counted());
  }

  /** What is proven once this factor is too. */
  public OpenSession.Proven with(Method second, Client client, Account current) {
    Set<Method> all = new HashSet<>(methods);
    all.add(second);
    return new OpenSession.Proven(client, current, Set.copyOf(all), remember, counted);
  }

  /** As it is stored: a line for itself, and one for each gate. */
  String text() {
    String self = String.join(
        "|",
        account.toString(),
        Long.toString(epoch),
        Boolean.toString(remember),
        methods.stream().map(Method::name).sorted().collect(Collectors.joining("+")));
    return Stream.concat(Stream.of(self), counted.stream().map(HeldSignIn::text))
        .collect(Collectors.joining("\n"));
  }

  private static String text(Gate gate) {
    return String.join(
        "|",
        Tier.of(gate).name(),
        Boolean.toString(gate.newcomersOnly()),
        gate.from(),
        gate.subject());
  }

  /** Empty where another version wrote it: whoever comes with such a ticket signs in anew. */
  static Optional<HeldSignIn> parse(String text) {
    try {
      List<String> lines = text.lines().toList();
      String[] self = lines.get(0).split("\\|", -1);
      return Optional.of(new HeldSignIn(
          new AccountId(UUID.fromString(self[0])),
          Long.parseLong(self[1]),
          Boolean.parseBoolean(self[2]),
          self[3],
          lines.subList(1, lines.size())));
    } catch (IllegalArgumentException | IndexOutOfBoundsException other) {
      return Optional.empty();
    }
  }

  private HeldSignIn(
      AccountId account, long epoch, boolean remember, String methods, List<String> gates) {
    this(
        account,
        epoch,
        Arrays.stream(methods.split("\\+", -1)).map(Method::valueOf).collect(Collectors.toSet()),
        remember,
        gates.stream().map(HeldSignIn::gate).toList());
  }

  private static Gate gate(String line) {
    String[] parts = line.split("\\|", 4);
    return new Gate(
        parts[3], parts[2], Tier.valueOf(parts[0]).ladder(), Boolean.parseBoolean(parts[1]));
  }

  @Override
  public String toString() {
    return "HeldSignIn[" + account + ", " + methods + "]";
  }
}
